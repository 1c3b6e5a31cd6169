"""The rule by which all of a family's place goes, whoever says what, in any order."""

import datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from heartleaf.archive.ending.deciding import WAIT, when_due

PERSONS = [UUID(int=number) for number in range(1, 5)]
NOW = datetime.datetime(2026, 3, 1, 3, tzinfo=datetime.UTC)
yeses = st.dictionaries(st.sampled_from(PERSONS), st.booleans())
parents = st.sets(st.sampled_from(PERSONS), min_size=1)
moments = st.none() | st.integers(-40, 40).map(lambda days: NOW + datetime.timedelta(days=days))


@given(parents, yeses, moments, st.booleans())
def test_it_is_due_only_if_each_parent_of_now_said_yes(parents, said, due, others):
    assert (when_due(parents, said, due, NOW, others=others) is None) is not parents.issubset(said)


@given(parents, yeses, st.booleans())
def test_thirty_days_are_waited_unless_each_insists_and_nobody_else_is_here(parents, said, others):
    at = when_due(parents, said, None, NOW, others=others)
    each_insists = all(said.get(one) for one in parents)

    assert at in (None, NOW, NOW + WAIT)
    assert (at == NOW) is (each_insists and not others)


@given(parents, yeses, moments, st.booleans())
def test_a_day_once_said_is_not_put_off(parents, said, due, others):
    at = when_due(parents, said, due, NOW, others=others)

    assert at is None or due is None or at <= due


@given(st.lists(st.tuples(st.sampled_from(PERSONS[:2]), st.booleans()), max_size=6))
def test_jonas_can_say_what_he_likes_and_adas_silence_stands(said):
    [ada, jonas] = PERSONS[:2]
    only_his = {who: insists for who, insists in said if who == jonas}

    assert when_due({ada, jonas}, only_his, None, NOW, others=False) is None
