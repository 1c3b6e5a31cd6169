"""A key on three sheets of words: any two give it back, and nothing else does."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shamir_mnemonic import wordlist

from heartleaf.sealing import Identity, sheets
from heartleaf.sealing.sheets import (
    NotTogether,
    NotWhole,
    SheetError,
    TheSameSheet,
    UnknownWords,
    WrongLength,
    combine,
    divide,
    read,
)

identities = st.binary(min_size=32, max_size=32).map(Identity.from_scalar)


@given(identities)
def test_any_two_of_three_give_the_key_back(key):
    for one, two in itertools.permutations(divide(key), 2):
        assert combine(one, two) == key


@given(identities)
def test_one_sheet_twice_gives_nothing(key):
    for one in divide(key):
        with pytest.raises(TheSameSheet):
            combine(one, one)


@given(identities, identities, st.integers(0, 2), st.integers(0, 2))
def test_sheets_of_two_sets_never_go_together(key, other, first, second):
    with pytest.raises(NotTogether):
        combine(divide(key)[first], divide(other)[second])


@given(identities, st.integers(0, 2), st.integers(0, 2))
def test_made_anew_of_the_same_key_they_go_with_none_of_the_old(key, first, second):
    with pytest.raises(NotTogether):
        combine(divide(key)[first], divide(key)[second])


@given(identities)
def test_one_sheet_alone_goes_with_every_key_there_could_be(key):
    """Its bytes are a point on a line that another point would have to give: by itself it is as
    likely to be one of any other key. What is seen of that: two divisions share no word of it."""
    one, again = divide(key)[0], divide(key)[0]
    alike = sum(a == b for a, b in zip(one[4:30], again[4:30], strict=True))
    assert alike < 8


@given(
    identities,
    st.integers(0, 2),
    st.sampled_from([" ", ", ", "\n", " \t ", "; ", " – "]),
    st.sampled_from([str.lower, str.upper, str.title, lambda word: word[:4]]),
    st.booleans(),
)
def test_however_it_is_typed_it_is_the_same_sheet(key, which, between, written, numbered):
    words = divide(key)[which]
    said = [f"{n}. {written(w)}" if numbered else written(w) for n, w in enumerate(words, 1)]
    assert read(between.join(said)) == words


@given(identities, st.integers(0, 32), st.integers(0, 1023))
def test_another_word_in_its_place_is_noticed(key, place, number):
    words = list(divide(key)[0])
    another = wordlist.WORDLIST[number]
    if another == words[place]:
        return
    words[place] = another
    with pytest.raises(NotWhole):
        read(" ".join(words))


@given(identities, st.integers(0, 31))
def test_two_words_that_changed_places_are_noticed(key, place):
    words = list(divide(key)[0])
    if words[place] == words[place + 1]:
        return
    words[place], words[place + 1] = words[place + 1], words[place]
    with pytest.raises(NotWhole):
        read(" ".join(words))


@given(st.text(max_size=300))
def test_whatever_is_typed_is_no_sheet_and_never_an_error_of_ours(text):
    with pytest.raises(SheetError):
        read(text)


def test_unknown_words_are_named():
    words = list(divide(Identity.generate())[0])
    words[4], words[20] = "rowan", "käse"
    with pytest.raises(UnknownWords) as told:
        read(" ".join(words))
    assert told.value.words == ["rowan", "käse"]


@pytest.mark.parametrize("change", [lambda w: w[:-1], lambda w: (*w, "academic"), lambda w: ()])
def test_it_is_said_how_many_words_there_are(change):
    words = change(divide(Identity.generate())[0])
    with pytest.raises(WrongLength) as told:
        read(" ".join(words))
    assert told.value.found == len(words)


def test_four_letters_tell_every_word_of_the_list_apart():
    assert len({word[: sheets.TOLD_APART_BY] for word in wordlist.WORDLIST}) == 1024


def test_the_sheets_are_the_public_standards():
    """Vector 4 of the standard's own, valid for 2 of 3 without a passphrase would need theirs; what
    is shown here is that its reference tool reads ours: 32 bytes, one group, two of three."""
    from shamir_mnemonic import Share, combine_mnemonics

    key = Identity.generate()
    one, _two, three = divide(key)
    share = Share.from_mnemonic(" ".join(one))
    assert (share.group_count, share.member_threshold, len(one)) == (1, 2, 33)
    assert combine_mnemonics([" ".join(one), " ".join(three)], b"") == key.scalar
