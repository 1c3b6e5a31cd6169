"""The media files of an Instagram export: where each lies, and which no list spoke of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from heartleaf.archive.importers.found import Kind
from heartleaf.archive.importers.mojibake import repair
from heartleaf.archive.importers.names import plain, suffix
from heartleaf.archive.importers.sorts import SIDECARS
from heartleaf.archive.importers.source import Source

_NOT_MEDIA = SIDECARS | {"json", "html", "htm", "txt", "csv", "css", "js"}
_MESSAGES = {"messages", "direct"}
_DECORATION = re.compile(r"(?:[^/]+/){0,3}?files/[^/]+")  # logos beside the HTML pages
# A part of an export may hold media and no list, below a root of its own.
_MEDIA = re.compile(
    r"(?P<root>(?:[^/]+/){0,3}?)"
    r"(?:media/(?:posts|stories|reels|profile|archived_posts|other|igtv)|photos|videos|stories)/.+"
)
_ROOTS = 100  # every medium is looked for below each
_FOLDERS: dict[str, Kind] = {
    "posts": "post",
    "photos": "post",
    "videos": "post",
    "stories": "story",
    "reels": "reel",
    "igtv": "reel",
    "profile": "profile",
    "archived_posts": "archived",
}


class Shelf:
    """Finds media by what a list calls them, and remembers in `asked` which were found."""

    def __init__(self, source: Source, roots: Iterable[str]) -> None:
        self._source = source
        below = (match["root"] for name in source.names() if (match := _MEDIA.fullmatch(name)))
        several = list(dict.fromkeys(["", *roots, *below]))[:_ROOTS]
        self._roots = sorted(several, key=lambda root: (-len(root), root))
        self._by_last: dict[str, str | None] = {}
        self.asked: set[str] = set()
        for name in source.names():
            last = name.rpartition("/")[2]
            self._by_last[last] = None if last in self._by_last else name

    def find(self, uri: str, root: str) -> str | None:
        """The name of a medium: below its own list's root, else below that of another part, else
        the only file called so, for exports that were tidied by hand."""
        for said in dict.fromkeys((plain(uri), plain(repair(uri)))):
            for prefix in (root, *self._roots):
                if prefix + said in self._source:
                    return prefix + said
            if name := self._by_last.get(said.rpartition("/")[2]):
                return name
        return None

    def left(self) -> Iterator[str]:
        """Media files that no list spoke of, in the order of their names."""
        for name in self._source.names():
            if name in self.asked or suffix(name) in _NOT_MEDIA or _DECORATION.fullmatch(name):
                continue
            yield name

    def uri(self, name: str) -> str:
        """What a list would have called it: the name without the root before it."""
        return name.removeprefix(next(root for root in self._roots if name.startswith(root)))


def is_message(name: str) -> bool:
    return not _MESSAGES.isdisjoint(_folders(name))


def was_deleted(name: str) -> bool:
    return any(folder.startswith("recently_deleted") for folder in _folders(name))


def kind_by_folder(name: str) -> Kind:
    return next((_FOLDERS[folder] for folder in _folders(name) if folder in _FOLDERS), "file")


def _folders(name: str) -> list[str]:
    return name.split("/")[:-1]
