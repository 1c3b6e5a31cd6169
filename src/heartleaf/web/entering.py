"""Coming in by passphrase or by the printed sheet, and going out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.family.beginning import AddressTaken
from heartleaf.family.entering import (
    NotOpened,
    change_passphrase,
    enter_by_passphrase,
    enter_by_sheet,
)
from heartleaf.family.models import Family
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import LONGEST_ADDRESS
from heartleaf.web import sessions
from heartleaf.web.forms.family import NewPassphraseForm, SheetForm
from heartleaf.web.http import Request
from heartleaf.web.slowing import Slowed, attempts, count_change
from heartleaf.web.told import tell


def sign_in(request: Request) -> HttpResponse:
    if request.visitor:
        return redirect("today")
    if not Family.objects.exists():
        return redirect("welcome")
    if request.method != "POST":
        return render(request, "entering/sign_in.html")
    email = request.POST.get("email", "")[:LONGEST_ADDRESS]
    try:
        with attempts(request, email):
            person = enter_by_passphrase(email, request.POST.get("passphrase", ""))
    except (NotOpened, Slowed) as refused:
        words = {"email": email, "fault": _sentence(refused)}
        return render(request, "entering/sign_in.html", words, status=422)
    return sessions.sign_in(redirect("today"), person)


def by_sheet(request: Request) -> HttpResponse:
    """The passphrase is forgotten: the sheet opens, and a new passphrase takes its place."""
    form, new = SheetForm(request.POST or None), NewPassphraseForm()
    if request.method == "POST" and form.is_valid():
        try:
            with attempts(request):
                person = enter_by_sheet(form.cleaned_data["key"])
        except (NotOpened, Slowed) as refused:
            form.add_error("key", _sheet_sentence(refused))
        else:
            # Judging a passphrase is work: it is done for whoever holds a sheet.
            new = NewPassphraseForm(request.POST)
            if new.is_valid() and _renewed(person, new):
                response = sessions.sign_in(redirect("today"), person)
                sentence = _("You are in. From now on the new passphrase opens this place.")
                return tell(response, sentence)
    status = 422 if request.method == "POST" else 200
    return render(request, "entering/by_sheet.html", {"form": form, "new": new}, status=status)


def _renewed(person: OpenPerson, new: NewPassphraseForm) -> bool:
    try:
        count_change(person)
        change_passphrase(person, person.own.email, new.cleaned_data["passphrase"])
    except Slowed as slowed:
        new.add_error("passphrase", str(slowed))
        return False
    except AddressTaken:
        new.add_error(
            "passphrase",
            _("With your address it already opens another place here. Please choose another."),
        )
        return False
    return True


@require_POST
def sign_out(request: Request) -> HttpResponse:
    response = redirect("sign-in")
    tell(response, _("Closed. Everything is as you left it."))
    return sessions.sign_out(request, response)


def _sentence(refused: Exception) -> str:
    if isinstance(refused, Slowed):
        return str(refused)
    return _(
        "This address and this passphrase together open nothing here. You may try as often as you"
        " like, or use the printed sheet."
    )


def _sheet_sentence(refused: Exception) -> str:
    if isinstance(refused, Slowed):
        return str(refused)
    return _(
        "That key opens nothing here. Nothing is lost: look at each letter and figure once more."
    )
