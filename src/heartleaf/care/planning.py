"""Writing down what the clock is to send, while someone is here with their key.

The clock cannot know of days, so what is due in the coming months is written for it ahead: when,
by which channel, and words that say nothing unless their person asked for more.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from heartleaf.care.channels import Address, put, way_of
from heartleaf.care.coming import Moment, Wanted, moments
from heartleaf.care.due import Due
from heartleaf.care.models import Channel, Reminder, Wishes
from heartleaf.care.server_seal import minute_tag, name_of
from heartleaf.care.wishes import WishesFacts, wishes_of
from heartleaf.days.gathering import KnownDays
from heartleaf.days.saying import in_short
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import CannotOpen

AHEAD = datetime.timedelta(days=600)  # 18 months are promised, and someone may not come every day


def plan(person: OpenPerson, now: datetime.datetime | None = None) -> None:
    """Write down everything that is due from now on; what was sent or is being sent stays."""
    now = now or timezone.now()
    wishes, known = wishes_of(person), KnownDays(person)
    for channel in person.person.channels.filter(stopped=False):
        if not _can_be_read(channel, wishes):
            continue
        due = _due(channel.kind, person, wishes, known, now)
        _write(
            channel, {name_of("reminder", str(channel.pk), one.on.isoformat()): one for one in due}
        )


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


def _due(
    kind: str, person: OpenPerson, wishes: WishesFacts, known: KnownDays, now: datetime.datetime
) -> Iterable[Due]:
    today = now.astimezone(person.zone).date()
    for moment in moments(_wanted(kind, wishes, known, today)):
        local = datetime.datetime.combine(moment.on, moment.hour, tzinfo=person.zone)
        at = local.astimezone(datetime.UTC)
        if now < at <= now + AHEAD:
            yield Due(at, moment.on, _words(moment, wishes, known) if wishes.own_words else "")


def _wanted(
    kind: str, wishes: WishesFacts, known: KnownDays, today: datetime.date
) -> Iterable[Wanted]:
    # A day that has just been may still have its day after; one far ahead, its days before.
    first, last = today - datetime.timedelta(days=14), today + AHEAD + datetime.timedelta(days=40)
    ways = {day.key: wishes.coming(day) for day in known}
    asked = [key for key, way in ways.items() if kind in way.by]
    for falling in known.fallings(first, last, asked):
        way = ways[falling.day.key]
        hour = wishes.hour_of(way, falling.day)
        yield Wanted(falling.day.key, falling.on, way.ahead, way.on, way.after, hour)


def _words(moment: Moment, wishes: WishesFacts, known: KnownDays) -> str:
    days = [(known.get(one.key), one.date) for one in moment.days]
    told = [in_short(day, date, known.person.facts) for day, date in days if day]
    return "\n".join(dict.fromkeys(told))


def _write(channel: Channel, due: dict[uuid.UUID, Due]) -> None:
    with transaction.atomic():
        rows = channel.reminders.select_for_update().in_bulk()
        planned = {id for id, row in rows.items() if row.state == Reminder.State.PLANNED}
        channel.reminders.filter(pk__in=planned - due.keys()).delete()
        new = [_row(channel, id, one) for id, one in due.items() if id not in rows]
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
        moved = [_row(channel, id, due[id]) for id in planned & due.keys()]
        fresh = [row for row in moved if Due.of(rows[row.pk]) != due[row.pk]]
        Reminder.objects.bulk_update(fresh, ["tag", "sealed", "tries"])


def _id(channel: Channel, due: Due) -> uuid.UUID:
    """The same for the same date, whatever is told on it: a second message cannot be planned."""
    return name_of("reminder", str(channel.pk), due.on.isoformat())


def _row(channel: Channel, id: uuid.UUID, due: Due) -> Reminder:
    return Reminder(id=id, channel=channel, tag=minute_tag(due.at), sealed=due.hidden(id))
