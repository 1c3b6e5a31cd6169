"""One observance: its name, and in which country it falls when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from heartleaf.days.almanac import Rule

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """One rule for some countries; for all the world where none is named.

    `choice` tells variants apart: a family picks. `disputed` says that sources disagree,
    `earlier` that it was the custom once. `hour` is local, wherever one is.
    """

    rule: Rule
    source: str
    checked: datetime.date
    countries: tuple[str, ...] = ()
    note: str = ""
    choice: str = ""
    hour: datetime.time | None = None
    disputed: bool = False
    earlier: bool = False

    def holds_in(self, country: str | None) -> bool:
        """Whether someone there may keep it; None asks for anywhere."""
        return country is None or not self.countries or country in self.countries


@dataclass(frozen=True, slots=True)
class Observance:
    """`lasts` is in days; a week of seven begins on the day its rule says."""

    id: str
    name: str
    kind: str
    whens: tuple[When, ...]
    note: str = ""
    lasts: int = 1

    def falls(
        self,
        first: datetime.date,
        last: datetime.date,
        country: str | None = None,
        *,
        earlier: bool = False,
    ) -> list[Falling]:
        """Where and when it begins from `first` to `last`, in the order of days.

        In one country and worldwide, or everywhere if no country is named; former customs only
        if they are asked for.
        """
        found = [
            Falling(self, there, date, when.choice, when)
            for when in self.whens
            if when.holds_in(country) and (earlier or not when.earlier)
            for date in when.rule.dates(first, last)
            for there in _places(when, country)
        ]
        return sorted(found, key=Falling.order)


@dataclass(frozen=True, slots=True)
class Falling:
    """One day on which an observance falls, or begins; no country is the whole world."""

    observance: Observance
    country: str | None
    date: datetime.date
    choice: str
    when: When

    @property
    def until(self) -> datetime.date:
        """Its last day; the same day unless it lasts longer."""
        return self.date + DAY * (self.observance.lasts - 1)

    def order(self) -> tuple[datetime.date, str, str, str]:
        return self.date, self.observance.id, self.country or "", self.choice


def _places(when: When, country: str | None) -> tuple[str | None, ...]:
    if not when.countries:
        return (None,)
    return when.countries if country is None else (country,)
