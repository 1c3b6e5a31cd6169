"""Days on a path: each of the calendar once, whatever the calendar does."""

import datetime
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from heartleaf.care.paths.counting import (
    MOST_LEAVES,
    Begun,
    Span,
    days_in_all,
    days_since,
    fault,
    leaves_of_days,
    leaves_of_spans,
    spans,
    whole_moons,
)

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 3, 15)
SINCE_1900 = st.one_of(
    st.dates(datetime.date(1900, 1, 1), TODAY), st.dates(datetime.date(2020, 1, 1), TODAY)
)


def day(text):
    return datetime.date.fromisoformat(text)


@st.composite
def paths(draw, days=SINCE_1900):
    """A path as it can come to be: each beginning was without fault beside those before it."""
    begun = []
    for on in draw(st.lists(days, min_size=1, max_size=6, unique=True)):
        away = on - DAY * draw(st.integers(0, 400)) if draw(st.booleans()) else None
        one = Begun(on, away)
        if fault(one, begun, TODAY) is None:
            begun.append(one)
    assume(begun)
    return begun


def counted_one_by_one(begun, today):
    """The same, as slowly as on fingers."""
    ordered = sorted(begun, key=lambda one: one.on)
    days, on = 0, ordered[0].on
    while on <= today:
        gaps = [one for one in ordered[1:] if one.away and one.away <= on < one.on]
        days += not gaps
        on += DAY
    return days


def test_who_began_today_has_one_day():
    assert days_in_all([Begun(TODAY)], TODAY) == 1
    assert days_since([Begun(TODAY)], TODAY) == 1


def test_the_path_of_the_picture_has_287_days():
    begun = [Begun(day("2025-06-02")), Begun(day("2025-09-09"))]

    assert days_in_all(begun, TODAY) == 287
    assert days_since(begun, TODAY) == 188


def test_only_what_she_leaves_out_is_left_out():
    begun = [Begun(day("2025-06-02")), Begun(day("2025-09-09"), away=day("2025-09-05"))]

    assert days_in_all(begun, TODAY) == 287 - 4


def test_the_29th_of_february_is_a_day():
    assert days_in_all([Begun(day("2024-02-28"))], day("2024-03-01")) == 3
    assert days_in_all([Begun(day("2023-02-28"))], day("2023-03-01")) == 2


def test_who_flew_west_on_the_day_she_began_still_has_it():
    assert days_in_all([Begun(TODAY)], TODAY - DAY) == 1
    assert days_since([Begun(TODAY)], TODAY - DAY) == 1


@settings(max_examples=30, deadline=None)
@given(paths(st.dates(datetime.date(2025, 1, 1), TODAY)))
def test_a_day_counts_once_and_none_is_forgotten(begun):
    assert days_in_all(begun, TODAY) == counted_one_by_one(begun, TODAY)


@settings(max_examples=30, deadline=None)
@given(paths(), st.integers(1, 400))
def test_there_is_always_a_day_and_tomorrow_there_is_one_more(begun, days):
    first = min(one.on for one in begun)

    assert 1 <= days_in_all(begun, TODAY) <= (TODAY - first).days + 1
    assert 1 <= days_since(begun, TODAY) <= days_in_all(begun, TODAY)
    assert days_in_all(begun, TODAY + DAY * days) == days_in_all(begun, TODAY) + days


@settings(max_examples=30, deadline=None)
@given(paths(), SINCE_1900)
def test_to_start_again_takes_nothing_away(begun, on):
    assume(on > min(one.on for one in begun))
    assume(fault(Begun(on), begun, TODAY) is None)

    assert days_in_all([*begun, Begun(on)], TODAY) == days_in_all(begun, TODAY)


@settings(max_examples=30, deadline=None)
@given(paths())
def test_no_day_is_in_two_spans_and_the_order_in_which_she_said_it_does_not_matter(begun):
    there = spans(begun, TODAY)

    assert all(a.last < b.first for a, b in pairwise(there))
    assert there == spans(begun[::-1], TODAY)


def test_what_cannot_be_a_beginning_is_said():
    there = [Begun(day("2025-06-02")), Begun(day("2025-09-09"), away=day("2025-09-05"))]

    assert fault(Begun(TODAY + DAY), there, TODAY) == "future"
    assert fault(Begun(day("1850-01-01")), there, TODAY) == "too early"
    assert fault(Begun(day("2025-06-02")), there, TODAY) == "same day"
    assert fault(Begun(day("2025-12-01"), day("2025-12-02")), there, TODAY) == "away too late"
    assert fault(Begun(day("2025-12-01"), day("2025-09-01")), there, TODAY) == "away too early"
    assert fault(Begun(day("2025-09-06")), there, TODAY) == "away too early"
    assert fault(Begun(day("2025-12-01"), day("2025-09-10")), there, TODAY) is None


def test_moons_are_twenty_nine_and_a_half_days():
    assert [whole_moons(days) for days in (1, 29, 30, 59, 60, 286, 36525)] == [
        0, 0, 1, 1, 2, 9, 1236,
    ]  # fmt: skip


def test_a_leaf_is_a_month_in_which_a_day_was_on_the_path():
    there = [Span(day("2025-01-31"), day("2025-02-01")), Span(day("2025-05-02"), day("2025-05-02"))]

    assert [leaf.first.month for leaf in leaves_of_spans(there)] == [1, 2, 5]
    assert [leaf.first.month for leaf in leaves_of_days([day("2025-03-03")] * 2)] == [3]


@settings(max_examples=30, deadline=None)
@given(paths())
def test_a_branch_has_leaves_in_order_and_bears_them(begun):
    there = spans(begun, TODAY)
    leaves = leaves_of_spans(there)
    years = (leaves[0].last - leaves[0].first).days > 100

    assert years or len(leaves) <= MOST_LEAVES
    assert len(leaves) <= 127
    assert all(a.last < b.first for a, b in pairwise(leaves))
    for span in there:
        assert any(leaf.first <= span.first <= leaf.last for leaf in leaves)
        assert any(leaf.first <= span.last <= leaf.last for leaf in leaves)


def test_a_season_of_winter_begins_in_december():
    long = [Span(day("2018-12-01"), TODAY)]

    assert leaves_of_spans(long)[0].first == day("2018-12-01")
    assert leaves_of_spans(long)[0].last == day("2019-02-28")
