"""Telling a parent, by every way they have, that something was asked which is about them.

Whoever asks has not their key, and the clock has nobody's; what it needs stands under the server's
key. It says nothing but that there is something to look at, and no silence holds it back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

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


def tell_no_more(person: UUID) -> None:
    rows = Reminder.objects.filter(channel__person=person, state=Reminder.State.PLANNED)
    gone = [row.pk for row in rows if (due := Due.if_readable(row)) and due.notice]
    Reminder.objects.filter(pk__in=gone).delete()


def _write(channel: Channel, moments: Iterable[datetime.datetime]) -> None:
    for at in moments:
        at = at.astimezone(datetime.UTC).replace(second=0, microsecond=0)
        due = Due(at, at.date(), notice=True)
        id = due.name(channel.pk)
        told = {"channel": channel, "tag": minute_tag(at), "sealed": due.hidden(id)}
        # Asked again after it was taken back, it is told again.
        Reminder.objects.update_or_create(
            id=id, defaults=told | {"state": Reminder.State.PLANNED, "claim": "", "tries": 0}
        )
