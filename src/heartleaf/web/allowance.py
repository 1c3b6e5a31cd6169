"""How much may come from one place at once, and how soon more: counted in memory, soon forgotten.

It fills like a bowl with a small outlet. What does not fit now is told how long to wait.
"""

from __future__ import annotations

import threading
import time

AT_MOST = 10_000


class Allowance:
    """`most` at once; the bowl is empty again after `within` seconds."""

    def __init__(self, most: float, within: float) -> None:
        self.most, self.a_second = most, most / within
        self._lock = threading.Lock()
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, key: str, amount: float = 1) -> float:
        """0 if it fits, and then it counts; else the seconds after which it will."""
        with self._lock:
            now = time.monotonic()
            level = self._level(key, now)
            if level and level + amount > self.most:
                return (level + amount - self.most) / self.a_second
            self._make_room(now)
            self._levels[key] = (level + amount, now)
        return 0.0

    def forget(self) -> None:
        with self._lock:
            self._levels.clear()

    def _level(self, key: str, now: float) -> float:
        level, at = self._levels.get(key, (0.0, now))
        return max(0.0, level - (now - at) * self.a_second)

    def _make_room(self, now: float) -> None:
        if len(self._levels) < AT_MOST:
            return
        for key in [key for key in self._levels if not self._level(key, now)]:
            del self._levels[key]
        while len(self._levels) >= AT_MOST:
            del self._levels[min(self._levels, key=lambda key: self._level(key, now))]
