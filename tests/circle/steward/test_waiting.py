"""The steward asks, and waits; any parent stops it with one tap."""

import re

import pytest
from django.test import Client

from heartleaf.care.key_notices import (
    stopping_path,
)
from heartleaf.circle import steward
from heartleaf.circle.models import Entrusted, Stewardship
from heartleaf.family.beginning import Beginner
from heartleaf.family.joining import join
from heartleaf.family.models import Epoch, Membership
from heartleaf.keepsakes.cards import open_card
from heartleaf.sealing import CannotOpen, unseal
from tests.cast import PASSPHRASE
from tests.circle.steward.stewards import again, days

pytestmark = pytest.mark.django_db


def test_after_the_days_the_steward_is_a_parent(
    ada, jonas, inge, named, given_a_letter, browser_of, clock
):
    kept = given_a_letter(jonas, words="we two", circle="us")
    alone = given_a_letter(jonas, words="mine", circle="only-me")
    browser = browser_of(inge)
    browser.post("/stewardship/ask/")

    clock.shift(days(29))
    browser.post("/stewardship/open/")
    assert not again(inge).is_parent

    clock.shift(days(1))
    browser = browser_of(inge)
    assert "You can open this family’s place" in browser.get("/").text
    assert not again(inge).is_parent
    browser.post("/stewardship/open/")

    opened = again(inge)
    roles = Membership.objects.filter(person=inge.person, circle__kind__in=["us", "friends"])
    assert set(roles.values_list("role", flat=True)) == {"parent"}
    assert open_card(kept, opened.circle("us")).words == "we two"
    assert browser.get(f"/keepsakes/{kept.id}/").status_code == 200
    assert browser.get(f"/keepsakes/{alone.id}/").status_code == 404
    assert not Entrusted.objects.exists()
    assert Stewardship.objects.get().released is None
    assert again(ada).is_parent


def test_before_the_time_neither_all_that_rests_nor_their_own_key_opens(
    ada, inge, named, given_a_letter, settings
):
    """Inge has a copy of everything at rest, and her own key; but not the server's."""
    kept = given_a_letter(ada, words="we two", circle="us")
    steward.ask(named)
    row = Stewardship.objects.get()
    mine = [inge.identity, *(circle.identity() for circle in inge.circles.values())]

    everything = [row.released, row.asked, row.about, kept.card]
    everything += [one.keys for one in Entrusted.objects.all()]
    everything += [one.keyring for one in Epoch.objects.exclude(circle__membership__person=inge.id)]
    for sealed in everything:
        with pytest.raises(CannotOpen):
            unseal(bytes(sealed), *mine)


def test_the_servers_key_alone_opens_nothing_either(named):
    from heartleaf.family.server_seal import reveal

    inside = reveal(named.released, steward._bound(named))
    assert inside.startswith(b"age-encryption.org/v1")


@pytest.mark.parametrize("change", [{"days": 1}, {"days": 0}])
def test_whoever_shortens_the_time_in_the_database_opens_nothing(inge, named, clock, change):
    steward.ask(named)
    Stewardship.objects.update(**change)
    clock.shift(days(40))

    with pytest.raises(steward.NotNow):
        steward.open_after_waiting(again(inge))


def test_whoever_writes_another_name_into_the_database_opens_nothing(
    ada, jonas, inge, named, clock
):
    steward.ask(named)
    other = join(ada, Beginner("x@example.org", PASSPHRASE, "X"), ["friends"])
    Stewardship.objects.update(person=other.person)
    clock.shift(days(40))

    with pytest.raises(steward.NotNow):
        steward.open_after_waiting(again(other))


def test_any_parent_stops_it_with_one_tap(ada, jonas, inge, named, browser_of, clock):
    steward.ask(named)
    page = browser_of(jonas).get("/").text
    assert "Inge asks for the keys of this place" in page
    assert "11 June 2026" in page

    browser_of(jonas).post("/stewardship/stop/")
    clock.shift(days(31))

    with pytest.raises(steward.NotNow):
        steward.open_after_waiting(again(inge))
    assert "asks for the keys" not in browser_of(ada).get("/").text


def test_signing_in_and_looking_does_not_stop_it(ada, inge, named, browser_of, clock):
    steward.ask(named)
    for path in ("/", "/stewardship/", stopping_path(named)):
        browser_of(ada).get(path)
    clock.shift(days(30))

    steward.open_after_waiting(again(inge))
    assert again(inge).is_parent


def test_asked_again_all_of_the_time_is_waited_once_more(inge, named, clock):
    steward.ask(named)
    clock.shift(days(29))
    steward.stop(named)
    steward.ask(named)
    clock.shift(days(29))

    assert not steward.may_open(Stewardship.objects.get())


def test_to_ask_twice_does_not_begin_anew(named, clock):
    steward.ask(named)
    began = steward.asked_at(Stewardship.objects.get())
    clock.shift(days(3))
    steward.ask(named)

    assert steward.asked_at(Stewardship.objects.get()) == began


def test_the_link_in_the_mail_stops_it_for_whoever_has_it(named, clock):
    steward.ask(named)
    strict, path = Client(enforce_csrf_checks=True), stopping_path(named)

    page = strict.get(path)
    assert page.status_code == 200
    assert steward.asked_at(Stewardship.objects.get())
    assert not any(word in page.text for word in ("Rowan", "Ada", "Inge", "Mila"))

    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    answer = strict.post(path, {"csrfmiddlewaretoken": token})
    assert "Stopped" in answer.text
    assert Stewardship.objects.get().asked is None


@pytest.mark.parametrize("change", [lambda w: w[:-2], lambda w: "x" + w, str.upper])
def test_a_link_that_was_made_up_stops_nothing(named, client, change):
    steward.ask(named)
    word = change(stopping_path(named).split("/")[3])

    assert client.post(f"/stewardship/stop/{word}/").status_code == 404
    assert Stewardship.objects.get().asked
