"""Words of any script and any length stay within the margins, smaller or shorter if they must."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.circle.postcard.looks import EDGE, MARGIN, WIDTH, Postcard
from heartleaf.circle.postcard.making import _room_for_words
from heartleaf.circle.postcard.typesetting import BLEED, lettering
from heartleaf.circle.postcard.wording import (
    MOST_MARKS,
    cleaned,
    paragraphs,
    reads_from_right,
    shortenings,
)

ROOM = 500
LETTER = (
    "One year. I bring you out today, because I do not want you to be a secret any more. You were "
    "as long as my hand.\n\nYour sister drew you a boat, and your father carried the small box up "
    "to the hill. There is a tree in the kitchen that knows your name. "
)
SCRIPTS = [
    "كان معنا عشرين أسبوعًا، وهو ابننا.",
    "הוּא הָיָה אִתָּנוּ עֶשְׂרִים שָׁבוּעוֹת",
    "二十週のあいだ、私たちと一緒にいてくれました。",
    "그는 스무 주 동안 우리와 함께 있었습니다",
    "เขาอยู่กับเรายี่สิบสัปดาห์",
    "वह बीस सप्ताह हमारे साथ था",
    "Он был с нами двадцать недель",
    "W" * 400,
    "ﷺ ﷽ " * 20,
    "o" + "\u0301" * 200,
    "👩‍👩‍👧‍👦🕯️🤍" * 20,
    "Donaudampfschifffahrtsgesellschaftskapitän " * 9,
]
anything = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Co"]), max_size=1500),
    st.builds(lambda part, times: part * times, st.sampled_from(SCRIPTS), st.integers(1, 12)),
    st.builds(
        "".join, st.lists(st.sampled_from([*SCRIPTS, "\n", "\n\n", " ", "\u200b", "\u202e"]))
    ),
)


@settings(max_examples=15, deadline=5000)
@given(words=anything, names=anything, dates=st.text(max_size=80))
def test_any_words_are_set_in_time_and_within_the_margins(words, names, dates):
    _are_set(words, names, dates)


@pytest.mark.slow
@settings(max_examples=1500, deadline=5000)
@given(
    words=anything,
    names=anything,
    dates=st.text(max_size=80),
    layout=st.sampled_from(["words", "picture", "full"]),
)
def test_any_words_are_set_in_every_layout(words, names, dates, layout):
    _are_set(words, names, dates, layout)


@pytest.mark.parametrize("words", SCRIPTS)
def test_every_script_is_set_within_the_margins(words):
    _are_set(words, words, words)


def _are_set(words: str, names: str, dates: str, layout="words") -> None:
    card = Postcard(words=words, names=names, dates=dates, layout=layout, picture=b"one")
    began = time.perf_counter()
    room = _room_for_words(card)
    letters = lettering(card, room)

    assert time.perf_counter() - began < 5
    if letters is None:
        return
    assert letters.height <= room
    assert letters.image.width == WIDTH
    box = letters.image.getchannel("A").getbbox()
    if box:
        assert box[0] >= EDGE
        assert box[2] <= WIDTH - EDGE
        assert letters.image.height <= letters.height + 2 * BLEED


@pytest.mark.parametrize("words", ["Rowan.", LETTER, LETTER * 9, "Schwangerschaftsabbruch " * 30])
@pytest.mark.parametrize("layout", ["words", "picture", "full"])
def test_ordinary_words_are_not_cut_at_the_side_above_or_below(words, layout):
    card = Postcard(words=words, names="Rowan", layout=layout, picture=b"one")
    letters = lettering(card, ROOM)

    left, top, right, bottom = letters.image.getchannel("A").getbbox()
    assert left >= MARGIN - 8
    assert right <= WIDTH - MARGIN + 8
    assert top >= BLEED - 6
    assert bottom <= letters.height + BLEED + 6


def test_more_words_are_set_smaller_before_any_is_left_out():
    heights = [lettering(Postcard(words=LETTER * times), 1100) for times in (1, 2, 3)]

    assert not heights[1].shortened
    assert heights[1].height < 2 * heights[0].height


def test_too_many_words_end_after_a_sentence_and_that_is_said():
    short, long = (
        lettering(Postcard(words=LETTER), ROOM),
        lettering(Postcard(words=LETTER * 7), ROOM),
    )

    assert not short.shortened
    assert long.shortened
    assert long.height <= ROOM


def test_a_list_of_names_that_is_too_long_is_said_too():
    assert lettering(Postcard(names=", ".join(["Rowan"] * 60)), ROOM).shortened


def test_shorter_and_shorter_after_sentences_then_words_then_letters():
    words = "One year. I bring you out. A tree!"

    assert shortenings(words) == [
        "One year. I bring you out. …",
        "One year. …",
        "One …",
        "On …",
        "O …",
    ]
    assert shortenings("二十週。私たち。")[0] == "二十週。 …"


def test_what_cannot_be_seen_is_left_out_and_what_joins_letters_stays():
    assert cleaned("a\u202eb\x00c\ufeff", 99) == "abc"
    assert cleaned("می\u200cخواهم", 99) == "می\u200cخواهم"
    assert cleaned("o" + "\u0301" * 99, 999) == "o" + "\u0301" * MOST_MARKS
    assert cleaned("  one \r\n\n\n\n two\t ", 99) == "one\n\ntwo"


def test_lines_that_were_typed_stay_lines_and_a_very_long_run_can_be_broken():
    assert paragraphs("one\ntwo\n\nthree") == [["one", "two"], ["three"]]
    assert "\u200b" in paragraphs("x" * 50)[0][0]
    assert "\u200b" not in paragraphs("Schwangerschaftsabbruch")[0][0]


def test_the_first_letter_says_from_where_it_is_read():
    assert reads_from_right("– שלום Rowan")
    assert not reads_from_right("Rowan שלום")
    assert not reads_from_right("12 · …")


def test_letters_that_no_font_here_has_are_told_of():
    private = "\u4e00" if not _has_chinese() else "\U00013000"

    assert lettering(Postcard(words=f"Rowan {private}"), ROOM).unwritten
    assert not lettering(Postcard(words="Rowan, “Zoë” – Ömer Ångström Чудо Ελπίδα"), ROOM).unwritten
    assert not lettering(Postcard(words="שלום"), ROOM).unwritten


def _has_chinese() -> bool:
    return not lettering(Postcard(words="\u4e00"), ROOM).unwritten
