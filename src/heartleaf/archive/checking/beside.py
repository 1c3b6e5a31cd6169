"""A look at everything beside the pages: begun by a request, going on without it, with its
person's key in memory. What it found is sealed to them."""

from __future__ import annotations

import datetime
import json
import logging
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, close_old_connections, connections, transaction
from django.utils import timezone

from heartleaf.archive.checking.everything import check_family
from heartleaf.archive.models import Checkup
from heartleaf.archive.repairing import Mend, Repaired, plan, repair
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import CannotOpen, seal, unseal

SILENT = datetime.timedelta(seconds=90)
TELL_EVERY = datetime.timedelta(seconds=1)

log = logging.getLogger(__name__)
_at_work: set[UUID] = set()
_lock = threading.Lock()


@dataclass
class Found:
    """What a look found, as it is kept for its person. `at` is when; `damage` as `Damage.as_json`
    has it; `newest` when the newest proven backup was made."""

    at: str = ""
    damage: list[dict[str, Any]] = field(default_factory=list)
    mends: list[dict[str, str]] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)
    newest: str = ""
    repaired: dict[str, Any] = field(default_factory=dict)

    @property
    def offers_something(self) -> bool:
        return bool(self.mends or self.anew)


def start(person: OpenPerson, found: Found | None = None) -> bool:
    """Look at everything beside the request; with what an earlier look `found`, first put back what
    it offered. False if a look is at work already."""
    with _lock:
        if person.id in _at_work or not _claim(person):
            return False
        _at_work.add(person.id)
    mine = OpenPerson(person.person, person.identity)
    _begin(mine, found)
    return True


def _begin(person: OpenPerson, found: Found | None) -> None:
    threading.Thread(target=_work, args=(person, found), name="checking", daemon=True).start()


def checkup_of(person: OpenPerson) -> tuple[Checkup | None, Found | None]:
    """How far the last look is, and what it found. One that the end of the program cut off counts
    as stopped: it changed nothing, and is simply asked for again."""
    row = Checkup.objects.filter(person=person.person).first()
    if row is None:
        return None, None
    silent = row.alive_at < timezone.now() - SILENT
    if row.state == Checkup.State.WORKING and silent and person.id not in _at_work:
        row.state = Checkup.State.STOPPED
    try:
        told = json.loads(unseal(row.report, person.identity)) if row.report else None
        return row, Found(**told) if told else None
    except (CannotOpen, ValueError, TypeError):
        return row, None


def _claim(person: OpenPerson) -> bool:
    now = timezone.now()
    working = {"state": Checkup.State.WORKING, "done": 0, "total": 0, "alive_at": now}
    rows = Checkup.objects.filter(person=person.person)
    if rows.exclude(state=Checkup.State.WORKING).update(**working):
        return True
    if rows.filter(alive_at__lt=now - SILENT).update(**working):
        return True
    try:
        with transaction.atomic():
            Checkup.objects.create(person=person.person)
    except IntegrityError:
        return False
    return True


def _work(person: OpenPerson, found: Found | None) -> None:
    close_old_connections()
    state, report = Checkup.State.STOPPED, None
    try:
        done = repair(_mends(found.mends), found.anew) if found else Repaired()
        report = _look(person)
        report.repaired = asdict(done)
        state = Checkup.State.DONE
    except Exception:
        log.exception("checking")
    finally:
        _end(person, state, report)
        connections.close_all()
        with _lock:
            _at_work.discard(person.id)


def _look(person: OpenPerson) -> Found:
    checked = check_family(person, _Telling(person))
    planned = plan(checked)
    return Found(
        at=timezone.now().isoformat(),
        damage=[one.as_json() for one in checked.damage],
        mends=[{**asdict(one), "made": one.made.isoformat()} for one in planned.mends],
        anew=planned.anew,
        newest=planned.newest.isoformat() if planned.newest else "",
    )


def _mends(told: Iterable[dict[str, str]]) -> Iterable[Mend]:
    for one in told:
        made = datetime.datetime.fromisoformat(one["made"])
        yield Mend(one["name"], one["what"], one["id"], one["copy"], one["sha256"], made)


def _end(person: OpenPerson, state: str, report: Found | None) -> None:
    try:
        told = {}
        if report:
            words = json.dumps(asdict(report)).encode()
            told["report"] = seal(words, person.identity.recipient)
        rows = Checkup.objects.filter(person=person.person)
        rows.update(state=state, alive_at=timezone.now(), **told)
    except Exception:  # the disk is full, say: the row is silent, and can be asked for again
        log.exception("checking")


class _Telling:
    """Says how far it is, and that it is alive, at most once a second."""

    def __init__(self, person: OpenPerson) -> None:
        self._row = Checkup.objects.filter(person=person.person)
        self._told = timezone.now()

    def __call__(self, done: int, all: int) -> None:
        now = timezone.now()
        if now - self._told >= TELL_EVERY:
            self._told = now
            self._row.update(done=done, total=all, alive_at=now)
