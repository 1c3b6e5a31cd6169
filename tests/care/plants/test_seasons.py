"""Pictures through the seasons: every one once, in the season its day lies in."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.care.plants.seasons import in_seasons
from heartleaf.family.date_parts import season_of
from heartleaf.family.dates import VagueDate

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))


def cells_of(album):
    return [(year, cell) for year in album.years for cell in year.cells]


@settings(max_examples=40)
@given(days=st.lists(DAYS, max_size=30), hemisphere=st.sampled_from(["north", "south"]))
def test_every_picture_stands_once_and_in_its_own_season(days, hemisphere):
    album = in_seasons([(VagueDate.on(day), day) for day in days], hemisphere)

    stand = [(day, cell) for _year, cell in cells_of(album) for day in cell.pictures]
    assert sorted(day for day, _cell in stand) == sorted(days)
    for day, cell in stand:
        assert cell.season is season_of(day, hemisphere)
        assert cell.begins <= day.year <= cell.ends
    assert album.apart == []


@settings(max_examples=40)
@given(days=st.lists(DAYS, min_size=1, max_size=30), hemisphere=st.sampled_from(["north", "south"]))
def test_later_pictures_never_stand_in_an_earlier_year(days, hemisphere):
    album = in_seasons([(VagueDate.on(day), day) for day in days], hemisphere)

    oldest_first = [d for year in album.years[::-1] for c in year.cells for d in c.pictures]
    by_season = [season_of(day, hemisphere) for day in sorted(days)]
    assert [season_of(day, hemisphere) for day in oldest_first] == by_season


@pytest.mark.parametrize(
    ("hemisphere", "typed", "begins", "season"),
    [
        ("north", "31 January 2026", 2025, "winter"),
        ("north", "1 March 2026", 2026, "spring"),
        ("north", "winter 2025", 2024, "winter"),
        ("south", "31 January 2026", 2025, "summer"),
        ("south", "1 September 2026", 2026, "spring"),
        ("south", "29 February 2024", 2023, "summer"),
    ],
)
def test_a_winter_is_not_cut_in_two(hemisphere, typed, begins, season):
    when = VagueDate.parse(typed, hemisphere=hemisphere)
    [year] = in_seasons([(when, 1)], hemisphere).years

    assert year.begins == begins
    assert [cell.season.value for cell in year.cells if cell.pictures] == [season]


@pytest.mark.parametrize("typed", ["2025", "", "between 2024 and 2026"])
def test_a_day_that_is_hardly_known_stands_apart(typed):
    album = in_seasons([(VagueDate.parse(typed), 1)], "north")

    assert (album.years, album.apart) == ([], [1])
