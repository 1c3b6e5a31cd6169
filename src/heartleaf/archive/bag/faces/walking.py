"""Walking through what is kept by its days, some at a time: no archive is ever whole in memory."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from heartleaf.archive.bag.faces.reach import is_closed_on, names_known_to
from heartleaf.archive.bag.gathering import Gathered, Kept
from heartleaf.family.opening import OpenCircle, OpenPerson

A_PAGE = 40
"""Keepsakes on one page; what has more has several pages."""

NOT_YET, TRAY, UNDATED = "not-yet", "tray", "undated"


class Known(NamedTuple):
    """Where a keepsake stands: its page's name is a year, or one of the names above."""

    page: str
    placed: str
    leaf: int
    id: UUID


@dataclass
class Walk:
    """One export as its faces read it. `whom` is the name of who it is for, if it is for someone
    else; `names` are those who may be named, by their ids."""

    gathered: Gathered
    whom: str = ""
    pages: dict[str, list[list[UUID]]] = field(default_factory=dict)

    @property
    def person(self) -> OpenPerson:
        return self.gathered.person

    @property
    def place(self) -> str:
        return self.person.facts.name or _("Our place")

    @property
    def circles(self) -> Sequence[OpenCircle]:
        return self.gathered.choice.circles

    @property
    def is_own(self) -> bool:
        return self.gathered.asked.whom is None

    @property
    def gives_originals(self) -> bool:
        return self.is_own or self.gathered.asked.originals

    @cached_property
    def names(self) -> Mapping[str, str]:
        told: Mapping[str, str] | None = getattr(self.gathered.choice, "names", None)
        return names_known_to(self.person) if told is None else told

    @cached_property
    def today(self) -> datetime.date:
        return self.person.today()

    def is_closed(self, kept: Kept) -> bool:
        """Whether it is *not yet*, for whoever reads this export."""
        asked = self.is_own and str(kept.row.pk) in self.person.own.asked
        passed = kept.card.until <= self.today.isoformat()
        return not (asked and passed) and is_closed_on(kept.card, self.today)

    def is_covered(self, kept: Kept) -> bool:
        """As its maker has it, in their own; else as it was kept."""
        theirs = self.person.own.covers if self.is_own else {}
        return theirs.get(str(kept.row.pk), kept.card.covered)

    def look(self) -> None:
        """Find out what stands on which page. The bin has none."""
        found = [self._known(kept) for kept in self.gathered.kept() if not kept.is_binned]
        for page, some in itertools.groupby(sorted(found), key=lambda one: one.page):
            ids = [one.id for one in some]
            self.pages[page] = [list(few) for few in itertools.batched(ids, A_PAGE)]

    @property
    def years(self) -> list[str]:
        return [page for page in self.pages if page.isdecimal()]

    def some(self, ids: list[UUID]) -> Iterator[Kept]:
        return self.gathered.several(ids)

    def _known(self, kept: Kept) -> Known:
        card, page = kept.card, kept.card.placed[:4] or UNDATED
        if self.is_closed(kept):
            page = NOT_YET
        elif card.place == "tray":
            page = TRAY
        return Known(page, card.placed, kept.row.leaf, kept.row.pk)
