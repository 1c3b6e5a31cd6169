"""The recovery sheet: made, opened to be printed, and proved by typing a part of it back.

Whoever has read the key on it comes in for good, also when everyone is signed out. So it is shown
only to who says the passphrase, and a proved sheet stays good until the next one is.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.family.entering import (
    has_proved_sheet,
    is_first_evening,
    make_sheet,
    prove_sheet,
)
from heartleaf.family.sheet import same_part, sheet_pdf
from heartleaf.web.access import signed_in
from heartleaf.web.confirming import why_not
from heartleaf.web.forms.family import SheetPartForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

# Long enough to wake a printer, short enough that an address left in a history opens nothing.
SHOWN_FOR = 20 * 60


@signed_in
def sheet(request: SignedIn) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    return _make(request) if "make" in request.POST else _prove(request)


@signed_in
def pdf(request: SignedIn) -> HttpResponse:
    key = request.visitor.own.unproved_sheet
    if not (key and _is_shown(request)):
        raise Http404
    place, today = request.visitor.facts.name, request.visitor.today()
    page = sheet_pdf(key=key, place=place, made_on=today, translate=_)
    response = HttpResponse(page, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="recovery-sheet.pdf"'
    return response


def _make(request: SignedIn) -> HttpResponse:
    """Show a new one, or the one that is not proved yet."""
    if not is_first_evening(request.visitor.person):
        if "passphrase" not in request.POST:  # from the page of an evening that is over
            return _page(request)
        if fault := why_not(request, request.POST["passphrase"]):
            return _page(request, fault=fault)
    if not request.visitor.own.unproved_sheet:
        make_sheet(request.visitor)
    shown = urlencode({"shown": signing.dumps(request.session_row.pk, salt="sheet")})
    return redirect(f"{reverse('settings-sheet')}?{shown}")


def _prove(request: SignedIn) -> HttpResponse:
    form, key = SheetPartForm(request.POST), request.visitor.own.unproved_sheet
    if not (key and form.is_valid()):
        return _page(request, form)
    if same_part(form.cleaned_data["part"], key):
        prove_sheet(request.visitor)
        sentence = _("Your sheet is good. It opens this place when nothing else does.")
        return tell(redirect("today"), sentence)
    sentence = _(
        "This is not the last row of the key on the sheet. Nothing is lost; look once more."
    )
    form.add_error("part", sentence)
    return _page(request, form)


def _page(request: SignedIn, form: SheetPartForm | None = None, fault: str = "") -> HttpResponse:
    person = request.visitor.person
    words = {
        "form": form or SheetPartForm(),
        "fault": fault,
        "asks": not is_first_evening(person),
        "waiting": bool(request.visitor.own.unproved_sheet),
        "shown": request.GET["shown"] if _is_shown(request) else "",
        "has_sheet": has_proved_sheet(person),
    }
    return render(request, "settings/sheet.html", words)


def _is_shown(request: SignedIn) -> bool:
    """Whether this session has just said the passphrase."""
    try:
        session = signing.loads(request.GET.get("shown", ""), salt="sheet", max_age=SHOWN_FOR)
    except signing.BadSignature:
        return False
    return bool(session == request.session_row.pk)
