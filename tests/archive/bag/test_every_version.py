"""A bag of each version of the format there ever was comes home, for ever."""

import json
from pathlib import Path

import pytest

from heartleaf.archive.coming_home.arriving import READERS
from heartleaf.archive.coming_home.bags import NEWEST
from tests.archive.bag.house import exported, facts_of, home

SAMPLES = Path("tests/vectors/exports")


def test_there_is_a_sample_of_each_version_and_a_reader_for_it():
    assert sorted(READERS) == list(range(1, NEWEST + 1))
    assert {path.stem for path in SAMPLES.glob("*.zip")} == {str(version) for version in READERS}


@pytest.mark.django_db
@pytest.mark.parametrize("version", READERS)
def test_its_facts_are_those_of_the_sample(version, installation):
    sample = (SAMPLES / f"{version}.zip").read_bytes()
    came = home(sample)
    now, then = facts_of(exported(came.person)), facts_of(sample)
    assert now.keys() == then.keys()
    assert [name for name in then if not _says_all_of(now[name], then[name], name)] == []


def _says_all_of(now, then, name):
    """To the byte, but that what people can say here has grown since: a JSON may say more."""
    return now == then or (name.endswith(".json") and _holds(json.loads(now), json.loads(then)))


def _holds(now, then):
    if isinstance(then, dict) and isinstance(now, dict):
        return all(name in now and _holds(now[name], one) for name, one in then.items())
    if isinstance(then, list) and isinstance(now, list):
        return len(now) == len(then) and all(map(_holds, now, then))
    return bool(now == then)
