"""What a child gives to the parents: what of it needs another look, and into the letterbox once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from heartleaf.archive import uploads
from heartleaf.circle.letterbox import LeftAlready, leave, to_parents
from heartleaf.family.facts import Child
from heartleaf.family.opening import OpenPerson
from heartleaf.vault import VaultError
from heartleaf.web.chosen import Chosen
from heartleaf.web.forms.leaving import sort_left
from heartleaf.web.guest_work import Form, TooOld, form_of
from heartleaf.web.held_files import MOST_BYTES
from heartleaf.web.http import SignedIn

LONGEST = 20_000
MOST_FILES = 5


@dataclass(frozen=True)
class Died:
    """A brother or sister who died: what they are called, and the plain sentence about it."""

    id: str
    name: str
    sentence: str


def who_died(visitor: OpenPerson) -> list[Died]:
    """Plainly, and always in this word: a child takes others as they are said."""
    remembered = visitor.facts.remembered
    return [
        Died(one.id, name, _("{name} died.").format(name=name))
        for one in remembered
        if (name := _called(one, alone=len(remembered) == 1))
    ]


def form_sent(request: SignedIn) -> Form | None:
    """Sent twice, it is given once. A page that was open for hours is taken all the same."""
    try:
        return form_of(request.POST.get("form", ""), request.visitor.id, "")
    except TooOld:
        return None


def fault_in(request: SignedIn, what: str, chosen: Chosen, said: str) -> str:
    if len(said) > LONGEST:
        return _("That is longer than a letter can be here. Please make it shorter.")
    if len(chosen.files) > MOST_FILES:
        return _("Five at once are enough. Please take some off.")
    if what == "letter" and not said:
        return _("There are no words yet.")
    if what == "drawing" and not chosen.files:
        return _("There is no drawing yet.")
    if what == "sound" and not chosen.files:
        return _("There is no sound yet.")
    if sum(one.upload.size for one in chosen.files) > MOST_BYTES:
        return _("That is too large. Perhaps a smaller one will do.")
    return ""


def give(request: SignedIn, what: str, chosen: Chosen, said: str, came: Form | None) -> str:
    """Why it could not be given, or nothing."""
    try:
        if fault := _strange(request, what, chosen):
            return fault
        _leave(request, what, chosen, said, came)
    except LeftAlready:
        pass
    except VaultError as problem:
        # A second tap may find that the first has just taken the files along.
        if not (came and came.is_used()):
            return _("It could not be taken just now. {why}").format(why=problem)
    if came:
        came.use()
    return ""


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _strange(request: SignedIn, what: str, chosen: Chosen) -> str:
    """What is neither drawn nor spoken, the parents could not look at."""
    sort = {"drawing": "picture", "sound": "sound"}.get(what)
    for one in chosen.files:
        beginning = next(uploads.chunks(one.upload, request.visitor), b"")
        if sort_left(beginning, one.name) == sort:
            continue
        if sort == "picture":
            return _("“{name}” is no picture. Please take it off.").format(name=one.name)
        return _("“{name}” is no sound. Please take it off.").format(name=one.name)
    return ""


def _leave(request: SignedIn, what: str, chosen: Chosen, said: str, came: Form | None) -> None:
    """For the parents alone from now on: not even the child can open it again."""
    visitor = request.visitor
    to = next((one for one in who_died(visitor) if one.id == request.POST.get("to")), None)
    leave(
        visitor.person.family,
        words={
            "kind": {"drawing": "picture", "letter": "words", "sound": "voice"}[what],
            "name": visitor.name,
            "words": said,
            "children": [to.id] if to else [],
        },
        files=[(one.name, uploads.chunks(one.upload, visitor)) for one in chosen.files],
        recipients=[to_parents(visitor.person.family)],
        by=visitor.person,
        form=came.mark if came else None,
    )


def _called(child: Child, *, alone: bool) -> str:
    return child.name or (_("The baby") if alone else child.called)
