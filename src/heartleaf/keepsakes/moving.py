"""Bringing something large into another circle, beside the pages.

Sealing a film anew takes as long as reading it. It goes on with the key of whoever asked; if the
program ends meanwhile, nothing was moved, and the words that were typed are a draft still.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from uuid import UUID

from django.db import close_old_connections, connections

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.attachments import held_by
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile, NotLetIn, NotTheirs
from heartleaf.keepsakes.models import Keepsake
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

AT_ONCE = 16
"""Parts of files: a page does not wait for more than about 64 MiB."""

log = logging.getLogger(__name__)
_shares: dict[UUID, float] = {}
_lock = threading.Lock()


def is_large(card: Card) -> bool:
    return _parts(card) > AT_ONCE


def share_moved(id: UUID) -> int | None:
    """How much of it is there, in hundredths; None if it is not on its way."""
    share = _shares.get(id)
    return None if share is None else min(100, int(100 * share))


def move_beside(
    person: OpenPerson,
    keepsake: Keepsake,
    source: str,
    target: str,
    card: Card,
    *,
    based_on: int,
    then: Callable[[], None],
) -> bool:
    """As `keeping.move`, without waiting for it; `then` is done once it is there. False if it is
    on its way already."""
    with _lock:
        if keepsake.id in _shares:
            return False
        _shares[keepsake.id] = 0.0
    mine = OpenPerson(person.person, person.identity)
    words = (mine, keepsake, source, target, card, based_on, then)
    threading.Thread(target=_move, args=words, name="moving", daemon=True).start()
    return True


def _move(
    person: OpenPerson,
    keepsake: Keepsake,
    source: str,
    target: str,
    card: Card,
    based_on: int,
    then: Callable[[], None],
) -> None:
    close_old_connections()
    step = 1 / max(1, _parts(card))

    def tell() -> None:
        _shares[keepsake.id] += step

    try:
        here, there = person.circle(source), person.circle(target)
        keeping.move(keepsake, here, there, card, based_on=based_on, tell=tell)
        then()
    except (ChangedMeanwhile, NotLetIn, NotTheirs, SealingError, VaultError, KeyError) as problem:
        log.info("moving: %s", type(problem).__name__)  # it stays, and so does the draft
    except Exception:
        log.exception("moving")
    finally:
        connections.close_all()
        with _lock:
            _shares.pop(keepsake.id, None)


def _parts(card: Card) -> int:
    return sum(len(held.parts) for held in held_by(card.attachments).values())
