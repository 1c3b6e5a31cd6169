"""Letters are put right, and right letters are left."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.archive.importers.mojibake import repair, words
from tests.vectors.instagram import mojibake


def is_utf8(run):
    try:
        run.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.text())
def test_whatever_was_written_comes_back(text):
    assert repair(mojibake(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_right_text_is_left_wherever_that_can_be_told(text):
    if not any(is_utf8(run) for run in re.findall("[\x80-\xff]+", text)):
        assert repair(text) == text


@pytest.mark.parametrize(
    "text", ["schön", "café à Noël", "雨の日", "شجرة 🌳", "naïve", "plain", "", "Ñandú, año"]
)
def test_words_as_people_write_them_are_left(text):
    assert repair(text) == text


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("schÃ¶n", "schön"),
        ("schÃ¶n and schön", "schön and schön"),
        ("雨 cafÃ©", "雨 café"),
        (mojibake("🌳") + " 🌳", "🌳 🌳"),
        (mojibake("🌳")[:3], mojibake("🌳")[:3]),
        ("Ã¶ " + mojibake("👨‍👩‍👧")[:-1], "ö " + mojibake("👨‍👩‍👧")[:-1]),
    ],
)
def test_half_repaired_and_cut_text_comes_out_right_where_it_can(written, right):
    assert repair(written) == right


@given(st.text(st.characters()))
def test_words_can_always_be_stored(text):
    kept = words(text)

    kept.encode()
    assert "\0" not in kept
    assert "\r" not in kept
