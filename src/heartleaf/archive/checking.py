"""Is everything whole? From outside without a key; with one, every seal that it opens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from heartleaf.archive.models import Upload
from heartleaf.archive.remembering import missing, put_back
from heartleaf.archive.uploads import part_name
from heartleaf.book.resting import KIND as BOOK
from heartleaf.care.wishes import wishes_of
from heartleaf.circle.copies import copy_name, open_copy
from heartleaf.circle.letterbox import OpenNote
from heartleaf.circle.letting_in import files_let_in
from heartleaf.circle.models import Copied, Note, Page
from heartleaf.circle.note_content import part_name as note_part
from heartleaf.circle.opening_pages import open_for_us
from heartleaf.days.calendars import open_calendar
from heartleaf.family.models import Circle, Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import VIEWS, Attachment, Held, held_by
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.images import entry, facts_row, open_image
from heartleaf.keepsakes.media import open_original, open_view, original_name, vault, view_name
from heartleaf.keepsakes.models import IndexImage, Keepsake, Media, Version
from heartleaf.keepsakes.notebook import open_notebook
from heartleaf.keepsakes.showing import Shelf, Viewer
from heartleaf.sealing import Identity, SealingError
from heartleaf.vault import VaultError


@dataclass
class Checked:
    """What was looked at, and what is not whole. `loose` files are those no row holds: on their
    way, left by a crash, or kept after the moment of a database that was restored. The clock takes
    away what a row still speaks of and what can be made anew; the others stay, for they may be
    the only ones there are."""

    deep: bool
    keepsakes: int = 0
    files: int = 0
    loose: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return not self.problems


def check_all(person: OpenPerson | None = None) -> Checked:
    """Look at everything; change nothing."""
    checked = Checked(deep=person is not None)
    checked.problems += _database()
    _vault(checked)
    checked.keepsakes = Keepsake.objects.count()
    checked.problems += _rows()
    if person is not None:
        checked.problems += _inside(person)
    return checked


def _database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        if (said := cursor.fetchone()[0]) != "ok":
            yield f"The database is damaged: {said[:200]}"


def _vault(checked: Checked) -> None:
    expected = set(_expected())
    # A made book has no row: it can be made again, and the clock takes it away.
    present = {name for name in vault().names() if not name.startswith(f"{BOOK}/")}
    checked.files, checked.loose = len(present), len(present - expected)
    for name in sorted(expected - present):
        checked.problems.append(f"Missing in the vault: {name}")
    for name in sorted(present & expected):
        try:
            vault().get(name)
        except VaultError:
            checked.problems.append(f"Damaged in the vault: {name}")


def _expected() -> Iterator[str]:
    for media in Media.objects.exclude(keepsake=None).iterator():
        yield from (original_name(media.id, n) for n in range(media.parts))
        yield from (view_name(media.id, n) for n in range(media.views))
    for copy in Copied.objects.exclude(page=None).iterator():
        yield from (copy_name(copy.id, n) for n in range(copy.parts))
    for note in Note.objects.exclude(files=0).iterator():
        yield from (note_part(note.pk, n) for n in range(note.files))
    for image in IndexImage.objects.all():
        yield from (f"index/{image.media}/{n}.age" for n in range(image.pieces))
    for upload in Upload.objects.all():
        yield from (part_name(upload.id, n) for n in range(upload.parts))


def _rows() -> Iterator[str]:
    for person in Person.objects.all():
        if not person.ways_in.exists():
            yield f"The person {person.id} has no way in."
    for circle in Circle.objects.all():
        numbers = list(circle.epochs.values_list("number", flat=True))
        if not numbers:
            yield f"The circle {circle.id} has no key."
        if circle.kind != Circle.Kind.ONLY_ME and not circle.members.exists():
            yield f"Nobody is in the circle {circle.id}."
        kept = Keepsake.objects.filter(circle=circle)
        for rows in (
            kept,
            Version.objects.filter(keepsake__in=kept),
            Media.objects.filter(keepsake__in=kept),
        ):
            lacking = rows.exclude(epoch__in=numbers).values_list("epoch", flat=True)
            for number in sorted(set(lacking) if numbers else ()):
                yield f"Key {number} of the circle {circle.id} is missing."


def _inside(person: OpenPerson) -> Iterator[str]:
    viewer = Shelf(person).viewer
    yield from _days(person)
    for circle in person.circles.values():
        yield from _generations(circle)
        yield from _circle(circle, viewer)
        if circle.kind == Circle.Kind.US:
            yield from _names(circle)
            yield from _pages(circle)
            yield from _notes(circle)


def _generations(circle: OpenCircle) -> Iterator[str]:
    """Each key of a circle, and what a circle of the family's own is called."""
    for number in circle.numbers:
        try:
            key = circle.identity(number)
        except SealingError:
            yield f"Key {number} of the circle {circle.id} does not open."
        else:
            if not circle.is_key_of(number, key):
                yield f"Key {number} of the circle {circle.id} is not its own."
    if circle.kind == Circle.Kind.OWN and not circle.name:
        yield f"What the circle {circle.id} is called does not open."


