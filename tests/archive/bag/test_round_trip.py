"""Whatever is kept: out, home into an empty Heartleaf and out again, it is the same bytes."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from heartleaf.archive.bag import faces
from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.media import begin_media, store
from tests.archive.bag.house import ADA, empty, exported, home

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]

WORDS = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | WORDS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
LATER = some.dictionaries(WORDS.map(lambda name: f"later {name}"), JSON, max_size=2)
DATES = some.sampled_from(
    [("", ""), ("2025-05-12", "2025-05-12"), ("2025-05~2", "2025-05-16"), ("2024-21", "2024-04-15")]
)
FILES = some.lists(some.tuples(WORDS, some.binary(max_size=200)), max_size=2)
CIRCLES = some.sampled_from(["only-me", "us", "friends"])
KEPT = some.fixed_dictionaries(
    {
        "circle": CIRCLES,
        "says": some.fixed_dictionaries(
            {
                "title": WORDS,
                "words": WORDS,
                "neutral": WORDS,
                "covered": some.booleans(),
                "until": some.sampled_from(["", "", "2043-05-12", "in a way of a later version"]),
                "until_asked": some.booleans(),
                "place": some.sampled_from(["shelf", "tray"]),
                "unknown": LATER,
            }
        ),
        "when": DATES,
        "files": FILES,
        "again": some.lists(WORDS, max_size=2),
        "binned": some.booleans(),
    }
)
FACTS = some.builds(
    FamilyFacts,
    name=WORDS,
    children=some.lists(some.builds(Child, name=WORDS, unknown=LATER), max_size=2),
)


@pytest.fixture(autouse=True)
def facts_alone(monkeypatch):
    monkeypatch.setattr(faces, "entries", lambda gathered: iter(()))


def the_same_comes_home(facts, things):
    empty()
    ada = begin_family(facts, Beginner(*ADA, "Ada"))
    for thing in things:
        keep(ada, **thing)
    before = exported(ada)
    empty()
    assert exported(home(before).person) == before


def keep(ada, circle, says, when, files, again, binned):
    circle = ada.circle(circle)
    attachments = [sealed(circle, name, data + uuid.uuid4().bytes) for name, data in files]
    date, placed = when
    card = Card(date=date, placed=placed, attachments=attachments, **says)
    kept = keeping.keep(ada, circle, card)
    for words in again:
        card.words = words
        keeping.change(kept, circle, card)
        card.attachments = []  # the file stays with the earlier version alone
    if binned:
        keeping.put_in_bin(kept)


def sealed(circle, name, data):
    stored = store([data], circle.recipient, begin_media(circle).id)
    return Attachment(str(stored.media), name, "text", stored.size, stored.sha256, stored.parts)


one_after_the_other = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(one_after_the_other, max_examples=4)
@given(FACTS, some.lists(KEPT, max_size=4))
def test_whatever_is_kept_comes_home(facts, things):
    the_same_comes_home(facts, things)


@pytest.mark.slow
@settings(one_after_the_other, max_examples=400)
@given(FACTS, some.lists(KEPT, max_size=8))
def test_whatever_is_kept_comes_home_every_time(facts, things):
    the_same_comes_home(facts, things)


@pytest.mark.slow
def test_ten_thousand_things_come_home():
    ada = begin_family(FamilyFacts(name="Rowan's place"), Beginner(*ADA, "Ada"))
    for number in range(10_000):
        circle = ada.circle("us" if number % 3 else "only-me")
        day = f"{1990 + number % 35}-05-{1 + number % 28:02}"
        files = [sealed(circle, "words.txt", uuid.uuid4().bytes)] if number % 10 == 0 else []
        card = Card(title=f"Day {number}", words="We miss you.", date=day, placed=day)
        card.attachments = files
        keeping.keep(ada, circle, card)
    before = exported(ada)
    empty()
    came = home(before)
    assert came.keepsakes == 10_000
    assert exported(came.person) == before
