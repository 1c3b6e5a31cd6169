"""The letterbox sealed anew: when *us* has a new key, or a page someone else who reads first."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from heartleaf.circle.letterbox import OpenNote, State, first_reader_of, remove_bytes
from heartleaf.circle.models import Note, Page
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.media import vault
from heartleaf.sealing import CannotOpen, Identity, Recipient, SealingError, seal, unseal
from heartleaf.vault import VaultError

TRIES = 3
"""So often it is begun anew with a note that somebody does something with meanwhile."""

Readers = dict[UUID, tuple[str, str]]

log = logging.getLogger(__name__)


def reseal(us: OpenCircle, tell: Callable[[], None] = lambda: None) -> None:
    """Seal everything in the letterbox for the newest key of *us*, and for whoever reads first as
    the pages say it now. Called when either changes; each file opens at every instant. Of what is
    damaged the words follow if they can, and it keeps the key that its files need."""
    us = us.again()
    keys, readers = us.identities, _readers(us)
    for id in list(_notes_of(us).values_list("pk", flat=True)):
        for _try in range(TRIES):
            tell()
            if _reseal(id, us, keys, readers):
                break
            us = us.again()
            keys = [*us.identities, *keys]  # an earlier one may be gone, and a file still need it


def reseal_words(us: OpenCircle) -> None:
    """The same for all but the files, inside the transaction in which *us* has a new key or a page
    another who reads first. `reseal` brings the files on."""
    keys, readers = us.identities, _readers(us)
    for note in _notes_of(us).select_for_update():
        with contextlib.suppress(SealingError):
            opened = OpenNote(note, keys)
            fresh = _words_anew(opened, _recipients(opened, us, readers))
            Note.objects.filter(pk=note.pk).update(**fresh)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _readers(us: OpenCircle) -> Readers:
    return {
        page.pk: first_reader_of(page, us)
        for page in Page.objects.filter(family=us.circle.family_id)
    }


def _notes_of(us: OpenCircle) -> QuerySet[Note]:
    return Note.objects.filter(family=us.circle.family_id).order_by("pk")


def _recipients(opened: OpenNote, us: OpenCircle, readers: Readers) -> list[Recipient]:
    """*us*, and while it waits who reads it first, whom its words name from now on."""
    note = opened.note
    if note.state != State.WAITING or note.read is not None:
        return [us.recipient]
    page = note.page_id
    opened.words.reader, key = readers.get(page, ("", "")) if page else ("", "")
    return [us.recipient, *([Recipient(key)] if key else [])]


def _words_anew(opened: OpenNote, recipients: list[Recipient]) -> dict[str, Any]:
    fresh: dict[str, Any] = {"words": seal(opened.words.to_json(), *recipients)}
    if opened.note.read is not None:
        with contextlib.suppress(CannotOpen):  # damaged: it stays as it is
            fresh["read"] = seal(unseal(opened.note.read, *opened.keys), recipients[0])
    return fresh


def _reseal(id: UUID, us: OpenCircle, keys: list[Identity], readers: Readers) -> bool:
    """False if somebody did something with it meanwhile. Its files come first: they open with the
    earlier key and with the newest until the row says which."""
    note = Note.objects.filter(pk=id).first()
    if note is None:
        return True
    try:
        opened = OpenNote(note, keys)
        recipients = _recipients(opened, us, readers)
        fresh = _words_anew(opened, recipients)
    except SealingError:
        log.warning("A note does not open and stays as it was: %s", id)
        return True
    try:
        for name in [name for file in opened.words.files for name in file.names(id)]:
            vault().put(name, seal(unseal(vault().get(name), *opened.keys), *recipients))
        fresh["epoch"] = us.epoch
    except (SealingError, VaultError):
        log.warning("A file of a note does not open and stays as it was: %s", id)
    before = {"words": note.words, "read": note.read, "epoch": note.epoch, "state": note.state}
    if Note.objects.filter(pk=id, **before).update(**fresh):
        return True
    if not Note.objects.filter(pk=id).exists():
        remove_bytes(id)
        return True
    return False
