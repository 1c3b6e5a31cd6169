"""The clock's turn: claim what is due, then hand it over. Twice never, and late hardly.

    planned ──claimed──► sent
       ▲         ├─────► refused   it will never be taken
       │         ├─────► late      its window has passed
       └─not now─┘     ► (gone)    its person is quiet, or wants no more of these

Whose turn it is, is a state of the row, claimed by one update before anything is sent; so any
number of processes may do this at once. A row that is claimed is never claimed again: if a process
dies with it, or a line dies where nobody can say whether the message was taken, it stays claimed,
and `missing.py` names it to its person. As many are claimed as are handed over in about a second,
so that is the most that a crash leaves unsaid.

No column holds a time. When a message is due is in its sealed part, and the minute in which to
try it again is its `tag`.
"""

from __future__ import annotations

import datetime
import logging
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, QuerySet

from heartleaf.care.channels import WINDOWS, Kind, LineDown, Message, Outcome, way_of
from heartleaf.care.due import Due
from heartleaf.care.models import Channel, Quiet, Reminder
from heartleaf.care.sundays import something_new, was_told
from heartleaf.family.server_seal import minute_tag
from heartleaf.sealing import CannotOpen

State = Reminder.State

# How many minutes to wait before the next try, by how many tries there were; then the last again.
WAITS = (1, 2, 5, 10, 30)
FEWEST, MOST = 2, 400  # claimed at once; in between, what is handed over in a second
ASKED_HOLDS = 1.0  # then it is asked again who is quiet and who stopped
A_MOMENT = 0.25  # between two writings of what was sent
LONGEST_TURN = 30.0

ending = threading.Event()
"""Set when the program is about to end: what is claimed and not handed over goes back."""

log = logging.getLogger(__name__)


class Sender(Protocol):
    """One kind of channel, for the length of a turn."""

    def hand_over(self, message: Message) -> Outcome:
        """Raises LineDown if nothing can be handed over to anyone now."""

    def close(self) -> None: ...


def send_due(kind: Kind, sender: Sender, now: datetime.datetime) -> None:
    """Send what is due by this kind of channel, until nothing is left or the turn is over."""
    tags = _minutes(WINDOWS[kind], now)
    until, size = time.monotonic() + LONGEST_TURN, FEWEST
    try:
        while not ending.is_set() and time.monotonic() < until:
            began = time.monotonic()
            rows = _claim(kind, tags, size)
            if not rows:
                break
            _Batch(rows, now).hand_over(sender)
            size = _as_many_as_in_a_second(len(rows), time.monotonic() - began)
    except LineDown:
        log.warning("Messages that are due cannot be handed over now. They are tried again.")
    finally:
        sender.close()


def _minutes(window: datetime.timedelta, now: datetime.datetime) -> list[bytes]:
    """The minutes in which what is due now may be."""
    minutes = int(window.total_seconds()) // 60 + 1
    return [minute_tag(now - datetime.timedelta(minutes=back)) for back in range(minutes)]


def _claim(kind: Kind, tags: list[bytes], size: int) -> list[Reminder]:
    """Make some rows this turn's. On SQLite only one process writes at a time; on PostgreSQL the
    others pass over the rows that are locked here."""
    claim = secrets.token_hex(8)
    with transaction.atomic():
        _by_the_index()
        due = Reminder.objects.filter(state=State.PLANNED, tag__in=tags, channel__kind=kind)
        locked = due.select_for_update(skip_locked=True, of=("self",)).select_related("channel")
        rows = list(locked[:size])
        ours = Reminder.objects.filter(pk__in=[row.pk for row in rows], state=State.PLANNED)
        ours.update(state=State.CLAIMED, claim=claim)
    for row in rows:
        row.claim = claim
    return rows


