"""Taking away for good, in an order that a crash at any instant leaves right.

    keys   in one transaction: from that instant nothing opens, and nobody stops it
    bytes  each file in the vault, and then the row that said where it was
    rows   everything else
    backups, if no other family is in them

A row is the list of its bytes, so it goes after them; the clock goes on with what is left.
"""

from __future__ import annotations

import datetime
import logging

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from heartleaf.archive.ending.aside import sweep_aside
from heartleaf.archive.ending.deciding import FAMILY, settle_time
from heartleaf.archive.ending.keys import no_key_of_all_opens, no_key_of_one_opens
from heartleaf.archive.ending.lingering import still_holding, take_backups_away
from heartleaf.archive.ending.models import Ending
from heartleaf.archive.ending.remains import take_bytes_away, take_rows_away
from heartleaf.archive.ending.telling import tell_of_it_no_more
from heartleaf.family.keyrings import gate
from heartleaf.family.models import Family

GRACE = datetime.timedelta(days=1)
SAID_FOR = datetime.timedelta(days=60)

log = logging.getLogger(__name__)


def carry_out_endings(now: datetime.datetime) -> None:
    """The clock: what has waited its thirty days, and what a crash left half done."""
    for ending in Ending.objects.filter(done_at=None):
        try:
            if ending.keys_gone_at is not None or let_keys_go(ending, now):
                carry_on(ending)
        except Exception:
            log.exception("What is to be taken away could not be; it is tried again.")
    for ending in Ending.objects.filter(of=FAMILY).exclude(done_at=None):
        _leave_no_backup(ending)  # one may have been begun while the keys were still there
    sweep_aside()  # also what was put aside of a thing that went from the bin
    _forget_what_is_over(now)


def let_keys_go(ending: Ending, now: datetime.datetime, *, insisted: bool = False) -> bool:
    """From now on nothing of it opens. False if it is not due, was stopped, or cannot be now.
    `insisted` is for who is here and wants no more waiting, where nobody else need be asked."""
    if ending.family_id is None:
        return False
    with transaction.atomic():
        gate(ending.family_id)
        row = Ending.objects.filter(pk=ending.pk, keys_gone_at=None).first()
        if row is None:
            return False
        if not settle_time(row, now) or not _is_due(row, now, insisted):
            return False
        tell_of_it_no_more(row)
        row.keys_gone_at = now
        row.save(update_fields=["keys_gone_at"])
        if row.of == FAMILY:
            no_key_of_all_opens(ending.family_id)
        elif row.person_id:
            no_key_of_one_opens(row.person_id)
    ending.refresh_from_db()
    _overwrite_what_was_deleted()
    return True


def carry_on(ending: Ending) -> None:
    """What is left to do once no key is there. Asked again, it goes on where it stopped; it is not
    done before the database's own journal has none of the keys either."""
    while take_bytes_away(ending):
        pass
    with transaction.atomic():
        take_rows_away(ending)
    sweep_aside()
    _leave_no_backup(ending)
    if not _overwrite_what_was_deleted():
        return  # someone has read for a while; the clock asks again
    Ending.objects.filter(pk=ending.pk).update(done_at=timezone.now())
    ending.refresh_from_db()


def _is_due(row: Ending, now: datetime.datetime, insisted: bool) -> bool:
    if row.due_at is None or row.due_at > now:
        if row.seen_due_at is not None:  # the clock was ahead, and is right again
            row.seen_due_at = None
            row.save(update_fields=["seen_due_at"])
        return False
    if insisted:
        return True
    if row.seen_due_at is None or row.seen_due_at > now:
        row.seen_due_at = now
        row.save(update_fields=["seen_due_at"])
    return now - row.seen_due_at >= GRACE


def _leave_no_backup(ending: Ending) -> None:
    """With the last family of an installation the backups go that it made by itself."""
    if ending.of == FAMILY and ending.keys_gone_at and not Family.objects.exists():
        take_backups_away(ending.keys_gone_at)


def _forget_what_is_over(now: datetime.datetime) -> None:
    """The row that said so, once no backup holds it and what is left of a person was settled."""
    over = Ending.objects.filter(done_at__lt=now - SAID_FOR).filter(Q(of=FAMILY) | Q(person=None))
    for ending in over:
        if not still_holding(until=ending.keys_gone_at):
            ending.delete()


def _overwrite_what_was_deleted() -> bool:
    """So that no earlier page of the database's own journal holds a key: SQLite's at once, and
    False while someone still reads there; PostgreSQL clears the rows, and its journal when it has
    no more need of it."""
    if connection.in_atomic_block:
        return True
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy
        cursor.execute("VACUUM heartleaf_person, heartleaf_epoch, heartleaf_wayin")
        return True
