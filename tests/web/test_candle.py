"""The Wave of Light: one candle of one's own, at seven where one is, and nothing is kept of it."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heartleaf.family.facts import Child
from tests.web.test_quiet import ZONES, lives_in

PAGE = "/wave-of-light/"
AT_SEVEN = "At seven, where you are."


def said_at(ada, browser_of, zone, *when):
    moment = datetime.datetime(*when, tzinfo=ZoneInfo(zone))
    with time_machine.travel(moment, tick=False):
        return AT_SEVEN in browser_of(ada).get(PAGE).content.decode()


@pytest.mark.parametrize("zone", ZONES)
def test_on_the_day_the_hour_is_said_until_it_comes(ada, browser_of, zone):
    lives_in(ada, zone)
    moments = {
        (2026, 10, 14, 23, 59): False,
        (2026, 10, 15, 0, 0): True,
        (2026, 10, 15, 18, 59, 59): True,
        (2026, 10, 15, 19, 0): False,
        (2026, 10, 16, 12, 0): False,
        (2026, 5, 12, 12, 0): False,
        (2027, 10, 15, 9, 0): True,
    }

    assert {one: said_at(ada, browser_of, zone, *one) for one in moments} == moments


def test_it_may_be_lit_on_any_day_without_script(adas):
    said = adas.get(PAGE).content.decode()

    assert "Light the candle" in said
    assert "Put it out" in said
    assert 'type="checkbox"' in said


def test_the_remembered_children_stand_under_it_by_name(ada, adas):
    ada.change_facts(lambda facts: facts.children.append(Child(called="the twins")))
    ada.change_facts(lambda facts: facts.children.append(Child(name="Wren")))

    names = adas.get(PAGE).content.decode().partition('class="names"')[2].partition("</p>")[0]

    assert "Rowan" in names
    assert "Wren" in names
    assert "Mila" not in names  # she lives
    assert "the twins" not in names  # they have no name


def test_without_names_nothing_stands_under_it(vera, browser_of):
    assert 'class="names"' not in browser_of(vera).get(PAGE).content.decode()


def test_nothing_is_kept_of_it(adas):
    """The page writes nothing, and has no form that could send anything."""
    with CaptureQueriesContext(connection) as asked:
        said = adas.get(PAGE).content.decode()

    wrote = [one["sql"] for one in asked if not one["sql"].startswith(("SELECT", "SAVE", "REL"))]
    assert [sql for sql in wrote if "session" not in sql] == []
    drawn = said.partition('<div class="candle">')[2].partition("</main>")[0]
    assert "<form" not in drawn
    assert "name=" not in drawn


def test_it_is_found_under_more(adas):
    assert f'href="{PAGE}"' in adas.get("/more/").content.decode()


def test_a_stranger_at_the_door_sees_no_name(ada, browser_of):
    assert browser_of(None).get(PAGE).headers["Location"] == "/sign-in/"
