"""A long JSON list, entry by entry, in flat memory.

Only one entry is held at a time, so a list of any length costs the same, and a list that breaks
off still gives every entry before the break. Bytes, entries, the length of one and its depth are
counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Literal

from heartleaf.archive.importers import limits, reasons

_CHUNK = 256 * 1024
_SPACE = b" \t\r\n"
_MARK = re.compile(rb'["\[\]{},]')
# Inside a list or an object only brackets matter; whole strings between them are passed in one go.
_BETWEEN_BRACKETS = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


class BrokenJson(Exception):
    """The list cannot be read further. Its message is the reason."""


class Damaged:
    """Stands for one entry that could not be read; those after it still can."""


DAMAGED = Damaged()


def items(stream: BinaryIO) -> Iterator[tuple[str, Json | Damaged]]:
    """The entries of the outermost list as ("", entry).

    Of an outermost object, each member: a list gives its entries as (key, entry), anything else
    comes whole as (key, value). Raises BrokenJson where the text breaks off.
    """
    reader = _Reader(stream)
    for count, item in enumerate(_outermost(reader)):
        if count >= limits.JSON_ITEMS:
            raise BrokenJson(reasons.LONG_JSON)
        yield item


def _outermost(reader: _Reader) -> Iterator[tuple[str, Json | Damaged]]:
    reader.skip(b"\xef\xbb\xbf")
    opening = reader.token()
    if opening == b"[":
        yield from _list(reader, "")
    elif opening == b"{":
        yield from _members(reader)
    else:
        raise BrokenJson(reasons.BROKEN_JSON)


def _members(reader: _Reader) -> Iterator[tuple[str, Json | Damaged]]:
    while reader.peek() != b"}":
        key = _parsed(reader.value())
        if not isinstance(key, str) or reader.token() != b":":
            raise BrokenJson(reasons.BROKEN_JSON)
        if reader.peek() == b"[":
            reader.token()
            yield from _list(reader, key)
        else:
            yield key, _parsed(reader.value())
        if not _goes_on(reader, b"}"):
            return


def _list(reader: _Reader, key: str) -> Iterator[tuple[str, Json | Damaged]]:
    if reader.peek() == b"]":
        reader.token()
        return
    while True:
        yield key, _parsed(reader.value())
        if not _goes_on(reader, b"]"):
            return


def _goes_on(reader: _Reader, end: Literal[b"]", b"}"]) -> bool:
    token = reader.token()
    if token not in (b",", end):
        raise BrokenJson(reasons.BROKEN_JSON)
    return token == b","


def _parsed(text: bytes | None) -> Json | Damaged:
    if text is None:
        return DAMAGED
    try:
        parsed: Json = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return DAMAGED
    return parsed


class _Reader:
    """Bytes with a place in them. Reading past the end is BrokenJson."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held, self._at, self._total = stream, b"", 0, 0

    def skip(self, mark: bytes) -> None:
        self._fill()
        if self._held.startswith(mark):
            self._at = len(mark)

    def peek(self) -> bytes:
        """The next byte that is not space, left where it is."""
        while True:
            while self._at < len(self._held):
                byte = self._held[self._at : self._at + 1]
                if byte not in _SPACE:
                    return byte
                self._at += 1
            self._fill()

    def token(self) -> bytes:
        """The next byte that is not space, taken."""
        byte = self.peek()
        self._at += 1
        return byte

    def value(self) -> bytes | None:
        """The bytes of the value that starts here; None if it is too long or too deep to keep."""
        self.peek()
        kept, depth, deepest = bytearray(), 0, 0
        while True:
            if depth and (passed := _BETWEEN_BRACKETS.match(self._held, self._at)):
                self._keep(kept, passed.end())
            mark = self._up_to_mark(kept)
            if depth == 0 and mark in b",]}":
                break
            self._keep(kept, self._at + 1)
            if mark == b'"':
                self._string(kept)
            depth += (mark in b"[{") - (mark in b"]}")
            deepest = max(deepest, depth)
            if depth == 0:
                break
        fits = len(kept) <= limits.JSON_ITEM and deepest <= limits.JSON_DEPTH
        return bytes(kept) if fits else None

    def _up_to_mark(self, kept: bytearray) -> bytes:
        """Keeps what stands before the next mark, and gives the mark, not yet taken."""
        while (found := _MARK.search(self._held, self._at)) is None:
            self._keep(kept, len(self._held))
            self._fill()
        self._keep(kept, found.start())
        return found[0]

    def _string(self, kept: bytearray) -> None:
        """Keeps the rest of a string and its closing quote."""
        while True:
            found = _IN_STRING.match(self._held, self._at)
            self._keep(kept, found.end() if found else self._at)
            if self._at == len(self._held):
                self._fill()
                continue
            stopped_at = self._held[self._at : self._at + 1]
            self._keep(kept, self._at + 1)
            if stopped_at == b'"':
                return
            self._fill()  # a backslash ended the chunk: what it escapes begins the next
            self._keep(kept, 1)

    def _keep(self, kept: bytearray, end: int) -> None:
        if len(kept) <= limits.JSON_ITEM:
            kept += self._held[self._at : end]
        self._at = end

    def _fill(self) -> None:
        """The next chunk in place of what is held, all of which must have been taken."""
        self._held, self._at = self._stream.read(_CHUNK), 0
        self._total += len(self._held)
        if not self._held:
            raise BrokenJson(reasons.BROKEN_JSON)
        if self._total > limits.JSON:
            raise BrokenJson(reasons.LONG_JSON)
