"""A letter for a day to come: written now, *not yet* until then, and it may wait on the day."""

import datetime
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine

from heartleaf.care.wishes import wishes_of
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from tests.web.test_quiet import ZONES, lives_in

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
DAY = datetime.date(2027, 5, 12)
LINE = "It opens on Wednesday, 12 May 2027. It is kept, and until then it is shown nowhere."


def on_the_day(zone="UTC", hour=9):
    moment = datetime.datetime.combine(DAY, datetime.time(hour), tzinfo=ZoneInfo(zone))
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def page(ada, browser_of):
    """What `/keepsakes/new/` with a query answers Ada in November 2026."""
    with time_machine.travel(NOW, tick=False):
        hers = browser_of(ada)
        yield lambda query: hers.get(f"/keepsakes/new/?{query}").content.decode()


def chosen(page, name):
    """The form's values under a name which are chosen, as the page has them."""
    parts = [part.partition(">")[0] for part in page.split("<input ")]
    ours = [part for part in parts if f'name="{name}"' in part and "checked" in part]
    return [part.partition('value="')[2].partition('"')[0] for part in ours]


def test_the_form_is_filled_for_the_day(ada, page):
    mila = ada.facts.children[1].id

    said = page(f"until=2027-05-12&about={mila}")

    assert LINE in said
    assert chosen(said, "closing") == ["until"]
    assert 'name="until" type="date" value="2027-05-12"' in said
    assert chosen(said, "children") == [mila]


def test_it_may_be_about_several_children(ada, page):
    ids = [child.id for child in ada.facts.children]

    assert chosen(page(f"about={ids[0]}&about={ids[1]}"), "children") == ids


@pytest.mark.parametrize(
    "query",
    [
        "until=2026-11-25",
        "until=2020-01-01",
        "until=2201-01-01",
        "until=the+twelfth",
        "until=2027-02-30",
        "until=",
        f"about={uuid.uuid4()}",
        "about=x&until=%00",
    ],
)
def test_what_makes_no_sense_is_passed_over(ada, page, query):
    said = page(query)

    assert "It opens on" not in said
    assert chosen(said, "closing") == [""]
    assert chosen(said, "children") == [ada.facts.children[0].id]  # as ever


@pytest.mark.parametrize("zone", ZONES)
def test_today_is_not_a_day_to_come_where_ada_is(ada, browser_of, zone):
    lives_in(ada, zone)
    today, tomorrow = DAY, DAY + datetime.timedelta(days=1)
    for hour in (0, 23):
        with on_the_day(zone, hour):
            hers = browser_of(ada)
            pages = [hers.get(f"/keepsakes/new/?until={day}") for day in (today, tomorrow)]
            said = ["It opens on" in page.content.decode() for page in pages]
            assert said == [False, True]


def test_its_draft_goes_on_as_a_letter_for_that_day(ada, page, browser_of):
    draft, mila = uuid.uuid4(), ada.facts.children[1].id
    says = {"words": "When you", "closing": "until", "until": "2027-05-12", "children": mila}
    browser_of(ada).post(f"/drafts/{draft}/", {"who": str(ada.id), "revision": 0, **says})

    said = page(f"draft={draft}")

    assert LINE in said
    assert chosen(said, "closing") == ["until"]
    assert chosen(said, "children") == [mila]


def test_it_is_nowhere_until_the_day(ada, browser_of):
    with time_machine.travel(NOW, tick=False):
        form = {"words": "A year", "circle": "us", "closing": "until", "until": "2027-05-12"}
        browser_of(ada).post("/keepsakes/new/", form)
        kept = Keepsake.objects.get()
        assert browser_of(ada).get(f"/keepsakes/{kept.id}/").status_code == 404
        assert Shelf(ada).opening_on(DAY) == []

    with on_the_day():
        assert [one.card.words for one in Shelf(ada).opening_on(DAY)] == ["A year"]
        assert "A year" in browser_of(ada).get("/timeline/").content.decode()


