"""Where a plant's pictures are, and bringing them to where the plant is.

A picture's own card says which plant it is of, so there is no list that could disagree with it. One
that stands on the plant's page alone while both parents keep the plant may be brought to them. That
is seen by looking, and nothing has to be remembered; but it is done by an act alone: what somebody
took back out of the bin, or what broke off, is theirs until they say so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from uuid import UUID

from django.db import close_old_connections, connections

from heartleaf.care.plants.keeping import KnownPlant
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.keeping import ChangedMeanwhile, NotLetIn, NotTheirs
from heartleaf.keepsakes.moving import is_large
from heartleaf.keepsakes.showing import Shelf, Shown
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

AT_ONCE = 6
"""Sealing a picture anew takes a tenth of a second; more than this goes on beside the page."""

log = logging.getLogger(__name__)
_at_work: set[tuple[UUID, str]] = set()
_lock = threading.Lock()


def not_with_it(pictures: Iterable[Shown], known: KnownPlant) -> list[Shown]:
    """Those that are not where a plant of both is. What is in the timeline stays where it is."""
    if not known.is_shared:
        return []
    return [
        one
        for one in pictures
        if one.place == "plant" and one.circle.id != known.circle.id and one.may_be_changed
    ]


def are_on_their_way(person: OpenPerson, known: KnownPlant) -> bool:
    """Whether some are being brought along just now, beside the pages."""
    with _lock:
        return (person.id, known.plant.id) in _at_work


def bring_along(person: OpenPerson, known: KnownPlant, pictures: Iterable[Shown]) -> bool:
    """Bring these pictures to their plant, and no others. False if that goes on beside the page."""
    left = not_with_it(pictures, known)
    few = len(left) <= AT_ONCE and not any(is_large(one.card) for one in left)
    if few:
        _bring(left, known.circle)
        return True
    claim = (person.id, known.plant.id)
    with _lock:
        if claim in _at_work:
            return False
        _at_work.add(claim)
    # Without what its session remembers: that ends with the request.
    mine = OpenPerson(person.person, person.identity)
    words = (mine, known, [one.keepsake.id for one in left])
    threading.Thread(target=_beside, args=words, name="plants", daemon=True).start()
    return False


def _bring(pictures: Iterable[Shown], circle: OpenCircle) -> None:
    for one in pictures:
        try:
            keeping.move(one.keepsake, one.circle, circle)
        except (ChangedMeanwhile, NotLetIn, NotTheirs, SealingError, VaultError) as problem:
            log.info("plants: %s", type(problem).__name__)  # whole where it was, offered again


def _beside(person: OpenPerson, known: KnownPlant, ids: list[UUID]) -> None:
    close_old_connections()
    try:
        with Shelf(person) as shelf:
            left = not_with_it(shelf.several(ids), known)
        _bring(left, person.circle(known.circle.handle))
    except Exception:
        log.exception("plants")
    finally:
        connections.close_all()
        with _lock:
            _at_work.discard((person.id, known.plant.id))
