"""Letting a note in: onto its page as copies under the page's key, and into a circle to be kept.

A stranger's file is opened in the confined decoder alone, and only what was made of it there is
ever on a page. Slow work comes first, the rows are the last, short step.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from heartleaf.circle.copies import discard_copies, store_copy
from heartleaf.circle.letterbox import OpenNote, State, TakenMeanwhile
from heartleaf.circle.models import Block, Copied, Note, Page
from heartleaf.circle.note_content import NoteFile, ShownNote
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import CANDLE, Copy, CopyBytes
from heartleaf.family.dates import VagueDate
from heartleaf.family.keyrings import gate
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card, kind_for
from heartleaf.keepsakes.developing.kinds import HEAD, SORTS, kind_of
from heartleaf.keepsakes.developing.looks import Look, NotKnown, Unreadable
from heartleaf.keepsakes.developing.wire import InMemory
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.receiving import Received, decoder, is_here, let_go, receive
from heartleaf.sealing import SealingError

JPEG, SOUND = "image/jpeg", "audio/mp4"
LONGEST_SOUND = 120
"""Seconds that making a voice playable may take, while a parent waits at the page."""


@dataclass(frozen=True)
class Left:
    """Something that was let in, as the page shows it."""

    id: UUID
    shown: ShownNote


def let_in(
    person: OpenPerson,
    opened: OpenNote,
    page: OpenPage | None = None,
    keep_in: OpenCircle | None = None,
) -> list[NoteFile]:
    """Show it on its page, if there is one, and keep it in a circle, if one was chosen. What comes
    back are the files that the page cannot show. Raises TakenMeanwhile, and then nothing was done.
    """
    before = opened.note.state
    made = list[CopyBytes]()
    received, unseen = list[Received](), list[NoteFile]()
    try:
        shown = page.seal(_shown(opened, page, made, unseen).to_json()) if page else None
        card = _card(opened, keep_in, received) if keep_in else None
        with transaction.atomic():
            gate(opened.note.family_id)
            _give_to(page, made)
            rows = Note.objects.filter(pk=opened.id, state=before)
            if before == State.LET_IN or not rows.update(state=State.LET_IN, shown=shown):
                raise TakenMeanwhile
            if keep_in and card:
                _keep(person, keep_in, card, opened.id)
    except BaseException:
        discard_copies([one.id for one in made])
        let_go([one.attachment for one in received])
        raise
    opened.note.state, opened.note.shown = State.LET_IN, shown
    return unseen


def take_down(opened: OpenNote, page: OpenPage | None) -> None:
    """It is on the page no more, and its copies are gone; it lies aside in the letterbox. What was
    kept of it stays kept. Raises TakenMeanwhile."""
    rows = Note.objects.filter(pk=opened.id, state=State.LET_IN)
    if not rows.update(state=State.ASIDE, shown=None):
        raise TakenMeanwhile
    with contextlib.suppress(SealingError, ValueError, TypeError):
        if page and opened.note.shown is not None:
            _destroy(ShownNote.from_json(page.unseal(opened.note.shown)).files)
    opened.note.state, opened.note.shown = State.ASIDE, None


def let_in_on(page: OpenPage) -> list[Left]:
    """What this page shows of what guests left, in an order that says nothing."""
    return list(_let_in_on(page))


def files_let_in(page: OpenPage) -> dict[str, CopyBytes]:
    """The copies on this page that came from guests, by their ids."""
    return {file.id: file for left in _let_in_on(page) for file in left.shown.files}


def shown_of(page: OpenPage, id: UUID) -> ShownNote | None:
    return next((left.shown for left in _let_in_on(page, id)), None)


def block(opened: OpenNote) -> None:
    """Whoever sent this can leave nothing more on that page."""
    if opened.note.page_id and opened.note.sender:
        Block.objects.get_or_create(page_id=opened.note.page_id, sender=bytes(opened.note.sender))


def unblock(opened: OpenNote) -> None:
    Block.objects.filter(page=opened.note.page, sender=bytes(opened.note.sender)).delete()


def is_blocked(page: Page | None, sender: bytes) -> bool:
    return page is not None and Block.objects.filter(page=page, sender=sender).exists()


def look_at(opened: OpenNote, file: NoteFile) -> Look:
    """What is to be seen or heard of a file, made in the confined decoder. Raises Unreadable."""
    data = b"".join(opened.chunks(file))
    return decoder.look(InMemory(data), kind_of(data[:HEAD], file.name))


def hear(opened: OpenNote, file: NoteFile) -> bytes:
    """A voice as it can be played everywhere. Raises Unreadable."""
    return _played(b"".join(opened.chunks(file)), file.name)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _let_in_on(page: OpenPage, id: UUID | None = None) -> Iterator[Left]:
    rows = Note.objects.filter(page=page.id, state=State.LET_IN).exclude(shown=None)
    # Their ids are random: in this order they stand still, and nobody came first.
    for note in rows.filter(pk=id) if id else rows.order_by("pk"):
        with contextlib.suppress(SealingError, ValueError, TypeError, AttributeError):
            yield Left(note.pk, ShownNote.from_json(page.unseal(note.shown or b"")))


def _shown(
    opened: OpenNote, page: OpenPage, made: list[CopyBytes], unseen: list[NoteFile]
) -> ShownNote:
    said = opened.words
    shown = ShownNote(said.kind, said.name, said.words, said.ask, said.did)
    for file in said.files:
        before = len(shown.copies)
        with contextlib.suppress(Unreadable):
            shown.copies += _copied(opened, file, page, made)
        if len(shown.copies) == before:
            unseen.append(file)
    return shown


def _copied(
    opened: OpenNote, file: NoteFile, page: OpenPage, made: list[CopyBytes]
) -> Iterator[Copy]:
    """What the page gets of a file; `made` is what has bytes by now."""
    look = look_at(opened, file)
    if look.views is not None and SORTS[look.kind] == "picture":
        small, large = look.views.small, look.views.large
        yield Copy(
            small=_stored(page, small.data, made, JPEG, small.width, small.height),
            large=_stored(page, large.data, made, JPEG, large.width, large.height),
        )
    elif SORTS[look.kind] == "sound":
        played = _stored(page, hear(opened, file), made, SOUND)
        yield Copy(played=played, seconds=look.seconds, bars=look.bars.hex())


def _stored(
    page: OpenPage, data: bytes, made: list[CopyBytes], type: str, width: int = 0, height: int = 0
) -> CopyBytes:
    made.append(store_copy([data], page.identity.recipient, type, width, height))
    return made[-1]


def _give_to(page: OpenPage | None, made: list[CopyBytes]) -> None:
    """They belong to the page from now on, and go with it. Raises TakenMeanwhile if it is gone."""
    if page is None:
        return
    row = Page.objects.select_for_update().filter(pk=page.id).first()
    if row is None:
        raise TakenMeanwhile
    for one in made:
        Copied.objects.filter(pk=one.id).update(page=row, parts=len(one.parts))


def _destroy(copies: list[CopyBytes]) -> None:
    Copied.objects.filter(pk__in=[one.id for one in copies]).update(page=None)
    discard_copies([one.id for one in copies])


def _keep(person: OpenPerson, circle: OpenCircle, card: Card, id: UUID) -> None:
    """Raises TakenMeanwhile if another window kept it, or one of its files, a moment ago."""
    try:
        keeping.keep(person, circle, card, id)
    except AlreadyKept as error:
        raise TakenMeanwhile from error


def _card(opened: OpenNote, circle: OpenCircle, received: list[Received]) -> Card | None:
    """The keepsake, with whose words these are in them; None if it is kept already."""
    if Keepsake.objects.filter(pk=opened.id).exists():
        return None
    for file in _each_once(opened.words.files):
        if not is_here([circle], file.sha256):
            with contextlib.suppress(NotKnown):
                received.append(receive(opened.chunks(file), circle, file.name))
    attachments = [one.attachment for one in received]
    when = VagueDate.on(opened.note.arrived_at.date())
    placed = when.placed()
    return Card(
        kind=kind_for(attachments) if attachments else "letter",
        title=_title(opened),
        words=_words(opened),
        children=opened.words.children,
        date=when.to_edtf(),
        placed=placed.isoformat() if placed else "",
        covered=any(one.views for one in attachments),
        attachments=attachments,
    )


def _each_once(files: list[NoteFile]) -> list[NoteFile]:
    """Someone may choose a picture twice, and one file is kept once."""
    return list({one.sha256: one for one in files}.values())


def _title(opened: OpenNote) -> str:
    name, candle = opened.words.name, opened.words.kind == CANDLE
    if candle:
        return _("A candle from {name}").format(name=name) if name else _("A candle")
    return _("From {name}").format(name=name) if name else _("From a guest")


def _words(opened: OpenNote) -> str:
    said = opened.words
    asked = f"*{said.ask}*" if said.ask else ""
    whose = f"– {said.name}" if said.name else ""
    return "\n\n".join(part for part in (asked, said.words, whose) if part)


def _played(data: bytes, name: str) -> bytes:
    sink = _InHand(most=4 * len(data) + 2**20)
    kind = kind_of(data[:HEAD], name)
    decoder.play(InMemory(data), kind, sink, seconds=LONGEST_SOUND, tell=lambda share: None)
    return bytes(sink.data)


class _InHand:
    """Takes what is being made, in memory; `most` bytes of it, as a stranger's file may grow."""

    def __init__(self, most: int) -> None:
        self.data, self._most = bytearray(), most

    def write(self, position: int, data: bytes) -> None:
        if position > len(self.data) or position + len(data) > self._most:
            raise ValueError("This is more than can come of it.")
        self.data[position : position + len(data)] = data
