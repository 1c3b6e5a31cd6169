"""Writing down what the clock is to send, while someone is here with their key.

The clock cannot know of days, so what is due in the coming months is written for it ahead: when,
by which channel, and words that say nothing unless their person asked for more.
"""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from heartleaf.care.calling_off import mark_of
from heartleaf.care.channels import Address, put, way_of
from heartleaf.care.coming import Moment, Notice, Wanted, moments
from heartleaf.care.due import Due
from heartleaf.care.feeding import fill_feed
from heartleaf.care.models import Channel, Reminder, Wishes
from heartleaf.care.paths.paths import Path, open_paths
from heartleaf.care.paths.reminding import tellings
from heartleaf.care.sundays import sundays
from heartleaf.care.wishes import WishesFacts, change_wishes, wishes_of
from heartleaf.days.gathering import KnownDays
from heartleaf.days.saying import in_short
from heartleaf.family.opening import OpenPerson
from heartleaf.family.server_seal import minute_tag, name_of
from heartleaf.sealing import CannotOpen, SealingError

State = Reminder.State

AHEAD = datetime.timedelta(days=600)  # 18 months are promised, and someone may not come every day


def plan(person: OpenPerson, now: datetime.datetime | None = None) -> None:
    """Write down everything that is due from now on; what was sent or is being sent stays. Where
    how days come to someone cannot be read, everything stays as it was planned."""
    now = now or timezone.now()
    with transaction.atomic():
        # Held before anything is read, so that whoever changed something last plans last.
        Wishes.objects.select_for_update().filter(person=person.person).first()
        try:
            wishes = wishes_of(person)
        except SealingError:
            return
        planner = _Planner(person, wishes, now)
        for channel in person.person.channels.filter(stopped=False):
            if _can_be_read(channel, wishes):
                planner.write(channel)
    fill_feed(person)


def plan_once_a_day(person: OpenPerson) -> None:
    """The months ahead grow by a day with each day; what was changed is planned as it is changed.
    Whoever never said how days come, and by which way, has nothing to be planned."""
    mark = name_of(str(person.id), "planned", person.today().isoformat()).bytes
    row = Wishes.objects.filter(person=person.person).only("planned").first()
    if row is None and person.person.channels.exists():
        change_wishes(person, lambda wishes: None)  # both agreed on a day, and that is all
    elif row is None or bytes(row.planned) == mark:
        return
    plan(person)
    Wishes.objects.filter(person=person.person).update(planned=mark)


def _can_be_read(channel: Channel, wishes: WishesFacts) -> bool:
    """Where the server has another key than it had, an address is sealed anew from the wishes of
    its person; a browser has to say again where it is."""
    try:
        way_of(channel)
    except CannotOpen:
        if channel.kind != Channel.Kind.MAIL or not wishes.mail:
            channel.delete()
            return False
        put(channel, Address(wishes.mail))
        channel.save(update_fields=["sealed"])
    return True