def _names(us: OpenCircle) -> Iterator[str]:
    for person in Person.objects.filter(family=us.circle.family_id):
        try:
            name_for_us(person, us)
        except SealingError:
            yield f"What the person {person.id} is called does not open."


def _pages(us: OpenCircle) -> Iterator[str]:
    """Every page by link: what it says, and each of its copies, no more and no less of them."""
    for page in Page.objects.filter(family=us.circle.family_id):
        try:
            opened = open_for_us(page, us)
            files = {**opened.content.files, **files_let_in(opened)}
        except SealingError as error:
            yield f"The page {page.id} does not open: {error}"
            continue
        there = {str(id) for id in page.copies.values_list("pk", flat=True)}
        yield from (f"The page {page.id} misses the copy {id}." for id in files.keys() - there)
        yield from (f"The copy {id} is none of the page {page.id}." for id in there - files.keys())
        for id in files.keys() & there:
            try:
                for _part in open_copy(files[id], opened.identity):
                    pass
            except (SealingError, VaultError) as error:
                yield f"The copy {id} of the page {page.id}: {error}"


def _notes(us: OpenCircle) -> Iterator[str]:
    """Everything in the letterbox, with what came with it."""
    for note in Note.objects.filter(family=us.circle.family_id):
        try:
            opened = OpenNote(note, us.identities)
            for file in opened.words.files:
                for _part in opened.chunks(file):
                    pass
        except (SealingError, VaultError) as error:
            yield f"The note {note.pk} in the letterbox: {error}"


def _days(person: OpenPerson) -> Iterator[str]:
    try:
        wishes_of(person)
    except SealingError:
        yield f"How days come to the person {person.id} does not open."
    for circle in person.circles.values():
        try:
            open_calendar(circle)
        except SealingError as error:
            yield f"The calendar of the circle {circle.id} does not open: {error}"
        try:
            open_notebook(circle)
        except SealingError as error:
            yield f"The notebook of the circle {circle.id} does not open: {error}"


def _circle(circle: OpenCircle, viewer: Viewer) -> Iterator[str]:
    gone, older = missing(circle, viewer), put_back(circle)
    if gone:
        yield (
            f"{len(gone)} things that were here are missing."
            if len(gone) > 1
            else ("A thing that was here is missing.")
        )
        yield from (f"It was here: {said}" for said in gone.values())
    facts = {}
    for keepsake in Keepsake.objects.filter(circle=circle.circle).iterator():
        try:
            card = open_card(keepsake, circle)
            facts[keepsake.id] = facts_row(keepsake, card)
            cards = [card]
            for version in keepsake.versions.all():
                cards.append(open_card(keepsake, circle, version))
                if version.revision >= keepsake.revision:
                    older.add(keepsake.id)
            yield from _files(keepsake, cards, circle)
        except SealingError as error:
            yield f"The keepsake {keepsake.id} does not open: {error}"
    yield from (f"The keepsake {id} was set back to an earlier version." for id in older)
    yield from _index(circle, facts, {*gone, *older})


def _files(keepsake: Keepsake, cards: list[Card], circle: OpenCircle) -> Iterator[str]:
    """Every file that the card or an earlier one speaks of."""
    epochs = {str(media.id): media.epoch for media in keepsake.media.all()}
    attachments = {one.media: one for card in cards for one in card.attachments}
    for id, held in held_by(one for card in cards for one in card.attachments).items():
        if id not in epochs:
            yield f"The keepsake {keepsake.id} misses the file {id}."
            continue
        try:
            _open_whole(held, attachments.get(id), circle.identity(epochs[id]))
        except (SealingError, VaultError) as error:
            yield f"The file {id} of {keepsake.id}: {error}"


def _open_whole(held: Held, original: Attachment | None, key: Identity) -> None:
    whole = hashlib.sha256()
    for part in open_original(held, key):
        whole.update(part)
    if original and whole.hexdigest() != original.sha256:
        raise SealingError("The original is not the one that was kept.")
    for view, _made in zip(VIEWS, held.views, strict=False):
        open_view(held, view, key)


def _index(
    circle: OpenCircle, facts: dict[UUID, tuple[str | int | bytes, ...]], told: set[UUID]
) -> Iterator[str]:
    """The index must say what the cards say, no more and no less; of some it was said already."""
    index = open_image(circle, IndexImage.Part.FACTS)
    rows = {UUID(bytes=row[0]): tuple(row) for row in index.execute("SELECT * FROM facts")}
    for id in (facts.keys() | rows.keys()) - told:
        if rows.get(id) != facts.get(id):
            yield f"The index and the card of {id} differ."
    words = open_image(circle, IndexImage.Part.WORDS)
    known = {known for (known,) in words.execute("SELECT entry FROM entries")}
    for id, (_id, revision, leaf, *_rest) in facts.items():
        if id not in told and entry(int(leaf), int(revision)) not in known:
            yield f"The words of {id} cannot be found."
