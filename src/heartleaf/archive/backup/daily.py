"""The daily backup: by the clock, to every place, once for all programs that share the archive.

It is due when the newest in a place is from before the last turn of the day, at four in the
morning where the host lives; a computer that is off at night makes it up when it is on. A place
that has just begun has none in its first hour: the first evening is not for that.
"""

from __future__ import annotations

import datetime
import logging
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from heartleaf.archive.backup.backing_up import made_and_proven, take_away_old
from heartleaf.archive.backup.locking import Busy, alone
from heartleaf.archive.backup.places import places, snapshots
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.remembering import remember_failure
from heartleaf.archive.backup.telling import tell_parents
from heartleaf.family.models import Person

TURN = datetime.time(4)
A_DAY = datetime.timedelta(days=1)
FIRST_HOUR = datetime.timedelta(hours=1)

log = logging.getLogger(__name__)


def back_up_daily(now: datetime.datetime) -> None:
    """What is due in each place; one that fails keeps no other from having its own."""
    if not _has_begun(now):
        return
    due = [place for place in places() if is_due(place, now)]
    if not due:
        return
    try:
        with alone():
            for place in due:
                if is_due(place, now):  # another program may have just made it
                    _one(place, now)
            tell_parents(now)
    except Busy:
        return


def is_due(place: Path, now: datetime.datetime) -> bool:
    """One that says it is of another year, because its manifest or a clock was wrong, puts off
    none."""
    made = [one.made for one in snapshots(place) if one.made <= now + A_DAY]
    return not made or made[0] < last_turn(now, ZoneInfo(settings.TIME_ZONE))


def last_turn(now: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """The last time it was four in the morning there; where clocks are changed, too."""
    here = now.astimezone(zone)
    turn = datetime.datetime.combine(here.date(), TURN, zone)
    if turn > now:
        turn = datetime.datetime.combine(here.date() - datetime.timedelta(days=1), TURN, zone)
    return turn


def _one(place: Path, now: datetime.datetime) -> None:
    """The old go also where no new one could be made: the newest that is proven stays."""
    for step in (lambda: made_and_proven(place, "daily"), lambda: take_away_old(place)):
        try:
            step()
        except BackupProblem as problem:
            remember_failure(place, now, str(problem))
            log.warning("The daily backup could not be made or proven. Settings say what it was.")


def _has_begun(now: datetime.datetime) -> bool:
    first = Person.objects.order_by("joined_at").values_list("joined_at", flat=True).first()
    return first is not None and now - first > FIRST_HOUR
