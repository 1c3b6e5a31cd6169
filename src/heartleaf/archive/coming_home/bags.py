"""A bag that was handed in: a zip, or the folder that came out of it.

Nothing of it is believed before every file was held against the manifests.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from heartleaf.archive.bag.layout import DAMAGED, DATA, FAMILY
from heartleaf.archive.bag.making import DECLARATION, INFO, MANIFEST, TAG_MANIFEST
from heartleaf.archive.coming_home.problems import (
    Altered,
    Newer,
    NotABag,
    NotWhole,
    Sealed,
)
from heartleaf.archive.importers.problems import ImportProblem
from heartleaf.archive.importers.source import Source

NEWEST = 1
LARGEST_JSON = 256 * 1024 * 1024
AT_ONCE = 1024 * 1024

_LINE = re.compile(r"([0-9a-fA-F]{128})[ \t]+\*?(.+)")
_MADE_BY_US = re.compile(
    r"^Heartleaf-Export: heartleaf-export/(\d{1,6})( sealed)?( part)?\r?$", re.M
)

Json = dict[str, Any]


class Bag:
    """`version` is that of the format. Raises NotABag, Newer, Sealed, NotWhole."""

    def __init__(self, source: Source) -> None:
        self._source = source
        root = root_of(source)
        if root is None:
            raise NotABag
        self._root = root
        told = _MADE_BY_US.search(self._text(INFO)) if INFO in self else None
        if told is None:
            raise NotABag
        self.version = int(told[1])
        if self.version > NEWEST:
            raise Newer
        if told[2]:
            raise Sealed
        if told[3]:
            raise NotWhole

    def __contains__(self, path: str) -> bool:
        return self._root + path in self._source

    def paths(self, under: str = "") -> list[str]:
        """Every file in it, or those in a folder."""
        start = self._root + under
        found = (name for name in self._source.names() if name.startswith(start))
        return [name.removeprefix(self._root) for name in found]

    def size(self, path: str) -> int:
        return self._source.size(self._root + path)

    def chunks(self, path: str) -> Iterator[bytes]:
        """A file's bytes, a few at once. Raises Altered if they do not come to their end."""
        try:
            with self._source.open(self._root + path) as stream:
                while chunk := stream.read(AT_ONCE):
                    yield chunk
        except (ImportProblem, KeyError) as problem:
            raise Altered([path]) from problem

    def json(self, path: str) -> Json:
        """Raises Altered for what is no JSON object."""
        if path not in self or self.size(path) > LARGEST_JSON:
            raise Altered([path])
        try:
            said = json.loads(b"".join(self.chunks(path)))
        except (ValueError, RecursionError) as problem:
            raise Altered([path]) from problem
        if not isinstance(said, dict):
            raise Altered([path])
        return said

    def prove(self, tell: Callable[[int], None]) -> None:
        """Hold every file against the manifests; `tell` hears of each few bytes. Raises Altered."""
        if FAMILY not in self:
            raise Altered([FAMILY])
        said = self._manifest(MANIFEST) | self._manifest(TAG_MANIFEST)
        here = set(self.paths())
        unknown = {path for path in here - said.keys() if path.startswith(f"{DATA}/")}
        wrong = sorted({*(said.keys() - here), *unknown})
        if wrong:
            raise Altered(wrong)
        wrong = [path for path in sorted(said) if not self._is_as_made(path, said[path], tell)]
        if wrong:
            raise Altered(wrong)

    @property
    def damaged(self) -> set[str]:
        """Files that were damaged before it was made, as it says itself."""
        if DAMAGED not in self:
            return set()
        return {str(one["path"]) for one in self.json(DAMAGED).get("damaged", [])}

    def _is_as_made(self, path: str, sha512: str, tell: Callable[[int], None]) -> bool:
        whole = hashlib.sha512()
        try:
            for chunk in self.chunks(path):
                whole.update(chunk)
                tell(len(chunk))
        except Altered:
            return False
        return whole.hexdigest() == sha512

    def _manifest(self, name: str) -> dict[str, str]:
        if name not in self:
            raise Altered([name])
        lines = [_LINE.fullmatch(line) for line in self._text(name).splitlines()]
        if not all(lines):
            raise Altered([name])
        return {line[2]: line[1].lower() for line in lines if line}

    def _text(self, name: str) -> str:
        if self.size(name) > LARGEST_JSON:
            raise Altered([name])
        return b"".join(self.chunks(name)).decode(errors="replace")


def root_of(source: Source) -> str | None:
    """The bag's folder in what was handed in, with a `/` behind it if it is not the whole of it;
    None if this is no bag."""
    for name in source.names():
        folder, slash, last = name.rpartition("/")
        if last == DECLARATION and "/" not in folder:
            return folder + slash
    return None


def is_ours(source: Source) -> bool:
    """Whether it says of itself that it is an export of a Heartleaf, of whatever version."""
    try:
        Bag(source)
    except (NotABag, Altered):
        return False
    except (Newer, Sealed, NotWhole):
        return True
    return True
