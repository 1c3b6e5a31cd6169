"""The keepsakes of one circle: every card, every file it speaks of, and the index of it all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from heartleaf.archive.checking.damage import BadFile
from heartleaf.archive.checking.looking import Look, rows
from heartleaf.archive.checking.naming import name_of_card, name_of_facts
from heartleaf.archive.remembering import missing, put_back
from heartleaf.days.calendars import open_calendar
from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import Attachment, Held, held_by
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.images import entry, facts_row, open_image, written_image
from heartleaf.keepsakes.index import COLUMNS, Facts
from heartleaf.keepsakes.media import original_name, view_name
from heartleaf.keepsakes.models import IndexImage, Keepsake
from heartleaf.keepsakes.notebook import open_notebook
from heartleaf.keepsakes.showing import Viewer
from heartleaf.sealing import CannotOpen, SealingError

FactsRow = tuple[str | int | bytes, ...]


def look_at(circle: OpenCircle, viewer: Viewer, look: Look) -> None:
    _generations(circle, look)
    _records(circle, look)
    remembered = {one.uuid: one for one in _remembered(circle)}
    gone, older = missing(circle, viewer), put_back(circle)
    if gone:
        several = f"{len(gone)} things that were here are missing."
        look.found("missing", several if len(gone) > 1 else "A thing that was here is missing.")
    for id, said in gone.items():
        look.found("missing", f"It was here: {said}", id)
    facts: dict[UUID, FactsRow] = {}
    for keepsake in rows(Keepsake.objects.filter(circle=circle.circle), look, "keepsakes"):
        look.one_more()
        try:
            card = open_card(keepsake, circle)
        except SealingError as error:
            known = remembered.get(keepsake.id)
            look.found(
                "keepsake",
                f"The keepsake {keepsake.id} does not open: {error}",
                keepsake.id,
                name_of_facts(known, viewer) if known else "",
            )
            continue
        facts[keepsake.id] = facts_row(keepsake, card)
        what = name_of_card(keepsake.id, card, viewer)
        cards = [card, *_earlier(keepsake, circle, older, what, look)]
        # A card that was put in the place of a later one is not believed in what it says.
        _files(keepsake, cards, circle, "" if keepsake.id in older else what, look)
    for id in older:
        look.found("keepsake", f"The keepsake {id} was set back to an earlier version.", id)
    _index(circle, facts, {*gone, *older}, look)


def _generations(circle: OpenCircle, look: Look) -> None:
    """Each key of a circle, and what a circle of the family's own is called."""
    for number in circle.numbers:
        try:
            key = circle.identity(number)
        except SealingError:
            sentence = f"Key {number} of the circle {circle.id} does not open."
            look.found("circle", sentence, circle.id)
        else:
            if not circle.is_key_of(number, key):
                sentence = f"Key {number} of the circle {circle.id} is not its own."
                look.found("circle", sentence, circle.id)
    if circle.kind == Circle.Kind.OWN and not circle.name:
        sentence = f"What the circle {circle.id} is called does not open."
        look.found("circle", sentence, circle.id, _("The name of a circle"))


def _records(circle: OpenCircle, look: Look) -> None:
    for name, what, opened in (
        ("calendar", _("The days of a circle"), open_calendar),
        ("notebook", _("A notebook"), open_notebook),
    ):
        try:
            opened(circle)
        except SealingError as error:
            sentence = f"The {name} of the circle {circle.id} does not open: {error}"
            look.found("circle", sentence, circle.id, what)


def _remembered(circle: OpenCircle) -> Iterator[Facts]:
    """What the index wrote down of each, which is closed under the same key as its card."""
    image = written_image(circle, IndexImage.Part.FACTS)
    return (Facts(*row) for row in image.execute(f"SELECT {COLUMNS} FROM facts"))


def _earlier(
    keepsake: Keepsake, circle: OpenCircle, older: set[UUID], what: str, look: Look
) -> Iterator[Card]:
    """Its earlier cards. One of the same number, or a later one, says that it was set back."""
    for version in rows(keepsake.versions.all(), look, "versions"):
        try:
            yield open_card(keepsake, circle, version)
        except SealingError as error:
            sentence = (
                f"Version {version.revision} of the keepsake {keepsake.id} does not open: {error}"
            )
            look.found("keepsake", sentence, keepsake.id, what)
        if version.revision >= keepsake.revision:
            older.add(keepsake.id)


def _files(
    keepsake: Keepsake, cards: list[Card], circle: OpenCircle, what: str, look: Look
) -> None:
    """Every file that the card or an earlier one speaks of."""
    epochs = {str(media.id): media.epoch for media in keepsake.media.all()}
    originals = {one.media: one for card in cards for one in card.attachments}
    for id, held in held_by(one for card in cards for one in card.attachments).items():
        if id not in epochs:
            sentence = f"The keepsake {keepsake.id} misses the file {id}."
            look.found("keepsake", sentence, keepsake.id, what)
            continue
        bad, reason = _opened(held, originals.get(id), circle, epochs[id], look)
        if reason:
            look.found(
                "keepsake", f"The file {id} of {keepsake.id}: {reason}", keepsake.id, what, bad
            )


def _opened(
    held: Held, original: Attachment | None, circle: OpenCircle, epoch: int, look: Look
) -> tuple[list[BadFile], str]:
    try:
        key = circle.identity(epoch)
    except CannotOpen as error:
        return [], str(error)
    whole = original.sha256 if original else ""
    bad, reason = look.bad_parts(_parts(held), key, whole=whole)
    views, why = look.bad_parts(_views(held), key)
    return [*bad, *views], reason or (f"A view of it: {why}" if why else "")


def _parts(held: Held) -> Iterator[tuple[str, str]]:
    id = UUID(held.media)
    return ((original_name(id, n), digest) for n, digest in enumerate(held.parts))


def _views(held: Held) -> Iterator[tuple[str, str]]:
    id = UUID(held.media)
    return ((view_name(id, n), view.sha256) for n, view in enumerate(held.views[:3]))


def _index(circle: OpenCircle, facts: dict[UUID, FactsRow], told: set[UUID], look: Look) -> None:
    """The index must say what the cards say, no more and no less; of some it was said already."""
    index = open_image(circle, IndexImage.Part.FACTS)
    known = {UUID(bytes=row[0]): tuple(row) for row in index.execute("SELECT * FROM facts")}
    for id in (facts.keys() | known.keys()) - told:
        # What is damaged was said already, where its card was tried.
        damaged = id not in facts and id in known and Keepsake.objects.filter(pk=id).exists()
        if known.get(id) != facts.get(id) and not damaged:
            look.found("index", f"The index and the card of {id} differ.", id)
    words = open_image(circle, IndexImage.Part.WORDS)
    _words(words, facts, told, look)


def _words(
    words: sqlite3.Connection, facts: dict[UUID, FactsRow], told: set[UUID], look: Look
) -> None:
    entries = {number for (number,) in words.execute("SELECT entry FROM entries")}
    for id, (_id, revision, leaf, *_rest) in facts.items():
        if id not in told and entry(int(leaf), int(revision)) not in entries:
            look.found("index", f"The words of {id} cannot be found.", id)
