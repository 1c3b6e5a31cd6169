"""What can go wrong with a seal.

SealingError
├── CannotOpen    this key does not open it, or the bytes are damaged
├── NotBound      it opens, but it is not what it says it is
└── TooLong       a passphrase or an address longer than any that is taken
"""


class SealingError(Exception):
    """Something sealed is not as it should be."""


class CannotOpen(SealingError):
    """The key does not fit, or the sealed bytes are damaged or cut short."""


class NotBound(SealingError):
    """It opened, but was swapped, replayed or written by someone without the key."""


class TooLong(SealingError):
    """Longer than any passphrase or address that is taken. Nothing was derived from it."""
