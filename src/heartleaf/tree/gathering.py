"""What stands on the tree for one viewer: a leaf for each keepsake that may appear to them."""

from __future__ import annotations

import datetime
import functools
import zlib
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from heartleaf.family.models import Family
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.index import Facts
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.colouring import tint
from heartleaf.tree.drawing import Leaf, draw
from heartleaf.tree.growing import grow
from heartleaf.tree.models import GrownWood
from heartleaf.tree.wood import Wood

# The small tree is there for company: it needs no more than a young one's leaves.
SMALL = 40


def leaves_of(person: OpenPerson, shelf: Shelf, at_most: int = -1) -> list[Leaf]:
    """A leaf each, in the order things were kept; or only the first so many."""
    hemisphere = person.facts.hemisphere
    before, after = reverse("keepsake", args=[UUID(int=0)]).split(str(UUID(int=0)))
    kinds = {"picture": _("Photograph"), "letter": _("Letter")}
    leaves = []
    for facts in shelf.all(at_most=at_most):
        id = _written(facts.id)
        label = _label(facts, kinds.get(facts.kind, kinds["letter"]))
        day = datetime.date.fromisoformat(facts.placed) if facts.placed else None
        leaves.append(Leaf(facts.leaf, tint(day, hemisphere, id), f"{before}{id}{after}", label))
    return leaves


def whole_tree(person: OpenPerson, leaves: list[Leaf]) -> SafeString:
    """The drawing in which every leaf is a link."""
    title, about = _titles(person)
    return mark_safe(draw(_wood(person), leaves, title=title, description=about))  # noqa: S308  # draw escapes


def small_tree(person: OpenPerson, shelf: Shelf) -> SafeString:
    """The young tree as one picture, for Today."""
    title, about = _titles(person)
    leaves = leaves_of(person, shelf, SMALL)
    drawing = draw(_wood(person), leaves, title=title, description=about, linked=False)
    return mark_safe(drawing)  # noqa: S308  # draw escapes every text


def _titles(person: OpenPerson) -> tuple[str, str]:
    return person.words.tree[:1].upper() + person.words.tree[1:], _("Each leaf is something kept.")


def _written(id: bytes) -> str:
    """The id as in an address. A UUID would say the same four times slower."""
    text = id.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _label(facts: Facts, kind: str) -> str:
    named = facts.title or kind
    # The index knows where a vague date stands, not how it was said; its year is true of both.
    return f"{named}, {facts.placed[:4]}" if facts.placed else named


def _wood(person: OpenPerson) -> Wood:
    return _grown(person.family_id)


@functools.lru_cache(maxsize=4)
def _grown(family: UUID) -> Wood:
    kept = GrownWood.objects.filter(pk=family).first()
    if kept:
        return Wood.from_bytes(zlib.decompress(bytes(kept.wood)))
    return _grow(family)


def _grow(family: UUID) -> Wood:
    wood = grow(bytes(Family.objects.values_list("seed", flat=True).get(pk=family)))
    packed = zlib.compress(wood.to_bytes())
    GrownWood.objects.get_or_create(family_id=family, defaults={"wood": packed})
    return wood
