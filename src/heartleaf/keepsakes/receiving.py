"""Files coming in: sealed as they stream, looked at in a process of their own.

The original is kept to the byte whatever becomes of its views. What cannot be shown is kept and
says why; only what is of no kind that we know is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeGuard
from uuid import UUID

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import Attachment, Framed
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.developing.decoder import Decoder
from heartleaf.keepsakes.developing.kinds import HEAD, SORTS, kind_of
from heartleaf.keepsakes.developing.looks import (
    Frame,
    Look,
    NotKnown,
    NotShown,
    TooLarge,
    Unreadable,
)
from heartleaf.keepsakes.developing.wire import InMemory
from heartleaf.keepsakes.media import (
    SealedFile,
    Stored,
    begin_media,
    discard,
    fingerprints,
    origin_prints,
    store,
    store_views,
)
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.sealing import SealingError

# A still picture is looked at from memory, while it is sealed; no camera's is larger.
LARGEST_PICTURE = 256 * 1024 * 1024

UNSHOWN = {
    "svg": "A drawing of this kind can hold a program, so it is never shown here.",
    "web": "A page of the web can do things by itself, so it is never shown here.",
    "document": "It needs the program it was written with.",
    "text": "",  # its words are there to be read
    "mail": "It is a letter of a mail program, to be read with that.",
}

# One more than two cores can do: while a file is handed over or kept, two are decoded.
decoder = Decoder(workers=3)


@dataclass(frozen=True)
class Received:
    """A file that is sealed in a circle: what a card says of it, and the day inside it, if any."""

    attachment: Attachment
    when: VagueDate
    look: Look | None = None


def receive(chunks: Iterable[bytes], circle: OpenCircle, name: str) -> Received:
    """Seal a file for a circle as it comes, then look at it. Raises NotKnown, leaving nothing."""
    beginning, rest = _beginning(iter(chunks))
    kind = kind_of(beginning, name)
    held = _Held(chain([beginning], rest)) if _is_picture(kind) else None
    with _whole_or_nothing(circle) as id:
        stored = store(held or chain([beginning], rest), circle.recipient, id)
        if held is None:
            looking = decoder.begin(SealedFile(stored, circle.identity()), kind)
        else:
            looking = _begin(held.whole, kind)
        return _received(_attachment(name, kind, stored), looking, circle)


def receive_at_once(original: bytes, sha256: str, circle: OpenCircle, name: str) -> Received:
    """The same for a file that is in memory with its hash: it is sealed while it is looked at."""
    kind = kind_of(original[:HEAD], name)
    looking = _begin(original, kind)
    with _whole_or_nothing(circle) as id:
        stored = store([original], circle.recipient, id, known=sha256)
        return _received(_attachment(name, kind, stored), looking, circle)


def look_again(attachment: Attachment, circle: OpenCircle, epoch: int, frame: Frame | None) -> Look:
    """Look at what is kept once more, within this frame. Raises Unreadable."""
    original = SealedFile(attachment, circle.identity(epoch))
    kind = kind_inside(original, attachment)
    if attachment.sort == "picture" and original.size <= LARGEST_PICTURE:
        return decoder.look(InMemory(original.read(0, original.size)), kind, frame)
    return decoder.look(original, kind, frame)


def kind_inside(original: SealedFile, attachment: Attachment) -> str:
    """What it begins as: a box for films may hold a sound alone, and is called by that."""
    return kind_of(original.read(0, HEAD), attachment.name)


def why_unseen(kind: str, problem: Unreadable) -> str:
    """Why nothing of a file of this kind can be shown, in words."""
    return UNSHOWN.get(kind, str(problem)) if isinstance(problem, NotShown) else str(problem)


def is_here(circles: Iterable[OpenCircle], whole_sha256: str) -> bool:
    """Is a file with this hash in any of these circles already, and not in their bins?"""
    prints = [one for circle in circles for one in fingerprints(circle, whole_sha256)]
    return Media.objects.filter(fingerprint__in=prints).exclude(keepsake=None).exists()


def only_waits(circles: Iterable[OpenCircle], whole_sha256: str) -> bool:
    """Is it here in the tray alone, from which it may still be taken out for good?"""
    for circle in circles:
        rows = Media.objects.filter(fingerprint__in=fingerprints(circle, whole_sha256))
        for media in rows.exclude(keepsake=None).select_related("keepsake"):
            with contextlib.suppress(SealingError):
                if media.keepsake and open_card(media.keepsake, circle).place != "tray":
                    return False
    return is_here(circles, whole_sha256)


def origin_is_here(circles: Iterable[OpenCircle], key: str) -> bool:
    """Are words without a file, brought in from this place of an export, here already?"""
    prints = [one for circle in circles for one in origin_prints(circle, key)]
    return Keepsake.objects.filter(origin__in=prints).exists()


def let_go(attachments: Iterable[Attachment]) -> None:
    """Take away what was received and is not to be kept after all."""
    for attachment in attachments:
        discard(UUID(attachment.media))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _beginning(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """As many chunks as say what a file is, and the others."""
    beginning = b""
    for chunk in chunks:
        beginning += chunk
        if len(beginning) >= HEAD:
            break
    return beginning, chunks


def _is_picture(kind: str) -> bool:
    return SORTS[kind] == "picture"


@contextlib.contextmanager
def _whole_or_nothing(circle: OpenCircle) -> Iterator[UUID]:
    media = begin_media(circle)
    try:
        yield media.id
    except BaseException:
        discard(media.id)
        raise


def _begin(original: bytes | None, kind: str) -> Future[Look]:
    if original is not None:
        return decoder.begin(InMemory(original), kind)
    too_large: Future[Look] = Future()
    too_large.set_exception(TooLarge())
    return too_large


def _attachment(name: str, kind: str, stored: Stored) -> Attachment:
    return Attachment(
        media=str(stored.media),
        name=name,
        type=kind,
        size=stored.size,
        sha256=stored.sha256,
        parts=stored.parts,
    )


def _received(attachment: Attachment, looking: Future[Look], circle: OpenCircle) -> Received:
    # Not raised from the future, which would then hold this frame, and with it the whole file.
    problem = looking.exception()
    if isinstance(problem, NotKnown):
        raise NotKnown
    if _is_unreadable(problem):
        return Received(replace(attachment, unseen=why_unseen(attachment.type, problem)), _no_day())
    look = looking.result()
    return Received(_seen(attachment, look, circle), _day_of(look), look)


def _is_unreadable(problem: BaseException | None) -> TypeGuard[Unreadable]:
    return isinstance(problem, Unreadable)


def _seen(attachment: Attachment, look: Look, circle: OpenCircle) -> Attachment:
    views = look.views or ()
    made = [(view.data, view.width, view.height) for view in views]
    return replace(
        attachment,
        type=look.kind,
        views=store_views(UUID(attachment.media), made, circle.recipient),
        partial=look.partial,
        pages=look.pages,
        seconds=look.seconds,
        bars=look.bars.hex(),
        moves=look.moves,
        plays=look.plays or ("video/mp4" if look.film else ""),
        film=look.film,
        pair=look.pair,
        framed=Framed.of(look.frame),
    )


def _no_day() -> VagueDate:
    return VagueDate.unknown()


def _day_of(look: Look) -> VagueDate:
    return VagueDate.on(look.taken.local.date()) if look.taken else _no_day()


class _Held:
    """Passes chunks on and holds them, up to what a decoder may get."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._size = chunks, 0
        self._kept: list[bytes] = []

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._size += len(chunk)
            if self._size <= LARGEST_PICTURE:
                self._kept.append(chunk)
            else:
                self._kept.clear()
            yield chunk

    @property
    def whole(self) -> bytes | None:
        return b"".join(self._kept) if self._size <= LARGEST_PICTURE else None
