"""age does not say who wrote a file or where it belongs; a MAC inside the seal does.

The key is derived from a circle's identity, so only those who can open the circle can bind.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from heartleaf.sealing.age import Identity
from heartleaf.sealing.errors import NotBound

STAMP = 32


class Binder:
    """Binds JSON objects, and bytes, to the holders of one identity."""

    def __init__(self, identity: Identity) -> None:
        self._key = HKDFExpand(SHA256(), 32, b"heartleaf card binding").derive(identity.scalar)

    def bind(self, card: Mapping[str, Any]) -> bytes:
        """The card as JSON with its `mac` (HMAC-SHA-256, hex) beside its other fields."""
        return _canonical({**card, "mac": self._mac(card)})

    def prove(self, data: bytes) -> bytes:
        """The same bytes, if a holder of the key wrote them. Raises NotBound if not."""
        card = _read(data)
        mac = card.pop("mac", None)
        if not isinstance(mac, str) or not hmac.compare_digest(
            mac.encode(), self._mac(card).encode()
        ):
            raise NotBound("This card was not written by anyone who holds the key.")
        return data

    def stamp(self, data: bytes, where: str) -> bytes:
        """The bytes behind a MAC (HMAC-SHA-256, 32 bytes) over them and over where they belong."""
        return self._stamp(data, where) + data

    def unstamp(self, stamped: bytes, where: str) -> bytes:
        """The bytes, if a holder of the key stamped them for this place. Raises NotBound if not."""
        data = stamped[STAMP:]
        if not hmac.compare_digest(stamped[:STAMP], self._stamp(data, where)):
            raise NotBound("These bytes were not put there by anyone who holds the key.")
        return data

    def _stamp(self, data: bytes, where: str) -> bytes:
        # A card's JSON never begins with a zero, so neither can pass for the other.
        mac = hmac.new(self._key, b"\0" + where.encode() + b"\0", "sha256")
        mac.update(data)
        return mac.digest()

    def _mac(self, card: Mapping[str, Any]) -> str:
        return hmac.new(self._key, _canonical(card), "sha256").hexdigest()


def placed(proved: bytes, belongs: Mapping[str, str | int]) -> dict[str, Any]:
    """Read a card whose MAC was proved. Raises NotBound if any of the `belongs` fields differ."""
    card = _read(proved)
    if any(card.get(field) != value for field, value in belongs.items()):
        raise NotBound("This card belongs somewhere else.")
    del card["mac"]
    return card


def _read(data: bytes) -> dict[str, Any]:
    try:
        card = json.loads(data)
    except ValueError as error:
        raise NotBound("This is not one of our cards.") from error
    if not isinstance(card, dict):
        raise NotBound("This is not one of our cards.")
    return card


def _canonical(card: Mapping[str, Any]) -> bytes:
    return json.dumps(card, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
