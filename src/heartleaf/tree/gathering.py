"""What stands on the tree for one viewer: a leaf for each keepsake that may appear to them."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.index import Facts
from heartleaf.keepsakes.showing import Shelf
from heartleaf.keepsakes.words import words
from heartleaf.tree.colouring import tint
from heartleaf.tree.drawing import Leaf, draw
from heartleaf.tree.planting import wood_of

# The small tree is there for company: it needs no more than a young one's leaves.
SMALL = 40


def leaves_of(person: OpenPerson, shelf: Shelf, at_most: int = -1) -> list[Leaf]:
    """A leaf each, in the order things were kept; or only the first so many."""
    hemisphere = person.facts.hemisphere
    before, after = reverse("keepsake", args=[UUID(int=0)]).split(str(UUID(int=0)))
    kinds = words()
    leaves = []
    for facts in shelf.all(at_most=at_most):
        id = _written(facts.id)
        label = _label(facts, kinds.get(facts.kind, kinds["letter"]))
        day = datetime.date.fromisoformat(facts.placed) if facts.placed else None
        leaves.append(Leaf(facts.leaf, tint(day, hemisphere, id), f"{before}{id}{after}", label))
    return leaves


def whole_tree(person: OpenPerson, leaves: list[Leaf]) -> SafeString:
    """The drawing in which every leaf is a link."""
    return _drawing(person, leaves, linked=True)


def small_tree(person: OpenPerson, shelf: Shelf) -> SafeString:
    """The young tree as one picture, for Today."""
    return _drawing(person, leaves_of(person, shelf, SMALL), linked=False)


def _drawing(person: OpenPerson, leaves: list[Leaf], *, linked: bool) -> SafeString:
    title = person.words.tree[:1].upper() + person.words.tree[1:]
    about = _("Each leaf is something kept.")
    wood = wood_of(person.family_id)
    drawing = draw(wood, leaves, title=title, description=about, linked=linked)
    return mark_safe(drawing)  # noqa: S308  # draw escapes every text


def _written(id: bytes) -> str:
    """The id as in an address. A UUID would say the same four times slower."""
    text = id.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _label(facts: Facts, kind: str) -> str:
    named = facts.title or kind
    # The index knows where a vague date stands, not how it was said; its year is true of both.
    # Of a covered one, whose day may be in the family's own words alone, it says none.
    return f"{named}, {facts.placed[:4]}" if facts.placed and not facts.covered else named
