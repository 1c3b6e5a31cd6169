"""The letterbox: what guests, and the children of the family, leave for the parents.

It is sealed to *us* in the request that brings it, and to whoever reads first; the server cannot
read it back. Bytes come first and the row last: what a crash leaves between is bytes that no row
speaks of, which the clock takes away.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from heartleaf.circle.models import Note, Page
from heartleaf.circle.note_content import (
    NoteFile,
    NoteWords,
    Reading,
    part_name,
)
from heartleaf.circle.opening_pages import open_for_us
from heartleaf.family.models import Circle, Epoch, Family, Person
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.developing.kinds import HEAD, kind_of
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.media import in_parts, vault
from heartleaf.sealing import (
    CannotOpen,
    Identity,
    NotBound,
    Recipient,
    Sealed,
    SealingError,
    seal,
    unseal,
)
from heartleaf.vault import VaultError

State, US = Note.State, Circle.Kind.US
LEFT_FOR = datetime.timedelta(days=1)


class LeftAlready(Exception):
    """The same form was sent twice; what it brought is in the letterbox."""


class TakenMeanwhile(Exception):
    """Someone else did something with this note a moment ago."""


def leave(
    family: Family,
    *,
    words: dict[str, Any],
    files: Iterable[tuple[str, Iterable[bytes]]],
    recipients: list[Recipient],
    page: Page | None = None,
    by: Person | None = None,
    sender: bytes = b"",
    form: bytes | None = None,
) -> Note:
    """Seal what someone leaves, as `NoteWords` has it, with its files (name and bytes).

    `sender` is by what more from them can be turned away, `form` a MAC of the form it came with.
    The first of the recipients is *us*. Raises LeftAlready if that form was sent before, VaultError
    if nothing can be kept now.
    """
    id = uuid4()
    try:
        said = NoteWords.from_json({**words, "id": str(id)})
        said.page, said.by = str(page.id) if page else "", str(by.pk) if by else ""
        for name, chunks in files:
            before = sum(len(one.parts) for one in said.files)
            said.files.append(
                _store(id, NoteFile(len(said.files), before, name), chunks, recipients)
            )
        return _keep(
            Note(
                id=id,
                family=family,
                page=page,
                by=by,
                words=seal(said.to_json(), *recipients),
                files=sum(len(one.parts) for one in said.files),
                sender=sender,
                form=form,
            ),
            recipients[0],
        )
    except BaseException:
        remove_bytes(id)
        raise


def to_parents(family: Family) -> Recipient:
    """The newest public key of *us*."""
    us = Epoch.objects.filter(circle__family=family, circle__kind=US)
    return us.latest("number").key


class OpenNote:
    """A note with a key that opens it in hand: a parent's, or that of who reads first."""

    def __init__(self, note: Note, keys: list[Identity]) -> None:
        """Raises CannotOpen if none of the keys does, or it is another's in its place."""
        self.note, self.id, self.keys = note, note.id, keys
        try:
            self.words = NoteWords.from_json(unseal(note.words, *keys))
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            raise CannotOpen("This note cannot be read.") from error
        if self.words.id != str(note.id):
            raise NotBound("This note belongs somewhere else.")

    @property
    def reading(self) -> Reading | None:
        """What the one who reads first said, if they did. Only for parents."""
        if self.note.read is None:
            return None
        try:
            return Reading.from_json(unseal(self.note.read, *self.keys))
        except (SealingError, TypeError, ValueError):
            return Reading(fine=False)

    @property
    def is_for_parents(self) -> bool:
        """Whether parents see it unasked: nobody reads first, or they did and found it fine."""
        if not self.words.reader:
            return True
        return self.reading is not None and self.reading.fine

    def file(self, number: int) -> NoteFile:
        """Raises KeyError."""
        for one in self.words.files:
            if one.number == number:
                return one
        raise KeyError(number)

    def chunks(self, file: NoteFile) -> Iterator[bytes]:
        """A file part by part, each checked. Raises NotBound if one was exchanged."""
        for name, digest in zip(file.names(self.id), file.parts, strict=True):
            part = unseal(vault().get(name), *self.keys)
            if not hmac.compare_digest(hashlib.sha256(part).hexdigest(), digest):
                raise NotBound("This part of a file is not the one that was left.")
            yield part


def waiting(person: OpenPerson, state: str = State.WAITING) -> Iterator[OpenNote]:
    """What lies in the letterbox for this parent, the oldest first; what cannot be opened is left
    out here, and `heartleaf check` names it. Raises KeyError for anyone else."""
    keys = person.circle(US).identities
    for note in _of_family(person).filter(state=state).select_related("page"):
        try:
            yield OpenNote(note, keys)
        except SealingError:
            continue


