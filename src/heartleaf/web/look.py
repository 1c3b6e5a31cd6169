"""The stylesheet, the script, the icon, the manifest, and a page that shows every piece."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from heartleaf.web.assets import addresses, assets

# As `paper` is in css/tokens.css.
PAPER = "#f8f5ee"
SHARED = ["image/*", "video/*", "audio/*", "application/pdf"]


def asset(request: HttpRequest, name: str) -> HttpResponse:
    found = assets().get(name)
    if found is None:
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.plain, content_type=found.type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Vary"] = "Accept-Encoding"
    if packed:
        response["Content-Encoding"] = "gzip"
    return response


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


def manifest(request: HttpRequest) -> HttpResponse:
    """So that a phone can have it among its programs, and among those that files are shared with.
    It says nothing of the family: the name is the program's."""
    params = {"title": "title", "text": "text", "url": "url"}
    files = [{"name": "files", "accept": SHARED}]
    told = {
        "name": "Heartleaf",
        "short_name": "Heartleaf",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"src": addresses().icon, "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {
            "action": reverse("share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {**params, "files": files},
        },
    }
    return HttpResponse(json.dumps(told), content_type="application/manifest+json")


def pieces(request: HttpRequest) -> HttpResponse:
    if not settings.HEARTLEAF_PIECES:
        raise Http404
    return render(request, "pieces.html")
