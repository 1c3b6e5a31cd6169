"""All days that someone may know of: those of the children, those written down, observances."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.text import slugify

from heartleaf.days import observances
from heartleaf.days.almanac import Recurrence, WrongRule, recurrence_of
from heartleaf.days.calendars import (
    YEARLY,
    CalendarFacts,
    Chosen,
    Day,
    open_calendar,
    read_calendar,
)
from heartleaf.days.models import Calendar
from heartleaf.days.observance import Observance, When
from heartleaf.family.date_parts import Stretch
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Child
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import SealingError

Dates = Callable[[datetime.date, datetime.date], list[datetime.date]]


@dataclass(frozen=True)
class KnownDay:
    """A day that may come. `key` names it in addresses and wishes, for ever.

    `what` is any of due, born, died; or day, or observance. `comes` are the codes of how it comes
    again. `circle` is the kind of the circle
    whose calendar it is written in, empty for what the family says of its children. `when` is
    where it began; an observance has no beginning. `together`: the parents agreed to tell each
    other of it.
    """

    key: str
    what: frozenset[str]
    title: str
    circle: str
    children: tuple[Child, ...]
    when: VagueDate
    dates: Dates
    comes: tuple[str, ...] = ()
    lasts: int = 1
    hour: datetime.time | None = None
    together: bool = False
    agreed: tuple[str, ...] = ()

    @property
    def of(self) -> datetime.date | None:
        """The very day, if it is known."""
        return self.when.placed() if self.when.is_exact else None

    @property
    def in_a_month(self) -> bool:
        """Only its month is known: it comes with the month."""
        return _month(self.when) is not None


@dataclass(frozen=True)
class Falling:
    """A day of theirs, on one date."""

    day: KnownDay
    on: datetime.date


class KnownDays:
    """Every day one person may know of; opened once for a request."""

    def __init__(self, person: OpenPerson) -> None:
        self.person = person
        self.damaged: list[str] = []

    def __iter__(self) -> Iterator[KnownDay]:
        return iter(self._days)

    def get(self, key: str) -> KnownDay | None:
        return next((day for day in self._days if day.key == key), None)

    def fallings(
        self, first: datetime.date, last: datetime.date, keys: Iterable[str] | None = None
    ) -> list[Falling]:
        """Those between two dates, both included, in order; all, or of some days only."""
        wanted = None if keys is None else set(keys)
        days = [day for day in self._days if wanted is None or day.key in wanted]
        found = [Falling(day, on) for day in days for on in day.dates(first, last)]
        return sorted(found, key=lambda falling: falling.on)

    @cached_property
    def calendars(self) -> dict[str, CalendarFacts]:
        """The calendar of each circle, by its kind. A damaged one is left out, and named."""
        circles = self.person.circles.values()
        try:
            found = Calendar.objects.filter(circle_id__in=[circle.id for circle in circles])
            rows: dict[UUID, Calendar] | None = {row.circle_id: row for row in found}
        except SealingError:  # one of them is no age file at all: each by itself
            rows = None
        opened = {}
        for circle in circles:
            try:
                if rows is None:
                    opened[circle.handle] = open_calendar(circle)
                else:
                    row = rows.get(circle.id)
                    opened[circle.handle] = read_calendar(row, circle) if row else CalendarFacts()
            except SealingError:
                self.damaged.append(circle.handle)
        return opened

    @cached_property
    def _days(self) -> list[KnownDay]:
        facts = self.person.facts
        of_children = [day for child in facts.children for day in self._of_child(child)]
        theirs = [
            day
            for kind, calendar in self.calendars.items()
            for day in [
                *(self._of_day(one, kind) for one in calendar.days),
                *(self._of_observance(one, kind) for one in calendar.chosen),
            ]
            if day
        ]
        # An observance that is kept alone and with others is one day, theirs together.
        return list({day.key: day for day in [*of_children, *theirs]}.values())

    def _of_child(self, child: Child) -> Iterator[KnownDay]:
        """Born and died on one day is one day; its key is that of the birth, so that nothing
        comes by itself should the dates be parted later."""
        together = bool(child.born) and child.born == child.died
        for what in ("due", "born", "died"):
            date = getattr(child, what)
            if not date or (what == "died" and together):
                continue
            both = frozenset({"born", "died"}) if what == "born" and together else frozenset({what})
            key = f"{child.id}.{what}"
            yield self._known(key, both, "", "", (child,), date, self._again(key))

    def _of_day(self, day: Day, circle: str) -> KnownDay:
        children = tuple(c for c in self.person.facts.children if c.id in day.children)
        what = frozenset({"day"})
        return self._known(day.id, what, day.title, circle, children, day.date, day.comes)

    def _known(
        self,
        key: str,
        what: frozenset[str],
        title: str,
        circle: str,
        children: tuple[Child, ...],
        date: str,
        comes: list[str],
    ) -> KnownDay:
        try:
            when = VagueDate.from_edtf(date)
        except ValueError:  # written by a later version
            when = VagueDate.unknown()
        yearly = f"{YEARLY} {self._leap(key)}".rstrip()
        codes = tuple(yearly if code == YEARLY else code for code in comes)
        agreed = self._agreed(key)
        return KnownDay(
            key=key,
            what=what,
            title=title,
            circle=circle,
            children=children,
            when=when,
            dates=_dates_of(when, codes),
            comes=codes,
            together=self._all(agreed),
            agreed=agreed,
        )

    def _of_observance(self, chosen: Chosen, circle: str) -> KnownDay | None:
        """None for one that no file names any more, or that no longer has this custom."""
        found = observance_of(chosen)
        if found is None:
            return None
        observance, whens = found

        def dates(first: datetime.date, last: datetime.date) -> list[datetime.date]:
            return sorted({date for when in whens for date in when.rule.dates(first, last)})

        key = key_of(chosen)
        agreed = self._agreed(key)
        return KnownDay(
            key=key,
            what=frozenset({"observance"}),
            title=observance.name,
            circle=circle,
            children=(),
            when=VagueDate.unknown(),
            dates=dates,
            lasts=observance.lasts,
            hour=whens[0].hour,
            together=self._all(agreed),
            agreed=agreed,
        )

    def _again(self, key: str) -> list[str]:
        """How a day of a child comes again, as this person wants it."""
        said = (calendar.again.get(key) for calendar in self.calendars.values())
        return next((again for again in said if again is not None), [YEARLY])

    def _leap(self, key: str) -> str:
        said = (calendar.leaps.get(key, "") for calendar in self.calendars.values())
        return next((leap for leap in said if leap), "")

    def _agreed(self, key: str) -> tuple[str, ...]:
        us = self.calendars.get("us")
        return tuple(us.together.get(key, ())) if us else ()

    def _all(self, agreed: tuple[str, ...]) -> bool:
        return bool(agreed) and len(self.parents) > 1 and self.parents <= set(agreed)

    @cached_property
    def parents(self) -> set[str]:
        """The ids of those in *us*, to someone who is in it."""
        if not self.person.is_parent:
            return set()
        return {str(one.pk) for one in self.person.circle("us").circle.members.all()}


def key_of(chosen: Chosen) -> str:
    """The key of an observance that is kept here: "observance.mothers-day.GB"."""
    parts = ["observance", chosen.observance, chosen.country or "world", slugify(chosen.choice)]
    return ".".join(part for part in parts if part)


def observance_of(chosen: Chosen) -> tuple[Observance, list[When]] | None:
    """What was chosen, and the rules of that custom; None if no file has it any more."""
    found = observances.current().get(chosen.observance)
    whens = [when for when in found.whens if _is_kept(when, chosen)] if found else []
    return (found, whens) if found and whens else None


def _is_kept(when: When, chosen: Chosen) -> bool:
    there = chosen.country in when.countries if chosen.country else not when.countries
    return there and when.choice == chosen.choice


def _dates_of(when: VagueDate, comes: tuple[str, ...]) -> Dates:
    """When a day that began comes again; the day itself is among them, for it may lie ahead."""
    exact, month = when.placed() if when.is_exact else None, _month(when)

    def on_days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
        if exact is None:
            return []
        itself = {exact} if first <= exact <= last else set()
        return sorted(itself.union(*(one.dates(exact, first, last) for one in _read(comes))))

    def with_months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
        yearly = any(code.split()[0] == YEARLY for code in comes)
        if month is None:
            return []
        years = range(max(month.year, first.year), last.year + 1) if yearly else [month.year]
        begun = (datetime.date(year, month.month, 1) for year in years)
        return [date for date in begun if first <= date <= last]

    return with_months if month else on_days


def _read(comes: tuple[str, ...]) -> list[Recurrence]:
    """One that a later version wrote does not come here."""
    read = []
    for code in comes:
        with contextlib.suppress(WrongRule):
            read.append(recurrence_of(code))
    return read


def _month(when: VagueDate) -> datetime.date | None:
    """The first of the month, if no more than the month is known."""
    part = when.first
    if isinstance(part, Stretch) and part.month and not part.day and when.last is None:
        return datetime.date(part.year, part.month, 1)
    return None
