"""A backup that someone asked for on the page: made beside the pages, in every place."""

from __future__ import annotations

import contextlib
import datetime
import logging
import threading

from django.db import connections
from django.utils import timezone

from heartleaf.archive.backup.backing_up import made_and_proven
from heartleaf.archive.backup.locking import Busy, alone
from heartleaf.archive.backup.places import places
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.standing import standings

A_MOMENT = datetime.timedelta(minutes=5)

log = logging.getLogger(__name__)
_at_work = threading.Lock()


def start() -> None:
    """Begin, unless this program is at it already."""
    if _at_work.acquire(blocking=False):
        threading.Thread(target=_work, name="backup", daemon=True).start()


def was_just_made() -> bool:
    """Whether every place got one that counts in the last minutes: another would say the same."""
    now, proven = timezone.now(), [one.proven for one in standings()]
    return all(made is not None and now - made < A_MOMENT for made in proven)


def is_at_work() -> bool:
    return _at_work.locked()


def _work() -> None:
    try:
        with contextlib.suppress(Busy), alone():
            for place in places():
                with contextlib.suppress(BackupProblem):  # remembered, and said on the page
                    made_and_proven(place, "asked")
    except Exception:
        log.exception("backup")
    finally:
        connections.close_all()
        _at_work.release()
