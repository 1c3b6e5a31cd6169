"""Instagram exports of every layout, made by code: the same small life each time.

A picture with words and an emoji, a carousel of two pictures and a film, a story, another that is a
film, a reel with its subtitles, a profile picture, an archived post, something deleted, a picture
in a message, and one nobody lists.
"""

from __future__ import annotations

import json
from typing import Any

from tests.vectors.folders import FILM, SUBTITLES, Files, picture

TREE = "The linden in the yard 🌳"
CAROUSEL = "Drei Tage am Meer, schön"
STORY = "雨の日"
FILMED = "Der Wind im Baum"
REEL = "She laughs"
ARCHIVED = "شجرة"
WHEN = 1589270400  # 12 May 2020, 08:00 UTC


def mojibake(text: str) -> str:
    """As Meta writes it: every byte of UTF-8 as a character."""
    return text.encode().decode("latin-1")


def of_2020() -> Files:
    photos = [
        _old("photos/202005/a.jpg", TREE, 0),
        _old("photos/202005/b.jpg", CAROUSEL, 60),
        _old("photos/202005/c.jpg", CAROUSEL, 60),
    ]
    listed = {
        "photos": photos,
        "videos": [_old("videos/202005/d.mp4", CAROUSEL, 60)],
        "stories": [
            _old("stories/202005/e.jpg", STORY, 120),
            _old("stories/202005/s.mp4", FILMED, 130),
        ],
        "profile": [_old("profile/202005/f.jpg", "", 180) | {"is_active_profile": True}],
        "direct": [_old("direct/202005/g.jpg", "", 240)],
    }
    media = {name: _medium_at(name, i) for i, name in enumerate(_paths(listed))}
    likes = {"likes.json": b"{}", "messages.json": b"[]"}
    return {
        "media.json": json.dumps(listed, ensure_ascii=False).encode(),
        **media,
        "photos/202005/unlisted.jpg": picture(99),
        **likes,
    }


def of_2021() -> Files:
    return _since_2021("content/", root="")


def of_2022() -> Files:
    return _since_2021("your_instagram_activity/content/", root="")


def of_2025() -> Files:
    return _since_2021(
        "your_instagram_activity/media/", root="instagram-ada-2025-06-09-Xy12/", numbered=True
    )


def of_2025_html() -> Files:
    return {
        "start_here.html": b"<html><title>Instagram</title></html>",
        "your_instagram_activity/media/posts_1.html": b"<html></html>",
        "media/posts/202005/a.jpg": picture(1),
    }


def in_parts(files: Files, count: int = 2) -> list[Files]:
    """The same export in several zips, media apart from the lists that name them."""
    parts: list[Files] = [{} for _ in range(count)]
    for number, (name, data) in enumerate(sorted(files.items())):
        parts[number % count][name] = data
    return parts


def dumped(value: Any) -> bytes:
    return json.dumps(value, indent=2).encode()


def medium(uri: str, title: str = "", after: int = 0) -> dict[str, Any]:
    return {
        "uri": uri,
        "creation_timestamp": WHEN + after,
        "media_metadata": {"camera_metadata": {"has_camera_metadata": True}},
        "title": mojibake(title),
        "cross_post_source": {"source_app": "FB"},
        "backup_uri": "https://example.invalid/never?fetched=1",
    }


def _since_2021(lists: str, root: str, numbered: bool = False) -> Files:
    posts: list[Any] = [
        {"media": [medium("media/posts/202005/a.jpg", TREE)]},
        {
            "media": [
                medium("media/posts/202005/b.jpg", "", 60),
                medium("media/posts/202005/d.mp4", "", 60),
                medium("media/posts/202005/c.jpg", "", 60),
            ],
            "title": mojibake(CAROUSEL),
            "creation_timestamp": WHEN + 60,
        },
    ]
    archived = {"media": [medium("media/archived_posts/202005/h.jpg", ARCHIVED, 300)]}
    deleted = {"media": [medium("media/recently_deleted/202005/i.jpg", "gone", 360)]}
    listed: dict[str, Any] = {
        "stories": {
            "ig_stories": [
                medium("media/stories/202005/e.jpg", STORY, 120),
                medium("media/stories/202005/s.mp4", FILMED, 130),
            ]
        },
        "reels": {"ig_reels_media": [{"media": [medium("media/reels/202005/r.mp4", REEL, 150)]}]},
        "profile_photos": {"ig_profile_picture": [medium("media/profile/202005/f.jpg", "", 180)]},
        "archived_posts": {"ig_archived_post_media": [archived]},
        "recently_deleted_content": {"ig_recently_deleted_media": [deleted]},
    }
    if numbered:
        listed |= {"posts_1": posts[:1], "posts_2": posts[1]}  # the second is not even a list
    else:
        listed["posts_1"] = posts
    files = {f"{lists}{name}.json": dumped(value) for name, value in listed.items()}
    uris = [uri for name in listed for uri in _paths(listed[name])]
    for number, uri in enumerate(uris):
        files[uri] = _medium_at(uri, number)
    files["media/reels/202005/r.srt"] = SUBTITLES
    files["media/posts/202005/unlisted.jpg"] = picture(99)
    files["your_instagram_activity/messages/inbox/jonas_1/photos/g.jpg"] = picture(98)
    files["your_instagram_activity/likes/liked_posts.json"] = b"{}"
    return {root + name: data for name, data in files.items()}


def _old(path: str, caption: str, after: int) -> dict[str, Any]:
    minute, second = divmod(after, 60)
    return {
        "caption": caption,
        "taken_at": f"2020-05-12T08:{minute:02}:{second:02}+00:00",
        "path": path,
    }


def _medium_at(uri: str, number: int) -> bytes:
    return FILM + bytes([number]) if uri.endswith("mp4") else picture(number)


def _paths(value: Any) -> list[str]:
    """Every `uri` and `path` inside, in order."""
    if isinstance(value, list):
        return [path for one in value for path in _paths(one)]
    if not isinstance(value, dict):
        return []
    own = [value[key] for key in ("uri", "path") if key in value]
    return own + [path for one in value.values() for path in _paths(one)]
