"""A file whose sealed bytes were damaged is never handed out as if it were whole."""

import random
import re

import pytest

from tests.crash.bringing import a_picture
from tests.crash.visiting import CutOff, Visitor

# What stands behind the end of the picture makes a second part.
PICTURE = a_picture(random.Random(5), (400, 300)) + bytes(5 * 1024 * 1024)


@pytest.fixture
def ada(house):
    house.open()
    visitor = Visitor(house.port)
    visitor.sign_in()
    return visitor


def kept_in_two_parts(house, ada):
    """A picture of two parts: the address of its original, and its parts in the vault."""
    came = ada.post("/keepsakes/new/files/", {"circle": "us"}, [("large.jpg", PICTURE)])
    [address] = re.findall(r'href="([^"]+/original)"', ada.get(came.location).text)
    media = address.split("/")[-2]
    return address, house.data / "vault" / "original" / media[:2] / media


def spoil(path):
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)


def test_a_file_damaged_further_on_breaks_the_line(house, ada):
    address, parts = kept_in_two_parts(house, ada)
    whole = ada.get(address)
    spoil(parts / "1.age")

    assert (whole.status, whole.body) == (200, PICTURE)
    with pytest.raises(CutOff):
        ada.get(address)
    assert ada.get("/timeline/").status == 200


def test_a_file_damaged_at_its_beginning_is_told_in_words(house, ada):
    address, parts = kept_in_two_parts(house, ada)
    spoil(parts / "0.age")
    answer = ada.get(address)

    assert answer.status == 404
    assert "This file is damaged" in answer.text