def _by_the_index() -> None:
    """Where very many are due in one minute, PostgreSQL believes it finds some of them soonest by
    reading the table as it lies; but those it finds first have been sent already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "mergejoin", "hashjoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


def _as_many_as_in_a_second(number: int, took: float) -> int:
    """A few say little of how many more, so it grows by steps."""
    return int(max(FEWEST, min(number / max(took, 0.001), 4 * number, MOST)))


class _Batch:
    """The rows of one claim, and what has become of them so far."""

    def __init__(self, rows: list[Reminder], now: datetime.datetime) -> None:
        self.rows = {row.pk: row for row in rows}
        self.claim, self.now = rows[0].claim, now
        self.notices: set[UUID] = set()
        self.left = set(self.rows)  # claimed, and not handed over yet
        self.became: dict[Outcome, list[UUID]] = defaultdict(list)
        self.written = self.asked = time.monotonic()

    def hand_over(self, sender: Sender) -> None:
        try:
            for row, message in self._to_send():
                if ending.is_set():
                    break
                if time.monotonic() - self.asked > ASKED_HOLDS:
                    self._ask_again()
                if row.pk in self.left:
                    self._hand_over_one(row, message, sender)
        finally:
            self._write()
            self._give_back()

    def _hand_over_one(self, row: Reminder, message: Message, sender: Sender) -> None:
        # Whatever is raised but LineDown came from where nobody expected it, so nobody can say
        # whether the message was taken: it stays claimed, and the turn ends.
        self.left.discard(row.pk)
        try:
            outcome = sender.hand_over(message)
        except LineDown:
            self.left.add(row.pk)
            raise
        self.became[outcome].append(row.pk)
        if message.due.letterbox and outcome in {Outcome.SENT, Outcome.UNCLEAR}:
            was_told(row.channel)
        if time.monotonic() - self.written > A_MOMENT:
            self._write()

    def _to_send(self) -> list[tuple[Reminder, Message]]:
        """Open them; what is not to be sent is out of the way before the first is."""
        self.asked = time.monotonic()
        silences = Quiet.last_of({row.channel.person_id for row in self.rows.values()})
        late, unwanted, messages = [], [], []
        for row in self.rows.values():
            message = _opened(row)
            quiet = silences.get(row.channel.person_id)
            if message is not None and message.due.notice:
                self.notices.add(row.pk)
            if message is None or _is_unwanted(row.channel, message, quiet):
                unwanted.append(row.pk)
            elif message.until < self.now:
                late.append(row.pk)
            else:
                messages.append((row, message))
        self.left.difference_update(unwanted, late)
        self._mine(unwanted).delete()
        self._mine(late).update(state=State.LATE, claim="")
        return messages

    def _ask_again(self) -> None:
        """A slow server may take minutes for all of them, and meanwhile someone wants quiet, or no
        more of these."""
        self.asked = time.monotonic()
        told = self._mine(self.left).filter(channel__stopped=False)
        whose = dict(told.values_list("pk", "channel__person_id"))
        silent = Quiet.who(set(whose.values()))
        unwanted = {pk for pk in self.left if pk not in whose or whose[pk] in silent}
        unwanted -= {pk for pk in self.notices if pk in whose}
        self.left -= unwanted
        self._mine(unwanted).delete()

    def _write(self) -> None:
        """Write down what has become of those that were handed over."""
        became = self.became
        with transaction.atomic():
            self._mine(became[Outcome.SENT]).update(state=State.SENT, claim="")
            self._mine(became[Outcome.REFUSED]).update(state=State.REFUSED, claim="")
            self._wait(became[Outcome.NOT_NOW])
            gone = {self.rows[pk].channel_id for pk in became[Outcome.GONE]}
            Channel.objects.filter(pk__in=gone).delete()
        self.became = defaultdict(list)
        self.written = time.monotonic()

    def _wait(self, not_now: list[UUID]) -> None:
        by_tries = defaultdict(list)
        for pk in not_now:
            by_tries[self.rows[pk].tries].append(pk)
        for tries, pks in by_tries.items():
            wait = datetime.timedelta(minutes=WAITS[min(tries, len(WAITS) - 1)])
            again = {"tag": minute_tag(self.now + wait), "tries": F("tries") + 1}
            self._mine(pks).update(state=State.PLANNED, claim="", **again)

    def _give_back(self) -> None:
        """Those that were not handed over, as they were: nothing was tried with them."""
        self._mine(self.left).update(state=State.PLANNED, claim="")

    def _mine(self, pks: Iterable[UUID]) -> QuerySet[Reminder]:
        return Reminder.objects.filter(pk__in=list(pks), claim=self.claim, state=State.CLAIMED)


def _is_unwanted(channel: Channel, message: Message, quiet: Quiet | None) -> bool:
    if channel.stopped or _is_silenced(message, quiet):
        return True
    return message.due.letterbox and not something_new(channel)


def _is_silenced(message: Message, quiet: Quiet | None) -> bool:
    """By a silence that is, or one that was when it was due, while no clock was running."""
    if message.due.notice:  # what may be done to them in the meantime does not wait for the end
        return False
    return quiet is not None and (quiet.holds or quiet.held(message.due.at))


def _opened(row: Reminder) -> Message | None:
    """None for a row that somebody put in the place of another, or under another channel: its
    words are not for whoever would get them there."""
    try:
        due, way = Due.of(row), way_of(row.channel)
    except CannotOpen:
        return None
    if row.pk != due.name(row.channel_id):
        return None
    return Message(row.channel_id, way, due, due.at + WINDOWS[Kind(row.channel.kind)], row.tries)
