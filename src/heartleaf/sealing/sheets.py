"""A key on three sheets of words: any two give it back, and one alone says nothing of it.

    one, two, three = divide(identity)      # 33 words each
    combine(one, three) == identity
    read("1. Academic, ACID …")             # the words as someone typed them

The words are those of SLIP-0039, a public standard
(https://github.com/satoshilabs/slips/blob/master/slip-0039.md): two of three, without a passphrase.
No two of its 1024 words begin with the same four letters, so four letters are a word here as well.

SheetError
├── UnknownWords     `words` are none of the list
├── WrongLength      `found` words, where `LENGTH` stand on a sheet
├── NotWhole         words of the list, and one of them is not the one on the sheet
├── TheSameSheet     twice
└── NotTogether      two good sheets that were not made together
"""

from __future__ import annotations

import re
from functools import cache

import shamir_mnemonic
from shamir_mnemonic import MnemonicError, Share, wordlist

from heartleaf.sealing.age import Identity
from heartleaf.sealing.errors import SealingError

LENGTH, TOLD_APART_BY, LONGEST = 33, 4, 4000

Words = tuple[str, ...]


class SheetError(SealingError):
    """These sheets give no key back."""


class UnknownWords(SheetError):
    def __init__(self, words: list[str]) -> None:
        super().__init__("These words are none of a sheet's.")
        self.words = words


class WrongLength(SheetError):
    def __init__(self, found: int) -> None:
        super().__init__("A sheet has more words, or fewer.")
        self.found = found


class NotWhole(SheetError):
    pass


class TheSameSheet(SheetError):
    pass


class NotTogether(SheetError):
    pass


def divide(identity: Identity) -> tuple[Words, Words, Words]:
    """Three sheets. Divided once more, the same key gives others, which go with none of these."""
    # The first number is how slowly a passphrase is tried; there is none.
    [group] = shamir_mnemonic.generate_mnemonics(1, [(2, 3)], identity.scalar, iteration_exponent=0)
    one, two, three = (tuple(words.split()) for words in group)
    return one, two, three


def read(typed: str) -> Words:
    """Spaces, commas, numbers, line breaks and capitals do not matter. Raises UnknownWords,
    WrongLength, NotWhole."""
    said = re.findall(r"[^\W\d_]+", typed[:LONGEST].lower())
    found = [_known().get(word[:TOLD_APART_BY]) for word in said]
    if unknown := [word for word, known in zip(said, found, strict=True) if known is None]:
        raise UnknownWords(unknown)
    words = tuple(word for word in found if word)
    if len(words) != LENGTH:
        raise WrongLength(len(words))
    _share(words)
    return words


def combine(one: Words, two: Words) -> Identity:
    """The key of two sheets. Raises NotWhole, TheSameSheet, NotTogether."""
    first, second = _share(one), _share(two)
    if first.common_parameters() != second.common_parameters():
        raise NotTogether("These two were not made together.")
    if first.index == second.index:
        raise TheSameSheet("This is one sheet twice.")
    try:
        secret = shamir_mnemonic.combine_mnemonics([" ".join(one), " ".join(two)])
    except MnemonicError as error:
        raise NotTogether("These two were not made together.") from error
    return Identity.from_scalar(secret)


def _share(words: Words) -> Share:
    try:
        return Share.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise NotWhole("A word is not the one on the sheet.") from error


@cache
def _known() -> dict[str, str]:
    return {word[:TOLD_APART_BY]: word for word in wordlist.WORDLIST}
