"""What becomes of the tray: chosen things go where they belong, the rest leaves without trace."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import close_old_connections, connections

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.showing import Shelf, Shown

# Sealing a picture anew takes about a tenth of a second; more than this goes on beside the page.
AT_ONCE = 12

log = logging.getLogger(__name__)
_at_work: set[UUID] = set()
_lock = threading.Lock()


def keep_chosen(person: OpenPerson, ids: Iterable[UUID], circle_kind: str) -> bool:
    """Put them on the shelf, in this circle. False if it goes on beside the page."""

    def put(shown: Shown) -> None:
        shown.card.place = "shelf"
        keeping.change(shown.keepsake, shown.circle, shown.card)
        target = person.circle(circle_kind)
        if target.id != shown.circle.id:
            keeping.move(shown.keepsake, shown.circle, target)

    return _for_each(person, list(ids), put)


def remove_chosen(person: OpenPerson, ids: Iterable[UUID]) -> bool:
    """Take them out for good: they were never part of the archive."""
    return _for_each(person, list(ids), lambda shown: keeping.destroy(shown.keepsake))


def date_chosen(shown: Shown, when: VagueDate) -> None:
    """Give an undated thing its day, as well as it is known."""
    day = when.placed()
    shown.card.date, shown.card.date_words = when.to_edtf(), when.words
    shown.card.placed = day.isoformat() if day else ""
    keeping.change(shown.keepsake, shown.circle, shown.card)


def is_at_work(person: OpenPerson) -> bool:
    return person.id in _at_work


def _for_each(person: OpenPerson, ids: list[UUID], act: Callable[[Shown], None]) -> bool:
    if len(ids) <= AT_ONCE:
        _act_on(Shelf(person), ids, act)
        return True
    threading.Thread(target=_beside, args=(person, ids, act), daemon=True).start()
    return False


def _act_on(shelf: Shelf, ids: list[UUID], act: Callable[[Shown], None]) -> None:
    for shown in shelf.several(ids):
        if shown.place != "tray":
            continue
        try:
            act(shown)
        except ChangedMeanwhile:
            continue  # it was chosen in another window a moment ago


def _beside(person: OpenPerson, ids: list[UUID], act: Callable[[Shown], None]) -> None:
    close_old_connections()
    with _lock:
        _at_work.add(person.id)
    try:
        for start in range(0, len(ids), AT_ONCE):
            _act_on(Shelf(person), ids[start : start + AT_ONCE], act)
    except Exception:
        log.exception("choosing")
    finally:
        with _lock:
            _at_work.discard(person.id)
        connections.close_all()
