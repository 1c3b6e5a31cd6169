"""Keepsakes out of a bag: sealed anew as they stream, their views made again.

What was of a file (its pages, its length, what is shown of it) is as the export says; what was
made of it is made anew.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from uuid import UUID

from heartleaf.archive.bag.layout import BIN, KEEPSAKE_JSON, KEEPSAKES, NOT_YET
from heartleaf.archive.coming_home.bags import Bag, Json
from heartleaf.archive.coming_home.problems import Altered
from heartleaf.archive.coming_home.settling import Settled
from heartleaf.circle.letterbox import remove_bytes as remove_note
from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import Attachment, MadeView
from heartleaf.keepsakes.cards import Card, card_from, seal_card
from heartleaf.keepsakes.developing.looks import Look, NotKnown, Unreadable
from heartleaf.keepsakes.media import (
    SealedFile,
    Stored,
    fingerprint,
    origin_print,
    remove_bytes,
    store,
    store_views,
)
from heartleaf.keepsakes.models import Keepsake, Media, Version
from heartleaf.keepsakes.receiving import decoder, kind_inside, why_unseen
from heartleaf.vault import VaultError

# So many keepsakes wait for their pictures to be looked at while the next is read.
AHEAD = 6


@dataclass
class Put:
    """What was put into the vault so far, to be taken away if nothing comes of it."""

    media: list[UUID] = field(default_factory=list)
    notes: list[UUID] = field(default_factory=list)

    def take_away(self) -> None:
        with contextlib.suppress(VaultError):
            for id in self.media:
                remove_bytes(id)
            for id in self.notes:
                remove_note(id)


@dataclass
class Unpacked:
    keepsakes: int = 0
    files: int = 0
    unseen: int = 0


@dataclass
class _File:
    """An original on its way: `looking` is what is being made of it."""

    stored: Stored
    said: Json
    kind: str = ""
    looking: Future[Look] | None = None
    views: tuple[MadeView, ...] = ()
    unseen: str = ""

    @property
    def made(self) -> Json:
        """What an attachment of it says beside what the export says."""
        return {"parts": self.stored.parts, "views": self.views, "unseen": self.unseen}


@dataclass
class _Arriving:
    folder: str
    said: Json
    circle: OpenCircle
    files: dict[str, _File]


def unpack(bag: Bag, settled: Settled, put: Put, tell: Callable[[int], None]) -> Unpacked:
    """Inside a transaction."""
    unpacked, waiting = Unpacked(), deque[_Arriving]()
    damaged = bag.damaged
    for folder in _folders(bag):
        waiting.append(_begin(bag, folder, settled, put, damaged, tell))
        if len(waiting) > AHEAD:
            _finish(waiting.popleft(), settled, unpacked)
    while waiting:
        _finish(waiting.popleft(), settled, unpacked)
    for circle in settled.circles.values():
        Circle.objects.filter(pk=circle.id).update(seq=circle.circle.seq)
    return unpacked


def _folders(bag: Bag) -> list[str]:
    paths = [path for root in (KEEPSAKES, NOT_YET, BIN) for path in bag.paths(f"{root}/")]
    ending = f"/{KEEPSAKE_JSON}"
    return [path.removesuffix(ending) for path in paths if path.endswith(ending)]


def _begin(
    bag: Bag,
    folder: str,
    settled: Settled,
    put: Put,
    damaged: set[str],
    tell: Callable[[int], None],
) -> _Arriving:
    """Seal its originals, and let them be looked at."""
    said = bag.json(f"{folder}/{KEEPSAKE_JSON}")
    circle = settled.circles[said["circle"]]
    files: dict[str, _File] = {}
    for one in _attachments(said):
        if one["media"] not in files:
            path = f"{folder}/{one['file']}"
            stored = _store(bag, path, UUID(one["media"]), circle, put, tell)
            whole = stored.sha256 == one["sha256"]
            if not whole and path not in damaged:
                raise Altered([path])
            file = _looked_at(stored, one, circle) if whole else _File(stored, one)
            files[one["media"]] = file
    return _Arriving(folder, said, circle, files)


def _attachments(said: Json) -> list[Json]:
    """Of its card first, then of its earlier ones."""
    cards = [said["card"], *(one["card"] for one in said["earlier"])]
    return [one for card in cards for one in card["attachments"]]


def _store(
    bag: Bag, path: str, id: UUID, circle: OpenCircle, put: Put, tell: Callable[[int], None]
) -> Stored:
    def chunks() -> Iterator[bytes]:
        for chunk in bag.chunks(path):
            tell(len(chunk))
            yield chunk

    put.media.append(id)
    return store(chunks(), circle.recipient, id)


def _looked_at(stored: Stored, said: Json, circle: OpenCircle) -> _File:
    file = _File(stored, said)
    attachment = _attachment(said, file)
    original = SealedFile(attachment, circle.identity())
    try:
        file.kind = kind_inside(original, attachment)
    except NotKnown:
        return file
    file.looking = decoder.begin(original, file.kind, attachment.framed.frame)
    return file


def _attachment(said: Json, file: _File) -> Attachment:
    values = {name: value for name, value in said.items() if name != "file"}
    made = file.made
    if said.get("framed") != file.said.get("framed"):
        made = {**made, "views": (), "unseen": ""}  # an earlier card showed something else of it
    attachment = Attachment.from_json({**values, **made, "views": []})
    return dataclasses.replace(attachment, views=made["views"])


def _finish(arriving: _Arriving, settled: Settled, unpacked: Unpacked) -> None:
    said, circle = arriving.said, arriving.circle
    for file in arriving.files.values():
        _see(file, circle)
        unpacked.unseen += not file.views
    row = _row(said, circle, settled)
    card = _card(said["card"], arriving.files)
    row.card = seal_card(card, row, circle)
    if row.binned_at is None and card.origin and not card.attachments:
        row.origin = _free_origin(circle, card)
    row.save(force_insert=True)
    _earlier(row, arriving)
    _media(row, card, arriving)
    unpacked.keepsakes += 1
    unpacked.files += len(arriving.files)


def _see(file: _File, circle: OpenCircle) -> None:
    if file.looking is None:
        return
    # Not raised from the future, which would then hold this frame.
    problem = file.looking.exception()
    if problem is None:
        look = file.looking.result()
        made = [(view.data, view.width, view.height) for view in look.views or ()]
        file.views = store_views(file.stored.media, made, circle.recipient)
    elif isinstance(problem, Unreadable):
        file.unseen = why_unseen(file.kind, problem)
    elif not isinstance(problem, NotKnown):
        raise problem
    file.looking = None


def _row(said: Json, circle: OpenCircle, settled: Settled) -> Keepsake:
    circle.circle.seq += 1
    binned = said["binned_at"]
    return Keepsake(
        id=UUID(said["id"]),
        family_id=settled.person.family_id,
        circle=circle.circle,
        epoch=circle.epoch,
        revision=int(said["revision"]),
        seq=circle.circle.seq,
        leaf=int(said["leaf"]),
        binned_at=datetime.datetime.fromisoformat(binned) if binned else None,
    )


def _card(said: Json, files: dict[str, _File]) -> Card:
    attachments = [_attachment(one, files[one["media"]]) for one in said["attachments"]]
    card = card_from({**said, "attachments": []})
    card.attachments = attachments
    return card


def _earlier(row: Keepsake, arriving: _Arriving) -> None:
    for one in arriving.said["earlier"]:
        then = Keepsake(
            id=row.id,
            family_id=row.family_id,
            circle=row.circle,
            epoch=row.epoch,
            revision=int(one["revision"]),
        )
        card = _card(one["card"], arriving.files)
        Version.objects.create(
            keepsake=row,
            revision=then.revision,
            epoch=row.epoch,
            card=seal_card(card, then, arriving.circle),
        )


def _media(row: Keepsake, card: Card, arriving: _Arriving) -> None:
    """Its files; those of its card count as here, unless it is in the bin."""
    here = {one.media for one in card.attachments} if row.binned_at is None else set[str]()
    for id, file in arriving.files.items():
        Media.objects.create(
            id=UUID(id),
            circle=row.circle,
            keepsake=row,
            epoch=row.epoch,
            parts=len(file.stored.parts),
            views=len(file.views),
            fingerprint=_free(arriving.circle, file.said["sha256"]) if id in here else None,
        )


def _free(circle: OpenCircle, sha256: str) -> bytes | None:
    """Both parents may have kept the same file."""
    print_ = fingerprint(circle, sha256)
    taken = Media.objects.filter(circle=circle.circle, fingerprint=print_).exists()
    return None if taken else print_


def _free_origin(circle: OpenCircle, card: Card) -> bytes | None:
    print_ = origin_print(circle, card.origin)
    taken = Keepsake.objects.filter(circle=circle.circle, origin=print_).exists()
    return None if taken else print_
