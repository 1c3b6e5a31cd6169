"""Seals: what opens, what does not, and that the stock `age` agrees."""

import io
import os
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.sealing import (
    Binder,
    CannotOpen,
    Identity,
    NotBound,
    RowKey,
    Sealed,
    SealedSpool,
    placed,
    seal,
    unseal,
)
from tests import needs

ADA, JONAS = Identity.generate(), Identity.generate()


@given(st.binary(max_size=200_000))
@settings(max_examples=30)
def test_what_was_sealed_opens_for_each_recipient(data):
    sealed = seal(data, ADA.recipient, JONAS.recipient)

    assert unseal(sealed, ADA) == unseal(sealed, JONAS) == data


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_anywhere_is_noticed(place, change):
    sealed = bytearray(seal(b"for you", ADA.recipient))
    sealed[place % len(sealed)] ^= change

    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), ADA)


@given(st.integers(min_value=0))
def test_a_seal_cut_short_is_noticed(length):
    sealed = seal(b"for you", ADA.recipient)

    with pytest.raises(CannotOpen):
        unseal(sealed[: length % len(sealed)], ADA)


def test_another_key_opens_nothing():
    with pytest.raises(CannotOpen):
        unseal(seal(b"for you", ADA.recipient), JONAS)


def test_readable_bytes_cannot_pass_as_sealed():
    with pytest.raises(CannotOpen):
        Sealed(b"Dear Rowan")


def test_a_header_with_too_many_recipients_is_not_even_tried():
    body = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    with pytest.raises(CannotOpen):
        unseal(b"age-encryption.org/v1\n" + body * 1000 + b"\n--- ", ADA)


def test_an_identity_made_of_its_own_scalar_is_the_same():
    assert Identity.from_scalar(ADA.scalar) == ADA
    assert "SECRET" not in repr(ADA)


def test_the_age_command_opens_what_we_seal_and_we_open_what_it_seals(tmp_path):
    age = needs.command("age")
    key = tmp_path / "key"
    key.write_text(ADA.secret + "\n")
    sealed = seal(b"for you", ADA.recipient)

    opened = subprocess.run([age, "-d", "-i", key], input=sealed, capture_output=True, check=True)
    theirs = subprocess.run(
        [age, "-r", str(ADA.recipient)], input=b"from them", capture_output=True, check=True
    )

    assert opened.stdout == b"for you"
    assert unseal(theirs.stdout, ADA) == b"from them"


def test_a_bound_card_belongs_to_one_place_and_one_key():
    card = {"id": "a", "revision": 2, "words": "Dear Rowan"}
    data = Binder(ADA).bind(card)

    assert placed(Binder(ADA).prove(data), {"id": "a", "revision": 2}) == card
    with pytest.raises(NotBound):
        placed(Binder(ADA).prove(data), {"id": "b"})
    with pytest.raises(NotBound):
        Binder(JONAS).prove(data)
    with pytest.raises(NotBound):
        Binder(ADA).prove(data.replace(b"Rowan", b"Ronan"))


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{}", b'{"mac": 3}', b"\xff"])
def test_what_is_no_card_is_not_bound(data):
    with pytest.raises(NotBound):
        Binder(ADA).prove(data)


def test_stamped_bytes_are_believed_in_their_place_only():
    stamped = Binder(ADA).stamp(b"an index", "us facts")

    assert Binder(ADA).unstamp(stamped, "us facts") == b"an index"
    for binder, data, where in (
        (Binder(ADA), stamped, "us words"),
        (Binder(JONAS), stamped, "us facts"),
        (Binder(ADA), stamped[:-1] + b"?", "us facts"),
        (Binder(ADA), b"an index", "us facts"),
        (Binder(ADA), b"", "us facts"),
    ):
        with pytest.raises(NotBound):
            binder.unstamp(data, where)


def test_a_row_opens_with_its_key_in_its_place_only():
    key = RowKey.generate()
    row = RowKey(key).seal(b"secret", b"row 1")

    assert RowKey(key).unseal(row, b"row 1") == b"secret"
    for other, context in ((key, b"row 2"), (RowKey.generate(), b"row 1")):
        with pytest.raises(CannotOpen):
            RowKey(other).unseal(row, context)


@given(st.lists(st.binary(max_size=5_000), max_size=8), st.integers(0, 40_000), st.integers(0, 99))
def test_a_spool_gives_back_what_was_written_from_any_place(chunks, start, size):
    spool, whole = SealedSpool(), b"".join(chunks)
    for chunk in chunks:
        spool.write(chunk)

    spool.seek(start)
    assert spool.read(size) == whole[start : start + size]
    spool.close()


def test_a_spool_leaves_nothing_readable_in_its_file():
    spool = SealedSpool()
    spool.write(b"Dear Rowan " * 1000)

    os.lseek(spool._file.fileno(), 0, os.SEEK_SET)
    assert b"Dear Rowan" not in os.read(spool._file.fileno(), 20_000)


def test_a_spool_is_written_only_forwards():
    spool = SealedSpool()
    spool.write(b"first")
    spool.seek(0)

    with pytest.raises(io.UnsupportedOperation):
        spool.write(b"again")
