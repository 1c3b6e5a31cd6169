"""Which messages may not have come, for the page to name once; and what goes when long past."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.utils import timezone

from heartleaf.care.channels import WINDOWS, Kind
from heartleaf.care.due import Due
from heartleaf.care.models import Quiet, Reminder
from heartleaf.family.models import Person

State = Reminder.State
Why = Literal["unclear", "refused", "late"]

# After this long, what is claimed is in nobody's hands any more.
STILL_AT_WORK = datetime.timedelta(minutes=15)
KEPT = datetime.timedelta(days=60)
AT_ONCE = 1000

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Missed:
    """A message that may not have come: its row, what it was, by which kind of channel, and why."""

    id: UUID
    due: Due
    kind: Kind
    why: Why


def missed(person: Person, now: datetime.datetime | None = None) -> list[Missed]:
    """Those of this person, the earliest first."""
    now = now or timezone.now()
    rows = Reminder.objects.filter(channel__person=person).exclude(state=State.SENT)
    found = (_missed(row, now) for row in rows.select_related("channel"))
    quiet = Quiet.last_of([person.pk]).get(person.pk)
    named = (one for one in found if one and not (quiet and quiet.held(one.due.at)))
    return sorted(named, key=lambda one: one.due.at)


def forget(person: Person, ids: Iterable[UUID]) -> None:
    """They were named, and need not be again. Their rows stay, as of any that were sent: without
    them the same date could be planned once more, for a later hour."""
    rows = Reminder.objects.filter(channel__person=person, pk__in=list(ids))
    rows.update(state=State.SENT, claim="")


def pass_over(person: Person, quiet: Quiet) -> None:
    """What was due in this silence is not sent when it has ended, and not named either. Where a
    clock was running, it has seen to that."""
    now = timezone.now()
    rows = Reminder.objects.filter(channel__person=person).exclude(state=State.SENT)
    opened = {row.pk: Due.if_readable(row) for row in rows.exclude(state=State.CLAIMED)}
    asked = {pk: due for pk, due in opened.items() if due and not due.notice}
    past = [pk for pk, due in asked.items() if due.at <= now and quiet.held(due.at)]
    Reminder.objects.filter(pk__in=past).exclude(state=State.CLAIMED).delete()


def _missed(row: Reminder, now: datetime.datetime) -> Missed | None:
    due, kind = Due.if_readable(row), Kind(row.channel.kind)
    # A notice is said on Today as long as it holds, whether or not its message came; and of the
    # letterbox nobody knows whether there would have been anything to say. A path's says itself
    # again, and a list of those that did not come would read as days missed.
    is_named = due is not None and not (due.notice or due.letterbox or due.path)
    why = _why(row.state, now - due.at, WINDOWS[kind]) if due and is_named else None
    return Missed(row.pk, due, kind, why) if due and why else None


def _why(state: str, since: datetime.timedelta, window: datetime.timedelta) -> Why | None:
    match state:
        case State.REFUSED:
            return "refused"
        case State.LATE:
            return "late"
        case State.CLAIMED if since > STILL_AT_WORK:
            return "unclear"
        case State.PLANNED if since > window:  # no clock was running all the while
            return "late"
    return None


def sweep_reminders(now: datetime.datetime) -> None:
    """Take away what is long past, and what cannot be read. Where nothing at all can be read, the
    server's key is more likely the wrong one than the rows, and everything stays."""
    before, read, unreadable = now - KEPT, 0, 0
    for rows in _all_rows():
        opened = {row.pk: Due.if_readable(row) for row in rows}
        past = [pk for pk, due in opened.items() if due and due.on < before.date()]
        Reminder.objects.filter(pk__in=past).delete()
        unreadable += sum(due is None for due in opened.values())
        read += sum(due is not None for due in opened.values())
    if unreadable and read:
        _drop_unreadable()
        log.warning(f"{unreadable} reminders could not be read any more and were taken away.")
    elif unreadable:
        log.warning("No reminder can be read. Is HEARTLEAF_SECRET_KEY the one it was?")


def _drop_unreadable() -> None:
    for rows in _all_rows():
        gone = [row.pk for row in rows if Due.if_readable(row) is None]
        Reminder.objects.filter(pk__in=gone).delete()


def _all_rows() -> Iterator[list[Reminder]]:
    """Some at a time, by their names, so that memory stays flat."""
    rows = Reminder.objects.order_by("pk").only("pk", "sealed")
    part = list(rows[:AT_ONCE])
    while part:
        yield part
        part = list(rows.filter(pk__gt=part[-1].pk)[:AT_ONCE])
