"""Bringing in: what an importer found becomes keepsakes, one whole thing at a time.

Killed at any instant and run again, it finishes: each keepsake arrives in one step, and what is
here already is recognised by its bytes. Nothing is looked at twice.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from heartleaf.archive import importers
from heartleaf.archive.importers.found import Found, Refused
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source
from heartleaf.archive.reading import File, Reader
from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card, Place, kind_for
from heartleaf.keepsakes.developing.looks import NotKnown
from heartleaf.keepsakes.keeping import AlreadyKept, keep
from heartleaf.keepsakes.pairing import paired
from heartleaf.keepsakes.preparing import prepare
from heartleaf.keepsakes.receiving import (
    Received,
    is_here,
    let_go,
    origin_is_here,
    receive,
    receive_at_once,
)

# Decoding takes two cores; a third thread reads, seals or writes meanwhile, each in its turn.
WORKERS = 3


@dataclass
class Report:
    """Files counted: found = kept + same + refused; `unseen` are those of them that are kept and
    cannot be shown or heard here.

    `words` are posts of which only the words came: not files, so in none of the others.
    """

    found: int = 0
    kept: int = 0
    unseen: int = 0
    same: int = 0
    words: int = 0
    refused: list[Refused] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.kept += outcome.kept
        self.unseen += outcome.unseen
        self.same += outcome.same
        self.words += outcome.words
        self.refused += outcome.refused
        self.found = self.kept + self.same + len(self.refused)


@dataclass
class Outcome:
    """What became of the files of one thing."""

    kept: int = 0
    unseen: int = 0
    same: int = 0
    words: int = 0
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Landing:
    """Where things are to arrive: the circle, in the tray or on the shelf. `preparing` is what is
    being made of them beside this, so that it can be played."""

    person: OpenPerson
    circle: OpenCircle
    place: Place
    preparing: list[Future[None]] = field(default_factory=list)


Tell = Callable[[Report, int], None]


def bring_in(
    source: Source,
    landing: Landing,
    *,
    kind: str = "auto",
    tell: Tell = lambda report, total: None,
    report: Report | None = None,
) -> Report:
    """Bring in everything a source holds. `tell` hears the report so far and how many files there
    are in all; a `report` given is added to, and holds what came in should the work be cut off.
    Raises ImportProblem if the source as a whole cannot be read, VaultError if nothing more can
    be kept."""
    report = report or Report()
    importer = importers.choose(source, kind)
    waiting = list(importer.find(source))
    total = report.found + sum(len(o.names) if isinstance(o, Found) else 1 for o in waiting)
    with _threads() as threads:
        for outcome in _in_turn(_outcomes(source, landing, waiting, threads)):
            report.add(outcome)
            tell(report, total)
    return report


def dry_run(source: Source, person: OpenPerson, *, kind: str = "auto") -> Report:
    """What would come in, without keeping anything."""
    report, seen, reader = Report(), set[str](), Reader(source)
    for one in importers.choose(source, kind).find(source):
        outcome = Outcome(refused=[one] if isinstance(one, Refused) else [])
        for name in one.names if isinstance(one, Found) else ():
            _look_at(name, reader, person, seen, outcome)
        outcome.words += isinstance(one, Found) and _is_only_words(one, person)
        report.add(outcome)
    return report


def _look_at(
    name: str, reader: Reader, person: OpenPerson, seen: set[str], outcome: Outcome
) -> None:
    try:
        with reader.open(name) as file:
            new = file.sha256 not in seen and not is_here(person.circles.values(), file.sha256)
            seen.add(file.sha256)
    except CannotRead as problem:
        outcome.refused.append(problem.refused)
    else:
        outcome.kept, outcome.same = outcome.kept + new, outcome.same + (not new)


# ── One thing after another ─────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that hold their line to the database until everything is in."""
    lines: list[BaseDatabaseWrapper] = []

    def hold_a_line() -> None:
        connection.inc_thread_sharing()  # it is closed from here, when the thread has ended
        lines.append(connections[connection.alias])

    try:
        with ThreadPoolExecutor(WORKERS, "bringing-in", hold_a_line) as threads:
            yield threads
    finally:
        for line in lines:
            line.close()


def _outcomes(
    source: Source,
    landing: Landing,
    waiting: list[Found | Refused],
    threads: ThreadPoolExecutor,
) -> Iterator[Future[Outcome] | Outcome]:
    reader = Reader(source)
    for one in waiting:
        if isinstance(one, Refused):
            yield Outcome(refused=[one])
        else:
            yield threads.submit(_bring, one, reader, landing)


