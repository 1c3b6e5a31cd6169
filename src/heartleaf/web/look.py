"""The stylesheet, the script, the icon, and a page that shows every piece."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from heartleaf.web.assets import assets


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


def pieces(request: HttpRequest) -> HttpResponse:
    if not settings.HEARTLEAF_PIECES:
        raise Http404
    return render(request, "pieces.html")
