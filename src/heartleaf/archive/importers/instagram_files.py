"""Which files of an Instagram export say what, in each layout since 2018.

    2018-2020   media.json at the root, beside photos/, videos/, stories/, profile/, direct/
    2021-2023   content/posts_1.json, content/stories.json, …, media in media/
    2022-2025   your_instagram_activity/content/… and, later, your_instagram_activity/media/…

The root may lie a few folders deep, and each zip part may have a root of its own.
Facts: `open_source_lessons.md` E1; the real export of 2020 named there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from heartleaf.archive.importers import limits, reasons
from heartleaf.archive.importers.found import Kind
from heartleaf.archive.importers.json_items import BrokenJson, items
from heartleaf.archive.importers.problems import AskForJson, CannotRead, NotRecognised
from heartleaf.archive.importers.source import Source

type ListKind = Kind | Literal["old", "deleted"]

_ROOT = r"(?P<root>(?:[^/]+/){0,3}?)"
_LISTS = (
    _ROOT + r"(?:your_instagram_activity/(?:content|media|posts)|content|media)"
    r"/(?P<stem>[a-z]+(?:_[a-z]+)*)(?:_(?P<number>\d+))?"
)
_JSON = re.compile(_LISTS + r"\.json")
_HTML = re.compile(_LISTS + r"\.html")
_OLD = re.compile(_ROOT + r"media(?:_(?P<number>\d+))?\.json")
_COVER = re.compile(_ROOT + r"(?:index|start_here)\.html")
_OLD_SECTIONS = {"photos", "videos", "stories", "profile", "direct"}

_KINDS: dict[str, ListKind] = {
    "posts": "post",
    "archived_posts": "archived",
    "stories": "story",
    "reels": "reel",
    "igtv_videos": "reel",
    "profile_photos": "profile",
    "other_content": "file",
    "recently_deleted": "deleted",
    "recently_deleted_content": "deleted",
    "recently_deleted_media": "deleted",
}
_ORDER: list[ListKind] = ["old", *dict.fromkeys(_KINDS.values())]


@dataclass(frozen=True, slots=True)
class MediaList:
    """One JSON file that lists media. What it names lies below `root` ("" or ending in "/")."""

    name: str
    root: str
    kind: ListKind
    number: int = 0


def lists(source: Source) -> list[MediaList]:
    """The lists of an export: posts first, each in the order of its numbers.

    A list without a number comes after those with one: beside `posts_1.json`, `posts.json` tells
    the same posts again with less in them.
    Raises AskForJson for an export in HTML, NotRecognised if this is no Instagram export.
    """
    if found := list(_lists(source)):
        return sorted(found, key=_order)
    if _is_html(source):
        raise AskForJson(reasons.ASK_FOR_JSON)
    raise NotRecognised(reasons.NO_INSTAGRAM)


def is_here(source: Source) -> bool:
    return next(_lists(source), None) is not None or _is_html(source)


def _order(one: MediaList) -> tuple[int, bool, int, str]:
    return _ORDER.index(one.kind), one.number == 0, one.number, one.name


def _is_html(source: Source) -> bool:
    for name in source.names():
        match = _HTML.fullmatch(name)
        if match and match["stem"] in _KINDS:
            return True
        if _COVER.fullmatch(name) and _speaks_of_instagram(source, name):
            return True
    return False


def _lists(source: Source) -> Iterator[MediaList]:
    for name in source.names():
        if (match := _JSON.fullmatch(name)) and match["stem"] in _KINDS:
            yield MediaList(name, match["root"], _KINDS[match["stem"]], int(match["number"] or 0))
        elif (match := _OLD.fullmatch(name)) and _is_old(source, name):
            yield MediaList(name, match["root"], "old", int(match["number"] or 0))


def _is_old(source: Source, name: str) -> bool:
    """`media.json` is a name anyone may use: its first entry must be one of Instagram's."""
    try:
        with source.open(name) as stream:
            for section, entry in items(stream):
                if section in _OLD_SECTIONS and isinstance(entry, dict) and "path" in entry:
                    return True
    except (BrokenJson, CannotRead):
        return False
    return False


def _speaks_of_instagram(source: Source, name: str) -> bool:
    try:
        return b"nstagram" in source.head(name, limits.MIB // 4)
    except CannotRead:
        return False
