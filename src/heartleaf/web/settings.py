"""Settings: what the family says of itself, how a person wants it, and their passphrase."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.archive.backup.standing import last_proven
from heartleaf.care.planning import plan
from heartleaf.circle import steward
from heartleaf.family.beginning import AddressTaken
from heartleaf.family.entering import (
    change_passphrase,
    end_everywhere,
    has_proved_sheet,
)
from heartleaf.family.naming import call
from heartleaf.web import sessions
from heartleaf.web.access import child_too, parent, signed_in
from heartleaf.web.confirming import why_not
from heartleaf.web.forms.family import MeForm, PlaceForm, WordsForm
from heartleaf.web.forms.settings import ChangePassphraseForm
from heartleaf.web.http import SignedIn
from heartleaf.web.slowing import Slowed, count_change
from heartleaf.web.told import tell


@signed_in
def settings(request: SignedIn) -> HttpResponse:
    words = {
        "has_sheet": has_proved_sheet(request.visitor.person),
        "steward": steward.of_family(request.visitor) if request.visitor.is_parent else None,
        "is_steward": steward.held_by(request.visitor) is not None,
        "last_proven": last_proven() if request.visitor.is_parent else None,
    }
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
@child_too
def me(request: SignedIn) -> HttpResponse:
    form = MeForm(request.POST or None, initial=asdict(request.visitor.own))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        request.visitor.change_own(lambda own: vars(own).update(said))
        call(request.visitor.person, said["name"])
        plan(request.visitor)  # an hour is another moment in another zone
        return tell(redirect("settings"), _("Kept."))
    return render(request, "settings/me.html", {"form": form})


@signed_in
@child_too
def passphrase(request: SignedIn) -> HttpResponse:
    """A new passphrase, and a new address if wished; the old passphrase must be known."""
    initial = {"email": request.visitor.own.email}
    form = ChangePassphraseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _renewed(request, form):
        return tell(redirect("settings"), _("From now on the new passphrase opens this place."))
    return render(request, "settings/passphrase.html", {"form": form})


def _renewed(request: SignedIn, form: ChangePassphraseForm) -> bool:
    said = form.cleaned_data
    if fault := why_not(request, said["now"]):
        form.add_error("now", fault)
        return False
    try:
        count_change(request.visitor)
        change_passphrase(request.visitor, said["email"], said["passphrase"])
    except Slowed as slowed:
        form.add_error("passphrase", str(slowed))
    except AddressTaken:
        form.add_error("email", _("This address and passphrase already open another place here."))
    return form.is_valid()


@require_POST
@signed_in
def everywhere(request: SignedIn) -> HttpResponse:
    """Sign out on every device; here too."""
    end_everywhere(request.visitor.person)
    request.session_row = None  # type: ignore[assignment]  # its row is gone with the others
    response = tell(redirect("sign-in"), _("Signed out everywhere."))
    return sessions.sign_out(request, response)
