"""The tree as a file to print or to frame. Nothing is kept of it, and what was typed under it never
stands in an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import FamilyFacts
from heartleaf.family.words import names_of
from heartleaf.tree.poster import Busy, NotSet, Sheet, as_svg, poster
from heartleaf.tree.printing import as_it_stands, plate, preview, stands_otherwise
from heartleaf.web.access import signed_in
from heartleaf.web.forms.tree import PaperForm
from heartleaf.web.http import SignedIn

TYPES = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}


@signed_in
def paper(request: SignedIn) -> HttpResponse:
    person = request.visitor
    if not request.shelf.all(at_most=1):
        return redirect("tree")
    first = {"paper": "a4", "kind": "pdf", **_under(person.facts)}
    form = PaperForm(request.POST or None, initial=first)
    if form.is_bound and not form.is_valid():
        return _page(request, form, status=422)
    if "save" not in request.POST:
        return _page(request, form)
    try:
        return _file(request, form.cleaned_data)
    except Busy:
        fault = _("Another sheet is being made at this moment. Please try again in a minute.")
    except NotSet:
        fault = _("This sheet could not be made here. A smaller paper, or SVG, may do.")
    return _page(request, form, status=503, fault=fault)


def _file(request: SignedIn, said: dict[str, Any]) -> HttpResponse:
    """Raises Busy or NotSet."""
    outlines, lights = said["ink"] == "one", said["lights"]
    made = plate if said["stands"] == "one" else as_it_stands
    drawing, about = made(request.visitor, request.shelf, outlines=outlines, lights=lights)
    language = get_language() or "en"
    sheet = Sheet(drawing, said["paper"], said["name"], said["years"], about, language)
    kind = said["kind"]
    response = HttpResponse(poster(sheet, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="tree.{kind}"'
    return response


def _page(request: SignedIn, form: PaperForm, status: int = 200, fault: str = "") -> HttpResponse:
    said = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    outlines, lights = said.get("ink") == "one", bool(said.get("lights"))
    how = {"as_one": said.get("stands") == "one", "outlines": outlines, "lights": lights}
    drawing = preview(request.visitor, request.shelf, **how)
    sheet = Sheet(drawing, said["paper"], said["name"], said["years"])
    words = {
        "form": form,
        "otherwise": stands_otherwise(request.visitor),
        "look": mark_safe(as_svg(sheet)),  # noqa: S308  # every text in it is escaped
        "fault": fault,
    }
    return render(request, "tree/paper.html", words, status=status)


def _under(facts: FamilyFacts) -> dict[str, str]:
    """The names of the children who died, and the years of the one there is."""
    children = facts.remembered
    years = dict[str, None]()
    for date in (children[0].born, children[0].died) if len(children) == 1 else ():
        try:
            earliest = VagueDate.from_edtf(date).earliest
        except ValueError:  # written by a later version
            continue
        if earliest:
            years[str(earliest.year)] = None
    return {"name": names_of(children), "years": " – ".join(years)}
