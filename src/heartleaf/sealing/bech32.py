"""Bech32 text of a key, as age writes it (BIP 173, without its limit of 90 characters)."""

from __future__ import annotations

from heartleaf.sealing.errors import CannotOpen

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    values = _regroup(data, 8, 5, pad=True)
    polymod = _polymod(_expand(prefix) + values + [0] * 6) ^ 1
    checksum = [(polymod >> 5 * (5 - place)) & 31 for place in range(6)]
    return prefix + "1" + "".join(ALPHABET[value] for value in values + checksum)


def decode(prefix: str, text: str) -> bytes:
    head, _, tail = text.rpartition("1")
    if head != prefix or any(letter not in ALPHABET for letter in tail):
        raise CannotOpen("This is not a whole key.")
    values = [ALPHABET.index(letter) for letter in tail]
    if _polymod(_expand(prefix) + values) != 1:
        raise CannotOpen("A letter of the key is wrong.")
    return bytes(_regroup(values[:-6], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place in range(5):
            check ^= GENERATOR[place] if (top >> place) & 1 else 0
    return check


def _regroup(data: bytes | list[int], wide: int, narrow: int, *, pad: bool) -> list[int]:
    held, bits, groups = 0, 0, []
    for value in data:
        held, bits = held << wide | value, bits + wide
        while bits >= narrow:
            bits -= narrow
            groups.append(held >> bits & ((1 << narrow) - 1))
    if pad and bits:
        groups.append(held << (narrow - bits) & ((1 << narrow) - 1))
    return groups
