"""What stands on the tree for one viewer: a leaf for each keepsake that may appear to them, and
beside the leaves the lights and buds they may see."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from heartleaf.circle.letterbox import State, waiting
from heartleaf.circle.page_content import CANDLE
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of, said
from heartleaf.keepsakes.index import Facts
from heartleaf.keepsakes.showing import Shelf
from heartleaf.keepsakes.words import words
from heartleaf.tree.choosing import chosen
from heartleaf.tree.colouring import clothed, shade, tint
from heartleaf.tree.drawing import Beside, Leaf, draw
from heartleaf.tree.lights import lit
from heartleaf.tree.nearing import Seen, Way, seen
from heartleaf.tree.planting import wood_of
from heartleaf.tree.rings import rings
from heartleaf.tree.wood import Wood

# The small tree is there for company: it needs no more than a young one's leaves.
SMALL = 40

NAMED = 60
"""Up to so many leaves say their day as the family did. Of more, whose cards would all have to be
opened for it, they say the year."""

Tinted = Callable[[datetime.date | None, str, str], str]
"""The tint of a leaf, by its day, its keepsake's id and the one child it is about, if any."""


class Kept(NamedTuple):
    """A leaf, and the one child it is about; none if it is about several, or about nobody."""

    leaf: Leaf
    child: str


def leaves_of(person: OpenPerson, shelf: Shelf, at_most: int = -1) -> list[Leaf]:
    """A leaf each, in the order things were kept; or only the first so many. Each has the tint of
    its own day; where there are several children, those of one child have shades of their own."""
    return [kept.leaf for kept in _leaves(person, shelf, at_most, _by_day(person))]


def leaves_today(person: OpenPerson, shelf: Shelf) -> list[Leaf]:
    """The same as this person wants it: in the tints of their own days, or all of them in what the
    season of today has."""
    return [kept.leaf for kept in kept_today(person, shelf)]


def kept_today(person: OpenPerson, shelf: Shelf) -> list[Kept]:
    """The same, each with the child it is about."""
    tinted = _by_season(person) if "season" in chosen(person) else _by_day(person)
    return _leaves(person, shelf, -1, tinted, named=True)


def beside_of(person: OpenPerson, shelf: Shelf, *, buds: bool = False) -> Beside:
    """The candles that were let in, for those who can open the letterbox; and, only when they ask
    for them in this very moment, buds for what they closed themselves."""
    lights = () if "dark" in chosen(person) else tuple(lit(candles(person)))
    closed = tuple(_closed_by(person, shelf)) if buds else ()
    return Beside(lights, closed, reverse("waiting"), _("Not yet"))


def tree_seen(
    person: OpenPerson,
    leaves: list[Leaf],
    beside: Beside,
    way: Way,
    window: tuple[int, int, int] | None = None,
    *,
    wood: Wood | None = None,
    title: str = "",
) -> Seen:
    """The drawing in which every leaf, or from further off every part of the crown, is a link."""
    about = _("Each leaf is something kept.")
    if beside.lights:
        about += " " + _("The small lights are candles that were let in.")
    return seen(
        wood or wood_of(person.family_id),
        leaves,
        title=title or title_of(person),
        description=about,
        way=way,
        beside=beside,
        window=window,
    )


def whole_tree(person: OpenPerson, leaves: list[Leaf]) -> SafeString:
    """The drawing in which every single leaf is a link, however many there are."""
    return _drawing(person, leaves, linked=True)


def small_tree(person: OpenPerson, shelf: Shelf) -> SafeString:
    """The young tree as one picture, for Today."""
    return _drawing(person, leaves_of(person, shelf, SMALL), linked=False)


def candles(person: OpenPerson) -> list[str]:
    """The candles that were let in, the first first; none for whoever cannot open the letterbox."""
    try:
        notes = list(waiting(person, State.LET_IN))
    except KeyError:
        return []
    return [str(note.id) for note in notes if note.words.kind == CANDLE]


def rings_of(person: OpenPerson, shelf: Shelf) -> SafeString:
    """The cut wood, with a ring for each year since the first day that something is of."""
    days = [facts.placed for facts in shelf.all() if facts.placed and not facts.covered]
    years = person.today().year - int(min(days)[:4]) + 1 if days else 1
    title = _("The wood of the tree, cut across")
    return mark_safe(rings(wood_of(person.family_id), years, title=title))  # noqa: S308


