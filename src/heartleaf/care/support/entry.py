"""One entry of the directory: who is there, how they are reached, and how that is known.

**When a number may be shown.** A wrong number at three at night is worse than none. So an entry
has numbers only if at least two lists give the same ones, or if somebody called them and says so
with a name and a day. The lists are named in its `agreement`; where whoever compared them said
that they agree and how many they were, but not which, `lists` has how many, and no names are made
up. What only one list gives, what lists give differently, what is said to be out of date or could
not be confirmed stands here with the organisation's own site alone, and the number is not even in
the file. `fields.py` refuses an entry that does not keep to this.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

KINDS = (
    "crisis",
    "perinatal",
    "medical",
    "children",
    "loss",
    "photo",
    "pregnancy",
    "directory",
)
# Those for families whose baby died; the others are for anyone in need.
FOR_FAMILIES = ("loss", "photo", "pregnancy")
STATUSES = ("ok", "uncertain", "closed")
# Why a help line is known by its site alone.
NO_NUMBER = ("one-list", "lists-differ", "unconfirmed")
# How many lists have to agree before a number is shown.
ENOUGH = 2
# After so many days a page says that it is some time ago.
FRESH = datetime.timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, or a page, on which numbers were seen; `dated` is the day it is of."""

    id: str
    name: str
    page: str
    dated: datetime.date


@dataclass(frozen=True, slots=True)
class Country:
    """The emergency numbers of a country, the first before the others; none if nobody said."""

    code: str
    emergency: tuple[str, ...]
    source: str
    first_seen: datetime.date
    review_by: datetime.date


@dataclass(frozen=True, slots=True)
class Hours:
    """Two times of day, which may pass midnight, on all days or from one weekday to another."""

    opens: datetime.time
    closes: datetime.time
    days: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """`country` is empty for all the world. Of what is unknown a field is empty, never a guess.

    `hours` is None where nobody said; `always` is every hour of every day. `page_seen` says that
    the address stood on a page or in a list, and is not from general knowledge alone; that somebody
    of us opened it, only `verified` says. `no_number` is why it is shown by its site alone.
    """

    id: str
    country: str
    name: str
    kind: str
    source: str
    first_seen: datetime.date
    review_by: datetime.date
    region: str = ""
    note: str = ""
    call: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    text_word: str = ""
    whatsapp: tuple[str, ...] = ()
    chat: str = ""
    always: bool = False
    hours: Hours | None = None
    zone: str = ""
    languages: tuple[str, ...] = ()
    cost: str = ""
    page: str = ""
    page_seen: bool = False
    agreement: tuple[str, ...] = ()
    lists: int = 0
    no_number: str = ""
    verified: datetime.date | None = None
    verified_by: str = ""
    status: str = "ok"
    replaces: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        return self.call + self.text + self.whatsapp

    @property
    def agreeing(self) -> int:
        """How many lists give the same numbers."""
        return self.lists or len(self.agreement)

    @property
    def may_be_called(self) -> bool:
        """Whether it is known well enough for its numbers to be shown."""
        agreed = self.agreeing >= ENOUGH or self.verified is not None
        return self.status == "ok" and agreed and bool(self.numbers)

    def is_due(self, today: datetime.date) -> bool:
        """Whether somebody should look at it again."""
        return self.status != "closed" and self.review_by <= today
