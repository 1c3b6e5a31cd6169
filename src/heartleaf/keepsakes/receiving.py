"""Files coming in: sealed as they stream, looked at in a process of their own.

The original is kept to the byte whatever its views turn out to be. What cannot be decoded is kept
without a view and says why; only what is no picture at all is refused.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from uuid import UUID

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.cards import Attachment
from heartleaf.keepsakes.decoding import Decoder
from heartleaf.keepsakes.media import (
    Stored,
    begin_media,
    discard,
    fingerprint,
    origin_print,
    store,
    store_views,
)
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.pictures import NotAPicture, Unreadable, Views

# A decoder gets the whole file in memory; no camera's still picture is larger.
LARGEST_LOOKED_AT = 256 * 1024 * 1024

# One more than two cores can do: while a picture is handed over or kept, two are decoded.
_decoder = Decoder(workers=3)


@dataclass(frozen=True)
class Received:
    """A file that is sealed in a circle: what a card says of it, and the day inside it, if any."""

    attachment: Attachment
    when: VagueDate


def receive(chunks: Iterable[bytes], circle: OpenCircle, name: str) -> Received:
    """Seal a picture for a circle as it comes, then make its views. Raises NotAPicture, leaving
    nothing."""
    held = _Held(chunks)
    with _whole_or_nothing(circle) as id:
        stored = store(held, circle.recipient, id)
        return _received(name, stored, _begin(held.whole), circle)


def receive_at_once(original: bytes, sha256: str, circle: OpenCircle, name: str) -> Received:
    """The same for a file that is in memory with its hash: it is sealed while it is looked at."""
    looking = _begin(original)
    with _whole_or_nothing(circle) as id:
        stored = store([original], circle.recipient, id, known=sha256)
        return _received(name, stored, looking, circle)


def is_here(circles: Iterable[OpenCircle], whole_sha256: str) -> bool:
    """Is a file with this hash in any of these circles already, and not in their bins?"""
    prints = [fingerprint(circle, whole_sha256) for circle in circles]
    return Media.objects.filter(fingerprint__in=prints).exclude(keepsake=None).exists()


def origin_is_here(circles: Iterable[OpenCircle], key: str) -> bool:
    """Are words without a file, brought in from this place of an export, here already?"""
    prints = [origin_print(circle, key) for circle in circles]
    return Keepsake.objects.filter(origin__in=prints).exists()


def let_go(attachments: Iterable[Attachment]) -> None:
    """Take away what was received and is not to be kept after all."""
    for attachment in attachments:
        discard(UUID(attachment.media))


@contextlib.contextmanager
def _whole_or_nothing(circle: OpenCircle) -> Iterator[UUID]:
    media = begin_media(circle)
    try:
        yield media.id
    except BaseException:
        discard(media.id)
        raise


def _begin(original: bytes | None) -> Future[Views] | None:
    return None if original is None else _decoder.begin(original)


def _received(
    name: str, stored: Stored, looking: Future[Views] | None, circle: OpenCircle
) -> Received:
    attachment = Attachment(
        media=str(stored.id),
        name=name,
        type="",
        size=stored.size,
        sha256=stored.sha256,
        parts=stored.parts,
    )
    if looking is None:
        sentence = "It is too large for a view. The file is kept as it came."
        return Received(replace(attachment, unseen=sentence), VagueDate.unknown())
    # Not raised from the future, which would then hold this frame, and with it the whole file.
    problem = looking.exception()
    if isinstance(problem, NotAPicture):
        raise NotAPicture
    if isinstance(problem, Unreadable):
        return Received(replace(attachment, unseen=str(problem)), VagueDate.unknown())
    views = looking.result()
    in_order = (views.small, views.large, views.cover)
    made = store_views(stored.id, [(v.data, v.width, v.height) for v in in_order], circle.recipient)
    seen = replace(attachment, type=views.kind, views=made, partial=views.partial)
    return Received(seen, _day_of(views))


def _day_of(views: Views) -> VagueDate:
    return VagueDate.on(views.taken.local.date()) if views.taken else VagueDate.unknown()


class _Held:
    """Passes chunks on and holds them, up to what a decoder may get."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._size = chunks, 0
        self._kept: list[bytes] = []

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._size += len(chunk)
            if self._size <= LARGEST_LOOKED_AT:
                self._kept.append(chunk)
            else:
                self._kept.clear()
            yield chunk

    @property
    def whole(self) -> bytes | None:
        return b"".join(self._kept) if self._size <= LARGEST_LOOKED_AT else None
