"""Chance that any language can draw again: HMAC-SHA-256 over a counter."""

import hmac
import struct

import pytest

from heartleaf.tree.stream import Stream


@pytest.mark.parametrize("seed", [b"", b"a seed of sixteen", b"s" * 64, b"s" * 65])
def test_the_numbers_are_those_of_hmac_in_counter_mode(seed):
    chance = Stream(seed, "leaves")

    for counter in range(3):
        block = hmac.digest(seed, struct.pack("<I", counter) + b"leaves", "sha256")
        drawn = [chance.between(0, 1) for _ in range(4)]
        assert drawn == [(number >> 11) * 2.0**-53 for number in struct.unpack("<4Q", block)]
