"""The field of days: each mark on its day, and paper everywhere else."""

import calendar
import datetime
import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.care.check_ins.field import SIDE, Mark, draw_month

DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 12, 31))


def a_mark(on, **more):
    return Mark(on, **{"look": "tint d3", "words": "Monday: heavy", "href": "/x/"} | more)


@settings(max_examples=30)
@given(DAYS, st.integers(0, 6))
def test_a_day_stands_in_its_week_and_under_its_weekday(on, begins):
    drawn = draw_month(on, [a_mark(on)], first_weekday=begins)

    x, y = map(int, re.search(r"translate\((\d+) (\d+)\)", drawn).groups())
    weeks = calendar.Calendar(begins).monthdatescalendar(on.year, on.month)
    assert weeks[y // SIDE][x // SIDE] == on


def test_every_day_of_a_month_has_a_place_of_its_own_within_the_paper():
    days = [datetime.date(2026, 8, day) for day in range(1, 32)]
    drawn = draw_month(days[0], map(a_mark, days), first_weekday=6)

    places = re.findall(r"translate\((\d+) (\d+)\)", drawn)
    assert len(set(places)) == 31
    assert all(int(x) < 7 * SIDE and int(y) < 6 * SIDE for x, y in places)


@settings(max_examples=10)
@given(DAYS, DAYS)
def test_a_month_of_which_nothing_is_said_looks_like_any_other(one, other):
    assert draw_month(one, []) == draw_month(other, [])


def test_what_falls_in_another_month_is_not_drawn_here():
    may, june = datetime.date(2026, 5, 12), datetime.date(2026, 6, 12)

    assert draw_month(may, [a_mark(june)]) == draw_month(may, [])


@settings(max_examples=30)
@given(st.text("<>&'\"{}a\u00e9 ", max_size=12))
def test_no_words_can_be_more_than_words(words):
    drawn = draw_month(datetime.date(2026, 5, 1), [a_mark(datetime.date(2026, 5, 12), words=words)])
    title = re.search("<title>(.*?)</title>", drawn, re.DOTALL)[1]
    assert html.unescape(title) == words
    assert not {"<", ">"} & set(title)


def test_a_day_that_only_matters_is_a_ring_that_leads_nowhere():
    on = datetime.date(2026, 5, 12)
    drawn = draw_month(on, [Mark(on, ring=True)])

    assert 'class="matters"' in drawn
    assert "href" not in drawn
