"""The clock: one list of what is asked how often. It needs no key and reads nothing."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Callable, Iterable

from django.db import close_old_connections
from django.utils import timezone

from heartleaf.archive.backup.daily import back_up_daily
from heartleaf.archive.uploads import sweep_uploads
from heartleaf.care.key_notices import send_key_notices, sweep_key_notices
from heartleaf.care.missing import sweep_reminders
from heartleaf.care.reminding import ending
from heartleaf.care.sending import send_mail, send_push
from heartleaf.circle.copies import sweep_copies
from heartleaf.circle.inviting import sweep_invitations
from heartleaf.circle.letterbox import sweep_notes
from heartleaf.circle.sharing import end_pages
from heartleaf.family.entering import sweep_sessions
from heartleaf.keepsakes.keeping import empty_bins, sweep_media
from heartleaf.keepsakes.sweeping import sweep_vault
from heartleaf.tree.planting import plant_due

Job = tuple[datetime.timedelta, Callable[[datetime.datetime], None]]

EVERY: list[Job] = [
    (datetime.timedelta(hours=1), empty_bins),
    (datetime.timedelta(hours=1), sweep_media),
    (datetime.timedelta(hours=1), sweep_uploads),
    (datetime.timedelta(minutes=1), end_pages),
    (datetime.timedelta(hours=1), sweep_copies),
    (datetime.timedelta(days=1), sweep_vault),
    (datetime.timedelta(days=1), sweep_notes),
    (datetime.timedelta(hours=1), sweep_sessions),
    (datetime.timedelta(days=1), sweep_reminders),
    (datetime.timedelta(days=1), sweep_key_notices),
    (datetime.timedelta(hours=1), sweep_invitations),
    (datetime.timedelta(minutes=1), plant_due),
]
# These wait for other people's servers, so each has a thread of its own and holds up nothing else.
BESIDE: list[Job] = [
    (datetime.timedelta(seconds=15), send_mail),
    (datetime.timedelta(seconds=15), send_push),
    (datetime.timedelta(minutes=1), send_key_notices),
    (datetime.timedelta(minutes=30), back_up_daily),  # for a slow disk
]
TICK = 30.0
A_MOMENT = 5.0

senders: list[threading.Thread] = []

log = logging.getLogger(__name__)


def run_due(
    last: dict[str, datetime.datetime], now: datetime.datetime, jobs: Iterable[Job] | None = None
) -> None:
    """Do what is due. One that fails is said in the log and asked again next time."""
    for every, work in [*EVERY, *BESIDE] if jobs is None else jobs:
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
    senders.extend(_started([job], job[0].total_seconds(), job[1].__name__) for job in BESIDE)
    return _started(EVERY, TICK, "clock")


def end_clock() -> None:
    """Let what is being handed over just now be handed over, and give back the rest. A program that
    is killed instead loses about a second of messages, and the page names them."""
    ending.set()
    for sender in senders:
        sender.join(A_MOMENT / len(senders))


def _started(jobs: list[Job], tick: float, name: str) -> threading.Thread:
    def run() -> None:
        last: dict[str, datetime.datetime] = {}
        while not ending.wait(tick if last else 0):
            run_due(last, timezone.now(), jobs)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread
