"""A host corrects the observances with a file of their own; a mistake spoils its block alone."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.days import observances
from heartleaf.days.observances import read, with_corrections

A_WHEN = """
[[observance.when]]
rule = "10-15"
source = "the chaplain"
checked = 2026-11-25
"""
A_DAY = f"""
[[observance]]
id = "our-day"
name = "Our day"
kind = "loss"
{A_WHEN}"""
ANOTHER = A_DAY.replace("our-day", "their-day")


def test_a_host_adds_replaces_and_takes_out():
    ours = read(A_DAY + ANOTHER, "ours.toml")
    new, gone = (
        A_DAY.replace("our-day", "new-day"),
        '[[observance]]\nid = "their-day"\nremove = true',
    )
    theirs = read(A_DAY.replace("10-15", "10-16") + new + gone, "theirs.toml")

    corrected = with_corrections(ours, theirs)

    assert corrected.problems == ()
    assert [each.id for each in corrected.observances] == ["our-day", "new-day"]
    assert days(corrected, "our-day") == ["10-16"]


def test_one_who_takes_out_what_is_not_there_is_told():
    theirs = read('[[observance]]\nid = "no-day"\nremove = true\n', "theirs.toml")

    corrected = with_corrections(read(A_DAY, "ours.toml"), theirs)

    assert corrected.problems == ("theirs.toml: there is no “no-day” to remove.",)
    assert days(corrected, "our-day") == ["10-15"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ('rule = "10-15"', 'rule = "10-32"', 8, "a day that no year has"),
        ('rule = "10-15"', 'rule = "every spring"', 8, "“every spring” is no rule"),
        ('rule = "10-15"', 'rule = "10-15', 8, "cannot be read as TOML"),
        ('rule = "10-15"', 'rule = "10-15"\nrule = "10-15"', 9, "cannot be read as TOML"),
        ('rule = "10-15"', "rule = 1015", 8, "not words in quotation marks"),
        ('rule = "10-15"', "", 7, "“rule” is missing"),
        ('source = "the chaplain"', "", 7, "“source” is missing"),
        ('source = "the chaplain"', 'source = " "', 9, "“source” is missing"),
        ("checked = 2026-11-25", "", 7, "“checked” is missing"),
        ("checked = 2026-11-25", "checked = 2026-11-25T10:00:00", 10, "not a date such as"),
        ("checked = 2026-11-25", "checked = 2026-02-30", 10, "cannot be read as TOML"),
        ("checked = 2026-11-25", 'countries = ["UK"]', 10, "“UK” is no country code"),
        ("checked = 2026-11-25", 'countries = ["FR", "FR"]', 10, "each once"),
        ("checked = 2026-11-25", 'countries = "FR"', 10, "not a list such as"),
        (
            "checked = 2026-11-25",
            'hour = "25:00"\nchecked = 2026-11-25',
            10,
            "no hour such as 19:00",
        ),
        ("checked = 2026-11-25", "disputed = 1\nchecked = 2026-11-25", 10, "not true or false"),
        ("checked = 2026-11-25", "checked = 2026-11-25\ncolour = 3", 11, "no field “colour”"),
        ('id = "our-day"', 'id = "Our Day"', 3, "no id"),
        ('id = "our-day"', "", 2, "“id” is missing"),
        ('name = "Our day"', "", 2, "“name” is missing"),
        ('kind = "loss"', 'kind = "sport"', 5, "“sport” is no kind"),
        ('kind = "loss"', 'kind = "loss"\nlasts = 0', 6, "“lasts” is 0"),
        ('kind = "loss"', 'kind = "loss"\nlasts = true', 6, "“lasts” is not a number"),
        ("[[observance.when]]", "[[observance.whenever]]", 7, "is neither"),
        ("[[observance]]", "[[observence]]", 2, "is neither"),
        ("[[observance]]", "[observance]", 2, "is neither"),
        ('kind = "loss"', "kind = loss", 5, "cannot be read as TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_works(right, wrong, line, said):
    spoiled = read(A_DAY.replace(right, wrong) + ANOTHER, "theirs.toml")

    assert days(spoiled, "their-day") == ["10-15"]
    assert [each.id for each in spoiled.observances] == ["their-day"]
    first = next(each for each in spoiled.problems if said in each)
    assert first.startswith(f"theirs.toml, line {line}: ")
    assert first.endswith(".")


def test_one_wrong_rule_leaves_the_other_rules_of_its_day():
    wrong = A_WHEN.replace("10-15", "10-32")

    spoiled = read(A_DAY + wrong + A_WHEN.replace("10-15", "10-17"), "theirs.toml")

    assert days(spoiled, "our-day") == ["10-15", "10-17"]
    assert len(spoiled.problems) == 1


def test_the_same_id_twice_in_a_file_is_told():
    spoiled = read(A_DAY + A_DAY.replace("10-15", "10-16"), "theirs.toml")

    assert days(spoiled, "our-day") == ["10-15"]
    assert spoiled.problems == ("theirs.toml, line 12: “our-day” was there before.",)


def test_a_wrong_version_spoils_no_day():
    spoiled = read('version = "two"\n' + A_DAY, "theirs.toml")

    assert days(spoiled, "our-day") == ["10-15"]
    assert spoiled.problems == ("theirs.toml, line 1: “version” is not a number.",)


def test_a_file_from_another_system_is_read_alike(tmp_path):
    file = tmp_path / "theirs.toml"
    file.write_bytes(b"\xef\xbb\xbf" + A_DAY.replace("\n", "\r\n").encode())

    corrected = observances.corrected_by(file)

    assert corrected.problems == ()
    assert days(corrected, "our-day") == ["10-15"]


@pytest.mark.parametrize("bytes", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_corrects_nothing(tmp_path, bytes):
    file = tmp_path / "theirs.toml"
    if bytes is not None:
        file.write_bytes(bytes)

    corrected = observances.corrected_by(file)

    assert corrected.observances == observances.ours().observances
    assert corrected.problems == (f"{file}, the file of observances, cannot be read.",)


def test_the_setting_names_the_file(tmp_path, settings):
    (tmp_path / "theirs.toml").write_text(A_DAY)
    settings.HEARTLEAF_OBSERVANCES = str(tmp_path / "theirs.toml")
    observances.current.cache_clear()
    try:
        assert days(observances.current(), "our-day") == ["10-15"]
    finally:
        observances.current.cache_clear()


LINES = [*A_DAY.splitlines(), '"""', "[[", "]]", "x = [", "remove = true", "\x00", "[a.b]", "é="]


@given(st.lists(st.sampled_from(LINES), max_size=25).map("\n".join))
def test_whatever_stands_in_a_file_a_whole_day_after_it_works(text):
    last = read(f"{text}\n{ANOTHER}", "theirs.toml")

    assert days(last, "their-day") == ["10-15"]
    assert all(problem.endswith(".") for problem in last.problems)


def days(read, id):
    (observance,) = (each for each in read.observances if each.id == id)
    year = datetime.date(2027, 1, 1), datetime.date(2027, 12, 31)
    return [f"{falling.date:%m-%d}" for falling in observance.falls(*year)]
