"""Which days make one message: Ada's days, and any days at all."""

import datetime
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from heartleaf.care.coming import CLOSE, LONGEST, Wanted, hard_times, moments

BIRTH = Wanted("rowan.born", date(2026, 5, 12), ahead=3, after=True)
MOTHERS_DAY = Wanted("mothers-day", date(2026, 5, 10))

days = st.builds(
    Wanted,
    key=st.text("abcdef", min_size=1, max_size=3),
    date=st.dates(date(2026, 1, 1), date(2026, 4, 30)),
    ahead=st.sampled_from([0, 0, 1, 3, 7, 14]),
    on=st.booleans(),
    after=st.booleans(),
    hour=st.sampled_from([time(9), time(19)]),
    at_its_hour=st.sampled_from([False, False, True]),
    lasts=st.sampled_from([1, 1, 7]),
)
several = st.lists(days, max_size=12)


def told(wanted):
    """On which dates there is a message, and for what of the days it was wished."""
    return [
        (moment.on.isoformat(), " ".join(sorted({one.which for one in moment.answers})))
        for moment in moments(wanted)
    ]


def test_a_day_alone_comes_before_on_and_after_it_as_wished():
    assert told([BIRTH]) == [
        ("2026-05-09", "ahead"),
        ("2026-05-12", "on"),
        ("2026-05-13", "after"),
    ]


def test_two_hard_days_close_together_make_one_message():
    assert told([BIRTH, MOTHERS_DAY]) == [
        ("2026-05-09", "ahead"),
        ("2026-05-10", "on"),
        ("2026-05-13", "after"),
    ]
    assert {one.key for one in moments([BIRTH, MOTHERS_DAY])[1].answers} == {
        "rowan.born",
        "mothers-day",
    }


def test_two_days_further_apart_are_told_each():
    later = Wanted("due", date(2026, 5, 15))

    assert told([Wanted("born", date(2026, 5, 12)), later]) == [
        ("2026-05-12", "on"),
        ("2026-05-15", "on"),
    ]


def test_two_days_on_one_date_make_one_message_at_the_earlier_hour():
    """In Spain the international day and Mothers' Day are always the same Sunday."""
    same = date(2026, 5, 3)
    both = [Wanted("bereaved", same, hour=time(19)), Wanted("mothers", same, hour=time(9))]

    (moment,) = moments(both)

    assert (moment.on, moment.hour, len(moment.answers)) == (same, time(9), 2)


def test_a_line_before_one_day_comes_with_the_other_day():
    due = Wanted("due", date(2026, 9, 19), ahead=7)

    assert told([Wanted("born", date(2026, 9, 12)), due]) == [
        ("2026-09-12", "ahead on"),
        ("2026-09-19", "on"),
    ]


def test_a_candle_at_seven_is_not_lit_the_evening_before():
    candle = Wanted("candle", date(2026, 10, 15), hour=time(19), at_its_hour=True)
    found = moments([Wanted("ours", date(2026, 10, 14)), candle])

    assert [(one.on.day, one.hour.hour) for one in found] == [(14, 9), (15, 19)]


def test_on_the_date_of_a_candle_all_is_said_at_its_hour():
    candle = Wanted("candle", date(2026, 10, 15), hour=time(19), at_its_hour=True)

    (moment,) = moments([Wanted("loss", date(2026, 10, 15)), candle])

    assert (moment.hour, len(moment.answers)) == (time(19), 2)


def test_the_day_after_a_week_is_after_the_week():
    week = Wanted("week", date(2026, 10, 9), after=True, lasts=7)

    assert told([week]) == [("2026-10-09", "on"), ("2026-10-16", "after")]


def test_what_was_answered_is_not_answered_again():
    first, second = Wanted("a", date(2026, 5, 12)), Wanted("b", date(2026, 5, 14))

    found = moments([first, second], is_open=lambda notice: notice.key == "b")

    assert [moment.on for moment in found] == [date(2026, 5, 14)]


def test_a_day_wished_for_at_no_moment_sends_nothing():
    assert moments([Wanted("born", date(2026, 5, 12), on=False)]) == []


@given(several)
def test_no_date_has_two_messages(wanted):
    dates = [moment.on for moment in moments(wanted)]

    assert dates == sorted(set(dates))


@given(several)
def test_every_wish_is_answered(wanted):
    answered = {one for moment in moments(wanted) for one in moment.answers}

    assert answered == {notice for one in wanted for notice in one.notices()}


@given(several)
def test_a_hard_time_never_grows_without_end(wanted):
    for time_ in hard_times(wanted):
        assert time_[-1].date - time_[0].date <= LONGEST + CLOSE


@given(several)
def test_nobody_is_told_of_a_day_they_did_not_ask_to_be_told_of(wanted):
    first = min((one.date for one in wanted), default=date(2026, 1, 1))
    last = max((one.date for one in wanted), default=date(2026, 1, 1))

    for moment in moments(wanted):
        assert first - timedelta(days=14) <= moment.on <= last + timedelta(days=7)


@given(several, st.randoms())
def test_the_order_in_which_days_were_chosen_does_not_matter(wanted, chance):
    other = wanted[:]
    chance.shuffle(other)

    assert [(m.on, m.hour, {*m.answers}) for m in moments(wanted)] == [
        (m.on, m.hour, {*m.answers}) for m in moments(other)
    ]


def test_moments_are_dates_and_hours_without_a_zone():
    (moment,) = moments([Wanted("born", date(2026, 3, 29), hour=time(2, 30))])

    assert (moment.on, moment.hour) == (datetime.date(2026, 3, 29), time(2, 30))
