"""From what someone chose to a `Volume` and its `Pictures`: only what their own `Shelf` shows.

Everything is asked for again when a book is made. What was closed, taken to the bin, covered or
brought to a circle that this book may not take from meanwhile is left out of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.book import dating, picturing
from heartleaf.book.files import beside_pictures
from heartleaf.book.plans import CHILDREN, ONE, Plan
from heartleaf.book.signing import Names
from heartleaf.book.unmarked import unmarked
from heartleaf.book.volume import PAPERS, Chapter, Pictures, Piece, Plate, Said, Volume
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of, names_of, said
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.index import UNDATED
from heartleaf.keepsakes.showing import Shelf, Shown
from heartleaf.keepsakes.words import word_for
from heartleaf.tree.printing import plate

AT_ONCE = 200


@dataclass(frozen=True)
class Gathered:
    """A book to be made. `without`: some of what was chosen is not in it."""

    volume: Volume
    pictures: Pictures
    without: bool


def gather(plan: Plan, person: OpenPerson, shelf: Shelf, at_most: int | None = None) -> Gathered:
    """The whole book, or one of its first pieces alone, for a look at its pages."""
    ids = in_order(plan, shelf)
    shown = _taken(ids if at_most is None else ids[:at_most], plan, shelf)
    pictures = picturing.Shelved()
    names = Names(person, shown)
    place = person.facts.name
    pieces = [(one, _piece(one, plan, pictures, names, place)) for one in shown]
    days = dating.days_of(plan, person) if plan.days else None
    chapters = _chapters(pieces, plan, person)
    if days:
        chapters = [Chapter(_("Days that matter"), (days,)), *chapters]
    if plan.tree:
        chapters = [_tree(person, shelf), *chapters]
    volume = Volume(
        title=plan.title or _("Our book"),
        subtitle=plan.subtitle,
        place=place,
        dedication=plan.dedication,
        cover=_cover(plan, pieces),
        language=get_language() or "en",
        paper=next((one for one in PAPERS if one == plan.paper), PAPERS[0]),
        bleed=plan.bleed,
        index_of_days=plan.index_of_days,
        chapters=tuple(chapters),
        said=_said(person.today()),
        made_at=int(person.now().timestamp()),
    )
    return Gathered(volume, pictures.picture, at_most is None and len(shown) < len(plan.chosen))


def in_order(plan: Plan, shelf: Shelf) -> list[str]:
    """What was chosen and may appear, by day, those of no known day last; or as it was put in
    order by hand. No card is opened for it."""
    placed = {str(f.uuid): (f.placed or UNDATED, f.leaf) for f in shelf.all()}
    here = [id for id in plan.chosen if id in placed]
    return here if plan.by_hand else sorted(here, key=placed.__getitem__)


def by_chapter(plan: Plan, person: OpenPerson, shelf: Shelf) -> list[list[str]]:
    """The same, as it stands in the book: chapter after chapter."""
    facts = {str(f.uuid): f for f in shelf.all()}
    found: dict[tuple[str, str], list[str]] = {}
    for id in in_order(plan, shelf):
        key = chapter_of(facts[id].placed, facts[id].children.split(), plan, person)
        found.setdefault(key, []).append(id)
    return [found[key] for key in sorted(found)]


def may_enter(shown: Shown, plan: Plan) -> bool:
    """Whether this book may show it as things are now."""
    if shown.place != "shelf" or shown.put_back or shown.card.kind == "damaged":
        return False
    if shown.circle.handle not in plan.circles:
        return False
    return not shown.is_covered or is_chosen_covered(shown, plan)


def is_chosen_covered(shown: Shown, plan: Plan) -> bool:
    """Whether it was chosen as it is, covered: what was said in it since may have covered it."""
    return plan.covered.get(str(shown.keepsake.id)) == shown.card.said


def chapter_of(
    placed: str, children: Sequence[str], plan: Plan, person: OpenPerson
) -> tuple[str, str]:
    """What sorts a thing of that day about these into its chapter, and what that is called."""
    if plan.chapters == ONE:
        return "", ""
    if plan.chapters == CHILDREN:
        about = [child for child in person.facts.children if child.id in children]
        if not about:
            return UNDATED, _("All of us")
        order = [child.id for child in person.facts.children]
        key = ".".join(f"{order.index(child.id):03}" for child in about)
        names = names_of(about) or ", ".join(name_of(one, person.facts) for one in about)
        return key, names
    year = placed[:4]
    return (year, year) if year else (UNDATED, _("Without a day"))


def _taken(ids: Iterable[str], plan: Plan, shelf: Shelf) -> list[Shown]:
    return [one for one in _opened(ids, shelf) if may_enter(one, plan)]


def _opened(ids: Iterable[str], shelf: Shelf) -> Iterator[Shown]:
    for some in batched(ids, AT_ONCE, strict=False):
        shown = shelf.several(map(UUID, some))
        prefetch_related_objects([one.keepsake for one in shown], "media")
        yield from shown


def _chapters(pieces: list[tuple[Shown, Piece]], plan: Plan, person: OpenPerson) -> list[Chapter]:
    """In the order of the years or children; within one, in the book's own order."""
    found: dict[tuple[str, str], list[Piece]] = {}
    for shown, piece in pieces:
        key = chapter_of(shown.card.placed, shown.card.children, plan, person)
        found.setdefault(key, []).append(piece)
    return [Chapter(title, tuple(found[key, title])) for key, title in sorted(found)]


def _tree(person: OpenPerson, shelf: Shelf) -> Chapter:
    title = person.words.tree[:1].upper() + person.words.tree[1:]
    drawing, alt = plate(person, shelf)
    return Chapter(title, (), drawing, alt)


def _piece(
    shown: Shown, plan: Plan, pictures: picturing.Shelved, names: Names, place: str
) -> Piece:
    card = shown.card
    plates = tuple(pictures.plates_of(shown))
    caption = plan.captions.get(str(shown.keepsake.id), "")
    if caption and plates:
        plates = (replace(plates[0], caption=caption), *plates[1:])
    typed, note = beside_pictures(shown, place)
    where = _whereabouts(card) if plan.whereabouts else ""
    words = "\n\n".join(part for part in (card.words, *typed, where) if part)
    if caption and not plates:
        plain = unmarked(caption)
        words = f"{words}\n\n*{plain}*" if words else plain
    title = card.title or ("" if plates or words else word_for(card.kind))
    return Piece(
        kind=card.kind,
        title=title,
        when=said(card.date, card.date_words),
        day=card.date if _is_a_day(card) else "",
        words=words,
        signed=names.under(shown),
        plates=plates,
        sort=word_for(card.kind),
        note=note,
    )


def _whereabouts(card: Card) -> str:
    if not card.whereabouts:
        return ""
    return _("It is kept here: {place}").format(place=card.whereabouts)


def _is_a_day(card: Card) -> bool:
    try:
        return card.when.is_exact
    except ValueError:  # written by a later version
        return False


def _cover(plan: Plan, pieces: list[tuple[Shown, Piece]]) -> Plate | None:
    """Only of what is in the book."""
    for shown, piece in pieces:
        if str(shown.keepsake.id) == plan.cover and piece.plates:
            return piece.plates[0]
    return None


def _said(today: datetime.date) -> Said:
    return Said(
        contents=_("Contents"),
        days=_("Days"),
        missing=_("A picture could not be put here."),
        colophon=_("Made with Heartleaf, {day}.").format(day=date_format(today, "j F Y")),
        set_in=_("Set in {faces}."),
        unwritten=_("Some letters could not be written: no font was there for them."),
    )
