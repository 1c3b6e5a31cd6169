"""Entries of Instagram's lists, made plain.

Three shapes: {path, caption, taken_at} of 2018-2020; {media: […], title, creation_timestamp} or one
bare medium since 2021; {timestamp, label_values: […]} seen since 2024. Any field may be missing or
of another type than it should be; `backup_uri` and other addresses are not read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from heartleaf.archive.importers.json_items import Json
from heartleaf.archive.importers.mojibake import words

type Taken = datetime.datetime | None
type Fields = dict[str, Json]

# Before Instagram there were no posts: such dates are zeros and overflows, not days.
_FIRST = datetime.datetime(2010, 1, 1, tzinfo=datetime.UTC)
_LAST = datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC)
_CAPTIONS = {"caption", "title"}


@dataclass(frozen=True, slots=True)
class Post:
    """What one entry says: where its media should lie, its words (and as written), its time."""

    uris: tuple[str, ...]
    caption: str
    raw_caption: str
    taken: Taken


def read_post(entry: Fields) -> Post:
    """A post, story, reel or profile picture of a layout since 2021."""
    media = _media(entry)
    texts = [_text(entry, "title"), *_labelled(entry), *(_text(one, "title") for one in media)]
    uris = dict.fromkeys(uri for one in media if (uri := _text(one, "uri")))
    return _post(tuple(uris), texts, _when(entry, *media))


def read_old(entry: Fields) -> Post:
    """One medium of `media.json`, 2018-2020."""
    path = _text(entry, "path")
    taken = _iso(_text(entry, "taken_at"))
    return _post((path,) if path else (), [_text(entry, "caption")], taken)


def whole_post(posts: list[Post]) -> Post:
    """The media of one carousel of 2018-2020, which were listed one by one, as one post."""
    uris = dict.fromkeys(uri for post in posts for uri in post.uris)
    return Post(tuple(uris), posts[0].caption, posts[0].raw_caption, posts[0].taken)


def _post(uris: tuple[str, ...], texts: list[str], taken: Taken) -> Post:
    different = {words(text): text for text in reversed(texts) if words(text)}
    ordered = list(reversed(different.items()))
    caption = "\n\n".join(said for said, _ in ordered)
    return Post(uris, caption, "\n\n".join(raw for _, raw in ordered), taken)


def _media(entry: Fields) -> list[Fields]:
    media = [*_dicts(entry.get("media"))]
    for label in _dicts(entry.get("label_values")):
        media += _dicts(label.get("media"))
    return media if media or "uri" not in entry else [entry]


def _labelled(entry: Fields) -> Iterator[str]:
    for label in _dicts(entry.get("label_values")):
        if _text(label, "label").lower() in _CAPTIONS:
            yield _text(label, "value")


def _when(*places: Fields) -> Taken:
    for place in places:
        for field in ("creation_timestamp", "timestamp"):
            if taken := _epoch(place.get(field)):
                return taken
    return None


def _epoch(seconds: Json) -> Taken:
    try:
        number = int(seconds) if isinstance(seconds, int | float | str) else 0
        return _sane(datetime.datetime.fromtimestamp(number, datetime.UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _iso(text: str) -> Taken:
    try:
        return _sane(datetime.datetime.fromisoformat(text))
    except ValueError:
        return None


def _sane(taken: datetime.datetime) -> Taken:
    comparable = taken if taken.tzinfo else taken.replace(tzinfo=datetime.UTC)
    return taken if _FIRST <= comparable < _LAST else None


def _dicts(value: Json) -> list[Fields]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
