"""The sheet of words for others."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from heartleaf.care.for_others.lines import EVERY_LINE, SOURCES
from heartleaf.care.for_others.sheet import ForOthers, as_letter, sheet_of
from heartleaf.circle.kind_words import BEGINNINGS, HURTING

IDS = [line.id for line in EVERY_LINE]
# What CommonMark would take as a mark, and what it would not.
typed = st.text("ab \n#*_-+>`[]()!&;1.\\<~|=", max_size=30)
sheets = st.builds(
    ForOthers,
    opening=typed,
    left_out=st.lists(st.sampled_from(IDS)),
    own=st.lists(typed, max_size=4),
    ask=typed,
    rather_not=typed,
    named=st.booleans(),
)


def said(sheet):
    lines = [f"{line.words} {line.note}" for part in sheet.parts for line in part.lines]
    return "\n".join([*sheet.opening, *lines])


def test_our_lines_have_each_an_id_of_their_own_and_sources_that_are_known():
    assert len(IDS) == len(set(IDS))
    assert {id for line in EVERY_LINE for id in line.sources} == set(SOURCES)


def test_the_phrases_are_those_that_are_mentioned_to_a_guest():
    plain = said(sheet_of())

    assert all(str(one.phrase) in plain for one in HURTING)
    assert all(str(one) in plain for one in BEGINNINGS)


def test_the_name_is_said_only_where_she_wants_it():
    assert "Rowan" in said(sheet_of(ForOthers(named=True), "Rowan"))
    assert "Rowan" not in said(sheet_of(ForOthers(), "Rowan"))


@given(st.sampled_from(IDS))
def test_a_line_that_is_left_out_is_nowhere(id):
    line = next(line for line in EVERY_LINE if line.id == id)

    assert str(line.words) in said(sheet_of())
    assert str(line.words) not in said(sheet_of(ForOthers(left_out=[id])))


def test_a_part_of_which_no_line_stands_is_not_there():
    hurts = [one.id for one in HURTING]

    assert "What has hurt" not in [
        part.heading for part in sheet_of(ForOthers(left_out=hurts)).parts
    ]
    assert sheet_of(ForOthers(left_out=IDS)).sources == []


@settings(max_examples=40)
@given(sheets)
def test_what_is_hers_is_read_again_as_it_was(own):
    assert ForOthers.from_json(own.to_json()) == own


@settings(max_examples=200)
@given(sheets, typed)
def test_a_letter_of_it_says_the_same_and_nothing_typed_is_a_mark(own, child):
    sheet = sheet_of(own, child)
    tokens = MarkdownIt("commonmark", {"html": False}).parse(as_letter(sheet))
    kinds = [token.type for token in tokens]
    inside = {one.type for token in tokens for one in token.children or []}

    assert kinds.count("heading_open") == kinds.count("bullet_list_open") == len(sheet.parts)
    assert not {"ordered_list_open", "blockquote_open", "hr", "fence", "code_block"} & set(kinds)
    assert inside <= {"text", "text_special", "softbreak"}
