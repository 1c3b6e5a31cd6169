"""What holds for every vague date there is."""

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heartleaf.family.date_parts import THIRDS, Near, Stretch, Weeks
from heartleaf.family.dates import CannotRead, Season, VagueDate

DUE = datetime.date(2025, 9, 20)
HEMISPHERES = st.sampled_from(["north", "south"])
NEARS = st.sampled_from(Near)
YEARS = st.integers(1850, 2200)
DAYS = st.dates(datetime.date(1850, 1, 1), datetime.date(2200, 12, 31))
STRETCHES = st.one_of(
    st.builds(
        lambda date, about: Stretch(date.year, date.month, date.day, near=about),
        DAYS,
        st.sampled_from([Near.SAID, Near.ABOUT]),
    ),
    st.builds(
        lambda year, month, near: Stretch(year, month, near=near), YEARS, st.integers(1, 12), NEARS
    ),
    st.builds(
        lambda year, season, near: Stretch(year, season=season, near=near),
        YEARS,
        st.sampled_from(Season),
        NEARS,
    ),
    st.builds(lambda year, near: Stretch(year, near=near), YEARS, NEARS),
)
WEEKS = st.builds(
    Weeks, st.integers(0, 45), st.integers(0, 6), st.sampled_from([Near.SAID, Near.ABOUT])
)
NEIGHBOURS = STRETCHES.flatmap(
    lambda one: st.tuples(st.just(one), STRETCHES.map(lambda other: _in_year(other, one.year)))
)


def _in_year(stretch, year):
    """The same stretch in that year, so that ends share a year, a month, often enough."""
    leap_day = (stretch.month, stretch.day) == (2, 29)
    return Stretch(
        year, stretch.month, 28 if leap_day else stretch.day, stretch.season, stretch.near
    )


def dates(hemisphere="north"):
    between = st.one_of(st.tuples(STRETCHES, STRETCHES), NEIGHBOURS, st.tuples(WEEKS, WEEKS))
    return st.one_of(
        st.just(VagueDate()),
        STRETCHES.map(VagueDate),
        WEEKS.map(VagueDate),
        between.map(lambda ends: VagueDate.between(*ends, hemisphere=hemisphere)),
    )


@given(st.data(), HEMISPHERES, st.sampled_from(["en", "en-GB", "en-US"]))
def test_what_the_program_says_it_can_also_read(data, hemisphere, language):
    date = data.draw(dates(hemisphere))

    assert VagueDate.parse(date.in_words(language), hemisphere=hemisphere) == date


@given(dates())
def test_what_was_stored_comes_back_the_same(date):
    assert VagueDate.from_edtf(date.to_edtf()) == date


@given(dates(), HEMISPHERES)
def test_a_date_stands_within_its_span(date, hemisphere):
    span = date.span(DUE, hemisphere=hemisphere)
    assume(span)

    assert span[0] <= date.placed(DUE, hemisphere=hemisphere) <= span[1]


@given(STRETCHES, HEMISPHERES)
def test_early_and_late_lie_within_and_about_reaches_beyond(stretch, hemisphere):
    whole = Stretch(stretch.year, stretch.month, stretch.day, stretch.season)
    first, last = stretch.span(hemisphere)
    earliest, latest = whole.span(hemisphere)

    if stretch.near in THIRDS:
        assert earliest <= first < last <= latest
        assert (last - first) * 2 < latest - earliest
    else:
        assert first <= earliest <= latest <= last


@given(st.one_of(STRETCHES, WEEKS), st.one_of(STRETCHES, WEEKS), HEMISPHERES)
def test_the_order_of_two_ends_is_put_right(one, other, hemisphere):
    assume(type(one) is type(other))
    date = VagueDate.between(one, other, hemisphere=hemisphere)
    spans = [VagueDate(end).span(DUE, hemisphere=hemisphere) for end in (one, other)]

    assert {date.first, date.last or date.first} == {one, other}
    assert date.span(DUE, hemisphere=hemisphere)[0] == min(span[0] for span in spans)


FIGURES = ["3", "12", "31", "25", "2024", "2025", "5/6/2025", "20+3", "²"]
LETTERS = ["may", "june", "winter", "weeks", "early", "about", "between", "and", "to", "on"]
WORDS = st.sampled_from([*FIGURES, *LETTERS, "-", "/", ".", "?", "~"])


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=8).map(" ".join)))
def test_anything_typed_is_a_date_or_a_gentle_sentence(text):
    try:
        kept = VagueDate.parse(text, own_words=True).words
    except CannotRead as asked:
        kept = str(asked)

    if kept:
        with pytest.raises(CannotRead, match=r"^[A-Z].*[.]$"):
            VagueDate.parse(text)
