"""What was promised, and what is there: the two must agree after every kill.

A thing is in one state once an act was acknowledged. While an act has no answer, the thing may be
in the state before or in the one after, and in no other.
"""

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.crash.visiting import field as text_area

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass(frozen=True)
class State:
    """Where a thing is (shelf, tray, bin, gone), its words, and its files by their SHA-256."""

    place: str
    words: str = ""
    files: tuple[str, ...] = ()
    revision: int = 1


@dataclass
class Thing:
    """A keepsake by its id; without one yet, it was sent and no answer came. `mark` is a word that
    nothing else has, by which it can be searched for."""

    id: str
    mark: str
    may_be: list[State]

    @property
    def now(self):
        assert len(self.may_be) == 1, "the state of this thing is not known yet"
        return self.may_be[0]

    @contextmanager
    def becoming(self, **change):
        """Both states are possible until the block ends well."""
        after = replace(self.now, **change)
        self.may_be = [self.now, after]
        yield after
        self.may_be = [after]


@dataclass
class Draft:
    """Words as typed; `may_be` are the words that may be kept, with the revision of each."""

    id: str
    may_be: list[tuple[str, int]]


@dataclass
class Ledger:
    """Everything Ada was told, and what she still hopes for."""

    things: list[Thing] = field(default_factory=list)
    hoped: list[Thing] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @contextmanager
    def keeping(self, thing):
        """A new thing: hoped for until the block ends well."""
        self.hoped.append(thing)
        yield
        self.hoped.remove(thing)
        self.things.append(thing)

    def at(self, place, *, with_files):
        """The things that are surely there now."""
        known = [thing for thing in self.things if len(thing.may_be) == 1]
        return [t for t in known if t.now.place == place and bool(t.now.files) is with_files]

    def in_doubt(self):
        return [thing for thing in self.things if len(thing.may_be) > 1]


# ── Looking ─────────────────────────────────────────────────────────────────────────────────


def settle(ada, ledger):
    """After a kill: each thing in doubt is in one of its two states, each hoped for wholly there
    or wholly not."""
    where = places(ada, ("bin", "tray"))
    for thing in ledger.in_doubt():
        confirm(ada, thing, where)
    for thing in ledger.hoped:
        found = search(ada, thing.mark)
        assert len(found) <= 1, f"{thing.mark} was kept twice"
        if found:
            thing.id = found.pop()
            confirm(ada, thing, where)
            ledger.things.append(thing)
    ledger.hoped.clear()
    for draft in ledger.drafts:
        if len(draft.may_be) > 1:
            confirm_draft(ada, draft)


def confirm(ada, thing, where):
    """The thing is wholly in one of the states it may be in, and from now on in that one."""
    seen = look(ada, thing.id, where)
    matching = [state for state in thing.may_be if same(state, seen)]
    assert matching, f"{thing.mark} is {seen}, and should be one of {thing.may_be}"
    state = matching[0]
    if state.place != "gone" and not state.files and state.revision > 1:
        earlier = ada.get(f"/keepsakes/{thing.id}/versions/{state.revision - 1}/")
        assert state.place != "shelf" or earlier.status == 200, f"{thing.mark} lost a version"
    thing.may_be = [state]


def same(state, seen):
    """Words are read on the shelf, where they can be changed; elsewhere by their place alone."""
    if state.place == "gone" or seen.place == "gone":
        return state.place == seen.place
    words = state.place != "shelf" or state.files or state.words == seen.words
    return state.place == seen.place and state.files == seen.files and words


def confirm_draft(ada, draft):
    page = ada.get(f"/keepsakes/new/?draft={draft.id}")
    kept, revision = text_area(page, "words"), number(page, "revision")
    assert (kept, revision) in draft.may_be, f"the draft {draft.id} is not as it was typed"
    draft.may_be = [(kept, revision)]


def look(ada, id, where):
    """A keepsake as its pages show it, each of its files opened whole."""
    page = ada.get(f"/keepsakes/{id}/")
    if page.status == 404:
        return State("gone")
    assert page.status == 200, f"the page of {id} answers {page.status}"
    if f"/keepsakes/{id}/uncovering/" in page.text:
        page = ada.get(ada.post(f"/keepsakes/{id}/uncovering/", {}).location)
    files = tuple(original(ada, address) for address in links(page, rf"/{UUID}/original"))
    views = links(page, rf"/{UUID}/(?:small|large|cover)\.jpg")
    assert len(views) >= len(files), f"{id} has a picture without a view"
    for view in views:
        assert ada.get(view).body[:2] == b"\xff\xd8", f"a picture of {id} cannot be opened"
    place = next((place for place, ids in where.items() if id in ids), "shelf")
    return State(place, words(ada, id) if place == "shelf" and not files else "", files)


def words(ada, id):
    return text_area(ada.get(f"/keepsakes/{id}/change/"), "words")


def original(ada, address):
    came = ada.get(address)
    assert came.status == 200, f"{address} answers {came.status}"
    return hashlib.sha256(came.body).hexdigest()


def places(ada, names=("timeline", "bin", "tray")):
    """The ids on each page, all of its pages together."""
    return {name: set(listed(ada, f"/{name}/")) for name in names}


def listed(ada, address):
    found, onward = [], address
    while onward:
        page = ada.get(onward)
        assert page.status == 200, f"{onward} answers {page.status}"
        found += re.findall(rf'(?:/keepsakes/|value=")({UUID})[/"]', page.text)
        following = re.search(r'href="(\?after=[^"]+)" rel="next"', page.text)
        absolute = re.search(r'href="(/timeline/\?after=[^"]+)" rel="next"', page.text)
        onward = f"{address}{following[1]}" if following else absolute[1] if absolute else None
        onward = onward and onward.replace("&amp;", "&")
    return found


def search(ada, word):
    page = ada.get(f"/search/?words={word}")
    return set(re.findall(rf"/keepsakes/({UUID})/", page.text))


def links(page, ending):
    found = re.findall(rf'(?:href|src)="(/keepsakes/{UUID}{ending}[^"]*)"', page.text)
    return [address.replace("&amp;", "&") for address in dict.fromkeys(found)]


def number(page, name):
    return int(re.search(rf'name="{name}" value="(\d+)"', page.text)[1])
