"""The clock on a host with very many people: 19:00 on 15 October, in one time zone.

A million have a reminder planned, and a fifth of them for the same minute. They are claimed, opened
and written as mails as the clock does it, and handed to one who takes each at once: no network is
measured, only what the program and its database can do.

Run as `python -m heartleaf.command.measuring.clock hand-over`, it is one clock of those.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from subprocess import PIPE
from typing import IO, TYPE_CHECKING, Any, cast

from heartleaf.command.measuring.postgres import cluster, programs
from heartleaf.command.speaking import ready

if TYPE_CHECKING:
    from heartleaf.care.channels import Address, Message, Outcome

NAME = "heartleaf.command.measuring.clock"
AT = datetime.datetime(2026, 10, 15, 17, 0, tzinfo=datetime.UTC)
CLOCKS = (1, 2, 4)
DUE_OF = 5  # every fifth
MINUTES = 550 * 24 * 60  # the others are due in some minute of these


def measured(house: Path, people: int) -> dict[str, float]:
    """How long 1, 2 and 4 clocks take, and the most memory one holds; nothing where there is no
    PostgreSQL."""
    found = programs()
    if found is None:
        return {}
    with cluster(found) as address:
        there = os.environ | {
            "DATABASE_URL": address,
            "HEARTLEAF_DATA": str(house / "clock"),
            "HEARTLEAF_URL": "https://leaf.example.org",
            "EMAIL_URL": "smtp://mail.example.org/?from=days@example.org",
        }
        _run(there, "plan", str(people))
        told: dict[str, float] = {"reminders": people, "reminders_due": people // DUE_OF}
        for number in CLOCKS:
            _run(there, "again")
            took, memory = _together(there, number, people // DUE_OF)
            told[f"clock_{number}_s"] = took
            told["clock_mb"] = max(told.get("clock_mb", 0), memory)
        return told


def _run(there: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "-m", NAME, *words], env=there, check=True)


def _together(there: dict[str, str], number: int, due: int) -> tuple[float, float]:
    """So many clocks at once: the seconds from when all are there to when all is handed over, and
    the most memory of one in MB."""
    command = [sys.executable, "-m", NAME, "hand-over"]
    clocks = [
        subprocess.Popen(command, env=there, stdin=PIPE, stdout=PIPE, text=True)
        for _number in range(number)
    ]
    for clock in clocks:
        cast(IO[str], clock.stdout).readline()  # it is ready
    began = time.perf_counter()
    for clock in clocks:
        line = cast(IO[str], clock.stdin)
        line.write("go\n")
        line.flush()
    said = [clock.communicate()[0].split() for clock in clocks]
    took = time.perf_counter() - began
    if sum(int(handed) for handed, _memory in said) != due:
        raise RuntimeError("Not every reminder was handed over once.")
    return took, max(float(memory) for _handed, memory in said)


# ── One of those processes ──────────────────────────────────────────────────────────────────


def plan(people: int) -> None:
    """A family of very many: what their keys would open is not there, as the clock has none."""
    ready()
    from django.db import connection

    from heartleaf.family.models import Family
    from heartleaf.sealing import Identity, seal

    nothing = seal(b"", Identity.generate().recipient)
    family = Family.objects.create(facts=nothing, seed=b"s" * 32)
    persons = [uuid.uuid4() for _number in range(people)]
    with connection.cursor() as cursor:
        rows = ((id, family.pk, "", nothing, nothing, AT) for id in persons)
        _copy(cursor, "person (id, family_id, recipient, identity, own, joined_at)", rows)
        channels = [uuid.uuid4() for _number in range(people)]
        _copy(
            cursor, "channel (id, person_id, kind, sealed, stopped)", _channels(channels, persons)
        )
        _copy(
            cursor,
            "reminder (id, channel_id, tag, sealed, state, claim, tries)",
            _reminders(channels),
        )


def _channels(channels: list[uuid.UUID], persons: list[uuid.UUID]) -> Iterator[tuple[object, ...]]:
    from heartleaf.care.channels import Address, put
    from heartleaf.care.models import Channel

    for number, (id, person) in enumerate(zip(channels, persons, strict=True)):
        row = Channel(pk=id, person_id=person)
        put(row, Address(f"someone{number}@example.org"))
        yield id, person, row.kind, row.sealed, False


def _reminders(channels: list[uuid.UUID]) -> Iterator[tuple[object, ...]]:
    from heartleaf.care.due import Due
    from heartleaf.family.server_seal import minute_tag

    for number, channel in enumerate(channels):
        later = datetime.timedelta(minutes=number * 7919 % MINUTES + 1 if number % DUE_OF else 0)
        due = Due(AT + later, (AT + later).date())
        id = due.name(channel)
        yield id, channel, minute_tag(due.at), due.hidden(id), "planned", "", 0


def _copy(cursor: Any, into: str, rows: Iterable[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY heartleaf_{into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def again() -> None:
    """As if none had been sent, and as tidy as PostgreSQL keeps it by itself."""
    ready()
    from django.db import connection

    from heartleaf.care.models import Reminder

    Reminder.objects.exclude(state="planned").update(state="planned", claim="")
    with connection.cursor() as cursor:
        for table in ("reminder", "channel", "person"):
            cursor.execute(f"VACUUM ANALYZE heartleaf_{table}")


def hand_over() -> None:
    """One clock: what is due, until nothing is left. Says how many those were, and the most
    memory it held in MB."""
    ready()
    from heartleaf.care.channels import Kind
    from heartleaf.care.reminding import send_due

    taker, before = _Taker(), -1
    print("ready", flush=True)  # noqa: T201  # to the one that measures
    input()
    while taker.taken > before:
        before = taker.taken
        send_due(Kind.MAIL, taker, AT)
    print(taker.taken, _most_mb())  # noqa: T201  # as above


def _most_mb() -> float:
    """The most this process held. What the system adds up over a whole life also counts whoever
    began us; the high water of our own memory does not."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024


class _Taker:
    """Takes every mail at once."""

    def __init__(self) -> None:
        self.taken = 0

    def hand_over(self, message: Message) -> Outcome:
        from heartleaf.care.channels import Outcome
        from heartleaf.care.mailing import reminder_mail

        self.taken += bool(reminder_mail(cast("Address", message.to).address, message))
        return Outcome.SENT

    def close(self) -> None:
        pass


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["plan", number]:
            plan(int(number))
        case ["again"]:
            again()
        case ["hand-over"]:
            hand_over()
