"""A second yes before anyone is told that a place is to be taken away: what was asked can be taken
back, what was read cannot."""

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
        "It is said to {names} at once: on the first page here, and by a message that says only "
        "that there is something to look at. You can take back what you ask, but not what was read."
    ).format(names=", ".join(names))


def who_has_the_thirty_days(names: list[str]) -> str:
    """Of all of it, where this yes makes it certain."""
    if not names:
        return _(
            "Nobody else has a place here, so only you are told: on the first page, and in every "
            "way you chose. Until then you can stop it with one tap."
        )
    return _(
        "It is said to {names} at once: on the first page here, with the day, and by a message "
        "that says only that there is something to look at. You can stop it until then, but not "
        "take back what was read."
    ).format(names=", ".join(names))


def nobody_yet(names: list[str]) -> str:
    """Of all of it, where it waits for a third."""
    return _(
        "Nobody else is told yet, as it waits for {names} too. You can take it back at any time."
    ).format(names=", ".join(names))


def who_is_told_of_ones_own(*, parent: bool) -> str:
    if parent:
        return _(
            "Nobody else is told now; the other parent reads it here once it has happened. To you "
            "it is said on the first page and in every way you chose, and until then one tap stops "
            "it."
        )
    return _(
        "Nobody else is told now; the parents read it here once it has happened. To you it is said "
        "on the first page and in every way you chose, and until then one tap stops it."
    )


def who_is_told_of_theirs(name: str) -> str:
    return _(
        "It is said to {name} at once: on the first page here, with the day and one tap that stops "
        "it, and by a message that says only that there is something to look at. You can stop it "
        "too, but not take back what was read."
    ).format(name=name)
