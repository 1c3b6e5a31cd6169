"""Chance that stays the same for ever.

`random.Random` promises a stable `random()` only; the ways to draw from it have changed between
versions of Python. This stream is HMAC-SHA-256 over a counter (as in NIST SP 800-108, counter
mode), so it is the same on every machine and in every language. Each purpose has a stream of its
own: drawing once more for the limbs does not disturb the leaves.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import sha256


class Stream:
    """Numbers drawn from a seed for one purpose."""

    def __init__(self, seed: bytes, purpose: str) -> None:
        self._numbers = _numbers(seed, purpose.encode())

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to, not including, `high`; 53 random bits."""
        return low + (high - low) * next(self._numbers)

    def chance(self, share: float) -> bool:
        """True in about `share` of all draws."""
        return next(self._numbers) < share

    def side(self) -> int:
        """-1 or 1."""
        return 1 if self.chance(0.5) else -1

    def shuffled(self, count: int) -> list[int]:
        """The numbers below `count` in random order (Fisher and Yates)."""
        order = list(range(count))
        for last in range(count - 1, 0, -1):
            other = int(self.between(0, last + 1))
            order[last], order[other] = order[other], order[last]
        return order


def _numbers(seed: bytes, purpose: bytes) -> Iterator[float]:
    # HMAC as RFC 2104 writes it: `hmac.digest` would hash the seed anew for every block, which
    # takes longer than all that follows.
    inner, outer = (sha256(bytes(b ^ pad for b in _block(seed))) for pad in (0x36, 0x5C))
    counter = 0
    while True:
        within, around = inner.copy(), outer.copy()
        within.update(struct.pack("<I", counter) + purpose)
        around.update(within.digest())
        for number in struct.unpack("<4Q", around.digest()):
            yield (number >> 11) * 2.0**-53
        counter += 1


def _block(seed: bytes) -> bytes:
    return (seed if len(seed) <= 64 else sha256(seed).digest()).ljust(64, b"\0")
