"""Two families to measure with: one that has kept a hundred letters, and one ten thousand."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from itertools import accumulate
from uuid import uuid4

from django.db import transaction

from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.models import Circle, Family
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.cards import Card, seal_card
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.planting import wood_of

PASSPHRASE = "seven small boats upon the river"  # noqa: S105  # of nobody
FIRST_DAY = datetime.date(1999, 1, 1)
WORDS = 225

# Five thousand words, the n-th used about 1/n as often as the first, as in any language.
_syllables = [c + v for c in "bdfgklmnprstvw" for v in ("a", "e", "i", "o", "u", "ea", "ou")]
_chance = random.Random(7)  # noqa: S311  # letters to measure with
VOCABULARY = list(
    dict.fromkeys(
        "".join(_chance.choices(_syllables, k=_chance.choice((1, 2, 2, 3)))) for _ in range(7_000)
    )
)[:5_000]
_OFTEN = list(accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))


def seeded(email: str, count: int) -> OpenPerson:
    """A family with so many letters, its index made and its tree grown."""
    facts = FamilyFacts(name="A place", children=[Child(name="Rowan", died="2025-05-12")])
    person = begin_family(facts, Beginner(email, PASSPHRASE, "Ada"))
    write_letters(person, count)
    shelf = Shelf(person)
    shelf.page()
    shelf.find("anything")
    wood_of(person.family_id)
    return person


def write_letters(person: OpenPerson, count: int) -> None:
    """One letter a day; every third is in *only me*. All in one transaction: what is measured
    comes later."""
    circles = (person.circle("us"), person.circle("us"), person.circle("only-me"))
    with transaction.atomic():
        rows = [_row(person, circles[leaf % 3], leaf) for leaf in range(count)]
        Keepsake.objects.bulk_create(rows, batch_size=500)
        Circle.objects.filter(pk__in=[circle.id for circle in circles]).update(seq=count)
        Family.objects.filter(pk=person.family_id).update(leaves=count)


def day_of(leaf: int) -> str:
    return (FIRST_DAY + datetime.timedelta(days=leaf)).isoformat()


def rare_words() -> Iterator[str]:
    """Words that are in some of ten thousand letters."""
    yield from VOCABULARY[2_500:3_500:10]


def common_word() -> str:
    return VOCABULARY[0]


def _row(person: OpenPerson, circle: OpenCircle, leaf: int) -> Keepsake:
    words = _chance.choices(VOCABULARY, cum_weights=_OFTEN, k=WORDS)
    card = Card(
        title=" ".join(words[:4]),
        words=" ".join(words),
        children=[child.id for child in person.facts.children],
        date=day_of(leaf),
        placed=day_of(leaf),
        author=str(person.id),
    )
    row = Keepsake(
        id=uuid4(),
        family_id=person.family_id,
        circle=circle.circle,
        epoch=circle.epoch,
        seq=leaf + 1,
        leaf=leaf,
    )
    row.card = seal_card(card, row, circle)
    return row
