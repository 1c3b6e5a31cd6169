"""A book in the making: begun by a request, going on without it, with its person's key in memory.

How far it is stands in this program's memory alone. If the program ends meanwhile nothing is left
of it but what the clock sweeps, and the book is made again when its person asks: only then is
there a key again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import close_old_connections, connections
from django.utils import timezone, translation

from heartleaf.book import resting
from heartleaf.book.epub import set_epub
from heartleaf.book.gathering import Gathered, gather
from heartleaf.book.plans import EPUB, Made, Plan, change_plan, plan_of
from heartleaf.book.setting import NotSet, Telling, set_book
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

log = logging.getLogger(__name__)
_lock = threading.Lock()
_going = dict[tuple[UUID, str], "Going"]()
_turn = threading.Lock()
"""One book after the other: each may hold a large picture and a typesetter."""


@dataclass(frozen=True)
class Going:
    """How far a book is: `share` of 100. `failed` says that it did not come to its end."""

    sort: str
    share: int = 0
    failed: bool = False


class Busy(Exception):
    """Another book of this person is being made or waits for its turn."""


def make(person: OpenPerson, plan: Plan, sort: str) -> threading.Thread | None:
    """Claim it and make it beside the request; None if this book is being made already. Raises
    Busy: there is one queue for all, in which each has one place."""
    key = (person.id, plan.id)
    with _lock:
        begun = [
            book
            for (whose, book), going in _going.items()
            if whose == person.id and not going.failed
        ]
        if plan.id in begun:
            return None
        if begun:
            raise Busy
        _going[key] = Going(sort)
    # Without what its session remembers: that ends with the request.
    mine = OpenPerson(person.person, person.identity)
    words = (mine, plan.id, sort, translation.get_language() or "en")
    thread = threading.Thread(target=_work, args=words, name="book", daemon=True)
    thread.start()
    return thread


def going(person: OpenPerson, id: str) -> Going | None:
    """How far the book is that is being made of this plan, if one is."""
    with _lock:
        return _going.get((person.id, id))


def give_up(person: OpenPerson, id: str) -> None:
    """Nobody waits for it any more: it ends at its next step, or when its turn would come."""
    with _lock:
        _going.pop((person.id, id), None)


def _work(person: OpenPerson, id: str, sort: str, language: str) -> None:
    close_old_connections()
    key, failed = (person.id, id), False
    try:
        with _turn, translation.override(language):
            make_now(person, id, sort, lambda share: _tell(key, share))
    except NotThere:
        pass  # it was taken out meanwhile
    except (NotSet, SealingError, VaultError, OSError) as problem:
        log.warning("book: %s", type(problem).__name__)
        failed = True
    except Exception:
        log.exception("book")
        failed = True
    finally:
        connections.close_all()
        with _lock:
            _going.pop(key, None)
            if failed:
                _going[key] = Going(sort, failed=True)


def make_now(
    person: OpenPerson, id: str, sort: str, told: Callable[[int], None] = lambda share: None
) -> None:
    """The work itself; `told` hears how much of 100 is done. Raises NotThere if the plan went
    meanwhile, and then nothing of the book stays either; NotSet, SealingError and VaultError."""
    plan = plan_of(person, id)
    with Shelf(person) as shelf:
        gathered = gather(plan, person, shelf)
    telling = Telling()
    pages = _pages(gathered, sort, telling, told)
    made = resting.rest(pages, person, sort)
    made.at, made.of = timezone.now().isoformat(), plan.mark
    made.without, made.unwritten = gathered.without, telling.unwritten
    before: list[Made] = []
    try:
        change_plan(person, id, lambda plan: before.extend(_take_in(plan, made)))
    except BaseException:
        resting.remove(made.file)
        raise
    for one in before:
        with contextlib.suppress(VaultError):  # the clock tries again
            resting.remove(one.file)


def _take_in(plan: Plan, made: Made) -> list[Made]:
    """It stands in the place of the one of its sort before; that one is what comes back."""
    before = [one for one in plan.made if one.sort == made.sort]
    plan.made = [*(one for one in plan.made if one.sort != made.sort), made]
    return before


def _pages(
    gathered: Gathered, sort: str, telling: Telling, told: Callable[[int], None]
) -> Iterator[bytes]:
    def step(done: int, of: int) -> None:
        told(100 * done // max(1, of))

    if sort == EPUB:
        return set_epub(gathered.volume, gathered.pictures, told=step)
    return set_book(gathered.volume, gathered.pictures, told=step, telling=telling)


def _tell(key: tuple[UUID, str], share: int) -> None:
    """Raises NotThere if it was given up."""
    with _lock:
        if key not in _going:
            raise NotThere
        _going[key] = replace(_going[key], share=share)
