"""Keeping pictures straight to where they belong, past the tray."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from heartleaf.archive import uploads
from heartleaf.family.dates import VagueDate
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.receiving import Received, let_go, receive
from heartleaf.web.access import signed_in, typed_by_another
from heartleaf.web.failing import someone_else
from heartleaf.web.forms.keepsakes import KeepsakeForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell_kept
from heartleaf.web.uploading import SealedFile, let_files_go

# What is told travels in a cookie: so many names, each so long.
NAMED, LONGEST_NAME = 3, 30


class NothingToKeep(Exception):
    """Among what was sent is no picture; its words are the sentence that says so."""


@signed_in
def picture(request: SignedIn) -> HttpResponse:
    """Keep one picture, or several that belong together, straight to where they belong."""
    if typed_by_another(request):
        let_files_go(request)
        return someone_else(request)
    posted = request.POST if request.method == "POST" else None
    first = {"circle": "only-me", "covered": True}
    form = KeepsakeForm(posted, initial=first, person=request.visitor)
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _keep_pictures(request, form)
        except (NothingToKeep, AlreadyKept) as problem:
            fault = _fault_of(problem)
    words = {"form": form, "fault": fault}
    status = 422 if request.method == "POST" else 200
    return render(request, "keepsakes/picture_form.html", words, status=status)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _keep_pictures(request: SignedIn, form: KeepsakeForm) -> HttpResponse:
    """What is no picture is named and the others are kept. Raises NothingToKeep or AlreadyKept,
    and then nothing was kept."""
    circle = request.visitor.circle(form.cleaned_data["circle"])
    card, received, refused = form.fill(Card(kind="picture")), list[Received](), list[str]()
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SealedFile)]
    try:
        for file in files:
            chunks = uploads.chunks(file.upload, request.visitor)
            try:
                received.append(receive(chunks, circle, file.name or ""))
            except NotKnown:
                refused.append(file.name or "")
        if not received:
            raise NothingToKeep(_not_kept(refused) if refused else _("No picture was chosen."))
        card.attachments = [one.attachment for one in received]
        _take_day(card, [one.when for one in received])
        kept = keeping.keep(request.visitor, circle, card)
    except BaseException:
        let_go([one.attachment for one in received])
        raise
    finally:
        for file in files:
            uploads.discard(file.upload)
    return tell_kept(request, card, circle, kept.id, small=_not_as_wished(card, refused))


def _not_as_wished(card: Card, refused: list[str]) -> str:
    """What was not kept, and what is kept but cannot be shown, by name: the good copy may still
    be somewhere."""
    said = [_not_kept(refused)] if refused else []
    for one in card.attachments:
        if one.unseen:
            words = _("“{name}” cannot be shown: {why} It is kept as it came.")
            said.append(words.format(name=_short(one.name), why=one.unseen))
        elif one.partial:
            words = _("Part of “{name}” is missing. What there is, is kept.")
            said.append(words.format(name=_short(one.name)))
    more = [_("There are more like this.")] if len(said) > NAMED else []
    return " ".join(said[:NAMED] + more)


def _not_kept(refused: list[str]) -> str:
    names = ", ".join(f"“{_short(name)}”" for name in refused[:NAMED])
    if len(refused) == 1:
        words = _("{names} was not kept: it is not a kind of picture that can be shown here.")
    elif len(refused) <= NAMED:
        words = _("{names} were not kept: they are not pictures that can be shown here.")
    else:
        words = _("{names} and others were not kept: they are not pictures that can be shown here.")
    return words.format(names=names)


def _short(name: str) -> str:
    """So much of a file's name that a sentence can hold it."""
    return name if len(name) <= LONGEST_NAME else f"{name[:18]}…{name[-8:]}"


def _take_day(card: Card, inside: list[VagueDate]) -> None:
    """Without a day of their own, the one inside the picture."""
    known = [when for when in inside if not when.is_unknown]
    if card.date or card.date_words or not known:
        return
    card.date = known[0].to_edtf()
    card.placed = str(known[0].placed() or "")


def _fault_of(problem: Exception) -> str:
    if isinstance(problem, AlreadyKept):
        return _("This picture is here already; it was not kept a second time.")
    return str(problem)