def _in_turn(outcomes: Iterator[Future[Outcome] | Outcome]) -> Iterator[Outcome]:
    """Outcomes as they come, with only a few things under way at once."""
    under_way: set[Future[Outcome]] = set()
    for outcome in outcomes:
        if isinstance(outcome, Outcome):
            yield outcome
            continue
        under_way.add(outcome)
        if len(under_way) > WORKERS:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (one.result() for one in done)
    for one in under_way:
        yield one.result()


def _bring(found: Found, reader: Reader, landing: Landing) -> Outcome:
    """One whole thing, its files one after the other: it may have any number of them."""
    outcome = Outcome()
    if not found.names:
        _keep_words(found, landing, outcome)
        return outcome
    received: dict[str, Received] = {}
    try:
        for name in found.names:
            _receive(name, reader, landing, received, outcome)
        for part, of_it in _as_they_belong(found, list(received.values())):
            _keep(part, of_it, landing, outcome)
    except BaseException:
        let_go(one.attachment for one in received.values())
        raise
    return outcome


def _as_they_belong(found: Found, received: list[Received]) -> list[tuple[Found, list[Received]]]:
    """A still and the film around it are one keepsake, if they say so inside; else two."""
    files = paired([one.attachment for one in received], [one.look for one in received])
    together = [replace(one, attachment=a) for one, a in zip(received, files, strict=True)]
    if not found.pair or len(together) < 2 or any(one.attachment.still for one in together):
        return [(found, together)]
    return [(part, [one]) for part, one in zip(found.apart(), together, strict=True)]


def _keep_words(found: Found, landing: Landing, outcome: Outcome) -> None:
    if _is_only_words(found, landing.person):
        with contextlib.suppress(AlreadyKept):  # by another run, a moment ago
            keep(landing.person, landing.circle, _card(found, [], VagueDate.unknown(), landing))
            outcome.words += 1


def _is_only_words(found: Found, person: OpenPerson) -> bool:
    """Has it words and no file, and are they not here yet?"""
    if found.names or not found.caption:
        return False
    return not origin_is_here(person.circles.values(), found.key)


def _receive(
    name: str,
    reader: Reader,
    landing: Landing,
    received: dict[str, Received],
    outcome: Outcome,
) -> None:
    """Seal a file, unless it is here already, or is in the same thing twice."""
    try:
        with reader.open(name) as file:
            hash = file.sha256
            if hash in received or is_here(landing.person.circles.values(), hash):
                outcome.same += 1
            else:
                received[hash] = _sealed(file, landing.circle)
    except CannotRead as problem:
        outcome.refused.append(problem.refused)
    except NotKnown as problem:
        outcome.refused.append(Refused(name, str(problem)))


def _sealed(file: File, circle: OpenCircle) -> Received:
    if file.data is None:
        return receive(file.chunks, circle, file.name)
    return receive_at_once(file.data, file.sha256, circle, file.name)


def _keep(found: Found, received: list[Received], landing: Landing, outcome: Outcome) -> None:
    attachments = [one.attachment for one in received]
    days = (one.when for one in received if not one.when.is_unknown)
    day = next(days, VagueDate.unknown())
    while attachments:
        card = _card(found, attachments, day, landing)
        try:
            kept = keep(landing.person, landing.circle, card)
        except AlreadyKept:
            attachments = _without_what_is_here(attachments, landing, outcome)
            continue
        landing.preparing.extend(prepare(landing.person, kept, card))
        outcome.kept += len(attachments)
        outcome.unseen += sum(bool(attachment.unseen) for attachment in attachments)
        break


def _without_what_is_here(
    attachments: list[Attachment], landing: Landing, outcome: Outcome
) -> list[Attachment]:
    """Another thread, or another run, kept one of these a moment ago; the others go on."""
    here = [a for a in attachments if is_here([landing.circle], a.sha256)] or attachments
    let_go(here)
    outcome.same += len(here)
    return [attachment for attachment in attachments if attachment not in here]


def _card(found: Found, attachments: list[Attachment], day: VagueDate, landing: Landing) -> Card:
    when = _when(found, landing.person) or day
    placed = when.placed()
    return Card(
        kind=kind_for(attachments) if attachments else "letter",
        title=found.title,
        words=found.caption,
        date=when.to_edtf(),
        placed=placed.isoformat() if placed else "",
        covered=True,
        place=landing.place,
        origin=found.key,
        attachments=attachments,
    )


def _when(found: Found, person: OpenPerson) -> VagueDate | None:
    """The day an export gives, in the person's own time zone where it is a moment."""
    if found.taken is None:
        return None
    if not isinstance(found.taken, datetime.datetime):
        return VagueDate.on(found.taken)
    moment = found.taken.astimezone(person.zone) if found.taken.tzinfo else found.taken
    return VagueDate.on(moment.date())
