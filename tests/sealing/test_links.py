"""A link's secret is read aloud, typed from paper, and gives the server nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.sealing import CannotOpen, Cost, Link, seal, unseal
from heartleaf.sealing.links import LETTERS

CHEAP = Cost(passes=1, memory_kib=1024)


def test_a_link_opens_what_was_sealed_to_it():
    link = Link.new()

    assert unseal(seal(b"come in", link.identity.recipient), Link.read(link.text).identity)


@given(st.data(), st.text(LETTERS, min_size=25, max_size=25))
def test_it_is_read_however_it_was_typed(data, secret):
    link = Link(secret)
    marks = data.draw(st.lists(st.sampled_from(["", " ", "-", "  ", "\n"]), min_size=25))
    alike = {"0": "0oO", "1": "1iIlL"}
    typed = "".join(
        data.draw(st.sampled_from(alike.get(letter, letter + letter.lower()))) + mark
        for letter, mark in zip(link.secret, marks, strict=False)
    )

    assert Link.read(typed) == link


@pytest.mark.parametrize("typed", ["", "7KQ2M", "U" * 25, "7" * 26, "é" * 25, "7" * 10_000])
def test_anything_else_is_no_link(typed):
    with pytest.raises(CannotOpen):
        Link.read(typed)


def test_with_a_code_the_link_alone_opens_nothing():
    link = Link.new()
    right = link.with_code("blackbird", salt=b"s" * 32, cost=CHEAP)
    sealed = seal(b"come in", right.recipient)

    assert unseal(sealed, link.with_code("blackbird", salt=b"s" * 32, cost=CHEAP))
    for wrong in (link.identity, link.with_code("sparrow", salt=b"s" * 32, cost=CHEAP)):
        with pytest.raises(CannotOpen):
            unseal(sealed, wrong)


def test_what_the_server_keeps_is_not_the_secret():
    link = Link.new()

    assert link.secret not in f"{link.tag!r} {link.identity.recipient} {link!r}"
    assert link.tag != Link.new().tag
