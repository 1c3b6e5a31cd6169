"""A covered picture's clear bytes, and anything of what is *not yet*, never leave by any address.

For whatever mixture of keepsakes, each person walks every address of the program. What they may
see is worked out here anew, in three lines, and compared with everything that came back.
"""

from __future__ import annotations

import datetime
import functools
import io
from dataclasses import dataclass
from uuid import UUID

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from heartleaf.care.wishes import change_wishes
from heartleaf.keepsakes import keeping, receiving
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.media import open_original, open_view
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.showing import Shelf
from heartleaf.web import archive
from tests.secrecy.walking import Ids, Seen, addresses, search, walk

MEMBERS = {"us": {"ada", "jonas"}, "friends": {"ada", "jonas", "inge"}}
FAMILY = ("ada", "jonas", "inge")
THIS_DAY = "/on-this-day/"
VIEWERS = (*FAMILY, "vera", "nobody")
FEW = min(40, max(2, hypothesis.settings().max_examples // 33 - 1))

# Each thing has addresses of its own, which everyone walks.
MANY = 8 if FEW > 2 else 6


@dataclass(frozen=True)
class Kept:
    """One keepsake as it is asked for, with who has chosen what."""

    by: str
    circle: str
    kind: str
    covered: bool
    until: int | None  # days from today
    until_asked: bool
    place: str
    covers: frozenset[tuple[str, bool]]
    asked: frozenset[str]
    changed: bool
    day: str  # today's in an earlier year, or only about it

    def is_open_to(self, viewer: str) -> bool:
        members = {self.by} if self.circle == "only-me" else MEMBERS[self.circle]
        waits = (self.until or 0) > 0 or (self.until_asked and viewer not in self.asked)
        return viewer in members and not waits

    def is_clear_to(self, viewer: str) -> bool:
        return self.is_open_to(viewer) and not dict(self.covers).get(viewer, self.covered)

    def opens_today_for(self, viewer: str) -> bool:
        mine = self.by == viewer and self.is_open_to(viewer)
        return mine and (self.kind, self.until, self.place) == ("letter", 0, "shelf")


kept = st.builds(
    Kept,
    by=st.sampled_from(FAMILY),
    circle=st.sampled_from(["only-me", "us", "friends"]),
    kind=st.sampled_from(["picture", "picture", "letter"]),
    covered=st.booleans(),
    until=st.sampled_from([None, None, -1, 0, 1]),
    until_asked=st.sampled_from([False, False, True]),
    place=st.sampled_from(["shelf", "shelf", "shelf", "tray", "bin"]),
    covers=st.dictionaries(st.sampled_from(FAMILY), st.booleans()).map(
        lambda chosen: frozenset(chosen.items())
    ),
    asked=st.frozensets(st.sampled_from(FAMILY)),
    changed=st.booleans(),
    day=st.sampled_from(["today", "about today", "another"]),
).filter(lambda one: one.circle == "only-me" or one.by in MEMBERS[one.circle])


@dataclass(frozen=True)
class Thing:
    """A keepsake that was kept, and what of it would be recognised anywhere."""

    kept: Kept
    id: UUID
    words: tuple[bytes, ...]
    clear: tuple[bytes, ...]
    soft: tuple[bytes, ...]

    @property
    def ids(self) -> tuple[bytes, ...]:
        return str(self.id).encode(), self.id.hex.encode()


@pytest.fixture
def people(ada, jonas, inge, vera):
    for one in (ada, jonas, inge, vera):
        change_wishes(one, lambda wishes: setattr(wishes, "on_this_day", True))
    return {"ada": ada, "jonas": jonas, "inge": inge, "vera": vera, "nobody": None}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Pages of three, so that there are many; each picture is developed once."""
    monkeypatch.setitem(Shelf.page.__kwdefaults__, "size", 3)
    monkeypatch.setitem(Shelf.on_this_day.__kwdefaults__, "size", 3)
    monkeypatch.setattr(archive, "TILES", 3)
    develop = functools.cache(receiving.decoder.begin)
    once = {"begin": staticmethod(develop), "look": functools.cache(receiving.decoder.look)}
    monkeypatch.setattr(receiving, "decoder", type("Once", (), once))


@settings(
    max_examples=FEW,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],  # each example takes seconds: one that fails says enough as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(wanted=st.lists(kept, min_size=5, max_size=MANY))
def test_nobody_is_shown_what_they_may_not_see(people, browser_of, wanted):
    try:
        things = [keep(people, one, number) for number, one in enumerate(wanted)]
        for viewer in VIEWERS:
            browser = browser_of(people[viewer])
            seen = walk(browser, addresses(Ids.of_everything()))
            seen += search(browser, ["river", *(f"zq{n}words" for n in range(len(things)))])
            for thing in things:
                compare(viewer, thing, seen)
            if people[viewer]:
                compare_what_opens(viewer, people[viewer], things)
    finally:
        forget_everything(people)


def compare(viewer: str, thing: Thing, seen: list[Seen]) -> None:
    """Both ways: what must not be there is not, and what may be there is."""
    one = thing.kept
    hidden = [] if one.is_clear_to(viewer) else [*thing.words, *thing.clear]
    hidden += [] if one.is_open_to(viewer) else thing.soft
    assert leaks(seen, hidden) == [], (viewer, one)
    if not one.is_open_to(viewer):
        elsewhere = [answer for answer in seen if str(thing.id) not in answer.path]
        assert leaks(elsewhere, thing.ids) == [], (viewer, one)
        about = [answer.status for answer in seen if str(thing.id) in answer.path]
        assert set(about) <= ({302, 405} if viewer == "nobody" else {302, 404, 405})
        return
    assert set(lists_with(thing, seen)) == places_of(one), (viewer, one)
    if thing.soft:
        assert leaks(seen, thing.soft), (viewer, one)
    if one.is_clear_to(viewer):
        for shown in (*thing.words, *thing.clear):
            assert leaks(seen, [shown]), (viewer, one, shown[:40])


def compare_what_opens(viewer: str, person, things: list[Thing]) -> None:
    """What someone closed until today opens for them, under its cover, and for nobody else."""
    opening = Shelf(person).opening_on(person.today())
    expected = {one.id: one.kept.is_clear_to(viewer) for one in things if opens(one, viewer)}
    assert {one.keepsake.id: not one.is_covered for one in opening} == expected, viewer


def opens(thing: Thing, viewer: str) -> bool:
    return thing.kept.opens_today_for(viewer)


def leaks(seen: list[Seen], secrets) -> list[tuple[str, bytes]]:
    return [(one.path, secret[:40]) for one in seen for secret in secrets if secret in one.body]


def lists_with(thing: Thing, seen: list[Seen]) -> set[str]:
    lists = ("/timeline/", "/tree/", "/tree/list/", "/tray/", "/bin/", "/search/", THIS_DAY)
    inside = [one for one in seen if thing.ids[0] in one.body]
    return {
        place for one in inside for place in lists if one.path.split()[0].split("?")[0] == place
    }


def places_of(one: Kept) -> set[str]:
    shelf = {"/timeline/", "/tree/", "/tree/list/", "/search/"}
    shelf |= {THIS_DAY} if one.day == "today" else set()
    return {"shelf": shelf, "tray": {"/tray/"}, "bin": {"/bin/"}}[one.place]


# ── Keeping ─────────────────────────────────────────────────────────────────────────────────


def keep(people, one: Kept, number: int) -> Thing:
    person = people[one.by]
    circle = person.circle(one.circle)
    card, marks = a_card(one, number), [f"zq{number}title", f"zq{number}words"]
    if one.kind == "picture":
        original = drawn(number) + f"zq{number}bytes".encode()
        received = receiving.receive([original], circle, f"zq{number}name.jpg").attachment
        card.attachments = [received]
    keepsake = keeping.keep(person, circle, card)
    if one.changed:
        marks.append(f"zq{number}before")
        card.words = card.words.replace(marks[-1], "")
        keeping.change(keepsake, circle, card)
    if one.place == "bin":
        keeping.put_in_bin(keepsake)
    choose(people, one, str(keepsake.id))
    clear, soft = bytes_of(card, circle)
    return Thing(one, keepsake.id, tuple(mark.encode() for mark in marks), clear, soft)


def a_card(one: Kept, number: int) -> Card:
    today = datetime.datetime.now(datetime.UTC).date()
    day = day_of(one, number, today)
    before = f"zq{number}before" if one.changed else ""
    return Card(
        kind=one.kind,  # type: ignore[arg-type]
        title=f"zq{number}title",
        words=f"By the river, zq{number}words {before}",
        placed=day,
        date=f"{day}~" if one.day == "about today" else day,
        covered=one.covered,
        until="" if one.until is None else str(today + datetime.timedelta(one.until)),
        until_asked=one.until_asked,
        place="tray" if one.place == "tray" else "shelf",
    )


def day_of(one: Kept, number: int, today: datetime.date) -> str:
    if one.day == "another":
        far = today.replace(year=2024) + datetime.timedelta(100 + number % 4)
        return far.isoformat() if number % 5 else ""
    return today.replace(year=2000 + 4 * (number % 3)).isoformat()  # each has a 29 February


def drawn(number: int) -> bytes:
    """Another colour each, so that even their soft covers differ."""
    file = io.BytesIO()
    Image.new("RGB", (480, 360), (25 * number, 250 - 25 * number, 90)).save(file, "JPEG")
    return file.getvalue()


def choose(people, one: Kept, id: str) -> None:
    for name, covered in one.covers:
        people[name].change_own(lambda own, covered=covered: own.covers.update({id: covered}))
    for name in one.asked:
        people[name].change_own(lambda own: own.asked.append(id))


def bytes_of(card: Card, circle) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """The clear bytes of a picture, and its soft ones."""
    if not card.attachments:
        return (), ()
    [one], key = card.attachments, circle.identity()
    clear = (open_view(one, "small", key), open_view(one, "large", key))
    return (*clear, b"".join(open_original(one, key))), (open_view(one, "cover", key),)


def forget_everything(people) -> None:
    for keepsake in Keepsake.objects.all():
        keeping.destroy(keepsake)
    assert not Media.objects.exists()
    for person in people.values():
        if person is not None:
            person.change_own(lambda own: own.__dict__.update(covers={}, asked=[]))
