"""The plants someone may know of: their own, and those both parents keep.

Each is in one notebook, *only me* or *us*. Everything is changed against what others do meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db import transaction

from heartleaf.care.plants.plants import Happening, Plant, Plants
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile, NotLetIn
from heartleaf.keepsakes.notebook import NotThere, change_section, open_section
from heartleaf.sealing import SealingError

HANDLES = ("only-me", "us")


class KnownPlant(NamedTuple):
    plant: Plant
    circle: OpenCircle

    @property
    def is_shared(self) -> bool:
        return self.circle.handle != "only-me"


class KnownPlants:
    """Every plant of a person's notebooks; `damaged` are the handles of those that cannot be
    read."""

    def __init__(self, person: OpenPerson) -> None:
        self.person = person
        self.damaged: list[str] = []
        self._known = list(self._read())

    def __iter__(self) -> Iterator[KnownPlant]:
        return iter(self._known)

    def get(self, id: str) -> KnownPlant | None:
        return next((one for one in self._known if one.plant.id == id), None)

    def speaking_of(self, id: str) -> list[tuple[KnownPlant, Happening]]:
        """What other plants tell of this one: it is a cutting of one, or came after another."""
        return [
            (one, told)
            for one in self._known
            for told in one.plant.happenings
            if told.plant == id and one.plant.id != id
        ]

    def _read(self) -> Iterator[KnownPlant]:
        for circle in circles_of(self.person):
            try:
                for plant in open_section(circle, Plants).plants:
                    yield KnownPlant(plant, circle)
            except SealingError:
                self.damaged.append(circle.handle)


def circles_of(person: OpenPerson) -> list[OpenCircle]:
    """Whose notebooks may hold a plant for them."""
    return [one for one in person.circles.values() if one.handle in HANDLES]


def add_plant(
    circle: OpenCircle, plant: Plant, of: str = "", told: Happening | None = None
) -> None:
    """Write down a plant, once; and with `told` what the plant `of` tells of it, in one step.
    Raises NotThere if that one is gone, SealingError where the notebook cannot be read, NotLetIn
    where they may only look."""
    _may_write(circle)

    def add(plants: Plants) -> None:
        if plants.plant(plant.id) is not None:
            return
        mother = _there(plants, of) if of else None
        plants.plants.append(plant)
        if mother is not None and told is not None:
            mother.happenings.append(told)

    change_section(circle, Plants, add)


def change_plant(known: KnownPlant, change: Callable[[Plant], None]) -> None:
    """Raises NotThere if it is not in this notebook any more, and as `add_plant`."""
    _may_write(known.circle)
    change_section(known.circle, Plants, lambda plants: change(_there(plants, known.plant.id)))


def forget_plant(known: KnownPlant) -> None:
    """For good. What other plants tell of it stays, in words. Raises ChangedMeanwhile if something
    else is written of it by now, and as `change_plant`."""
    _may_write(known.circle)

    def forget(plants: Plants) -> None:
        there = _there(plants, known.plant.id)
        if mark_of(there) != mark_of(known.plant):
            raise ChangedMeanwhile
        plants.plants.remove(there)

    change_section(known.circle, Plants, forget)


def keep_with_us(person: OpenPerson, known: KnownPlant) -> KnownPlant:
    """Out of the one notebook and into the other, both or neither. Its pictures follow; see
    `bringing`. Raises as `change_plant`."""
    us, taken = person.circle("us"), list[Plant]()
    _may_write(us)

    def take(plants: Plants) -> None:
        taken.append(_there(plants, known.plant.id))
        plants.plants.remove(taken[0])

    with transaction.atomic():
        change_section(known.circle, Plants, take)
        change_section(us, Plants, lambda plants: plants.plants.append(taken[0]))
    return KnownPlant(taken[0], us)


def _there(plants: Plants, id: str) -> Plant:
    plant = plants.plant(id)
    if plant is None:
        raise NotThere
    return plant


def _may_write(circle: OpenCircle) -> None:
    if not circle.may_add:
        raise NotLetIn
