"""Planting: a family's tree is begun when its place is made, and grows beside everything else.

    plant(family)           # begin, and go on with the page
    wood = wood_of(family)  # what has grown, or a wait until it has

That a tree is growing is a state of its row, so that nobody grows it twice and a restart forgets
none. It grows in a process of its own: a thread would slow every page meanwhile, and leave the
program larger by all that growing takes.
"""

from __future__ import annotations

import datetime
import functools
import logging
import subprocess
import sys
import threading
import time
import zlib
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from heartleaf.family.models import Family
from heartleaf.tree.growing import VERSION
from heartleaf.tree.models import GrownWood
from heartleaf.tree.wood import Wood

CHILD = "heartleaf.tree.growing_child"
GIVEN_UP = datetime.timedelta(seconds=15)
"""After that long a tree that was begun is held to be forsaken, and begun anew."""

log = logging.getLogger(__name__)


def plant(family: UUID) -> None:
    """Begin to grow the tree of a family, once that family is truly there."""
    thread = threading.Thread(target=_grow_beside, args=(family,), name="tree", daemon=True)
    transaction.on_commit(thread.start)


def plant_due(now: datetime.datetime) -> None:
    """Grow every tree that was not begun, or was forsaken."""
    grown = Q(grownwood__wood__isnull=False)
    for family in Family.objects.exclude(grown).values_list("pk", flat=True):
        if _claim(family, now):
            _grow(family)


@functools.lru_cache(maxsize=4)
def wood_of(family: UUID) -> Wood:
    """The wood of a family's tree. Only when it is not grown yet, this takes a second or two."""
    while (kept := _kept(family)) is None:
        if _claim(family, timezone.now()):
            _grow(family)
        else:
            time.sleep(0.05)
    return Wood.from_bytes(zlib.decompress(kept))


def rule_of(family: UUID) -> int:
    """The version of the rule by which a family's tree grew, or will."""
    kept = _kept(family)
    return Wood.from_bytes(zlib.decompress(kept)).version if kept else VERSION


def _kept(family: UUID) -> bytes | None:
    row = GrownWood.objects.filter(pk=family).first()
    return bytes(row.wood) if row and row.wood else None


def _grow_beside(family: UUID) -> None:
    try:
        if _claim(family, timezone.now()):
            _grow(family)
    except Exception:  # whoever first looks at the tree tries it again
        log.exception("tree")
    finally:
        connections.close_all()


def _claim(family: UUID, now: datetime.datetime) -> bool:
    began = {"began_at": now}
    if GrownWood.objects.get_or_create(family_id=family, defaults=began)[1]:
        return True
    forsaken = GrownWood.objects.filter(family_id=family, wood=None, began_at__lt=now - GIVEN_UP)
    return bool(forsaken.update(**began))


def _grow(family: UUID) -> None:
    row = GrownWood.objects.filter(pk=family, wood=None)
    seed = Family.objects.values_list("seed", flat=True).get(pk=family)
    try:
        wood = _grown_elsewhere(bytes(seed))
    except BaseException:
        row.delete()  # so that nobody waits for it
        raise
    row.update(wood=zlib.compress(wood))


def _grown_elsewhere(seed: bytes) -> bytes:
    command = [sys.executable, "-I", "-m", CHILD]
    # Ctrl-C is for the program; the child ends by itself.
    done = subprocess.run(
        command, input=seed, stdout=subprocess.PIPE, check=True, start_new_session=True
    )
    return done.stdout
