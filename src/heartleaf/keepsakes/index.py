"""A circle's index: two SQLite images, sealed like everything else and open only in memory.

FACTS has one short row a keepsake and orders every list; WORDS is a full-text index and is opened
only to search. Both are derived from the cards and can always be made again. An image is not
rewritten at every change: what is newer than it is read from the cards and applied on opening.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
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

FACTS_SCHEMA = """
CREATE TABLE meta (circle TEXT, seq INTEGER);
CREATE TABLE facts (
    id BLOB PRIMARY KEY, revision INTEGER, leaf INTEGER, place TEXT, placed TEXT, rising TEXT,
    kind TEXT, title TEXT, covered INTEGER, until TEXT, until_asked INTEGER, author TEXT
) WITHOUT ROWID;
CREATE INDEX by_day ON facts (place, placed, leaf);
CREATE INDEX rising_by_day ON facts (place, rising, leaf);
"""
WORDS_SCHEMA = """
CREATE TABLE meta (circle TEXT, seq INTEGER);
CREATE TABLE entries (number INTEGER PRIMARY KEY, id BLOB, revision INTEGER);
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
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

    def __init__(self, circle: OpenCircle, appears: Appears) -> None:
        self.circle = circle
        self._appears = appears

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

    def all(self, place: str) -> list[Facts]:
        """Everything in a place that may be seen, in the order it was kept."""
        rows = self._facts.execute(
            f"SELECT {COLUMNS} FROM facts WHERE place = ?"
            " AND appears(id, covered, until, until_asked, author) ORDER BY leaf",
            (place,),
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
        if not (match := query(typed)):
            return []
        hits = self._words.execute(
            "SELECT entries.id, entries.revision FROM words"
            " JOIN entries ON entries.number = words.rowid WHERE words MATCH ?",
            (match,),
        )
        found = (self.get(UUID(bytes=id)) for id, revision in hits if self._is_newest(id, revision))
        shown = [facts for facts in found if facts and facts.place == "shelf"]
        return sorted(shown, key=lambda facts: (facts.placed, facts.leaf), reverse=True)[:at_most]

    def _is_newest(self, id: bytes, revision: int) -> bool:
        row = self._facts.execute("SELECT revision FROM facts WHERE id = ?", (id,)).fetchone()
        return row is not None and row[0] == revision

    @cached_property
    def _facts(self) -> sqlite3.Connection:
        index = open_image(self.circle, IndexImage.Part.FACTS)
        index.create_function("appears", 5, self._appears)
        return index

    @cached_property
    def _words(self) -> sqlite3.Connection:
        return open_image(self.circle, IndexImage.Part.WORDS)


# ── Images ──────────────────────────────────────────────────────────────────────────────────


def open_image(circle: OpenCircle, part: str) -> sqlite3.Connection:
    """The newest image with everything since applied; written anew if that was much."""
    image = IndexImage.objects.filter(circle=circle.circle, part=part).first()
    index, seq = _opened(circle, image) if image else _empty(circle, part)
    applied = _apply_since(index, circle, part, seq)
    if applied > APPLY_AT_MOST:
        # Without room for it every page can still be read; the next one tries again.
        with contextlib.suppress(VaultError, DatabaseError):
            _write_image(index, circle, part)
    return index


def rebuild(circle: OpenCircle, part: str) -> sqlite3.Connection:
    """The index made anew from the cards alone."""
    index, seq = _empty(circle, part)
    _apply_since(index, circle, part, seq)
    return index


def _opened(circle: OpenCircle, image: IndexImage) -> tuple[sqlite3.Connection, int]:
    try:
        names = [f"index/{image.media}/{number}.age" for number in range(image.pieces)]
        key = circle.identity(image.epoch)
        data = b"".join(unseal(vault().get(name), key) for name in names)
        index = _connection()
        index.deserialize(data)
        circle_id, seq = index.execute("SELECT circle, seq FROM meta").fetchone()
    except (SealingError, VaultError, sqlite3.DatabaseError, TypeError):
        return _empty(circle, image.part)
    # An image from elsewhere is not believed; the cards are.
    return (index, seq) if circle_id == str(circle.id) else _empty(circle, image.part)


def _empty(circle: OpenCircle, part: str) -> tuple[sqlite3.Connection, int]:
    index = _connection()
    index.executescript(FACTS_SCHEMA if part == IndexImage.Part.FACTS else WORDS_SCHEMA)
    index.execute("INSERT INTO meta VALUES (?, 0)", (str(circle.id),))
    return index, 0


def _connection() -> sqlite3.Connection:
    index = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    # Even in a database in memory, a sort of more than 2 MB goes to a readable temporary file.
    index.execute("PRAGMA temp_store = MEMORY")
    return index


def _apply_since(index: sqlite3.Connection, circle: OpenCircle, part: str, seq: int) -> int:
    """Apply what changed after `seq`; how many changes that was."""
    # Numbers are given under the circle's lock, so everything up to its count is there to read.
    newest = Circle.objects.values_list("seq", flat=True).get(pk=circle.id)
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
    index.execute(
        "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)",
        (cursor.lastrowid, searchable(card.title), searchable(f"{card.words}\n{others}")),
    )


def _write_image(index: sqlite3.Connection, circle: OpenCircle, part: str) -> None:
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
        if left.exists() or (old and old.seq >= seq):
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
