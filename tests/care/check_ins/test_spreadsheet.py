"""Days as CSV: the words come back as they were, and nothing in them is a formula."""

import csv
import io
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from heartleaf.care.check_ins.spreadsheet import as_csv, as_written, harmless

# As often as not, what a spreadsheet might stumble over.
WORDS = st.text(
    st.sampled_from(" ;,=+-@'\"\t\r\n＝\xa0a1") | st.characters(exclude_categories=["Cs"]),
    max_size=24,
)
LINES = st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=4)


def read(data, split=","):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=split))


@settings(max_examples=50)
@given(LINES, st.sampled_from(",;"))
@example(
    [["=1+1", "'=1+1", "''"], ['say "so"', "one,\r\ntwo", "\x00"], ["", " @x", "\ufeff-"]], ","
)
def test_whatever_was_written_comes_back_to_the_letter(lines, split):
    found = read(as_csv(["Day", "Heavy", "Note"], lines, split), split)

    assert [[as_written(cell) for cell in line] for line in found[1:]] == lines


@settings(max_examples=100)
@given(WORDS)
@example('hm;=HYPERLINK("x")')
@example('hm;"=1;')
@example("hm\n =1")
def test_wherever_a_spreadsheet_cuts_no_cell_begins_as_a_formula_does(words):
    begun = re.split(r"[,;\t\r\n]", as_csv([words], []).decode("utf-8-sig"))

    assert not [one for one in begun if one.strip(' "\ufeff\xa0')[:1] in set("=+-@＝＋－＠")]


def test_a_spreadsheet_that_splits_at_semicolons_finds_words_and_may_have_columns():
    line = ["2026-05-12", 'hm;=HYPERLINK("x")']

    for split in ",;":
        cells = read(as_csv(["Day", "Note"], [line], split), ";")[1]
        assert not [cell for cell in cells if cell.startswith("=")]
    assert cells == ["2026-05-12", 'hm;\'=HYPERLINK("x")']


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("＝1", "'＝1"),
        ("  =1", "  '=1"),
        ("\t=1", "\t'=1"),
        ("milk\n- tea", "milk\n'- tea"),
    ],
)
def test_what_a_spreadsheet_would_reckon_has_an_apostrophe_before_it(words, there):
    assert harmless(words) == there


@pytest.mark.parametrize("words", ["2026-05-12", "6", "a = b", "", "the river, and rain", '"so"'])
def test_other_words_stay_as_they_are(words):
    assert harmless(words) == words


def test_the_file_is_what_spreadsheets_take_for_utf8_and_its_lines_end_as_the_rfc_says():
    data = as_csv(["Day"], [["Größe"]])

    assert data == b'\xef\xbb\xbf"Day"\r\n"Gr\xc3\xb6\xc3\x9fe"\r\n'
