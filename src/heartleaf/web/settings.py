"""Settings: what the family says of itself, how a person wants it, and their ways in."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.family.beginning import AddressTaken
from heartleaf.family.entering import (
    NotOpened,
    change_passphrase,
    end_everywhere,
    enter_by_passphrase,
    has_proved_sheet,
    make_sheet,
    prove_sheet,
)
from heartleaf.family.naming import call
from heartleaf.family.sheet import same_part
from heartleaf.family.sheet import sheet_pdf as drawn
from heartleaf.web import sessions
from heartleaf.web.access import parent, signed_in
from heartleaf.web.forms.family import MeForm, PlaceForm, SheetPartForm, WordsForm
from heartleaf.web.forms.settings import ChangePassphraseForm
from heartleaf.web.http import SignedIn
from heartleaf.web.slowing import Slowed, attempts
from heartleaf.web.told import tell


@signed_in
def settings(request: SignedIn) -> HttpResponse:
    words = {"has_sheet": has_proved_sheet(request.visitor.person)}
    return render(request, "settings/settings.html", words)


@parent
def place(request: SignedIn) -> HttpResponse:
    form = PlaceForm(request.POST or None, initial=asdict(request.visitor.facts))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"name": form.cleaned_data["name"] or _("Our place")}
        request.visitor.change_facts(lambda facts: vars(facts).update(said))
        return tell(redirect("settings"), _("Kept."))
    return render(request, "settings/place.html", {"form": form})


@parent
def words(request: SignedIn) -> HttpResponse:
    own = asdict(request.visitor.facts.vocabulary)
    form = WordsForm(request.POST or None, initial=own)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        request.visitor.change_facts(lambda facts: vars(facts.vocabulary).update(said))
        return tell(redirect("settings"), _("Kept."))
    return render(request, "settings/words.html", {"form": form})


@signed_in
def me(request: SignedIn) -> HttpResponse:
    form = MeForm(request.POST or None, initial=asdict(request.visitor.own))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        request.visitor.change_own(lambda own: vars(own).update(said))
        call(request.visitor.person, said["name"])
        return tell(redirect("settings"), _("Kept."))
    return render(request, "settings/me.html", {"form": form})


@signed_in
def passphrase(request: SignedIn) -> HttpResponse:
    """A new passphrase, and a new address if wished; the old passphrase must be known."""
    visitor = request.visitor
    form = ChangePassphraseForm(request.POST or None, initial={"email": visitor.own.email})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            with attempts(request, visitor.own.email):
                enter_by_passphrase(visitor.own.email, said["now"])
            change_passphrase(visitor, said["email"], said["passphrase"])
        except NotOpened:
            form.add_error("now", _("That passphrase does not open it."))
        except Slowed as slowed:
            form.add_error("now", str(slowed))
        except AddressTaken:
            form.add_error(
                "email", _("This address and passphrase already open another place here.")
            )
        else:
            return tell(redirect("settings"), _("From now on the new passphrase opens this place."))
    return render(request, "settings/passphrase.html", {"form": form})


@signed_in
def sheet(request: SignedIn) -> HttpResponse:
    """The recovery sheet: make it, print it, and type a part of it back."""
    visitor, form = request.visitor, SheetPartForm(request.POST or None)
    if request.method == "POST" and "make" in request.POST:
        make_sheet(visitor)
        return redirect("settings-sheet")
    if request.method == "POST" and visitor.own.unproved_sheet and form.is_valid():
        if same_part(form.cleaned_data["part"], visitor.own.unproved_sheet):
            prove_sheet(visitor)
            return tell(
                redirect("today"),
                _("Your sheet is good. It opens this place when nothing else does."),
            )
        form.add_error(
            "part",
            _("This is not the end of the key on the sheet. Nothing is lost; look once more."),
        )
    words = {
        "form": form,
        "waiting": bool(visitor.own.unproved_sheet),
        "has_sheet": has_proved_sheet(visitor.person),
    }
    return render(request, "settings/sheet.html", words)


@signed_in
def sheet_pdf(request: SignedIn) -> HttpResponse:
    visitor = request.visitor
    if not visitor.own.unproved_sheet:
        raise Http404
    pdf = drawn(
        key=visitor.own.unproved_sheet,
        place=visitor.facts.name,
        made_on=visitor.today(),
        translate=_,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="recovery-sheet.pdf"'
    return response


@require_POST
@signed_in
def everywhere(request: SignedIn) -> HttpResponse:
    """Sign out on every device; here too."""
    end_everywhere(request.visitor.person)
    request.session_row = None  # type: ignore[assignment]  # its row is gone with the others
    response = tell(redirect("sign-in"), _("Signed out everywhere."))
    return sessions.sign_out(request, response)
