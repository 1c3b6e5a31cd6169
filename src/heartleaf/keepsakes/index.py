"""A circle's index: two SQLite images, sealed like everything else and open only in memory.

FACTS has one short row a keepsake and orders every list; WORDS is a full-text index and is opened
only to search. Both are derived from the cards and can always be made again. An image is not
rewritten at every change: what is newer than it is read from the cards and applied on opening.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction

from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.media import PART, in_parts, vault
from heartleaf.keepsakes.models import Gone, IndexImage, Keepsake
from heartleaf.keepsakes.searching import query, searchable
from heartleaf.sealing import SealingError, unseal
from heartleaf.vault import VaultError

# Applying a card costs about 0.2 ms; writing an image of 10,000 keepsakes about 40 ms.
APPLY_AT_MOST = 64
# Few hits are put in order one by one. For many it is quicker to walk along the shelf, newest
# first, until enough of them have been met.
WALKED_FROM = 500

# An image of another format is not read: the index is made again.
FORMAT = 2
META_SCHEMA = "CREATE TABLE meta (circle TEXT, seq INTEGER, format INTEGER);"
FACTS_SCHEMA = """
CREATE TABLE facts (
    id BLOB UNIQUE, revision INTEGER, leaf INTEGER PRIMARY KEY, place TEXT, placed TEXT,
    rising TEXT, kind TEXT, title TEXT, covered INTEGER, until TEXT, until_asked INTEGER, author TEXT
);
CREATE INDEX by_day ON facts (place, placed, leaf);
CREATE INDEX rising_by_day ON facts (place, rising, leaf);
"""
WORDS_SCHEMA = """
CREATE TABLE entries (number INTEGER PRIMARY KEY, id BLOB, revision INTEGER);
CREATE VIRTUAL TABLE words USING fts5 (
    text, content='', detail=none,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE runs USING fts5 (
    text, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
"""
COLUMNS = "id, revision, leaf, place, placed, kind, title, covered, until, until_asked, author"


class Facts(NamedTuple):
    """One keepsake as the index knows it. `placed` is an ISO date, empty if nobody knows."""

    id: bytes
    revision: int
    leaf: int
    place: str
    placed: str
    kind: str
    title: str
    covered: int
    until: str
    until_asked: int
    author: str

    @property
    def uuid(self) -> UUID:
        return UUID(bytes=self.id)


class Position(NamedTuple):
    """Where a page of the timeline ends: continue after it, at no cost for what came before."""

    placed: str
    leaf: int


Appears = Callable[[bytes, int, str, int, str], int]


class CircleIndex:
    """The index of one circle, for one request. `appears` decides what may be seen at all."""

    def __init__(self, circle: OpenCircle, appears: Appears, stand: Stand) -> None:
        self.circle = circle
        self._appears = appears
        self._stand = stand

    def page(self, place: str, after: Position | None, size: int, rising: bool) -> list[Facts]:
        """Up to `size` keepsakes by day, those with no known day last."""
        column, order, sign = ("rising", "ASC", ">") if rising else ("placed", "DESC", "<")
        start = after or Position("" if rising else "~", -1)
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE place = ? AND ({column}, leaf) {sign} (?, ?)"
            f" AND appears(id, covered, until, until_asked, author)"
            f" ORDER BY {column} {order}, leaf {order} LIMIT ?",
            (place, *start, size),
        )
        return [Facts(*row) for row in rows]

    def all(self, place: str, at_most: int) -> list[Facts]:
        """The first so many in a place that may be seen, in the order they were kept."""
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE place = ?"
            " AND appears(id, covered, until, until_asked, author) ORDER BY leaf LIMIT ?",
            (place, at_most),
        )
        return [Facts(*row) for row in rows]

    def unfiltered(self) -> list[Facts]:
        """Every row, for checking and for asking after what is not yet."""
        return [Facts(*row) for row in self._facts.execute(f"SELECT {COLUMNS} FROM facts")]

    def get(self, id: UUID) -> Facts | None:
        row = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE id = ?"
            " AND appears(id, covered, until, until_asked, author)",
            (id.bytes,),
        ).fetchone()
        return Facts(*row) if row else None

    def find(self, typed: str, at_most: int) -> list[Facts]:
        """The newest keepsakes on the shelf in which every typed word is."""
        sought = query(typed)
        tables = [(table, match) for table, match in sought._asdict().items() if match]
        if not tables:
            return []
        both = " AND ".join(
            f"number IN (SELECT rowid FROM {t} WHERE {t} MATCH ?)" for t, _match in tables
        )
        hits = self._words.execute(
            f"SELECT id, revision FROM entries WHERE {both}", [match for _table, match in tables]
        )
        return list(itertools.islice(self._newest_of(set(hits)), at_most))

    def _newest_of(self, hits: set[tuple[bytes, int]]) -> Iterator[Facts]:
        """Those of the hits that may be seen, each in its newest revision, the newest first."""
        shelf = (
            self._facts.execute(
                "SELECT id, revision FROM facts WHERE place = 'shelf'"
                " ORDER BY placed DESC, leaf DESC"
            )
            if len(hits) > WALKED_FROM
            else self._in_order(hits)
        )
        for id, revision in shelf:
            if (id, revision) in hits and (facts := self.get(UUID(bytes=id))):
                yield facts

    def _in_order(self, hits: set[tuple[bytes, int]]) -> list[tuple[bytes, int]]:
        rows = (
            self._facts.execute(
                "SELECT placed, leaf, id, revision FROM facts WHERE id = ? AND place = 'shelf'",
                (id,),
            ).fetchone()
            for id, _revision in hits
        )
        return [row[2:] for row in sorted(filter(None, rows), reverse=True)]

    @cached_property
    def _facts(self) -> sqlite3.Connection:
        index = open_image(self.circle, IndexImage.Part.FACTS, self._stand)
        index.create_function("appears", 5, self._appears)
        return index

    @cached_property
    def _words(self) -> sqlite3.Connection:
        return open_image(self.circle, IndexImage.Part.WORDS, self._stand)


# ── Images ──────────────────────────────────────────────────────────────────────────────────


class Stand(NamedTuple):
    """How far a circle has come, and the images of its index there are."""

    seq: int
    images: dict[str, IndexImage]


def stands(circles: Iterable[OpenCircle]) -> dict[UUID, Stand]:
    """Where each circle stands, for all of them at once."""
    # The images first: what is newer than they are is then surely counted.
    ids = [circle.id for circle in circles]
    images = list(IndexImage.objects.filter(circle__in=ids))
    counts = Circle.objects.filter(pk__in=ids).values_list("pk", "seq")
    return {
        id: Stand(seq, {image.part: image for image in images if image.circle_id == id})
        for id, seq in counts
    }


def open_image(circle: OpenCircle, part: str, stand: Stand | None = None) -> sqlite3.Connection:
    """The newest image with everything since applied; written anew if that was much."""
    stand = stand or stands([circle])[circle.id]
    image = stand.images.get(part)
    index, seq = _opened(circle, image) if image else _empty(circle, part)
    applied = _apply_since(index, circle, part, seq, stand.seq)
    if applied > APPLY_AT_MOST:
        # Without room for it every page can still be read; the next one tries again.
        with contextlib.suppress(VaultError, DatabaseError):
            _write_image(index, circle, part, image)
    return index


def rebuild(circle: OpenCircle, part: str) -> sqlite3.Connection:
    """The index made anew from the cards alone."""
    index, seq = _empty(circle, part)
    _apply_since(index, circle, part, seq, stands([circle])[circle.id].seq)
    return index


def _opened(circle: OpenCircle, image: IndexImage) -> tuple[sqlite3.Connection, int]:
    try:
        names = [f"index/{image.media}/{number}.age" for number in range(image.pieces)]
        key = circle.identity(image.epoch)
        data = b"".join(unseal(vault().get(name), key) for name in names)
        index = _connection()
        index.deserialize(data)
        circle_id, seq, format = index.execute("SELECT circle, seq, format FROM meta").fetchone()
    except (SealingError, VaultError, sqlite3.DatabaseError, TypeError):
        return _empty(circle, image.part)
    # An image from elsewhere is not believed; the cards are.
    ours = (circle_id, format) == (str(circle.id), FORMAT)
    return (index, seq) if ours else _empty(circle, image.part)


def _empty(circle: OpenCircle, part: str) -> tuple[sqlite3.Connection, int]:
    index = _connection()
    schema = FACTS_SCHEMA if part == IndexImage.Part.FACTS else WORDS_SCHEMA
    index.executescript(META_SCHEMA + schema)
    index.execute("INSERT INTO meta VALUES (?, 0, ?)", (str(circle.id), FORMAT))
    return index, 0


def _connection() -> sqlite3.Connection:
    index = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    # Even in a database in memory, a sort of more than 2 MB goes to a readable temporary file.
    index.execute("PRAGMA temp_store = MEMORY")
    return index


def _apply_since(
    index: sqlite3.Connection, circle: OpenCircle, part: str, seq: int, newest: int
) -> int:
    """Apply what changed after `seq`, up to `newest`; how many changes that was."""
    # Numbers are given under the circle's lock, so everything up to its count is there to read.
    if newest == seq:
        return 0
    gone = list(Gone.objects.filter(circle=circle.circle, seq__gt=seq, seq__lte=newest))
    changed = Keepsake.objects.filter(circle=circle.circle, seq__gt=seq, seq__lte=newest)
    applied = len(gone)
    index.execute("BEGIN")
    forget(index, part, (row.keepsake_id for row in gone))
    for keepsake in changed.order_by("seq").iterator():
        apply(index, part, keepsake, circle)
        applied += 1
    index.execute("UPDATE meta SET seq = ?", (newest,))
    index.execute("COMMIT")
    return applied


def forget(index: sqlite3.Connection, part: str, ids: Iterable[UUID]) -> None:
    table = "facts" if part == IndexImage.Part.FACTS else "entries"
    index.executemany(f"DELETE FROM {table} WHERE id = ?", ((id.bytes,) for id in ids))


def apply(index: sqlite3.Connection, part: str, keepsake: Keepsake, circle: OpenCircle) -> None:
    """Bring one keepsake into the index. A card that does not open is shown as such."""
    try:
        card = open_card(keepsake, circle)
    except SealingError:
        card = Card(kind="damaged")
    if part == IndexImage.Part.FACTS:
        index.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            facts_row(keepsake, card),
        )
    else:
        _apply_words(index, keepsake, card)


def facts_row(keepsake: Keepsake, card: Card) -> tuple[str | int | bytes, ...]:
    place = "bin" if keepsake.binned_at else card.place
    return (
        keepsake.id.bytes,
        keepsake.revision,
        keepsake.leaf,
        place,
        card.placed,
        card.placed or "~",
        card.kind,
        card.title[:80],
        int(card.covered),
        card.until,
        int(card.until_asked),
        card.author,
    )


def _apply_words(index: sqlite3.Connection, keepsake: Keepsake, card: Card) -> None:
    # An entry of an earlier revision stays and is passed over: it can only be taken out of a
    # full-text index by someone who still knows its words.
    row = index.execute(
        "SELECT 1 FROM entries WHERE id = ? AND revision = ?",
        (keepsake.id.bytes, keepsake.revision),
    ).fetchone()
    if row:
        return
    cursor = index.execute(
        "INSERT INTO entries (id, revision) VALUES (?, ?)", (keepsake.id.bytes, keepsake.revision)
    )
    others = " ".join([card.date_words, card.neutral, *(a.alt for a in card.attachments)])
    for table, text in searchable(f"{card.title}\n{card.words}\n{others}")._asdict().items():
        if text.strip():
            index.execute(
                f"INSERT INTO {table} (rowid, text) VALUES (?, ?)", (cursor.lastrowid, text)
            )


def _write_image(
    index: sqlite3.Connection, circle: OpenCircle, part: str, read: IndexImage | None
) -> None:
    """Put a new image in the place of the one that was read, be it old or damaged."""
    seq = index.execute("SELECT seq FROM meta").fetchone()[0]
    media, pieces = uuid4(), 0
    for piece in in_parts([index.serialize()], PART):
        vault().put(f"index/{media}/{pieces}.age", circle.seal(piece))
        pieces += 1
    with transaction.atomic():
        Circle.objects.select_for_update().get(pk=circle.id)  # one image after another
        before = IndexImage.objects.filter(circle=circle.circle, part=part)
        old = before.first()
        left = Gone.objects.filter(circle=circle.circle, seq__gt=seq)
        if left.exists() or (old and old != read and old.seq >= seq):
            _remove_image(media)  # someone else was quicker, or something left meanwhile
            return
        before.delete()
        IndexImage.objects.create(
            circle=circle.circle, part=part, epoch=circle.epoch, seq=seq, media=media, pieces=pieces
        )
    if old:
        _remove_image(old.media)


def forget_images(circle: UUID) -> list[UUID]:
    """Take a circle's images out of use, inside the transaction in which something leaves it: the
    words of what left would stay in them. The next look makes them anew from the cards."""
    images = IndexImage.objects.filter(circle=circle)
    media = [image.media for image in images]
    images.delete()
    return media


def remove_images(media: Iterable[UUID]) -> None:
    """Take the bytes of forgotten images out of the vault, once the transaction has ended."""
    for one in media:
        with contextlib.suppress(VaultError):  # the clock tries again
            _remove_image(one)


def _remove_image(media: UUID) -> None:
    for name in list(vault().names(f"index/{media}")):
        vault().remove(name)
