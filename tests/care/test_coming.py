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
)
several = st.lists(days, max_size=12)


def told(wanted):
    return [(moment.on.isoformat(), moment.which) for moment in moments(wanted)]


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
    assert {one.key for one in moments([BIRTH, MOTHERS_DAY])[1].days} == {
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

    assert (moment.on, moment.hour, len(moment.days)) == (same, time(9), 2)


def test_a_line_before_one_day_is_not_said_beside_another_day():
    """What falls on one date is one message, and the day itself decides how it is said."""
    due = Wanted("due", date(2026, 9, 19), ahead=7)

    assert told([Wanted("born", date(2026, 9, 12)), due]) == [
        ("2026-09-12", "on"),
        ("2026-09-19", "on"),
    ]


def test_a_day_wished_for_at_no_moment_sends_nothing():
    assert moments([Wanted("born", date(2026, 5, 12), on=False)]) == []


@given(several)
def test_no_date_has_two_messages(wanted):
    dates = [moment.on for moment in moments(wanted)]

    assert dates == sorted(set(dates))


@given(several)
def test_every_day_wished_for_is_spoken_of(wanted):
    spoken = {one for moment in moments(wanted) for one in moment.days}

    for one in wanted:
        if one.on or one.ahead or one.after:
            assert one in spoken


@given(several)
def test_a_hard_time_never_grows_without_end(wanted):
    for time_ in hard_times(wanted):
        assert time_[-1].date - time_[0].date <= LONGEST + CLOSE


@given(several)
def test_nobody_is_told_of_a_day_they_did_not_ask_to_be_told_of(wanted):
    first = min((one.date for one in wanted), default=date(2026, 1, 1))
    last = max((one.date for one in wanted), default=date(2026, 1, 1))

    for moment in moments(wanted):
        assert first - timedelta(days=14) <= moment.on <= last + timedelta(days=1)


@given(several, st.randoms())
def test_the_order_in_which_days_were_chosen_does_not_matter(wanted, chance):
    other = wanted[:]
    chance.shuffle(other)

    assert [(m.on, m.hour, m.which, {*m.days}) for m in moments(wanted)] == [
        (m.on, m.hour, m.which, {*m.days}) for m in moments(other)
    ]


def test_moments_are_dates_and_hours_without_a_zone():
    (moment,) = moments([Wanted("born", date(2026, 3, 29), hour=time(2, 30))])

    assert (moment.on, moment.hour) == (datetime.date(2026, 3, 29), time(2, 30))
