"""The form of a guest's note: sent once, by somebody who was on the page not long ago, and with a
little work of their device, so that sending a thousand costs something and sending one does not.

The work is hashcash (http://www.hashcash.org/papers/hashcash.pdf) with SHA-256, bound to the page
and to when the form was given out. It is many small puzzles rather than a large one, so that it
takes about as long for everyone. Where there is no script, or no secure line for its arithmetic,
a note comes without; then more must wait.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from heartleaf.family.server_seal import name_of

PUZZLES, BITS = 16, 10
"""About 16,000 hashes: a second or two on a phone, while its owner reads."""

FRESH = 6 * 3600
MOST_REMEMBERED = 10_000
_SALT = "heartleaf guest form"

_lock = threading.Lock()
_used: dict[bytes, None] = {}


class TooOld(Exception):
    """The form was opened hours ago, or is none of ours: it is to be sent once more."""


@dataclass(frozen=True)
class Form:
    """A form that came back. `mark` stands for it and says nothing; `worked`: so did the device."""

    mark: bytes
    worked: bool

    def is_used(self) -> bool:
        """Whether it was, also if what it brought is gone meanwhile."""
        with _lock:
            return self.mark in _used

    def use(self) -> None:
        with _lock:
            _used[self.mark] = None
            while len(_used) > MOST_REMEMBERED:
                del _used[next(iter(_used))]


def new_form(page: UUID) -> str:
    return signing.dumps([str(page), secrets.token_hex(12)], salt=_SALT)


def form_of(token: str, page: UUID, proof: str) -> Form:
    """Raises TooOld."""
    try:
        whose, name = signing.loads(token, salt=_SALT, max_age=FRESH)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TooOld from error
    if whose != str(page):
        raise TooOld
    return Form(name_of("guest form", whose, name).bytes, solves(token, proof))


def solves(token: str, proof: str) -> bool:
    found = proof[:400].split()
    return len(found) == PUZZLES and all(
        _is_solved(token, number, one) for number, one in enumerate(found)
    )


def _is_solved(token: str, number: int, found: str) -> bool:
    digest = hashlib.sha256(f"{token} {number} {found}".encode()).digest()
    return int.from_bytes(digest[:4]) >> (32 - BITS) == 0
