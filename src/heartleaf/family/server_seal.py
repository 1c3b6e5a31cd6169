"""What the clock must read without anyone's key, sealed under the server's.

The server's key stands outside the database and the vault, so both together tell no date and no
address. Whoever has the running server, or its key as well, can read what is here.
"""

from __future__ import annotations

import datetime
import functools
import hmac
import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

from heartleaf.sealing import RowKey


def hide(data: bytes, context: str) -> bytes:
    """`context` says which row it is for, so that rows cannot be exchanged."""
    return RowKey(_key("seal", settings.SECRET_KEY)).seal(data, context.encode())


def reveal(hidden: bytes | memoryview, context: str) -> bytes:
    """Raises CannotOpen for another row's, or under another key of the server."""
    return RowKey(_key("seal", settings.SECRET_KEY)).unseal(bytes(hidden), context.encode())


def minute_tag(moment: datetime.datetime) -> bytes:
    """A minute as the database may know it: the same for all who are told in it, 16 bytes."""
    minute = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M")
    return _mac("minute", minute)


def name_of(*parts: str) -> uuid.UUID:
    """A name for what these words say, which does not say them."""
    return uuid.UUID(bytes=_mac("name", "\0".join(parts)))


def _mac(what: str, words: str) -> bytes:
    return hmac.digest(_key(what, settings.SECRET_KEY), words.encode(), "sha256")[:16]


@functools.cache
def _key(what: str, secret: str) -> bytes:
    return salted_hmac(f"heartleaf.care.{what}", "", secret=secret, algorithm="sha256").digest()
