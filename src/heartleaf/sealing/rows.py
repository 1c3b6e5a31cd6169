"""Short-lived rows, such as a session's: AES-256-GCM under a key the server does not keep."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from heartleaf.sealing.errors import CannotOpen

NONCE = 12


class RowKey:
    """A key of 32 bytes for rows. `context` says which row it is, so rows cannot be exchanged."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @staticmethod
    def generate() -> bytes:
        return os.urandom(32)

    def seal(self, data: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, data, context)

    def unseal(self, row: bytes, context: bytes) -> bytes:
        """Raises CannotOpen if the key, the row or the context is not the right one."""
        try:
            return self._cipher.decrypt(row[:NONCE], row[NONCE:], context)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("This row does not open.") from error
