"""The ways by which someone is told: an address, or a browser that takes push.

What a way needs is sealed under the server's key in its row, bound to that row and its person.
"""

from __future__ import annotations

import datetime
import enum
import json
import uuid
from dataclasses import dataclass

from heartleaf.care.due import Due
from heartleaf.care.models import Channel
from heartleaf.family.models import Person
from heartleaf.family.server_seal import hide, name_of, reveal

Kind = Channel.Kind

# How late a message may still come. After that it is dropped: one that comes the day after, or long
# after the hour that was asked for, does not help any more.
WINDOWS = {Kind.MAIL: datetime.timedelta(hours=12), Kind.PUSH: datetime.timedelta(hours=2)}


@dataclass(frozen=True)
class Address:
    """Where mail goes."""

    address: str


@dataclass(frozen=True)
class Subscription:
    """Where a browser is reached, through the company behind it; `name` is for its person to tell
    one browser from another."""

    endpoint: str
    name: str = ""


Way = Address | Subscription


@dataclass(frozen=True)
class Message:
    """What is to be handed over: to whom, of what, by when, and how often it was tried before."""

    channel: uuid.UUID
    to: Way
    due: Due
    until: datetime.datetime
    tries: int = 0


class Outcome(enum.Enum):
    """What became of a message that was handed over."""

    SENT = "sent"
    NOT_NOW = "not now"  # certainly not taken; it may be tried again
    REFUSED = "refused"  # certainly not taken, and it never will be
    GONE = "gone"  # nobody is there any more, so the way itself goes
    UNCLEAR = "unclear"  # it may have been taken, so it is never tried again


class LineDown(Exception):
    """Nothing can be handed over now, to anyone. What was not handed over yet stays as it was."""


def new_channel(person: Person, way: Way) -> Channel:
    """A row for this way, not saved yet."""
    row = Channel(person=person)
    put(row, way)
    return row


def put(row: Channel, way: Way) -> None:
    """Say what this channel's way is; the row is not saved."""
    row.kind = Kind.MAIL if isinstance(way, Address) else Kind.PUSH
    row.place = None if isinstance(way, Address) else place_of(way.endpoint)
    row.sealed = hide(json.dumps(vars(way)).encode(), _context(row))


def place_of(endpoint: str) -> bytes:
    """Where a browser is reached, so that a row can be found by it and it is not to be read."""
    return name_of("place", endpoint).bytes


def way_of(row: Channel) -> Way:
    """Raises CannotOpen for another row's or person's, or under another key of the server."""
    told = json.loads(reveal(row.sealed, _context(row)))
    return Address(**told) if row.kind == Kind.MAIL else Subscription(**told)


def _context(row: Channel) -> str:
    # With its person, so that nobody's address can be put into someone else's hands as theirs.
    return f"channel {row.pk} {row.person_id} {row.kind}"
