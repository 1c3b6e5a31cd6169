"""Days as CSV: the words come back as they were, and nothing in them is a formula."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heartleaf.care.check_ins.spreadsheet import as_csv, as_written, harmless

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LINES = st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=6)


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(LINES)
@example([["=1+1", "'=1+1", "''"], ['say "so"', "one,\r\ntwo", "\x00"], ["", " @x", "\ufeff-"]])
def test_whatever_was_written_comes_back_to_the_letter(lines):
    found = read(as_csv(["Day", "Heavy", "Note"], lines))

    assert [[as_written(cell) for cell in line] for line in found[1:]] == lines


@given(WORDS)
def test_no_cell_begins_as_a_formula_does(words):
    assert not harmless(words).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(1)", "+1", "-1", "@a", "\t=1", "  =1", "＝1", "\r=1"]
)
def test_what_a_spreadsheet_would_reckon_has_an_apostrophe_before_it(words):
    assert harmless(words) == f"'{words}"


@pytest.mark.parametrize("words", ["2026-05-12", "6", "a = b", "", "the river", '"so"'])
def test_other_words_stay_as_they_are(words):
    assert harmless(words) == words


def test_the_file_is_what_spreadsheets_take_for_utf8_and_its_lines_end_as_the_rfc_says():
    data = as_csv(["Day"], [["Größe"]])

    assert data == b'\xef\xbb\xbf"Day"\r\n"Gr\xc3\xb6\xc3\x9fe"\r\n'
