"""Writing down what the clock is to send, while someone is here with their key.

The clock cannot know of days, so what is due in the coming months is written for it ahead: when,
by which channel, and words that say nothing unless their person asked for more.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from heartleaf.care.channels import Address, put, way_of
from heartleaf.care.coming import Moment, Wanted, moments
from heartleaf.care.due import Due
from heartleaf.care.feeding import fill_feed
from heartleaf.care.models import Channel, Reminder, Wishes
from heartleaf.care.server_seal import minute_tag, name_of
from heartleaf.care.wishes import WishesFacts, wishes_of
from heartleaf.days.gathering import KnownDays
from heartleaf.days.saying import in_short
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import CannotOpen

State = Reminder.State

AHEAD = datetime.timedelta(days=600)  # 18 months are promised, and someone may not come every day


def plan(person: OpenPerson, now: datetime.datetime | None = None) -> None:
    """Write down everything that is due from now on; what was sent or is being sent stays."""
    now = now or timezone.now()
    planner = _Planner(person, now)
    for channel in person.person.channels.filter(stopped=False):
        if _can_be_read(channel, planner.wishes):
            planner.write(channel)
    fill_feed(person)


def plan_once_a_day(person: OpenPerson) -> None:
    """The months ahead grow by a day with each day; what was changed is planned as it is changed.
    Whoever never said how days come has nothing to be planned."""
    mark = name_of(str(person.id), "planned", person.today().isoformat()).bytes
    row = Wishes.objects.filter(person=person.person).only("planned").first()
    if row is None or bytes(row.planned) == mark:
        return
    plan(person)
    Wishes.objects.filter(pk=row.pk).update(planned=mark)


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

    def __init__(self, person: OpenPerson, now: datetime.datetime) -> None:
        self.person, self.now = person, now
        self.today = now.astimezone(person.zone).date()
        self.wishes, self.known = wishes_of(person), KnownDays(person)
        self.ways = {day.key: self.wishes.coming(day) for day in self.known}

    def write(self, channel: Channel) -> None:
        with transaction.atomic():
            rows = channel.reminders.select_for_update().in_bulk()
            written = {id: _known(row) for id, row in rows.items()}
            planned = {id for id, row in rows.items() if row.state == State.PLANNED}
            # What has come and was not taken yet, or is to be tried again, is the clock's.
            theirs = {id for id in planned if (one := written[id]) and one.at <= self.now}
            said = [one for id, one in written.items() if one and id not in planned - theirs]
            due = {one.name(channel.pk): one for one in self._due(channel.kind, said)}
            channel.reminders.filter(pk__in=planned - theirs - due.keys()).delete()
            new = [_row(channel, id, one) for id, one in due.items() if id not in rows]
            Reminder.objects.bulk_create(new, ignore_conflicts=True)
            changed = [id for id in planned & due.keys() if written[id] != due[id]]
            fresh = [_row(channel, id, due[id]) for id in changed]
            Reminder.objects.bulk_update(fresh, ["tag", "sealed", "tries"])

    def _due(self, kind: str, said: list[Due]) -> list[Due]:
        """What is to come. A day may have been chosen after the message for those close to it went
        out: then it is told by itself."""
        wanted = list(self._wanted(kind))
        due = self._still_to_come(moments(wanted))
        told = {name for one in [*said, *due] for name in one.tells}
        alone = [one for one in wanted if one.on and _name(one) not in told]
        dates = {one.on for one in due}
        more = self._still_to_come(moments(replace(one, ahead=0, after=False) for one in alone))
        return due + [one for one in more if one.on not in dates]

    def _wanted(self, kind: str) -> Iterable[Wanted]:
        # A day that has just been may still have its day after; one far ahead, its days before.
        first = self.today - datetime.timedelta(days=14)
        last = self.today + AHEAD + datetime.timedelta(days=40)
        asked = [key for key, way in self.ways.items() if kind in way.by]
        for falling in self.known.fallings(first, last, asked):
            way = self.ways[falling.day.key]
            hour = self.wishes.hour_of(way, falling.day)
            yield Wanted(falling.day.key, falling.on, way.ahead, way.on, way.after, hour)

    def _still_to_come(self, all_moments: Iterable[Moment]) -> list[Due]:
        found = []
        for moment in all_moments:
            local = datetime.datetime.combine(moment.on, moment.hour, tzinfo=self.person.zone)
            at = local.astimezone(datetime.UTC)
            if self.now < at <= self.now + AHEAD:
                tells = tuple(_name(one) for one in moment.days)
                found.append(Due(at, moment.on, self._words(moment), tells))
        return found

    def _words(self, moment: Moment) -> str:
        if not self.wishes.own_words:
            return ""
        days = [(self.known.get(one.key), one.date) for one in moment.days]
        told = [in_short(day, date, self.person.facts) for day, date in days if day]
        return "\n".join(dict.fromkeys(told))


def _name(one: Wanted) -> str:
    return name_of("told", one.key, one.date.isoformat()).hex


def _known(row: Reminder) -> Due | None:
    """None for one under a key that the server has no more."""
    try:
        return Due.of(row)
    except CannotOpen:
        return None


def _row(channel: Channel, id: uuid.UUID, due: Due) -> Reminder:
    return Reminder(id=id, channel=channel, tag=minute_tag(due.at), sealed=due.hidden(id))
