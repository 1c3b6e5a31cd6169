"""Sealing anew, and bringing all of a circle elsewhere, beside the pages.

The row of a `Sealing` claims the circle and says how far it is. It needs a parent's open key: if
the program ends meanwhile, it goes on when a parent next looks.
"""

from __future__ import annotations

import datetime
import logging
import threading
from uuid import UUID

from django.db import IntegrityError, close_old_connections, connections, transaction
from django.utils import timezone

from heartleaf.circle.models import Sealing
from heartleaf.circle.sealing_anew import bring_all, seal_all_anew, size_of
from heartleaf.family.opening import NotAParent, OpenCircle, OpenPerson
from heartleaf.vault import VaultError

SILENT = datetime.timedelta(seconds=90)
TELL_EVERY = datetime.timedelta(seconds=1)

log = logging.getLogger(__name__)
_at_work: set[UUID] = set()
_lock = threading.Lock()


def start(person: OpenPerson, circle: OpenCircle, to: OpenCircle | None = None) -> bool:
    """Claim the circle and work on it beside the request: seal it anew, or bring all of it to
    another one. False if somebody is at it already. Raises NotAParent."""
    if not person.is_parent:
        raise NotAParent
    with _lock:
        if circle.id in _at_work or not _claim(person, circle, to):
            return False
        _at_work.add(circle.id)
    mine = OpenPerson(person.person, person.identity)
    words = (mine, circle.id, circle.handle, to.handle if to else "")
    threading.Thread(target=_work, args=words, name="sealing anew", daemon=True).start()
    return True


def go_on(person: OpenPerson, circle: OpenCircle) -> Sealing | None:
    """What is at work on this circle; taken up again where the end of the program cut it off."""
    row = Sealing.objects.filter(circle=circle.circle).first()
    if row and row.alive_at < timezone.now() - SILENT and circle.id not in _at_work:
        to = person.circles.get(str(row.to_id)) if row.to_id else None
        start(person, circle, to)
    return row


def share_of(row: Sealing) -> int:
    """In hundredths."""
    return min(100, 100 * row.done // row.all) if row.all else 0


def _claim(person: OpenPerson, circle: OpenCircle, to: OpenCircle | None) -> bool:
    now = timezone.now()
    stale = Sealing.objects.filter(circle=circle.circle, alive_at__lt=now - SILENT)
    target = to.circle if to else None
    if stale.update(alive_at=now, person=person.person, to=target, done=0):
        return True
    try:
        with transaction.atomic():
            Sealing.objects.create(circle=circle.circle, person=person.person, to=target)
    except IntegrityError:
        return False
    return True


def _work(person: OpenPerson, id: UUID, handle: str, to: str) -> None:
    close_old_connections()
    row = Sealing.objects.filter(circle=id)
    try:
        circle = person.circle(handle)
        target = person.circle(to) if to else None
        row.update(all=size_of(circle, target))
        telling = _Telling(id)
        if target is None:
            seal_all_anew(circle, telling.one_more)
        else:
            bring_all(circle, target, telling.one_more)
    except VaultError as problem:  # the disk is full, say: the page offers it again
        log.warning("sealing anew: %s", problem)
    except Exception:
        log.exception("sealing anew")
    finally:
        row.delete()
        connections.close_all()
        with _lock:
            _at_work.discard(id)


class _Telling:
    """Says how far it is, and that it is alive, at most once a second."""

    def __init__(self, circle: UUID) -> None:
        self._circle, self._done, self._told = circle, 0, timezone.now()

    def one_more(self) -> None:
        self._done += 1
        now = timezone.now()
        if now - self._told >= TELL_EVERY:
            self._told = now
            Sealing.objects.filter(circle=self._circle).update(done=self._done, alive_at=now)