@pytest.mark.parametrize("zone", ZONES)
def test_a_letter_opens_as_its_day_begins_where_its_author_is(ada, given_a_letter, zone):
    lives_in(ada, zone)
    given_a_letter(ada, until="2027-05-12")
    begins = datetime.datetime.combine(DAY, datetime.time(), tzinfo=ZoneInfo(zone))

    with time_machine.travel(begins - datetime.timedelta(seconds=1), tick=False):
        assert Shelf(ada).opening_on(DAY) == []
    with time_machine.travel(begins, tick=False):
        assert len(Shelf(ada).opening_on(DAY)) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_jonas_letter_does_not_open_for_ada(ada, jonas, browser_of, given_a_letter, zone):
    lives_in(ada, zone)
    lives_in(jonas, zone)
    letter = given_a_letter(jonas, circle="us", title="For the year", until="2027-05-12")

    with on_the_day(zone):
        assert Shelf(ada).opening_on(DAY) == []
        assert [one.card.title for one in Shelf(jonas).opening_on(DAY)] == ["For the year"]
        assert browser_of(ada).post(f"/keepsakes/{letter.id}/later/").status_code == 404
        assert "For the year" in browser_of(ada).get("/timeline/").content.decode()  # as ever


def test_only_letters_of_exactly_this_day_open(ada, given_a_letter, given_a_picture):
    given_a_letter(ada, title="this", until="2027-05-12")
    given_a_letter(ada, title="earlier", until="2027-05-11")
    given_a_letter(ada, title="never closed")
    given_a_letter(ada, title="asked too", until="2027-05-12", until_asked=True)
    given_a_letter(ada, title="tray", until="2027-05-12", place="tray")
    given_a_picture(ada, title="picture", until="2027-05-12")
    keeping.put_in_bin(given_a_letter(ada, title="bin", until="2027-05-12"))

    assert [one.card.title for one in Shelf(ada, today=DAY).opening_on(DAY)] == ["this"]


@pytest.mark.parametrize("until", ["2028-05-12", "2027-05-11", ""])
def test_one_whose_day_was_changed_meanwhile_does_not_open(ada, given_a_letter, until):
    kept = given_a_letter(ada, until="2027-05-12")
    shelf = Shelf(ada, today=DAY)
    assert len(shelf.opening_on(DAY)) == 1  # the index is read, and stays as it was

    changed = Card(until=until, author=str(ada.id), words="on another day")
    keeping.change(kept, ada.circle("only-me"), changed)

    assert shelf.opening_on(DAY) == []


def test_not_today_is_for_this_day_and_changes_nothing_else(ada, browser_of, given_a_letter):
    letter = given_a_letter(ada, title="A year", until="2027-05-12")
    with on_the_day():
        hers = browser_of(ada)
        before = bytes(Keepsake.objects.get().card)

        answer = hers.post(f"/keepsakes/{letter.id}/later/")

        assert answer.headers["Location"] == "/"
        assert wishes_of(ada).is_put_off(str(letter.id), DAY)
        assert not wishes_of(ada).is_put_off(str(letter.id), DAY.replace(year=2028))
        assert bytes(Keepsake.objects.get().card) == before
        assert "A year" in hers.get("/timeline/").content.decode()


def test_what_was_put_off_on_another_day_is_forgotten(ada):
    wishes = wishes_of(ada)
    wishes.put_off("one", DAY)
    wishes.put_off("two", DAY)
    assert set(wishes.later) == {"one", "two"}

    wishes.put_off("three", DAY + datetime.timedelta(days=1))

    assert set(wishes.later) == {"three"}


def test_looking_puts_nothing_off(ada, browser_of, given_a_letter):
    letter = given_a_letter(ada, until="2027-05-12")

    with on_the_day():
        assert browser_of(ada).get(f"/keepsakes/{letter.id}/later/").status_code == 405
        assert wishes_of(ada).later == {}


def test_no_letter_is_put_off_that_does_not_open_today(ada, browser_of, given_a_letter):
    letter = given_a_letter(ada, until="2027-05-11")

    with on_the_day():
        assert browser_of(ada).post(f"/keepsakes/{letter.id}/later/").status_code == 404
        assert browser_of(ada).post(f"/keepsakes/{uuid.uuid4()}/later/").status_code == 404
