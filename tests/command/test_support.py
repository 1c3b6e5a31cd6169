"""`heartleaf support check`: what somebody has to look at again."""

import json

import pytest
import time_machine
from click.testing import CliRunner

from heartleaf.care.support.directory import corrected_by
from heartleaf.command import cli
from tests.care.support.test_host_file import OURS


@pytest.fixture(autouse=True)
def read_anew():
    yield
    corrected_by.cache_clear()


def run(*words, when="2026-11-26"):
    with time_machine.travel(when):
        return CliRunner().invoke(cli, ["support", "check", *words])


def test_it_lists_what_is_due_the_oldest_first():
    found = run()

    lines = found.stdout.splitlines()
    assert found.exit_code == 0
    assert (dates := [line[:10] for line in lines[:-1]]) == sorted(dates)
    assert any("us-988: 988 Lifeline (988, 988; last seen 2025-11-01)" in line for line in lines)
    assert lines[-1].endswith("are due for review.")


def test_json_is_one_object():
    found = json.loads(run("--json").stdout)

    assert found["problems"] == []
    assert found["entries"] > 100
    [line] = [each for each in found["due"] if each["id"] == "us-988"]
    assert line == {
        "id": "us-988",
        "country": "US",
        "name": "988 Lifeline",
        "page": "https://988lifeline.org",
        "shown_as_number": True,
        "last_seen": "2025-11-01",
        "verified_by": None,
        "review_by": "2026-05-01",
    }


def test_what_was_called_lately_is_not_due(tmp_path):
    file = tmp_path / "lines.toml"
    file.write_text(OURS, encoding="utf-8")

    assert "ward-4" not in run("--file", str(file)).stdout
    assert "ward-4" in run("--file", str(file), when="2027-05-21").stdout


def test_what_is_wrong_in_the_hosts_file_is_told_and_ends_with_1(tmp_path):
    file = tmp_path / "lines.toml"
    file.write_text(OURS.replace('"IE"', '"Eire"'), encoding="utf-8")

    told = run("--file", str(file), "--json")

    assert told.exit_code == 1
    assert "lines.toml, line 4: “Eire” is no country code" in told.stderr
    assert json.loads(told.stdout)["problems"] == [
        "lines.toml, line 4: “Eire” is no country code such as FR."
    ]


def test_a_word_it_does_not_know_ends_with_2():
    assert run("--country", "IE").exit_code == 2
