"""The clock: one list of what is asked how often. It needs no key and reads nothing."""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections
from django.utils import timezone

from heartleaf.archive.uploads import sweep_uploads
from heartleaf.family.entering import sweep_sessions
from heartleaf.keepsakes.keeping import empty_bins, sweep_media
from heartleaf.keepsakes.sweeping import sweep_vault
from heartleaf.tree.planting import plant_due

EVERY: list[tuple[datetime.timedelta, Callable[[datetime.datetime], None]]] = [
    (datetime.timedelta(hours=1), empty_bins),
    (datetime.timedelta(hours=1), sweep_media),
    (datetime.timedelta(hours=1), sweep_uploads),
    (datetime.timedelta(days=1), sweep_vault),
    (datetime.timedelta(hours=1), sweep_sessions),
    (datetime.timedelta(minutes=1), plant_due),
]
TICK = 30.0

log = logging.getLogger(__name__)


def run_due(last: dict[str, datetime.datetime], now: datetime.datetime) -> None:
    """Do what is due. One that fails is said in the log and asked again next time."""
    for every, work in EVERY:
        if (
            now - last.get(work.__name__, datetime.datetime.min.replace(tzinfo=datetime.UTC))
            < every
        ):
            continue
        last[work.__name__] = now
        try:
            work(now)
        except Exception:
            log.exception(work.__name__)
        finally:
            close_old_connections()


def start_clock() -> threading.Thread:
    """Run the clock beside the pages until the program ends."""

    def tick() -> None:
        last: dict[str, datetime.datetime] = {}
        while True:
            run_due(last, timezone.now())
            time.sleep(TICK)

    thread = threading.Thread(target=tick, name="clock", daemon=True)
    thread.start()
    return thread
