"""Stepping into the sample: a way in that exists in no other process than the demo's."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from heartleaf.family.opening import OpenPerson
from heartleaf.web import sessions
from heartleaf.web.http import Request

# Filled by the demo before its first page. Their keys are in its memory and nowhere else.
PARENTS: dict[str, OpenPerson] = {}


def step_in(request: Request) -> HttpResponse:
    """One button for each parent; no passphrase, for there is nothing here to protect."""
    if request.method != "POST":
        return render(request, "demo/step_in.html", {"parents": list(PARENTS)})
    parent = PARENTS.get(request.POST.get("as", ""))
    if parent is None:
        raise Http404
    return sessions.sign_in(redirect("today"), parent)
