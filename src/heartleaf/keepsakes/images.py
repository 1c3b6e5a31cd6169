"""Index images: sealed SQLite databases in the vault, open only in memory, made from the cards.

FACTS has one short row a keepsake and orders every list; WORDS is a full-text index and is opened
only to search. Both are derived from the cards and can always be made again. An image is not
rewritten at every change: what is newer than it is read from the cards and applied on opening.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction

from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.media import PART, in_parts, vault
from heartleaf.keepsakes.models import Gone, IndexImage, Keepsake
from heartleaf.keepsakes.searching import searchable
from heartleaf.sealing import SealingError, unseal
from heartleaf.vault import VaultError

# Applying a card costs about 0.2 ms; writing an image of 10,000 keepsakes about 40 ms.
APPLY_AT_MOST = 16

REVISION_BITS = 20

# An image of another format is not read: the index is made again.
FORMAT = 7
META_SCHEMA = "CREATE TABLE meta (circle TEXT, seq INTEGER, format INTEGER);"
FACTS_SCHEMA = """
CREATE TABLE facts (
    id BLOB UNIQUE, revision INTEGER, leaf INTEGER PRIMARY KEY, place TEXT, placed TEXT,
    kind TEXT, title TEXT, covered INTEGER, until TEXT, until_asked INTEGER, author BLOB,
    day TEXT, plant TEXT, children TEXT
);
CREATE INDEX by_day ON facts (place, placed, leaf);
CREATE INDEX by_day_of_year ON facts (day);
CREATE INDEX by_opening ON facts (until) WHERE until > '';
CREATE INDEX by_plant ON facts (plant) WHERE plant > '';
"""
WORDS_SCHEMA = """
CREATE TABLE entries (number INTEGER PRIMARY KEY, entry INTEGER UNIQUE);
CREATE VIRTUAL TABLE words USING fts5 (
    text, content='', detail=none,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE runs USING fts5 (
    text, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
"""


class Stand(NamedTuple):
    """How far a circle has come, and the images of its index there are."""

    seq: int
    images: dict[str, IndexImage]


_IMAGE = ("pk", "part", "epoch", "seq", "media", "pieces")


def stands(circles: Iterable[OpenCircle]) -> dict[UUID, Stand]:
    """Where each circle stands, for all of them at once."""
    columns = ["pk", "seq", *(f"images__{name}" for name in _IMAGE)]
    found: dict[UUID, Stand] = {}
    for id, seq, *image in Circle.objects.filter(pk__in=[c.id for c in circles]).values_list(
        *columns
    ):
        stand = found.setdefault(id, Stand(seq, {}))
        if image[0] is not None:
            row = IndexImage(circle_id=id, **dict(zip(_IMAGE, image, strict=True)))
            stand.images[row.part] = row
    return found


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


def written_image(circle: OpenCircle, part: str) -> sqlite3.Connection:
    """The newest image as it was written, with nothing applied: what the index knew by itself."""
    image = IndexImage.objects.filter(circle=circle.circle, part=part).first()
    return (_opened(circle, image) if image else _empty(circle, part))[0]


def _opened(circle: OpenCircle, image: IndexImage) -> tuple[sqlite3.Connection, int]:
    try:
        # The bytes under an image's name never change: a newer image has a name of its own.
        data = circle.recall(f"index {image.media}", lambda: _proved(circle, image))
        index = _connection()
        index.deserialize(data)
        circle_id, seq, format = index.execute("SELECT circle, seq, format FROM meta").fetchone()
    except (SealingError, VaultError, sqlite3.DatabaseError, TypeError):
        return _empty(circle, image.part)
    # An image from elsewhere is not believed; the cards are.
    ours = (circle_id, format) == (str(circle.id), FORMAT)
    return (index, seq) if ours else _empty(circle, image.part)


def _proved(circle: OpenCircle, image: IndexImage) -> bytes:
    """Before SQLite looks at it: anyone can seal a file for a circle, only its people stamp one."""
    names = (f"index/{image.media}/{number}.age" for number in range(image.pieces))
    key = circle.identity(image.epoch)
    stamped = b"".join(unseal(vault().get(name), key) for name in names)
    return circle.unstamp(stamped, f"index {image.part}", image.epoch)


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
    """Apply what changed after `seq`; how many changes that was.

    The index then stands at `newest` at least. Numbers are given under the circle's lock, so
    everything up to it is there to read. What changed just now, after the count was read, has a
    higher number and no other: passed over, it would be found nowhere.
    """
    if newest <= seq:
        return 0
    gone = list(Gone.objects.filter(circle=circle.circle, seq__gt=seq))
    changed = Keepsake.objects.filter(circle=circle.circle, seq__gt=seq)
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
    """What is no longer among the facts is found by no word either."""
    if part == IndexImage.Part.FACTS:
        index.executemany("DELETE FROM facts WHERE id = ?", ((id.bytes,) for id in ids))


def entry(leaf: int, revision: int) -> int:
    """One revision of a keepsake as one number."""
    return leaf << REVISION_BITS | revision


def apply(index: sqlite3.Connection, part: str, keepsake: Keepsake, circle: OpenCircle) -> None:
    """Bring one keepsake into the index. A card that does not open is shown as such, and so is one
    of an earlier revision than the index has seen."""
    try:
        card = open_card(keepsake, circle)
    except SealingError:
        card = Card(kind="damaged")
    if part == IndexImage.Part.FACTS:
        seen = _seen(index, keepsake)
        if keepsake.revision < seen:
            card = Card(kind="damaged")
        index.execute(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            facts_row(keepsake, card, seen),
        )
    elif card.kind != "damaged":
        _apply_words(index, keepsake, card)


def _seen(index: sqlite3.Connection, keepsake: Keepsake) -> int:
    row = index.execute("SELECT revision FROM facts WHERE id = ?", (keepsake.id.bytes,)).fetchone()
    return int(row[0]) if row else 0


def facts_row(keepsake: Keepsake, card: Card, seen: int = 0) -> tuple[str | int | bytes, ...]:
    """The revision is the newest that a card has proved; a row alone can say anything."""
    proved = 0 if card.kind == "damaged" else keepsake.revision
    place = "bin" if keepsake.binned_at else card.place
    return (
        keepsake.id.bytes,
        max(seen, proved),
        keepsake.leaf,
        place,
        card.placed,
        card.kind,
        card.title[:80],
        int(card.covered),
        card.until,
        int(card.until_asked),
        UUID(card.author).bytes if card.author else b"",
        day_of_year(card),
        card.plant,
        " ".join(card.children),
    )


def day_of_year(card: Card) -> str:
    """Month and day, "05-12"; empty unless the very day is known: the middle of a spring is no
    anniversary."""
    try:
        when = card.when
    except ValueError:  # written by a later version
        return ""
    return card.date[5:] if when.is_exact else ""


def _apply_words(index: sqlite3.Connection, keepsake: Keepsake, card: Card) -> None:
    # An entry of an earlier revision stays and is passed over: it can only be taken out of a
    # full-text index by someone who still knows its words.
    # They are numbered one after the other: rows far apart would make it three times as large.
    known = entry(keepsake.leaf, keepsake.revision)
    cursor = index.execute("INSERT OR IGNORE INTO entries (entry) VALUES (?)", (known,))
    if not cursor.rowcount:
        return
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
    for piece in in_parts([circle.stamp(index.serialize(), f"index {part}")], PART):
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
