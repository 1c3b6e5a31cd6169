"""Walking every address there is, as someone in particular, and remembering what came back."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID, uuid4

from django.test import Client

from heartleaf.circle.models import Copied, Note
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.web.assets import assets
from heartleaf.web.urls import urlpatterns

NEXT = re.compile(r'href="([^"]*)" rel="next"')
VIEWS = ("small", "large", "cover", "original", "medium")
Values = dict[str, object]
# Addresses that say more with a query, by name.
QUERIES = {
    "timeline": ["", "?order=beginning", "?after=9999.9", "?order=beginning&after=.0"],
    "on-this-day": ["", "?after=9999.9", "?after=.0"],
    "tree": ["", "?x=0&y=-2000&w=3000"],
    "tree-growing": ["", "?step=1"],
    "write": ["", "?until=2199-05-12&about=everyone"],
}


@dataclass(frozen=True)
class Seen:
    """One answer: where it was asked for, with what status, and all of its bytes."""

    path: str
    status: int
    body: bytes


@dataclass
class Ids:
    """What the addresses are filled with: everything there is, whoever it belongs to."""

    keepsakes: list[UUID] = field(default_factory=list)
    media: list[tuple[UUID, UUID]] = field(default_factory=list)
    others: list[UUID] = field(default_factory=lambda: [uuid4()])
    days: list[str] = field(default_factory=lambda: [f"{uuid4()}.born"])
    feeds: list[str] = field(default_factory=lambda: ["A" * 43])
    pages: list[tuple[UUID, UUID]] = field(default_factory=lambda: [(uuid4(), uuid4())])
    notes: list[UUID] = field(default_factory=lambda: [uuid4()])

    @classmethod
    def of_everything(cls, *others: UUID | str) -> Ids:
        media = Media.objects.exclude(keepsake=None).values_list("keepsake_id", "id")
        pairs = list(media)
        if len(pairs) > 1:  # and one picture asked for by the address of another keepsake
            pairs.append((pairs[0][0], pairs[-1][1]))
        known = [other if isinstance(other, UUID) else UUID(other) for other in others]
        days = [*map(str, known), *(f"{id}.born" for id in known)]
        kept = list(Keepsake.objects.values_list("id", flat=True))
        copies = Copied.objects.exclude(page=None).values_list("page_id", "id")
        pages = [*copies, (uuid4(), uuid4())]
        notes = [*Note.objects.values_list("id", flat=True), uuid4()]
        return cls(kept, pairs, [*known, uuid4()], days, pages=pages, notes=notes)


def addresses(ids: Ids) -> Iterator[str]:
    """Every address of the program, filled in. A new kind of address must be given values here."""
    for pattern in urlpatterns:
        for values in _values(str(pattern.pattern), ids):
            path = _filled(str(pattern.pattern), values)
            yield from (f"/{path}{query}" for query in QUERIES.get(str(pattern.name), [""]))


def _filled(route: str, values: Values) -> str:
    return re.sub(r"<\w+:(\w+)>", lambda part: str(values[part[1]]), route)


def _values(route: str, ids: Ids) -> Iterable[Values]:
    names = re.findall(r"<\w+:(\w+)>", route)
    if not names:
        return [{}]
    if names == ["name"]:
        return [{"name": name} for name in [*assets(), "x.js"]]
    if names == ["on"]:  # a day, of which whoever is here may have said something
        return [{"on": on} for on in ("2026-05-12", "1850-01-01", "2199-05-12")]
    if names == ["about"]:  # a page on the body
        return [{"about": "milk"}, {"about": "nothing"}]
    if names == ["word"]:  # of a link in a mail
        return [{"word": "made-up"}]
    everything: list[Values] = [{"id": id} for id in [*ids.keepsakes, *ids.others]]
    if names == ["secret"]:
        return [{"secret": secret} for secret in ids.feeds]
    if names == ["key"]:
        return [{"key": key} for key in ids.days]
    if names == ["word"]:
        return [{"word": "a.b"}]
    if route.startswith("letterbox") and names:
        views = [{"number": 0, "view": view} for view in VIEWS]
        return [
            {"id": id, **view}
            for id in ids.notes
            for view in (views if "view" in names else views[:1])
        ]
    if route.startswith("page") and names:
        also = {"ending": "jpg", "note": uuid4()}
        both = [{"id": page, "copy": copy, "file": copy, **also} for page, copy in ids.pages]
        return (
            both
            if len(names) > 1
            else list({one["id"]: {"id": one["id"]} for one in both}.values())
        )
    if names == ["id"]:
        return everything if "keepsakes" in route else [{"id": id} for id in ids.others]
    if names == ["id", "entry"]:  # of what happened to a plant
        return [{"id": id, "entry": uuid4()} for id in ids.others]
    if names == ["handle"]:
        return [{"handle": one} for one in ("us", "friends", "only-me", *ids.others)]
    if names == ["id", "handle"]:
        return [{"id": id, "handle": "friends"} for id in ids.others]
    if names == ["id", "one"]:  # a path, and what is written on it
        return [{"id": id, "one": uuid4()} for id in ids.others]
    if names == ["id", "filling"]:  # of a questionnaire
        return [{"id": id, "filling": uuid4()} for id in ids.others]
    if names == ["id", "revision"]:
        return [{**one, "revision": n} for one in everything for n in (1, 2)]
    pairs: list[Values] = [{"id": keepsake, "media": media} for keepsake, media in ids.media]
    if names == ["id", "media"]:
        return pairs
    if names == ["id", "media", "view"]:
        return [{**pair, "view": view} for pair in pairs for view in VIEWS]
    if names == ["id", "media", "number"]:
        return [{**pair, "number": number} for pair in pairs for number in (1, 2)]
    raise AssertionError(f"Say what to fill into {route}")


def walk(browser: Client, paths: Iterable[str]) -> list[Seen]:
    """What every address answers, and every further page that an answer leads to."""
    seen: list[Seen] = []
    waiting, known = list(paths), set[str]()
    while waiting:
        path = waiting.pop()
        if path in known:
            continue
        known.add(path)
        seen.append(look(browser, path))
        place = path.partition("?")[0]
        following = NEXT.findall(seen[-1].body.decode(errors="replace"))
        waiting += [unescape(a) if a.startswith("/") else place + unescape(a) for a in following]
    return seen


def look(browser: Client, path: str) -> Seen:
    return _seen(path, browser.get(path))


def search(browser: Client, words: Iterable[str]) -> list[Seen]:
    """Each word by POST, by GET and as one types; what was typed is taken out of the answer."""
    asked = itertools.product(words, ("post", "get", "htmx"))
    return [_searched(browser, word, way) for word, way in asked]


def _searched(browser: Client, word: str, way: str) -> Seen:
    headers = {"HX-Request": "true"} if way == "htmx" else {}
    ask = browser.get if way == "get" else browser.post
    seen = _seen(f"/search/ {way}", ask("/search/", {"words": word}, headers=headers))
    return Seen(seen.path, seen.status, seen.body.replace(word.encode(), b""))


def _seen(path: str, response) -> Seen:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    told = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    cookies = response.cookies.output(header="")
    return Seen(path, response.status_code, told.encode() + cookies.encode() + body)
