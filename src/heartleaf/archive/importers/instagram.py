"""An Instagram export in JSON, "Download your information", in every layout since 2018.

Posts, stories, reels, profile pictures and archived posts come with their words and the time of
posting, be they pictures, films or sounds; a carousel is one keepsake in its own order. Media that
no list speaks of come undated.
Words come in even where their film or picture cannot. Left out, and named: subtitles, media of
private messages, and what waited on Instagram to be removed. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.found import Found, Kind, Refused
from heartleaf.archive.importers.instagram_entries import entries
from heartleaf.archive.importers.instagram_files import MediaList, is_here, lists
from heartleaf.archive.importers.instagram_media import (
    Shelf,
    is_message,
    kind_by_folder,
    was_deleted,
)
from heartleaf.archive.importers.instagram_posts import Post, read_old, read_post, whole_post
from heartleaf.archive.importers.names import sayable
from heartleaf.archive.importers.sorts import sort_out
from heartleaf.archive.importers.source import Source

KIND = "instagram"

_OLD_KINDS: dict[str, Kind] = {
    "photos": "post",
    "videos": "post",
    "stories": "story",
    "profile": "profile",
}


def recognise(source: Source) -> bool:
    """Whether this is an Instagram export, in JSON or in HTML."""
    return is_here(source)


def find(source: Source) -> Iterator[Found | Refused]:
    """Everything in the export, and everything left out, also what `source` itself refused.

    Raises AskForJson or NotRecognised at once, before anything is handed over.
    """
    return _Finding(source, lists(source)).everything()


class _Finding:
    """One pass over one export: what was handed over already, and what is to be left out."""

    def __init__(self, source: Source, listed: list[MediaList]) -> None:
        self._source, self._lists = source, listed
        self._shelf = Shelf(source, [one.root for one in listed])
        self._handed_over: set[str] = set()
        self._keys: set[str] = set()
        self._why_left: dict[str, str] = {}

    def everything(self) -> Iterator[Found | Refused]:
        yield from self._source.refused
        for one in self._lists:
            yield from self._from_old(one) if one.kind == "old" else self._from_list(one)
        yield from self._left_over()

    def _from_list(self, one: MediaList) -> Iterator[Found | Refused]:
        for entry in entries(self._source, one):
            if isinstance(entry, Refused):
                yield entry
            elif one.kind == "deleted":
                self._leave(read_post(entry[1]), one.root, reasons.DELETED)
            elif one.kind != "old":
                yield from self._keepsake(read_post(entry[1]), one.kind, one.root)

    def _from_old(self, one: MediaList) -> Iterator[Found | Refused]:
        """`media.json` lists a carousel's media one by one: one moment and one caption are one
        post. Stories, and media without a moment, each stand alone."""
        groups: dict[tuple[object, ...], tuple[Kind, list[Post]]] = {}
        for number, entry in enumerate(entries(self._source, one)):
            if isinstance(entry, Refused):
                yield entry
                continue
            section, post = entry[0], read_old(entry[1])
            if section == "direct":
                self._leave(post, one.root, reasons.MESSAGE)
            elif kind := _OLD_KINDS.get(section):
                together = kind == "post" and post.taken
                same = (post.taken, post.caption) if together else (number,)
                groups.setdefault(same, (kind, []))[1].append(post)
        for kind, posts in groups.values():
            yield from self._keepsake(whole_post(posts), kind, one.root)

    def _keepsake(self, post: Post, kind: Kind, root: str) -> Iterator[Found | Refused]:
        names = []
        for uri in post.uris:
            name = self._shelf.find(uri, root)
            if name:
                self._shelf.asked.add(name)
                one = sort_out(self._source, name)
            else:
                one = Refused(_shown(uri), _why_missing(uri))
            if name and isinstance(one, str):
                names.append(name)
            elif isinstance(one, Refused) and self._first_time(name or uri):
                yield one
        if self._is_new(post, names):
            key = self._key(post, names)
            yield Found(
                key, tuple(names), post.caption, post.taken, kind, raw_caption=post.raw_caption
            )

    def _is_new(self, post: Post, names: list[str]) -> bool:
        """False for nothing at all, and for what another list told already: the same pictures
        with the same words or with none, or the same words at the same moment."""
        if not names:
            return bool(post.caption) and self._first_time(post.taken, post.caption)
        self._first_time(post.taken, post.caption)
        new = self._first_time(names, post.caption)
        if post.caption:
            self._first_time(names, "")
        return new

    def _left_over(self) -> Iterator[Found | Refused]:
        for name in self._shelf.left():
            if reason := self._why_left.get(name) or _why_out(name):
                yield Refused(_shown(name), reason)
            elif isinstance(one := sort_out(self._source, name), Refused):
                yield one
            else:
                key = f"{KIND}:-:{self._shelf.uri(name)}"
                yield Found(key, (name,), kind=kind_by_folder(name))

    def _leave(self, post: Post, root: str, reason: str) -> None:
        for uri in post.uris:
            if name := self._shelf.find(uri, root):
                self._why_left[name] = reason

    def _key(self, post: Post, names: list[str]) -> str:
        """The moment and the first medium, as the export calls it, whether or not it is here."""
        moment = post.taken.isoformat() if post.taken else "-"
        first = next((uri for uri in post.uris if not _is_address(uri)), "")
        key = f"{KIND}:{moment}:{first or _digest(post.caption)}"
        if key in self._keys:
            key += ":" + _digest(post.uris, post.caption)
        self._keys.add(key)
        return key

    def _first_time(self, *what: object) -> bool:
        mark = _digest(*what)
        known = mark in self._handed_over
        self._handed_over.add(mark)
        return not known


def _why_missing(uri: str) -> str:
    return reasons.NOT_IN_EXPORT if _is_address(uri) else reasons.MISSING


def _why_out(name: str) -> str | None:
    if is_message(name):
        return reasons.MESSAGE
    return reasons.DELETED if was_deleted(name) else None


def _is_address(uri: str) -> bool:
    return "://" in uri


def _shown(name: str) -> str:
    """An address is cut before its signature: whoever has that could fetch the picture."""
    return sayable(name.partition("?")[0] if _is_address(name) else name)


def _digest(*what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "backslashreplace")).hexdigest()[:24]
