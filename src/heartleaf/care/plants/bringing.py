"""Where a plant's pictures are, and bringing them to where the plant is.

A picture's own card says which plant it is of, so there is no list that could disagree with it. It
belongs where its plant is: one that stands on the plant's page alone and is in another circle is
still on its way, which is seen by looking, and whoever looks next brings it there. Nothing else
has to be remembered, and a restart forgets nothing.
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


def on_their_way(pictures: Iterable[Shown], known: KnownPlant) -> list[Shown]:
    """Those that are not where their plant is. What is in the timeline stays where it is."""
    return [
        one
        for one in pictures
        if one.place == "plant" and one.circle.id != known.circle.id and one.may_be_changed
    ]


def bring_along(person: OpenPerson, known: KnownPlant, pictures: Iterable[Shown]) -> bool:
    """Bring to the plant what is on its way. False if that goes on beside the page."""
    left = on_their_way(pictures, known)
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
    words = (mine, known.plant.id, known.circle.handle)
    threading.Thread(target=_beside, args=words, name="plants", daemon=True).start()
    return False


def _bring(pictures: Iterable[Shown], circle: OpenCircle) -> None:
    for one in pictures:
        try:
            keeping.move(one.keepsake, one.circle, circle)
        except (ChangedMeanwhile, NotLetIn, NotTheirs, SealingError, VaultError) as problem:
            log.info("plants: %s", type(problem).__name__)  # whole where it was, found next time


def _beside(person: OpenPerson, plant: str, handle: str) -> None:
    close_old_connections()
    try:
        circle = person.circle(handle)
        with Shelf(person) as shelf:
            left = [one for one in shelf.of_plant(plant) if one.place == "plant"]
        _bring([one for one in left if one.circle.id != circle.id and one.may_be_changed], circle)
    except Exception:
        log.exception("plants")
    finally:
        connections.close_all()
        with _lock:
            _at_work.discard((person.id, plant))
