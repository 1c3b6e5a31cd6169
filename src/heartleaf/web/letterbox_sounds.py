"""A voice of the letterbox as it is played: made once, and not for each stretch a player asks for.

What was made is at hand for a while, in memory and sealed to the one person who listens, so that
without their session it is as shut as the note itself.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from uuid import UUID

from heartleaf.circle.letterbox import OpenNote
from heartleaf.circle.letting_in import hear
from heartleaf.circle.note_content import NoteFile
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.sealing import Sealed, seal, unseal

MOST_BYTES = 32 * 1000**2
PATIENCE = 60
"""Seconds to wait for another voice that is being made."""

_lock, _making = threading.Lock(), threading.Lock()
_made: OrderedDict[tuple[UUID, UUID, str], Sealed] = OrderedDict()


def played(person: OpenPerson, opened: OpenNote, file: NoteFile) -> bytes:
    """Raises Unreadable, also if others are listening and it takes too long."""
    key = (person.id, opened.id, file.sha256)
    if found := _at_hand(key):
        return unseal(found, person.identity)
    # One at a time: whoever asks for the same meanwhile then finds it made.
    if not _making.acquire(timeout=PATIENCE):
        raise Unreadable
    try:
        if found := _at_hand(key):
            return unseal(found, person.identity)
        data = hear(opened, file)
        _keep_at_hand(key, seal(data, person.identity.recipient))
        return data
    finally:
        _making.release()


def forget() -> None:
    with _lock:
        _made.clear()


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _at_hand(key: tuple[UUID, UUID, str]) -> Sealed | None:
    with _lock:
        if key in _made:
            _made.move_to_end(key)
        return _made.get(key)


def _keep_at_hand(key: tuple[UUID, UUID, str], sealed: Sealed) -> None:
    """What nobody has listened to for longest goes first."""
    with _lock:
        _made[key] = sealed
        while sum(map(len, _made.values())) > MOST_BYTES:
            _made.popitem(last=False)
