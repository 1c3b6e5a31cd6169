"""The whole act: a bag is proved to its last byte, and then all of it is here or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from heartleaf.archive.bag.layout import FAMILY
from heartleaf.archive.coming_home import letters, settling, unpacking
from heartleaf.archive.coming_home.bags import Bag, Json
from heartleaf.archive.coming_home.problems import Altered, Newer, NotEmpty, NotWhole
from heartleaf.archive.importers.source import Source
from heartleaf.family.beginning import derived
from heartleaf.family.models import Family
from heartleaf.family.opening import OpenPerson
from heartleaf.tree.growing import VERSION as RULE

# Bytes so far, and how many it will be: each is read twice.
Told = Callable[[int, int], None]

_MEANT_OTHERWISE = (KeyError, TypeError, ValueError, AttributeError, IntegrityError)


@dataclass
class Home:
    """What came home. `to_ask` are the names of those who have no way in any more; `unseen` how
    many files cannot be shown here, `damaged` what the export said was damaged."""

    person: OpenPerson
    keepsakes: int = 0
    files: int = 0
    unseen: int = 0
    to_ask: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def come_home(
    source: Source, email: str, passphrase: str, told: Told = lambda done, of: None
) -> Home:
    """Make an empty Heartleaf what this export holds; the address and the passphrase are the way
    in of its person. Raises CannotComeHome, and VaultError if the disk is full; then nothing of it
    is here."""
    bag, family, count = _proved(source, told)
    try:
        return READERS[bag.version](bag, family, email, passphrase, count)
    except _MEANT_OTHERWISE as problem:  # the manifests are right, so it was written like this
        raise Altered from problem


def look_over(source: Source, told: Told = lambda done, of: None) -> None:
    """Whether it could come home here. Raises CannotComeHome."""
    _proved(source, told)


def _proved(source: Source, told: Told) -> tuple[Bag, Json, _Count]:
    bag = Bag(source)
    refuse_settled()
    count = _Count(bag, told)
    bag.prove(count)
    family = bag.json(FAMILY)
    if not family.get("comes_home"):
        raise NotWhole
    if _rule(family) > RULE:  # here it would grow to another tree
        raise Newer
    return bag, family, count


def _rule(family: Json) -> int:
    """By which its tree grows."""
    try:
        return int(family["tree"]["growth"])
    except _MEANT_OTHERWISE as problem:
        raise Altered from problem


def refuse_settled() -> None:
    """Raises NotEmpty."""
    if Family.objects.exists():
        raise NotEmpty


class _Count:
    def __init__(self, bag: Bag, told: Told) -> None:
        self._done, self._told = 0, told
        self._of = 2 * sum(bag.size(path) for path in bag.paths())

    def __call__(self, size: int) -> None:
        self._done += size
        self._told(min(self._done, self._of), self._of)


def _first(bag: Bag, family: Json, email: str, passphrase: str, count: _Count) -> Home:
    """Version 1 of the format."""
    way_in = derived(email, passphrase)  # before anything is locked: it takes a while
    put = unpacking.Put()
    try:
        with transaction.atomic():
            refuse_settled()
            settled = settling.settle(bag, family, email, way_in)
            unpacked = unpacking.unpack(bag, settled, put, count)
            letters.bring(bag, settled, put)
    except BaseException:
        put.take_away()
        raise
    return Home(
        person=settled.again(),
        keepsakes=unpacked.keepsakes,
        files=unpacked.files,
        unseen=unpacked.unseen,
        to_ask=settled.to_ask,
        damaged=sorted(bag.damaged),
    )


# A reader for each version there ever was, for ever; `tests/vectors/exports` has a bag of each.
READERS = {1: _first}
