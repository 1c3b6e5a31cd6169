"""After several wrong tries, the next ones wait. Counted in memory only, and forgotten soon."""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import ngettext

from heartleaf.family.entering import NotOpened
from heartleaf.family.opening import OpenPerson
from heartleaf.web.callers import sender
from heartleaf.web.http import Request

FREE = 5
LONGEST = 60.0
FORGOTTEN_AFTER = 3600.0
AT_MOST = 10_000


class Slowed(Exception):
    """Too many tries of late. The message says how long to wait."""


_lock = threading.Lock()
_failed: dict[str, tuple[int, float]] = {}


@contextlib.contextmanager
def attempts(request: Request, email: str = "") -> Iterator[None]:
    """Count a wrong try against the sender and the address; raise Slowed if it must wait.

    A right one forgives the sender, and not the address: whoever has taken the address of someone
    else comes in with a passphrase of their own.
    """
    here = _key("from", sender(request))
    with _counted([here, *([_key("for", email.casefold().strip())] if email else [])]):
        yield
    with _lock:
        _failed.pop(here, None)


@contextlib.contextmanager
def link_attempts(request: Request, code_of: str = "") -> Iterator[None]:
    """Count a link, or sheets, that open nothing against the sender, and a wrong code also against
    what it is `code_of`; raise Slowed if it must wait.

    Counted apart, and a good one forgives nothing: whoever has one could else try others', and
    passphrases, for as long as they like.
    """
    here = _key("link from", sender(request))
    with _counted([here, *([_key("code of", code_of)] if code_of else [])]):
        yield


def count_change(person: OpenPerson) -> None:
    """Count a new passphrase against whoever chooses it; raise Slowed if it must wait.

    Each is a guess as well: with the address of someone else it is refused if it is theirs.
    """
    keys = [_key("by", str(person.id))]
    _wait_if_needed(keys)
    _count(keys)


@contextlib.contextmanager
def _counted(keys: list[str]) -> Iterator[None]:
    _wait_if_needed(keys)
    try:
        yield
    except NotOpened:
        _count(keys)
        raise


def _wait_if_needed(keys: list[str]) -> None:
    with _lock:
        waits = [_until(*_failed[key]) - time.monotonic() for key in keys if key in _failed]
    wait = int(max([0.0, *waits])) + (1 if any(wait > 0 for wait in waits) else 0)
    if wait:
        text = ngettext(
            "Please wait %d second, then try again.",
            "Please wait %d seconds, then try again.",
            wait,
        )
        raise Slowed(text % wait)


def _count(keys: list[str]) -> None:
    now = time.monotonic()
    with _lock:
        for key in [key for key, (_, at) in _failed.items() if now - at > FORGOTTEN_AFTER]:
            del _failed[key]
        for key in keys:
            if key not in _failed and len(_failed) >= AT_MOST:
                del _failed[min(_failed, key=_failed.__getitem__)]  # the fewest tries, long ago
            _failed[key] = (_failed.get(key, (0, now))[0] + 1, now)


def _until(count: int, at: float) -> float:
    return at + (min(LONGEST, 2.0 ** (count - FREE)) if count >= FREE else 0.0)


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}{kind}{value}".encode()).hexdigest()
