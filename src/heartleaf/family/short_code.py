"""A few digits that open a closed screen: less than a passphrase, and only for whoever has the
phone in hand.

The code opens no key. Somebody's session does that, and stays open behind a closed screen. So it
is held against a slow hash only because people have one such code for many things.
"""

from __future__ import annotations

import hmac
import itertools
import os

from heartleaf.family.beginning import installation
from heartleaf.family.facts import Own
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import derive

# Then only the passphrase opens, until it has: four digits are guessed in an afternoon otherwise.
TRIES = 5
FEWEST, MOST = 4, 8


def choose(person: OpenPerson, code: str) -> None:
    salt = os.urandom(16)
    kept = f"{salt.hex()}.{_slow(person, code, salt).hex()}"
    person.change_own(lambda own: _set(own, kept))


def may_be_tried(own: Own) -> bool:
    return bool(own.opening_code) and own.wrong_codes < TRIES


def is_right(person: OpenPerson, typed: str) -> bool:
    """Whether this is their code. Each try is counted before it is looked at, so that many at
    once are not more than five."""
    if not _counted(person) or not FEWEST <= len(typed) <= MOST:
        return False
    salt, _dot, kept = person.own.opening_code.partition(".")
    slow = _slow(person, typed, bytes.fromhex(salt))
    right = hmac.compare_digest(slow, bytes.fromhex(kept))
    if right:
        forgive(person)
    return right


def forgive(person: OpenPerson) -> None:
    """Who has shown that it is they may use the code again."""
    if person.own.wrong_codes:
        person.change_own(lambda own: setattr(own, "wrong_codes", 0))


def is_guessed_soon(code: str) -> bool:
    """One digit again and again, or digits in their order."""
    steps = {int(b) - int(a) for a, b in itertools.pairwise(code)}
    return steps in ({0}, {1}, {-1})


def _counted(person: OpenPerson) -> bool:
    counted = False

    def count(own: Own) -> None:
        nonlocal counted
        if counted := may_be_tried(own):
            own.wrong_codes += 1

    person.change_own(count)
    return counted


def _slow(person: OpenPerson, code: str, salt: bytes) -> bytes:
    return derive(code, str(person.id), salt=salt, cost=installation().cost).tag


def _set(own: Own, kept: str) -> None:
    own.opening_code, own.wrong_codes = kept, 0
