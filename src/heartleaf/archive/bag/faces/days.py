"""The days of each circle: as iCalendar files that any calendar opens, and on a page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.writing import Leaf, Way, joined, link
from heartleaf.archive.bag.layout import DATA, circle_folder
from heartleaf.days.calendars import CalendarFacts
from heartleaf.days.gathering import KnownDay, KnownDays
from heartleaf.days.ics import Event, calendar_file
from heartleaf.days.saying import name_of_day
from heartleaf.family.opening import OpenCircle
from heartleaf.family.words import said

PATH = f"{READ}/days.html"
OF_CHILDREN = f"{DATA}/days.ics"
REACH = 50
"""Years, from the family's first. A calendar file says each date, for other programs do not know
our rules; were they counted from today, the next export would be another."""


def entries(walk: Walk) -> Iterator[Entry]:
    known = _Known(walk)
    sections = []
    first = _first_year(walk, known)
    for path, name, days in _by_circle(walk, known):
        if not days:
            continue
        yield Entry.of(path, _calendar(walk, name, days, first))
        lines = format_html_join("\n", "<li>{}</li>", ((_line(day, walk),) for day in days))
        file = link(PATH, Way(_("as a calendar file"), path))
        text = (
            '<section><h2>{}</h2>\n<ul class="plain">{}</ul>\n<p class="files">{}</p></section>\n'
        )
        sections.append(format_html(text, name, lines, file))
    if sections:
        yield Entry.of(PATH, Leaf(PATH, _("Days"), walk.place, joined(sections, "")).written())


class _Known(KnownDays):
    """The days that the circles of this export know of; those of other circles are not asked."""

    def __init__(self, walk: Walk) -> None:
        super().__init__(walk.person)
        self._handles = {circle.handle for circle in walk.circles}

    @cached_property
    def calendars(self) -> dict[str, CalendarFacts]:
        every = KnownDays(self.person).calendars
        return {handle: facts for handle, facts in every.items() if handle in self._handles}


def _by_circle(walk: Walk, known: KnownDays) -> Iterator[tuple[str, str, list[KnownDay]]]:
    yield OF_CHILDREN, _("The children’s days"), [day for day in known if not day.circle]
    for circle in walk.circles:
        mine = [day for day in known if day.circle == circle.handle]
        yield f"{folder_of(walk, circle)}/days.ics", _named(walk, circle), mine


def folder_of(walk: Walk, circle: OpenCircle) -> str:
    return circle_folder(circle.kind, circle.name, str(circle.id))


def _named(walk: Walk, circle: OpenCircle) -> str:
    name = walk.person.circle_name(circle.handle)
    return name[:1].upper() + name[1:]


def _line(day: KnownDay, walk: Walk) -> str:
    name, when = name_of_day(day, walk.person.facts), said(day.when.to_edtf(), day.when.words)
    return f"{name}, {when}" if when else name


def _calendar(walk: Walk, name: str, days: list[KnownDay], first: int) -> bytes:
    last = datetime.date(min(first + REACH, datetime.MAXYEAR), 12, 31)
    events = [
        Event(
            uid=f"{day.key}.{on:%Y%m%d}@heartleaf",
            on=on,
            title=name_of_day(day, walk.person.facts),
            lasts=day.lasts,
        )
        for day in days
        for on in day.dates(_begins(day, first), last)
    ]
    stamp = datetime.datetime(first, 1, 1, tzinfo=datetime.UTC)
    return calendar_file(f"{walk.place}: {name}", events, stamp=stamp)


def _begins(day: KnownDay, first: int) -> datetime.date:
    """An observance has no beginning; it is told of from the family's first year on."""
    return day.when.earliest or datetime.date(first, 1, 1)


def _first_year(walk: Walk, known: KnownDays) -> int:
    """That of the first day they have; without any, this one."""
    begun = [day.when.earliest.year for day in known if day.when.earliest]
    return min(begun, default=walk.today.year)
