"""A long list is read entry by entry, whatever stands in it."""

import contextlib
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.archive.importers import json_items, limits
from heartleaf.archive.importers.json_items import DAMAGED, BrokenJson, items

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


class Dripping(io.BytesIO):
    """Gives a few bytes at a time, so that every token is cut somewhere."""

    step = 1

    def read(self, size=-1):
        return super().read(self.step)


def read(data, step=1):
    stream = Dripping(data)
    stream.step = step
    return list(items(stream))


@given(st.lists(values, max_size=6), st.integers(1, 7), st.sampled_from([None, 2]))
@settings(deadline=None, max_examples=60)
def test_a_list_gives_its_entries_wherever_it_is_cut(entries, step, indent):
    text = json.dumps(entries, indent=indent, ensure_ascii=step % 2 == 0).encode()

    assert read(text, step) == [("", entry) for entry in entries]


@given(st.dictionaries(st.text(max_size=4), values, max_size=5), st.integers(1, 7))
@settings(deadline=None, max_examples=60)
def test_an_object_gives_the_entries_of_its_lists_and_its_other_members(members, step):
    expected = [
        (key, one)
        for key, value in members.items()
        for one in (value if isinstance(value, list) else [value])
    ]

    assert read(json.dumps(members).encode(), step) == expected


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_break(data):
    with contextlib.suppress(BrokenJson):
        read(data, 3)


def test_a_byte_order_mark_is_passed_over():
    assert list(items(io.BytesIO(b"\xef\xbb\xbf[1]"))) == [("", 1)]


@pytest.mark.parametrize("depth", [64, 65])
def test_an_entry_may_be_64_deep_and_no_deeper(depth):
    deep = b"[" * depth + b"]" * depth

    (first, second) = items(io.BytesIO(b"[" + deep + b", 1]"))
    assert (first[1] is DAMAGED) == (depth == 65)
    assert second == ("", 1)


@pytest.mark.parametrize("over", [0, 1])
def test_an_entry_may_be_a_mebibyte_long_and_no_longer(over):
    long = b'"' + b"x" * (limits.JSON_ITEM - 2 + over) + b'"'

    (first, second) = items(io.BytesIO(b"[" + long + b", 1]"))
    assert (first[1] is DAMAGED) == bool(over)
    assert second == ("", 1)


def test_numbers_no_computer_should_turn_into_integers_are_one_damaged_entry():
    text = b"[" + b"9" * 10_000 + b", 1]"

    assert list(items(io.BytesIO(text))) == [("", DAMAGED), ("", 1)]


@pytest.mark.parametrize(("name", "most"), [("JSON", 1000), ("JSON_ITEMS", 10)])
def test_a_list_without_end_is_left_at_its_limit(monkeypatch, name, most):
    monkeypatch.setattr(limits, name, most)
    monkeypatch.setattr(json_items, "_CHUNK", 100)
    heard = []

    with pytest.raises(BrokenJson, match="longer than can be read"):
        heard.extend(items(io.BytesIO(b"[" + b"1," * 1000)))
