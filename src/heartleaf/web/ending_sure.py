"""A second yes before anyone is told that a place is to be taken away: what was asked can be taken
back, a message that has gone cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heartleaf.web.confirming import why_not
from heartleaf.web.forms.ending import SureForm
from heartleaf.web.http import SignedIn


@dataclass(frozen=True)
class Step:
    """What is asked, who is told what by it, and what `answers` the first page gave."""

    title: str
    told: str
    back: str
    on: str
    answers: Mapping[str, str] = field(default_factory=dict)
    not_reached: list[str] = field(default_factory=list)


def asked_again(request: SignedIn, step: Step) -> HttpResponse | None:
    """The page that asks once more; None once it was answered there, with the passphrase."""
    form = SureForm(request.POST if "sure" in request.POST else None)
    if form.is_valid():
        fault = why_not(request, form.cleaned_data["passphrase"])
        if not fault:
            return None
        form.add_error("passphrase", fault)
    words = {"step": step, "form": form}
    return render(request, "ending/sure.html", words, status=422 if form.errors else 200)


def who_is_asked(names: list[str]) -> str:
    """Of all of it, where it waits for somebody’s yes."""
    return _(
        "A message goes to {names} at once, and says only that there is something to look at; what "
        "you ask stands here. You can take back what you ask, but not a message that has gone."
    ).format(names=", ".join(names))


def who_has_the_thirty_days(names: list[str]) -> str:
    """Of all of it, where this yes makes it certain."""
    if not names:
        return _(
            "Nobody else has a place here, so only you are told: now, and again a week and a day "
            "before. Until then you can stop it with one tap."
        )
    return _(
        "A message goes to {names} at once, and says only that there is something to look at; the "
        "day on which all of it goes stands here. You can stop it, but not a message that has gone."
    ).format(names=", ".join(names))


def nobody_yet(names: list[str]) -> str:
    """Of all of it, where it waits for a third."""
    return _(
        "Nobody else is told yet, as it waits for {names} too. You can take it back at any time."
    ).format(names=", ".join(names))


def who_is_told_of_ones_own(*, parent: bool) -> str:
    if parent:
        return _(
            "Nobody else is told now; the other parent reads it here once it has happened. A "
            "message goes to you, now and a week and a day before, and until then one tap stops it."
        )
    return _(
        "Nobody else is told now; the parents read it here once it has happened. A message goes to "
        "you, now and a week and a day before, and until then one tap stops it."
    )


def who_is_told_of_theirs(name: str) -> str:
    return _(
        "A message goes to {name} at once, and says only that there is something to look at; the "
        "day on which it goes stands here, and one tap stops it. You can stop it too, but not a "
        "message that has gone."
    ).format(name=name)
