"""An export: everything a person's keys open, as a BagIt bag in a zip that opens without us.

It is written as a stream, to a file or a browser, and nothing of it lies anywhere in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from heartleaf import __version__
from heartleaf.archive.bag import faces, facts
from heartleaf.archive.bag.asked import Asked, Choice, Everything
from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.reach import ForSomeone, WhatTheySee
from heartleaf.archive.bag.gathering import Gathered
from heartleaf.archive.bag.making import About, bag
from heartleaf.archive.bag.sealing import recipients_of, sealed
from heartleaf.family.opening import OpenPerson

# Bytes so far, and about how many it will be.
Told = Callable[[int, int], None]


def write(
    person: OpenPerson,
    out: BinaryIO,
    asked: Asked | None = None,
    told: Told = lambda done, of: None,
) -> Gathered:
    """Write an export where it is to go. What of the archive was damaged is named in what comes
    back, and in the export."""
    gathered = gather(person, asked or Asked())
    done, of = 0, facts.size(gathered)
    for chunk in stream(gathered):
        out.write(chunk)
        done += len(chunk)
        told(done, max(done, of))
    return gathered


def gather(person: OpenPerson, asked: Asked) -> Gathered:
    """What is to be in it. Raises as the choice does that was asked for."""
    return Gathered(person, asked, choice(person, asked))


def stream(gathered: Gathered) -> Iterator[bytes]:
    """The zip, as it is to be sent."""
    return bag(entries(gathered), _about(gathered))


def entries(gathered: Gathered) -> Iterator[Entry]:
    """Everything in it, in the order in which it is written."""
    if not gathered.asked.sealed:
        return _in_the_clear(gathered)
    person = gathered.person
    return sealed(_in_the_clear(gathered), recipients_of(person), faces.language_of(person))


def _in_the_clear(gathered: Gathered) -> Iterator[Entry]:
    yield from facts.entries(gathered)
    yield from faces.entries(gathered)
    yield from facts.last_entries(gathered)  # what turned out damaged


def choice(person: OpenPerson, asked: Asked) -> Choice:
    """Raises NotShared, and NotAParent, where it is for someone else."""
    if asked.whom is not None:
        return ForSomeone(person, asked)
    return Everything(person) if person.is_parent else WhatTheySee(person)


def _about(gathered: Gathered) -> About:
    person = gathered.person
    return About(
        archive=str(person.family_id),
        made=person.today().isoformat(),
        software=f"Heartleaf {__version__}",
        sealed=gathered.asked.sealed,
    )
