"""What the almanac says at a terminal, without a family."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from heartleaf.command import cli, serving
from heartleaf.days import observances

YEAR = ("--from", "2027-01-01", "--to", "2027-12-31")


@pytest.fixture
def ask(monkeypatch):
    """Ask the command; what it printed, what it said beside it, and the exit status."""
    monkeypatch.delenv("HEARTLEAF_OBSERVANCES", raising=False)

    def ask(*words):
        done = CliRunner().invoke(cli, ["days", *words])
        return done.stdout, done.stderr, done.exit_code

    return ask


@pytest.fixture
def dates(ask):
    def dates(*words):
        printed, said, code = ask(*words, "--json")
        assert (said, code) == ("", 0)
        return json.loads(printed)

    return dates


def test_mothers_day_in_france_from_2020_to_2053(dates):
    asked = ["--country", "FR", "--observance", "mothers-day"]
    told = dates(*asked, "--from", "2020-01-01", "--to", "2053-12-31")

    assert len(told) == 34
    assert told[0] == {"observance": "mothers-day", "country": "FR", "date": "2020-06-07"}
    june = [one["date"][:4] for one in told if one["date"][5:7] == "06"]
    assert june == ["2020", "2023", "2034", "2039", "2042", "2045", "2050", "2053"]


def test_a_country_has_its_own_days_and_those_of_the_world_in_order(dates):
    told = dates(*YEAR, "--country", "de")

    assert {one["country"] for one in told} == {"DE", None}
    assert [one["date"] for one in told] == sorted(one["date"] for one in told)
    assert {"observance": "wave-of-light", "country": None, "date": "2027-10-15"} in told
    assert {"observance": "fathers-day", "country": "DE", "date": "2027-05-06"} in told


def test_without_a_country_every_country_is_told(dates):
    countries = {one["country"] for one in dates(*YEAR, "--observance", "fathers-day")}

    assert {"US", "DE", "BR", "NZ", "IR"} <= countries


def test_variants_are_told_apart(dates):
    told = dates(*YEAR, "--observance", "national-sons-day", "--country", "US")

    assert told == [
        {
            "observance": "national-sons-day",
            "country": "US",
            "date": "2027-03-04",
            "choice": "4 March",
        },
        {
            "observance": "national-sons-day",
            "country": "US",
            "date": "2027-09-28",
            "choice": "28 September",
        },
    ]


def test_former_customs_are_told_to_who_asks(dates):
    asked = [*YEAR, "--observance", "bereaved-fathers-day", "--country", "NZ"]

    assert [one["date"] for one in dates(*asked)] == ["2027-08-29"]
    assert len(dates(*asked, "--earlier")) == 3


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--anniversary", "2025-05-12"], ["2027-05-12"]),
        (["--anniversary", "2024-02-29"], ["2027-02-28", "2027-03-01"]),
        (["--anniversary", "2024-02-29", "--feb29", "both"], ["2027-02-28", "2027-03-01"]),
        (["--anniversary", "2024-02-29", "--feb29", "feb28"], ["2027-02-28"]),
        (["--anniversary", "2024-02-29", "--feb29", "mar1"], ["2027-03-01"]),
        (["--anniversary", "2024-02-29", "--feb29", "leap"], []),
        (["--anniversary", "2028-05-12"], []),
        (["--yahrzeit", "2014-03-02"], ["2027-03-09"]),
        (["--yahrzeit", "2014-03-01", "--after-sunset"], ["2027-03-09"]),
        (["--yahrzeit", "2023-03-10"], ["2027-02-24"]),
        (["--yahrzeit", "2023-03-10", "--custom", "ashkenazi"], ["2027-02-24"]),
        (["--yahrzeit", "2023-03-10", "--custom", "sephardi"], ["2027-03-26"]),
        (["--islamic", "2023-07-19"], ["2027-06-06"]),
        (["--islamic", "2023-07-18", "--after-sunset"], ["2027-06-06"]),
        (["--count", "2026-12-31", "--days", "7,40"], ["2027-01-06", "2027-02-08"]),
    ],
)
def test_what_comes_back_after_one_day(dates, asked, told):
    assert dates(*asked, *YEAR) == [{"date": date} for date in told]


def test_every_month_of_a_31st(dates):
    told = dates("--monthly", "2026-12-31", *YEAR)

    assert [one["date"][8:] for one in told][:4] == ["31", "28", "31", "30"]


def test_a_person_reads_a_line_for_each(ask):
    printed, _said, code = ask("--from", "2027-10-09", "--to", "2027-10-15", "--country", "GB")

    assert code == 0
    assert printed.splitlines() == [
        "Saturday 9 October 2027 to Friday 15 October 2027  Baby Loss Awareness Week, GB",
        "Friday 15 October 2027  Pregnancy and Infant Loss Remembrance Day, GB",
        "Friday 15 October 2027  Wave of Light, 19:00",
    ]
    assert ask("--anniversary", "2025-05-12", *YEAR)[0] == "Wednesday 12 May 2027\n"
    assert ask("--anniversary", "2028-05-12", *YEAR)[0] == "Nothing falls in that time.\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--from", "2027-02-30", "--to", "2027-12-31"], "“2027-02-30” is no date"),
        (["--from", "20270101", "--to", "2027-12-31"], "“20270101” is no date"),
        (["--from", "", "--to", "2027-12-31"], "“” is no date"),
        (["--from", "1899-12-31", "--to", "2027-12-31"], "1900 to 2200"),
        (["--from", "2027-01-01", "--to", "2201-01-01"], "1900 to 2200"),
        (["--from", "2027-12-31", "--to", "2027-01-01"], "is after"),
        ([*YEAR, "--anniversary", "2025-02-29"], "“2025-02-29” is no date"),
        ([*YEAR, "--anniversary", ""], "“” is no date"),
        ([*YEAR, "--yahrzeit", "1899-01-01"], "1900 to 2200"),
        ([*YEAR, "--country", "XX"], "“XX” is no country"),
        ([*YEAR, "--country", ""], "“” is no country"),
        ([*YEAR, "--country", "uk"], "GB for the United Kingdom"),
        ([*YEAR, "--observance", "sons"], "“sons” is no observance; there are all-saints"),
        ([*YEAR, "--anniversary", "2025-05-12", "--yahrzeit", "2025-05-12"], "one at a time"),
        ([*YEAR, "--anniversary", "2025-05-12", "--country", "FR"], "--country does not go"),
        ([*YEAR, "--yahrzeit", "2025-05-12", "--feb29", "leap"], "--feb29 does not go"),
        ([*YEAR, "--feb29", "leap"], "--feb29 does not go with observances"),
        ([*YEAR, "--anniversary", "2025-05-12", "--after-sunset"], "--after-sunset does not go"),
        ([*YEAR, "--count", "2025-05-12"], "come numbers"),
        ([*YEAR, "--count", "2025-05-12", "--days", "7,x"], "come numbers"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(ask, asked, said):
    printed, told, code = ask(*asked)

    assert (printed, code) == ("", 1)
    assert said in told
    assert told.startswith("heartleaf: ")
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    "asked",
    [
        ["--from", "2027-01-01"],
        [*YEAR, "--fro"],
        [*YEAR, "--anniversary", "2025-05-12", "--feb29", "feb30"],
        [*YEAR, "--yahrzeit", "2025-05-12", "--custom", "other"],
        [*YEAR, "more"],
    ],
)
def test_wrong_usage_is_told_apart(ask, asked):
    assert ask(*asked)[2] == 2


def test_a_hosts_file_is_taken_and_what_is_wrong_in_it_told(ask, tmp_path, monkeypatch):
    file = tmp_path / "mine.toml"
    file.write_text('[[observance]]\nid = "all-souls"\nremove = true\n[[observance.whn]]\n')

    for words in (["--file", str(file)], []):
        printed, said, code = ask(*YEAR, "--json", *words)
        assert code == 0
        assert said.startswith("heartleaf: mine.toml, line 4: ")
        assert "all-souls" not in {one["observance"] for one in json.loads(printed)}
        monkeypatch.setenv("HEARTLEAF_OBSERVANCES", str(file))


def test_help_shows_an_example(ask):
    printed, _said, code = ask("--help")

    assert code == 0
    assert "Example: heartleaf days --from" in " ".join(printed.split())


def test_it_needs_no_house_and_leaves_nothing_behind(tmp_path):
    house = {"HEARTLEAF_DATA": f"{tmp_path}/data", "XDG_CONFIG_HOME": f"{tmp_path}/config"}
    loaded = "import sys; from heartleaf.command import cli; cli(standalone_mode=False); "
    script = f"{loaded} print('django' in sys.modules, file=sys.stderr)"

    done = subprocess.run(
        [sys.executable, "-c", script, "days", *YEAR, "--json"],
        env=os.environ | house,
        capture_output=True,
        check=True,
        text=True,
    )

    assert len(json.loads(done.stdout)) > 200
    assert done.stderr == "False\n"
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_in_the_hosts_file_is_told_at_the_start(tmp_path, settings, capsys):
    (tmp_path / "mine.toml").write_text("[[observance]]\nid = 'ours'\n")
    settings.HEARTLEAF_OBSERVANCES = str(tmp_path / "mine.toml")
    observances.current.cache_clear()
    try:
        serving._tell_of_corrections()
    finally:
        observances.current.cache_clear()

    assert capsys.readouterr().err == "heartleaf: mine.toml, line 1: “name” is missing.\n"
