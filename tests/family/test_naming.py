"""What people are called is the parents' to know: relatives need never hear of each other."""

import pytest

from heartleaf.archive.checking import check_all
from heartleaf.family.beginning import Beginner
from heartleaf.family.joining import join
from heartleaf.family.models import Person
from heartleaf.family.naming import call, name_for_us
from heartleaf.sealing import CannotOpen, unseal
from tests.cast import PASSPHRASE


@pytest.fixture
def paul(ada, inge):
    """An uncle, to whom Inge does not speak."""
    return join(ada, Beginner("paul@example.org", PASSPHRASE, "Paul"), ["friends"])


def named(parent):
    us = parent.circle("us")
    people = Person.objects.filter(family=parent.family_id).order_by("joined_at")
    return [name_for_us(person, us) for person in people]


def test_both_parents_know_what_everyone_is_called(ada, jonas, inge, paul):
    assert named(ada) == named(jonas) == ["Ada", "Jonas", "Inge", "Paul"]


def test_nothing_that_inge_can_open_says_that_paul_is_there(inge, paul):
    keys = [inge.identity, *(circle.identity() for circle in inge.circles.values())]
    sealed = [person.name for person in Person.objects.all()]

    for name in sealed:
        with pytest.raises(CannotOpen):
            unseal(name, *keys)
    for opened in (inge.facts.to_json(), inge.own.to_json()):
        assert b"Paul" not in opened
        assert b"Ada" not in opened
        assert str(paul.id).encode() not in opened


def test_inge_tells_the_parents_a_new_name_without_reading_any(ada, inge, paul):
    call(inge.person, "Oma")

    assert named(ada) == ["Ada", "Oma", "Paul"]


def test_a_name_changed_on_the_page_reaches_the_parents(ada, inge, browser_of):
    me = {"name": "Oma", "zone": "Europe/Dublin", "theme": "device", "letters": "1"}
    browser_of(inge).post("/settings/me/", me)

    assert named(ada) == ["Ada", "Oma"]


def test_checking_names_a_person_whose_name_does_not_open(ada, inge, vera):
    Person.objects.filter(pk=inge.id).update(name=vera.person.name)

    [problem] = check_all(ada).problems
    assert str(inge.id) in problem
    assert check_all(inge).whole
