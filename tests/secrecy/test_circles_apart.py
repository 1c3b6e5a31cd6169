"""Whatever family it is, whoever is in which circle, and whatever is asked: nobody is ever answered
a byte of what their keys do not open. A stranger is not even told that it is there."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from heartleaf.family.beginning import Beginner, begin_circle, begin_family
from heartleaf.family.facts import FamilyFacts
from heartleaf.family.joining import join
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.receiving import receive
from heartleaf.sealing import CannotOpen, unseal
from tests.cast import PASSPHRASE, a_picture
from tests.secrecy.walking import Ids, addresses

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
ROLES = [Membership.Role.ADDS, Membership.Role.LOOKS, Membership.Role.CHILD]
number = count(1)


@dataclass
class Household:
    """A family, everyone in it, and what was written where: a word that stands nowhere else."""

    parents: list[OpenPerson]
    others: list[OpenPerson] = field(default_factory=list)
    words: dict[UUID, bytes] = field(default_factory=dict)

    @property
    def everyone(self) -> list[OpenPerson]:
        return [*self.parents, *self.others]

    def keeps(self, by: OpenPerson, handle: str, *, picture: bool = False, **says: Any) -> None:
        word, circle = f"quillwort{next(number)}x", by.circle(handle)
        card = Card(kind="letter", title=f"{word} title", words=f"{word} words", **says)
        if picture:
            card.kind = "picture"
            card.attachments = [receive([a_picture(word)], circle, f"{word}.jpg").attachment]
        self.words[keeping.keep(by, circle, card).id] = word.encode()

    def not_for(self, person: OpenPerson) -> list[bytes]:
        """What this person's keys do not open, tried on the age files themselves."""
        rows = Keepsake.objects.filter(pk__in=self.words)
        return [self.words[row.id] for row in rows if not opens(person, row.card)]


def opens(person: OpenPerson, sealed: bytes) -> bool:
    circles = [again(person).circle(one.handle) for one in again(person).circles.values()]
    keys = [circle.identity(number) for circle in circles for number in circle.numbers]
    try:
        return bool(unseal(sealed, person.identity, *keys))
    except CannotOpen:
        return False


def again(person: OpenPerson) -> OpenPerson:
    return OpenPerson(Person.objects.get(pk=person.id), person.identity)


# ── Families ────────────────────────────────────────────────────────────────────────────────


def begun(name: str) -> Beginner:
    return Beginner(f"{name}-{next(number)}@example.org", PASSPHRASE, name)


@st.composite
def households(draw):
    """What a family is made of, to be built inside the test, where there is a database."""
    circles = ["friends", *(f"own {n}" for n in range(draw(st.integers(0, 2))))]
    reached = st.lists(st.sampled_from(circles), unique=True)
    people = draw(st.lists(st.tuples(reached, st.sampled_from(ROLES)), max_size=3))
    kept = st.tuples(
        st.integers(0, 4),
        st.sampled_from(["only-me", "us", *circles]),
        st.booleans(),
        st.booleans(),
    )
    return draw(st.booleans()), circles[1:], people, draw(st.lists(kept, min_size=1, max_size=4))


def built(plan) -> Household:
    two_parents, own, people, kept = plan
    ada = begin_family(FamilyFacts(name="Rowan's place"), begun("Ada"))
    parents = [ada, join(ada, begun("Jonas"), ["us"])] if two_parents else [ada]
    handles = {"friends": "friends", "us": "us", "only-me": "only-me"}
    for name in own:
        rows = [one.person for one in parents]
        handles[name] = str(begin_circle(ada.person.family, Circle.Kind.OWN, rows, name).id)
    ada = parents[0] = again(ada)
    ada.change_facts(lambda facts: None)  # sealed to the new circles too
    house = Household([again(one) for one in parents])
    for reached, role in people:
        house.others.append(join(ada, begun("Inge"), [handles[one] for one in reached], role))
    for who, circle, picture, covered in kept:
        by = house.everyone[who % len(house.everyone)]
        if any(one.handle == handles[circle] and one.may_add for one in by.circles.values()):
            house.keeps(by, handles[circle], picture=picture, covered=covered)
    for one in house.everyone:
        house.keeps(one, "only-me")
    return house


# ── What is asked ───────────────────────────────────────────────────────────────────────────

# A family that fails is told as it was drawn: made smaller, it would take minutes.
DRAWN = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CHANCE = st.integers(0, 2**32).map(random.Random)


@contextmanager
def built_for_now(plan) -> Iterator[Household]:
    """One family after another in the same archive: nothing of it stays."""
    with transaction.atomic():
        yield built(plan)
        transaction.set_rollback(True)


def asked_of(browser: Client, house: Household, method: str, path: str, by: random.Random) -> bytes:
    handles = ["us", "friends", "only-me", *map(str, Circle.objects.values_list("id", flat=True))]
    kept = sorted(house.words)
    form = {
        "circle": by.choice(handles),
        "chosen": str(by.choice(kept)),
        "keepsake": str(by.choice(kept)),
        "words": "river",
        "title": "river",
        "sure": "yes",
    }
    answer = getattr(browser, method)(path, form if method == "post" else None)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
    return told.encode() + body


@settings(DRAWN, max_examples=4)
@given(plan=households(), by=CHANCE)
def test_nobody_is_answered_what_their_keys_do_not_open(installation, browser_of, plan, by):
    with built_for_now(plan) as house:
        every = list(addresses(Ids.of_everything(*Circle.objects.values_list("id", flat=True))))
        for person in house.everyone:
            browser, forbidden = browser_of(person), house.not_for(person)
            for path in by.choices(every, k=60):
                method = by.choice(METHODS)
                told = asked_of(browser, house, method, path, by)
                if any(word in told for word in forbidden):
                    found = [word for word in house.not_for(person) if word in told]
                    assert not found, f"{person.name} was told {found} at {method} {path}"


@settings(DRAWN, max_examples=3)
@given(plan=households(), by=CHANCE)
def test_a_stranger_cannot_tell_whether_it_is_there(installation, browser_of, plan, by):
    with built_for_now(plan):
        vera = begin_family(FamilyFacts(name="Another place"), begun("Vera"))
        theirs = Ids.of_everything(*Circle.objects.values_list("id", flat=True))
        made_up = {str(id): str(uuid4()) for id in (*theirs.keepsakes, *theirs.others)}
        every = [path for path in addresses(theirs) if any(id in path for id in made_up)]
        for person in (vera, None):
            browser = browser_of(person)
            for path in by.choices(every, k=40):
                method = by.choice(METHODS)
                there = plain(browser, method, path)
                elsewhere = plain(browser, method, in_place_of(path, made_up))
                assert there == elsewhere, f"{method} {path}"


def in_place_of(path: str, made_up: dict[str, str]) -> str:
    for id, other in made_up.items():
        path = path.replace(id, other)
    return path


def plain(browser: Client, method: str, path: str) -> tuple[int, bytes]:
    """An answer without what differs each time: ids that were asked for, and tokens of forms."""
    answer = getattr(browser, method)(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    body = re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", b"ID", body)
    return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


def test_the_same_walk_shows_them_what_their_keys_do_open(installation, browser_of):
    """So that the tests above can see."""
    with built_for_now((True, [], [], [(0, "us", False, False)])) as house:
        for person in house.parents:
            told, forbidden = browser_of(person).get("/timeline/").content, house.not_for(person)
            assert forbidden
            for word in house.words.values():
                assert (word in told) is (word not in forbidden)