def to_read_first(person: OpenPerson) -> Iterator[OpenNote]:
    """What waits for this person to read it before the parents do. They see nothing else; and
    nothing, if they are in no circle any more or the page says another."""
    if not person.shared:
        return
    rows = _of_family(person).filter(state=State.WAITING, read=None).select_related("page")
    for note in rows:
        try:
            opened = OpenNote(note, [person.identity])
        except SealingError:
            continue
        if opened.words.reader == str(person.id) and _reads_first(person, note.page):
            yield opened


def arrived_since(family: UUID, since: datetime.datetime | None) -> datetime.datetime | None:
    """When the newest of what waits came, if that was since then. The clock may ask: it reads no
    word."""
    rows = Note.objects.filter(family=family, state=State.WAITING)
    newest = (rows.filter(arrived_at__gt=since) if since else rows).order_by("arrived_at").last()
    return newest.arrived_at if newest else None


def say_of(person: OpenPerson, opened: OpenNote, fine: bool, word: str = "") -> None:
    """The one who reads first says it is fine, or puts it aside. Raises TakenMeanwhile."""
    said = Reading(by=str(person.id), fine=fine, word=word)
    with transaction.atomic():
        us = _hold_us(person.family_id)
        read = seal(said.to_json(), us.epochs.latest("number").key)
        rows = Note.objects.filter(pk=opened.id, state=State.WAITING, read=None)
        if not rows.update(read=read):
            raise TakenMeanwhile


def put_aside(opened: OpenNote) -> None:
    """It waits on, out of the way. Raises TakenMeanwhile."""
    _pass_on(opened, State.WAITING, State.ASIDE)


def take_up_again(opened: OpenNote) -> None:
    """Raises TakenMeanwhile."""
    _pass_on(opened, State.ASIDE, State.WAITING)


def take_away(opened: OpenNote) -> None:
    """For good, bytes too: the row first, so that nobody is led to bytes that are gone."""
    Note.objects.filter(pk=opened.id).delete()
    remove_bytes(opened.id)


def sweep_notes(now: datetime.datetime) -> None:
    """Take away bytes that no note speaks of, a day after they were written."""
    found = list(vault().older("note", (now - LEFT_FOR).timestamp()))
    known = {str(id) for id in Note.objects.values_list("id", flat=True)}
    for name in found:
        if name.split("/")[1] not in known:
            vault().remove(name)


def first_reader_of(page: Page, us: OpenCircle) -> tuple[str, str]:
    """Whose id and which key the page says, opened with the key of *us*; empty if nobody's."""
    try:
        content = open_for_us(page, us).content
    except (SealingError, ValueError, TypeError):
        return "", ""
    return content.first_reader, content.reader


def remove_bytes(id: UUID) -> None:
    for name in list(vault().names(f"note/{id}")):
        vault().remove(name)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _store(
    id: UUID, file: NoteFile, chunks: Iterable[bytes], recipients: list[Recipient]
) -> NoteFile:
    whole, parts = hashlib.sha256(), list[str]()

    def sealed() -> Iterator[tuple[str, Sealed]]:
        for part in in_parts(chunks):
            if not parts:
                with contextlib.suppress(NotKnown):
                    file.type = kind_of(part[:HEAD], file.name)
            yield part_name(id, file.first + len(parts)), seal(part, *recipients)
            whole.update(part)
            parts.append(hashlib.sha256(part).hexdigest())
            file.size += len(part)

    vault().put_all(sealed())
    return replace(file, sha256=whole.hexdigest(), parts=tuple(parts))


def _keep(note: Note, us: Recipient) -> Note:
    """Unless the key it was sealed to went while it came in: then nobody could open it."""
    try:
        with transaction.atomic():
            sealed_to = _hold_us(note.family_id).epochs.filter(recipient=us.text).first()
            if sealed_to is None:
                raise VaultError("It could not be kept just now. Please send it once more.")
            note.epoch = sealed_to.number
            note.save(force_insert=True)
    except IntegrityError as error:
        raise LeftAlready from error
    return note


def _hold_us(family: UUID) -> Circle:
    """Inside a transaction: nobody gives it a new key before that ends."""
    return Circle.objects.select_for_update().get(family=family, kind=US)


def _of_family(person: OpenPerson) -> Any:
    return Note.objects.filter(family=person.family_id).order_by("arrived_at", "pk")


def _pass_on(opened: OpenNote, before: str, after: str) -> None:
    if not Note.objects.filter(pk=opened.id, state=before).update(state=after):
        raise TakenMeanwhile
    opened.note.state = after


"""Who reads first what is left on a page, by its id: their id, and their recipient."""


def _reads_first(person: OpenPerson, page: Page | None) -> bool:
    """As the page says it now, to a parent; to others it does not open, and the seal is enough."""
    if page is None or not person.is_parent:
        return True
    return first_reader_of(page, person.circle(US))[0] == str(person.id)
