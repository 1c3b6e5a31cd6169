"""Two of the three sheets open, once, for whoever makes a way in with them."""

import pytest
from django.test import Client

from heartleaf.circle import steward
from heartleaf.family.entering import enter_by_passphrase
from heartleaf.family.models import Person
from tests.circle.steward.stewards import CAME, typed

pytestmark = pytest.mark.django_db


def test_two_sheets_show_what_opens_and_then_make_a_way_in(
    ada, jonas, sheets, client, given_a_letter
):
    kept = given_a_letter(ada, words="we two", circle="us")
    words = typed(sheets[1], sheets[2])

    page = client.post("/stewardship/sheets/", words)
    assert "They open “Rowan&#x27;s place”" in page.text
    assert Person.objects.count() == 2

    answer = client.post("/stewardship/sheets/", {**words, "way-in": "yes", **CAME})
    assert answer.headers["Location"] == "/"
    assert client.get(f"/keepsakes/{kept.id}/").status_code == 200
    ruth = enter_by_passphrase(CAME["email"], CAME["passphrase"])
    assert ruth.is_parent
    assert {one.role for one in ruth.circles.values()} == {"parent"}


def test_the_sheets_open_once(ada, jonas, sheets, client):
    words = {**typed(sheets[0], sheets[1]), "way-in": "yes"}
    client.post("/stewardship/sheets/", {**words, **CAME})
    second = Client().post("/stewardship/sheets/", {**words, **CAME, "email": "x@example.org"})

    assert "open nothing here any more" in second.text
    assert Person.objects.count() == 3


def test_each_fault_is_a_sentence_of_its_own(ada, jonas, vera, sheets, client):
    other = steward.name_steward(vera, "Someone")
    broken = list(sheets[0])
    broken[5] = "rowanberry"
    swapped = [*sheets[0][:7], sheets[0][8], sheets[0][7], *sheets[0][9:]]
    old = sheets
    for pair, sentence in [
        ((sheets[0], sheets[0]), "the same sheet twice"),
        ((sheets[0], other[1]), "were not made together"),
        ((broken, sheets[1]), "“rowanberry”"),
        ((sheets[0][:32], sheets[1]), "Here are 32 words; on a sheet there are 33."),
        ((swapped, sheets[1]), "two changed places"),
    ]:
        answer = client.post("/stewardship/sheets/", typed(*pair))
        assert answer.status_code == 422
        assert sentence in answer.text
    steward.end(ada)
    answer = client.post("/stewardship/sheets/", typed(old[0], old[1]))
    assert "open nothing here any more" in answer.text


def test_wrong_tries_are_slowed_as_at_the_door(ada, jonas, sheets, client):
    for _time in range(5):
        client.post("/stewardship/sheets/", typed(sheets[0], sheets[0]))
    answer = client.post("/stewardship/sheets/", typed(sheets[0], sheets[1]))

    assert "Please wait" in answer.text


def test_a_weak_passphrase_makes_no_way_in(ada, jonas, sheets, client):
    said = {**typed(sheets[0], sheets[1]), "way-in": "yes", **CAME, "passphrase": "rowan"}
    answer = client.post("/stewardship/sheets/", said)

    assert answer.status_code == 422
    assert "guessed quickly" in answer.text
    assert Person.objects.count() == 2
