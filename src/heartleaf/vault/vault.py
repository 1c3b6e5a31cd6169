"""What any place for sealed bytes must be able to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from heartleaf.sealing import Sealed


class VaultError(Exception):
    """The vault could not do it: full, read-only or out of reach. Nothing was overwritten."""


class NotThere(VaultError):
    """Nothing rests under this name."""


class Vault(Protocol):
    """Names are `kind/uuid/part`; contents are written once and never change."""

    def put(self, name: str, sealed: Sealed) -> None:
        """Keep, and return only when a power cut can no longer undo it."""

    def put_all(self, named: Iterable[tuple[str, Sealed]]) -> None:
        """The same for several, each as it comes, and for less than one after another."""

    def get(self, name: str) -> Sealed:
        """What rests under the name. Raises NotThere."""

    def remove(self, name: str) -> None:
        """Take away for good; nothing happens if it is not there."""

    def older(self, kind: str, before: float) -> Iterator[str]:
        """The names of a kind that were put before a moment (seconds since 1970)."""

    def tidy(self, before: float) -> None:
        """Take away what a crash left half written before a moment; nobody refers to it."""

    def names(self, under: str = "") -> Iterator[str]:
        """Every name, or those under one `kind/uuid`, in no particular order."""
