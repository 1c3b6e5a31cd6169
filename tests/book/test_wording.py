"""CommonMark becomes plain nodes for the template."""

from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.book.typesetting.wording import blocks, line, plain, with_opening


def test_a_letter_opens_with_whom_it_is_to():
    opening, rest = with_opening(blocks("Dear Rowan,\n\nIt is raining."))

    assert plain(opening) == "Dear Rowan,"
    assert [plain(node["of"]) for node in rest] == ["It is raining."]


def test_a_letter_may_go_on_below_its_opening_without_an_empty_line():
    opening, rest = with_opening(blocks("Dear Rowan,\nit is raining.\nStill."))

    assert plain(opening) == "Dear Rowan,"
    assert [node["is"] for node in rest[0]["of"]] == ["text", "break", "text"]


def test_a_first_sentence_is_no_opening():
    assert with_opening(blocks("It is raining."))[0] == []
    assert with_opening(blocks("It is raining, and " + "on " * 30 + "it goes,"))[0] == []


def test_emphasis_leans_only_in_scripts_that_know_it():
    latin, hebrew = blocks("*never* *שלום*")[0]["of"][::2]

    assert latin["slanted"]
    assert not hebrew["slanted"]


def test_each_paragraph_reads_from_where_its_words_do():
    assert [node["from-right"] for node in blocks("שלום Rowan\n\nRowan שלום")] == [True, False]


def test_html_is_words_and_a_picture_from_elsewhere_is_none():
    words = plain([{"of": node["of"]} for node in blocks("<b>Rowan</b> ![x](https://e.org/x.png)")])

    assert "<b>Rowan</b>" in words


def test_an_address_can_be_read_on_paper():
    assert plain(blocks("[the midwives](https://example.org)")[0]["of"]) == (
        "the midwives (https://example.org)"
    )
    assert plain(blocks("<mother@example.org>")[0]["of"]) == "mother@example.org"


@settings(max_examples=50)
@given(st.text(st.characters()))
def test_any_words_become_nodes_and_a_line_stays_one(words):
    blocks(words)

    assert not set(line(words)) & set("\n\r\u2028\u2029\x00\x85")
