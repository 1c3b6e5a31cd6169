"""Telling a parent, by every way they have, that something was asked which is about them.

Whoever asks has not their key, and the clock has nobody's; what it needs stands under the server's
key. It says nothing but that there is something to look at, and no silence holds it back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from heartleaf.care.due import Due
from heartleaf.care.models import Channel, Reminder
from heartleaf.circle.models import Parting
from heartleaf.circle.parting import ends
from heartleaf.family.server_seal import minute_tag

BEFORE = (datetime.timedelta(days=7), datetime.timedelta(days=1))
MORNING = datetime.time(10)


def tell_of(parting: Parting) -> None:
    """At once, and again a week and a day before it may be done."""
    end = timezone.localtime(ends(parting))
    mornings = [datetime.datetime.combine(end - ahead, MORNING, end.tzinfo) for ahead in BEFORE]
    for channel in Channel.objects.filter(person=parting.person_id):
        _write(channel, [timezone.now(), *mornings])


def tell_until(person: UUID, end: datetime.datetime | None) -> None:
    """The same of anything else that is about them: at once, and before its end if it has one."""
    moments = [timezone.now()]
    if end is not None:
        day = timezone.localtime(end)
        mornings = (datetime.datetime.combine(day - ahead, MORNING, day.tzinfo) for ahead in BEFORE)
        moments += [morning for morning in mornings if morning > moments[0]]
    for channel in Channel.objects.filter(person=person):
        _write(channel, moments)


def tell_no_more(person: UUID) -> None:
    rows = Reminder.objects.filter(channel__person=person, state=Reminder.State.PLANNED)
    gone = [row.pk for row in rows if (due := Due.if_readable(row)) and due.notice]
    Reminder.objects.filter(pk__in=gone).delete()


def was_told_on(person: UUID, day: datetime.date) -> bool:
    """Whether they had a message of it on that day, and so would have no other."""
    for_that_day = Due(timezone.now(), day, notice=True)
    channels = Channel.objects.filter(person=person).values_list("pk", flat=True)
    return _told(for_that_day.name(channel) for channel in channels).exists()


def _write(channel: Channel, moments: Iterable[datetime.datetime]) -> None:
    for at in moments:
        at = at.astimezone(datetime.UTC).replace(second=0, microsecond=0)
        due = Due(at, at.date(), notice=True)
        id = due.name(channel.pk)
        if _told([id]).exists():
            continue  # one in a day, however often it is asked and taken back
        told = {"channel": channel, "tag": minute_tag(at), "sealed": due.hidden(id)}
        # Asked again after it was taken back or came too late, it is told again.
        Reminder.objects.update_or_create(
            id=id, defaults=told | {"state": Reminder.State.PLANNED, "claim": "", "tries": 0}
        )


def _told(ids: Iterable[UUID]) -> QuerySet[Reminder]:
    states = [Reminder.State.SENT, Reminder.State.CLAIMED]
    return Reminder.objects.filter(pk__in=list(ids), state__in=states)
