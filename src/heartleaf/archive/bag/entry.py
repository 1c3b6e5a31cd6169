"""A file of an export, before it is written anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """`path` is below the bag's folder, with `/` between; `parts` gives its bytes anew each time
    it is called, a few MiB at once, so that nothing is ever whole in memory. `size` is how many
    bytes they are at most, if that is known before."""

    path: str
    parts: Callable[[], Iterable[bytes]]
    size: int | None = None

    @classmethod
    def of(cls, path: str, data: bytes) -> Entry:
        return cls(path, lambda: (data,), len(data))
