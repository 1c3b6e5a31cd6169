"""What becomes of the tray: chosen things go where they belong, the rest leaves without trace."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.db import close_old_connections, connections

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.showing import Shelf, Shown
from heartleaf.keepsakes.tending import to_look_over

# Sealing a picture anew takes about a tenth of a second; more than this goes on beside the page.
AT_ONCE = 12

Act = Callable[[Shown], None]

log = logging.getLogger(__name__)
_at_work: list[UUID] = []  # once for each of their choices that is on its way
_lock = threading.Lock()


def circles_for(person: OpenPerson) -> list[str]:
    """The kinds of circle that something of the tray can be kept in."""
    return [c.kind for c in person.circles.values() if c.kind in {"only-me", "us"}]


def keep_chosen(person: OpenPerson, ids: Iterable[UUID], circle_kind: str) -> bool:
    """Put them on the shelf, in this circle. False if the way there goes on beside the page.

    All of them are out of the tray before this returns: from then on neither taking the rest out
    of it nor the end of the program can undo the choice. An ultrasound that nobody has looked over
    stays with this person alone: a name may stand in it.
    """
    chosen, target = list(ids), person.circle(circle_kind)

    def put_on_shelf(shown: Shown) -> None:
        shown.card.place = "shelf"
        keeping.change(shown.keepsake, shown.circle, shown.card)

    def bring_there(shown: Shown) -> None:
        if target.id != shown.circle.id and not to_look_over(shown.card):
            keeping.move(shown.keepsake, shown.circle, target)

    for some in _in_turn(chosen):
        _act_on(Shelf(person), some, "tray", put_on_shelf)
    return _for_each(person, chosen, "shelf", bring_there)


def remove_chosen(person: OpenPerson, ids: Iterable[UUID]) -> bool:
    """Take them out for good: they were never part of the archive."""
    return _for_each(person, list(ids), "tray", lambda shown: keeping.destroy(shown.keepsake))


def date_chosen(shown: Shown, when: VagueDate) -> None:
    """Give an undated thing its day, as well as it is known."""
    day = when.placed()
    shown.card.date, shown.card.date_words = when.to_edtf(), when.words
    shown.card.placed = day.isoformat() if day else ""
    keeping.change(shown.keepsake, shown.circle, shown.card)


def is_at_work(person: OpenPerson) -> bool:
    return person.id in _at_work


def _for_each(person: OpenPerson, ids: list[UUID], place: str, act: Act) -> bool:
    if len(ids) <= AT_ONCE:
        _act_on(Shelf(person), ids, place, act)
        return True
    with _lock:
        _at_work.append(person.id)
    threading.Thread(target=_beside, args=(person, ids, place, act), daemon=True).start()
    return False


def _in_turn(ids: list[UUID]) -> Iterator[list[UUID]]:
    """A few at a time, so that only a few are open at once."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _act_on(shelf: Shelf, ids: list[UUID], place: str, act: Act) -> None:
    for shown in shelf.several(ids):
        if shown.place != place or shown.card.kind == "damaged":
            continue
        try:
            act(shown)
        except ChangedMeanwhile:
            continue  # it was chosen in another window a moment ago


def _beside(person: OpenPerson, ids: list[UUID], place: str, act: Act) -> None:
    close_old_connections()
    try:
        # Without what its session remembers: that ends with the request. The index is read once.
        shelf = Shelf(OpenPerson(person.person, person.identity))
        for some in _in_turn(ids):
            _act_on(shelf, some, place, act)
    except Exception:
        log.exception("choosing")
    finally:
        connections.close_all()
        with _lock:
            _at_work.remove(person.id)