class _Planner:
    """What one person wants to be told from now on, in the months that are planned ahead."""

    def __init__(self, person: OpenPerson, wishes: WishesFacts, now: datetime.datetime) -> None:
        self.person, self.wishes, self.now = person, wishes, now
        self.today = now.astimezone(person.zone).date()
        self.known = KnownDays(person)
        self.days = {day.key: day for day in self.known}
        self.paths = _paths(person)

    def write(self, channel: Channel) -> None:
        rows = channel.reminders.select_for_update().in_bulk()
        written = {id: Due.if_readable(row) for id, row in rows.items()}
        for id in [id for id, one in written.items() if one and one.notice]:
            del rows[id], written[id]  # not planned here, and not to be taken back here
        # What has come and was not taken yet, or is to be tried again, is the clock's.
        ahead = {
            id
            for id, row in rows.items()
            if row.state == State.PLANNED and not ((one := written[id]) and one.at <= self.now)
        }
        said = {name for id in written.keys() - ahead if (one := written[id]) for name in one.tells}
        due = {one.name(channel.pk): (one, mark) for one, mark in self._due(channel.kind, said)}
        gone = {id for id in ahead - due.keys() if self._is_no_more_wished_for(written[id])}
        channel.reminders.filter(pk__in=gone).delete()
        new = [_row(channel, id, *one) for id, one in due.items() if id not in rows]
        # Of the order in which they lie nothing is to be learnt.
        secrets.SystemRandom().shuffle(new)
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
        changed = [
            id
            for id in ahead & due.keys()
            if (written[id], _bytes(rows[id].mark)) != (due[id][0], due[id][1])
        ]
        fresh = [_row(channel, id, *due[id]) for id in changed]
        Reminder.objects.bulk_update(fresh, ["tag", "sealed", "mark", "tries"])

    def _is_no_more_wished_for(self, due: Due | None) -> bool:
        """What cannot be read may still be: days in their calendars, paths in their notebook."""
        if due is not None and due.path:
            return self.paths is not None
        return not self.known.damaged

    def _due(self, kind: str, said: set[str]) -> Iterator[tuple[Due, bytes | None]]:
        """What is to come and was not said yet, each with its mark."""

        def is_open(notice: Notice) -> bool:
            at = self._moment_of(notice.on, notice.hour)
            return self.now < at <= self.now + AHEAD and _name(notice) not in said

        taken = set[datetime.date]()
        for moment in moments(self._wanted(kind), is_open):
            at = self._moment_of(moment.on, moment.hour)
            tells = tuple(map(_name, moment.answers))
            taken.add(moment.on)
            yield Due(at, moment.on, self._words(moment), tells), self._mark(moment)
        for due, mark in self._of_paths(kind):
            if due.on not in taken:  # no date has two messages
                taken.add(due.on)
                yield due, mark
        if kind in self.wishes.letterbox:
            hour = datetime.time.fromisoformat(self.wishes.hour)
            for sunday in sundays(self.today, self.today + AHEAD):
                at = self._moment_of(sunday, hour)
                if sunday not in taken and at > self.now:  # no date has two messages
                    yield Due(at, sunday, letterbox=True), None

    def _of_paths(self, kind: str) -> Iterator[tuple[Due, bytes | None]]:
        """Written down as a message of one day is, with a mark that only they can make, so that
        its row does not say of which kind it is."""
        for one in tellings(self.paths or [], kind, self.today):
            at = self._moment_of(one.on, one.hour)
            if at > self.now:
                key = " ".join(["path", *one.keys, one.on.isoformat()])
                tells = (name_of("told", key).hex,)
                yield Due(at, one.on, tells=tells, path=True), mark_of(self.person, key)

    def _wanted(self, kind: str) -> Iterator[Wanted]:
        # A day that has just been may still have its day after; one far ahead, its days before.
        first = self.today - datetime.timedelta(days=14)
        last = self.today + AHEAD + datetime.timedelta(days=40)
        ways = {key: self.wishes.coming(day) for key, day in self.days.items()}
        asked = [key for key, way in ways.items() if kind in way.by]
        for falling in self.known.fallings(first, last, asked):
            day, way = falling.day, ways[falling.day.key]
            month = day.in_a_month  # of which nobody knows the day before, or after
            yield Wanted(
                key=day.key,
                date=falling.on,
                ahead=0 if month else way.ahead,
                on=way.on,
                after=way.after and not month,
                hour=self.wishes.hour_of(way, day),
                at_its_hour=bool(way.hour or day.hour),
                lasts=day.lasts,
            )

    def _moment_of(self, on: datetime.date, hour: datetime.time) -> datetime.datetime:
        local = datetime.datetime.combine(on, hour, tzinfo=self.person.zone)
        return local.astimezone(datetime.UTC)

    def _words(self, moment: Moment) -> str:
        if not self.wishes.own_words:
            return ""
        facts = self.person.facts
        told = [in_short(self.days[one.key], one.date, facts) for one in moment.answers]
        return "\n".join(dict.fromkeys(told))

    def _mark(self, moment: Moment) -> bytes | None:
        """If it tells of one day only, and both parents know that one."""
        keys = {one.key for one in moment.answers}
        return mark_of(self.person, keys.pop()) if len(keys) == 1 else None


def _paths(person: OpenPerson) -> list[Path] | None:
    """None where they cannot be read."""
    try:
        return open_paths(person).paths
    except SealingError:
        return None


def _bytes(mark: bytes | memoryview | None) -> bytes | None:
    return None if mark is None else bytes(mark)


def _name(notice: Notice) -> str:
    return name_of("told", notice.key, notice.date.isoformat(), notice.which).hex


def _row(channel: Channel, id: uuid.UUID, due: Due, mark: bytes | None) -> Reminder:
    sealed = due.hidden(id)
    return Reminder(id=id, channel=channel, tag=minute_tag(due.at), sealed=sealed, mark=mark)
