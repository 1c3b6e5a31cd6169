"""A host corrects the help lines with a file of their own; a mistake spoils its block alone."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.care.support.directory import corrected_by
from heartleaf.care.support.file import read

OURS = """
[[entry]]
id = "ward-4"
country = "IE"
name = "Ward 4"
kind = "medical"
call = ["01 234 5678"]
hours = "mon-fri 09:00-17:00"
zone = "Europe/Dublin"
languages = ["en"]
source = "the ward"
first_seen = 2026-11-01
verified = 2026-11-20
verified_by = "Nora, midwife"
review_by = 2027-05-20
"""
THEIRS = OURS.replace("ward-4", "ward-5").replace("Ward 4", "Ward 5")


@pytest.fixture
def with_file(tmp_path):
    def corrected(text):
        path = tmp_path / "lines.toml"
        path.write_text(text, encoding="utf-8")
        return corrected_by(str(path))

    yield corrected
    corrected_by.cache_clear()


def test_a_host_adds_a_line_that_somebody_called(with_file):
    known = with_file(OURS)

    assert known.problems == ()
    assert [each.name for each in known.nearest("IE")][-1] == "Ward 4"
    assert len(known.nearest("IE")) == len(corrected_by("").nearest("IE")) + 1


def test_a_host_replaces_closes_and_takes_out(with_file):
    pieta = OURS.replace("ward-4", "ie-pieta").replace("Ward 4", "Pieta, as it is now")
    closed = OURS.replace("ward-4", "ie-text-about-it") + 'status = "closed"\n'
    gone = (
        '[[entry]]\nid = "ie-samaritans"\nremove = true\n[[country]]\ncode = "US"\nremove = true\n'
    )

    known = with_file(pieta + closed + gone)

    assert known.problems == ()
    assert [each.name for each in known.nearest("IE")] == ["Pieta, as it is now"]
    assert "US" not in known.countries


def test_one_who_takes_out_what_is_not_there_is_told(with_file):
    known = with_file('[[entry]]\nid = "nobody"\nremove = true\n')

    assert known.problems == ("lines.toml: there is no “nobody” to remove.",)


def test_a_file_that_cannot_be_read_corrects_nothing(tmp_path):
    known = corrected_by(str(tmp_path / "nowhere.toml"))

    assert known.entries == corrected_by("").entries
    assert "cannot be read" in known.problems[0]


def test_an_entry_that_names_a_list_which_is_nowhere_takes_nobodys_place(with_file):
    agreed = OURS.replace('verified = 2026-11-20\nverified_by = "Nora, midwife"\n', "")
    mine = '[[list]]\nid = "mine"\nname = "Mine"\ndated = 2026-11-01\n'
    wrong = agreed.replace("ward-4", "ie-pieta") + 'agreement = ["hsj", "hearsay"]\n'

    known = with_file(mine + wrong + agreed + 'agreement = ["hsj", "mine"]\n')

    assert known.problems == ("lines.toml: “ie-pieta” names a list that there is not.",)
    assert "Pieta" in [each.name for each in known.nearest("IE")]
    assert "Ward 4" in [each.name for each in known.nearest("IE")]


VERIFIED = 'verified = 2026-11-20\nverified_by = "Nora, midwife"'


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (VERIFIED, "", "a number needs 2 lists in “agreement”"),
        (VERIFIED, 'agreement = ["hsj"]', "a number needs 2 lists in “agreement”"),
        (VERIFIED, "lists = 1", "a number needs 2 lists in “agreement”"),
        (VERIFIED, 'lists = 2\nagreement = ["hsj"]', "those that “agreement” cannot name"),
        (VERIFIED, f'{VERIFIED}\nno_number = "one-list"', "for an entry that has none"),
        (VERIFIED, f'{VERIFIED}\nno_number = "why"', "“why” is no no_number"),
        ('verified_by = "Nora, midwife"', "", "“verified” needs “verified_by”"),
        ('source = "the ward"', "", "“source” is missing"),
        ("first_seen = 2026-11-01", "", "“first_seen” is missing"),
        ("review_by = 2027-05-20", "", "“review_by” is missing"),
        ("review_by = 2027-05-20", 'review_by = "soon"', "not a date such as"),
        ('"IE"', '"Eire"', "“Eire” is no country code"),
        ('kind = "medical"', 'kind = "sport"', "“sport” is no kind"),
        ('"01 234 5678"', '"call Nora"', "“call Nora” is no number as one dials it"),
        ('"01 234 5678"', '"01/234"', "is no number as one dials it"),
        ('"01 234 5678"', '"٠١ ٢٣٤"', "is no number as one dials it"),
        ('"mon-fri 09:00-17:00"', '"sometimes"', "“sometimes” is neither 24/7 nor"),
        ('"mon-fri 09:00-17:00"', '"09:00-25:00"', "is neither 24/7 nor"),
        ('zone = "Europe/Dublin"', "", "“zone” is missing"),
        ('zone = "Europe/Dublin"', 'zone = "Dublin"', "“Dublin” is no time zone"),
        ('kind = "medical"', 'kind = "medical"\npage = "http://ward.example"', "https://"),
        ('kind = "medical"', 'kind = "medical"\npage = "javascript:alert(1)"', "https://"),
        ('kind = "medical"', 'kind = "medical"\npage = "https://["', "https://"),
        ('kind = "medical"', 'kind = "medical"\nwhatsapp = ["01 2"]', "needs + and the number"),
        ('kind = "medical"', 'kind = "medical"\nstatus = "maybe"', "“maybe” is no status"),
        ('kind = "medical"', 'kind = "medical"\nstatus = "uncertain"', "names no number"),
        ('kind = "medical"', 'kind = "medical"\ncolour = 3', "no field “colour”"),
        ("[[entry]]", "[[line]]", "[[line]] is none of"),
        ('name = "Ward 4"', 'name = "Ward 4', "cannot be read as TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_rest_works(right, wrong, said):
    spoiled = read(OURS.replace(right, wrong) + THEIRS, "lines.toml")

    assert list(spoiled.things) == [("[[entry]]", "ward-5")]
    assert any(said in each and each.startswith("lines.toml, line ") for each in spoiled.problems)


def test_the_same_id_twice_in_a_file_is_told():
    assert read(OURS + OURS, "lines.toml").problems == (
        "lines.toml, line 17: “ward-4” was there before.",
    )


@given(st.text(max_size=80) | st.text(alphabet='[]entry= "\n\t#', max_size=80))
def test_whatever_stands_in_a_file_the_rest_of_ours_works(text):
    spoiled = read(f"{text}\n{THEIRS}", "lines.toml")

    assert ("[[entry]]", "ward-5") in spoiled.things or "ward-5" in text or "[[" in text
    assert all(isinstance(each, str) for each in spoiled.problems)


def test_what_was_seen_more_than_half_a_year_ago_has_faded(with_file):
    known = with_file(OURS)
    ward = known.nearest("IE")[-1]

    assert not known.is_faded(ward, datetime.date(2027, 5, 20))
    assert known.is_faded(ward, datetime.date(2027, 5, 23))
    assert not ward.is_due(datetime.date(2027, 5, 19))
    assert ward.is_due(datetime.date(2027, 5, 20))