def span_of(shelf: Shelf, start: int, end: int) -> str:
    """Of what days the leaves are that came between two counts: one as the family said it, several
    by their years; empty if nobody knows, or all of it is covered."""
    came = [facts for facts in shelf.all()[start:end] if not facts.covered]
    if len(came) == 1 and (days := _days(shelf, came)):
        return next(iter(days.values()))
    years = sorted({facts.placed[:4] for facts in came if facts.placed})
    if len(years) < 2:
        return "".join(years)
    return _("{first} to {last}").format(first=years[0], last=years[-1])


def title_of(person: OpenPerson) -> str:
    return person.words.tree[:1].upper() + person.words.tree[1:]


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _by_season(person: OpenPerson) -> Tinted:
    today, hemisphere = person.today(), person.facts.hemisphere
    return lambda _day, key, _child: clothed(today, hemisphere, key)


def _by_day(person: OpenPerson) -> Tinted:
    hemisphere = person.facts.hemisphere
    numbers = {child.id: number for number, child in enumerate(person.facts.children)}
    if len(numbers) < 2 or "one" in chosen(person):
        return lambda day, key, _child: tint(day, hemisphere, key)
    # Many leaves are of one day and child; what was found lasts no longer than this look.
    of = functools.cache(lambda day, child: shade(day, hemisphere, numbers.get(child)))
    return lambda day, _key, child: of(day, child)


def _leaves(
    person: OpenPerson, shelf: Shelf, at_most: int, tinted: Tinted, *, named: bool = False
) -> list[Kept]:
    names = {child.id: name_of(child, person.facts) for child in person.facts.children}
    several = len(names) > 1
    before, after = reverse("keepsake", args=[UUID(int=0)]).split(str(UUID(int=0)))
    kinds = words()
    leaves = []
    every = shelf.all(at_most=at_most)
    days = _days(shelf, every) if named and len(every) <= NAMED else {}
    alone = _on_their_own_tree(person)
    for facts in every:
        id = _written(facts.id)
        label = _label(facts, kinds.get(facts.kind, kinds["letter"]), days.get(id, ""))
        child = facts.children if facts.children in names else ""
        # A shade alone would say it to some eyes only; a title or the tree itself may say it too.
        if several and child and child not in alone and names[child] not in label:
            label += f", {names[child]}"
        day = datetime.date.fromisoformat(facts.placed) if facts.placed else None
        leaf = Leaf(facts.leaf, tinted(day, id, child), f"{before}{id}{after}", label)
        leaves.append(Kept(leaf, child))
    return leaves


def _closed_by(person: OpenPerson, shelf: Shelf) -> list[int]:
    mine = str(person.id)
    return [one.keepsake.leaf for one in shelf.waiting() if one.card.author == mine]


def _drawing(person: OpenPerson, leaves: list[Leaf], *, linked: bool) -> SafeString:
    about = _("Each leaf is something kept.")
    wood = wood_of(person.family_id)
    drawing = draw(wood, leaves, title=title_of(person), description=about, linked=linked)
    return mark_safe(drawing)  # noqa: S308  # draw escapes every text


def _written(id: bytes) -> str:
    """The id as in an address. A UUID would say the same four times slower."""
    text = id.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _on_their_own_tree(person: OpenPerson) -> set[str]:
    """The children who have a tree of their own, as this person sees it."""
    how = chosen(person)
    if "grove" not in how:
        return set()
    return {one.id for one in person.facts.children if "siblings" in how or not one.living}


def _days(shelf: Shelf, every: list[Facts]) -> dict[str, str]:
    """By id the days in words, of what is not covered."""
    shown = shelf.several(facts.uuid for facts in every if not facts.covered)
    return {
        str(one.keepsake.id): said(one.card.date, one.card.date_words)
        for one in shown
        if not one.is_covered
    }


def _label(facts: Facts, kind: str, day: str) -> str:
    named = facts.title or kind
    # The index knows where a vague date stands, not how it was said; its year is true of both.
    # Of a covered one, whose day may be in the family's own words alone, it says none.
    day = day or facts.placed[:4]
    return f"{named}, {day}" if day and not facts.covered else named
