"""An import at work: begun by a request, going on without it, with its person's key in memory.

The row says how far it is. If the program ends meanwhile, the work stops, nothing is half there,
and it goes on the next time its person opens the page: only then is there a key again.
"""

from __future__ import annotations

import datetime
import json
import logging
import threading
from dataclasses import asdict
from uuid import UUID

from django.db import close_old_connections, connections
from django.utils import timezone

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.found import Refused
from heartleaf.archive.importers.names import sayable
from heartleaf.archive.importers.problems import ImportProblem
from heartleaf.archive.importers.source import Given, Source
from heartleaf.archive.importing import Landing, Outcome, Report, bring_in
from heartleaf.archive.models import Import
from heartleaf.archive.uploads import WAITING, all_arrived, discard, name_of, open_upload
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import seal, unseal
from heartleaf.vault import VaultError

SILENT = datetime.timedelta(seconds=90)
TELL_EVERY = datetime.timedelta(seconds=1)

log = logging.getLogger(__name__)
_at_work: set[UUID] = set()
_lock = threading.Lock()


def start(row: Import, person: OpenPerson) -> bool:
    """Claim the import and work on it beside the request. False if it is at work already, or if
    not all of its files have arrived."""
    if not all_arrived(row):
        return False
    with _lock:
        if row.pk in _at_work or not _claim(row):
            return False
        _at_work.add(row.pk)
    mine = OpenPerson(person.person, person.identity)
    threading.Thread(target=_work, args=(row, mine), name="import", daemon=True).start()
    return True


def go_on(row: Import, person: OpenPerson) -> None:
    """Take up an import that the end of the program interrupted."""
    silent = row.alive_at < timezone.now() - SILENT
    here = row.pk in _at_work
    if row.state == Import.State.WORKING and not here and silent:
        start(row, person)


def report_of(row: Import, person: OpenPerson) -> tuple[Report, str]:
    """The report so far, and the sentence if it did not come to its end."""
    if row.report is None:
        return Report(), ""
    said = json.loads(unseal(row.report, person.identity))
    refused = [Refused(**one) for one in said["report"].pop("refused")]
    return Report(**said["report"], refused=refused), said["problem"]


def _claim(row: Import) -> bool:
    now = timezone.now()
    free = Import.objects.filter(pk=row.pk, state__in=WAITING)
    stale = Import.objects.filter(pk=row.pk, state=Import.State.WORKING, alive_at__lt=now - SILENT)
    claimed = free.update(state=Import.State.WORKING, alive_at=now)
    return bool(claimed or stale.update(alive_at=now))


def _work(row: Import, person: OpenPerson) -> None:
    close_old_connections()
    report = Report()
    try:
        _bring_in(row, person, report)
    except ImportProblem as problem:
        _end(row, person, report, str(problem), Import.State.FAILED)
    except VaultError as problem:
        _end(row, person, report, str(problem), Import.State.STOPPED)
    except Exception:
        log.exception("import")
        _end(row, person, report, "Something went wrong on our side.", Import.State.STOPPED)
    finally:
        connections.close_all()
        with _lock:
            _at_work.discard(row.pk)


def _bring_in(row: Import, person: OpenPerson, report: Report) -> None:
    uploads = list(row.uploads.order_by("began_at"))
    told = timezone.now()

    def tell(report: Report, total: int) -> None:
        nonlocal told
        if timezone.now() - told >= TELL_EVERY:
            told = timezone.now()
            row.total = total
            _note(row, person, report)

    for one in uploads:
        if one.given_up_at:
            name = sayable(name_of(one, person))
            report.add(Outcome(refused=[Refused(name, reasons.NOT_READ_THERE)]))
    arrived = [one for one in uploads if not one.given_up_at]
    if arrived or not report.refused:
        given = [Given(name_of(one, person), open_upload(one, person)) for one in arrived]
        landing = Landing(person, person.circle("only-me"), "tray")
        with Source(*given) as source:
            bring_in(source, landing, tell=tell, report=report)
    row.total = report.found
    _note(row, person, report, state=Import.State.DONE)
    for upload in uploads:
        discard(upload)


def _end(row: Import, person: OpenPerson, report: Report, sentence: str, state: str) -> None:
    try:
        _note(row, person, report, sentence, state)
    except Exception:  # the disk is full, say: the row stays at work, and is taken up again later
        log.exception("import")


def _note(
    row: Import,
    person: OpenPerson,
    report: Report,
    problem: str = "",
    state: str = Import.State.WORKING,
) -> None:
    said = {"report": asdict(report), "problem": problem}
    row.report = seal(json.dumps(said).encode(), person.identity.recipient)
    row.state, row.done, row.alive_at = state, report.found, timezone.now()
    row.save(update_fields=["report", "state", "done", "total", "alive_at"])
