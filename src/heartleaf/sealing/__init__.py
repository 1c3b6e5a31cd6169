"""Closing and opening, in the age format. The only package that knows an algorithm's name.

    identity = Identity.generate()
    sealed = seal(b"words", identity.recipient)
    unseal(sealed, identity)

What is sealed here opens with the stock `age` command (https://age-encryption.org/v1).
"""

from heartleaf.sealing.age import Identity, Recipient, Sealed, seal, unseal
from heartleaf.sealing.binding import Binder, placed
from heartleaf.sealing.errors import CannotOpen, NotBound, SealingError, TooLong
from heartleaf.sealing.links import Link
from heartleaf.sealing.memory import Memory, Recall, anew
from heartleaf.sealing.passphrase import (
    LONGEST_ADDRESS,
    LONGEST_PASSPHRASE,
    Cost,
    Derived,
    derive,
    tuned_cost,
)
from heartleaf.sealing.pushing import PushKey, push_key
from heartleaf.sealing.rows import RowKey
from heartleaf.sealing.spool import SealedSpool

__all__ = [
    "LONGEST_ADDRESS",
    "LONGEST_PASSPHRASE",
    "Binder",
    "CannotOpen",
    "Cost",
    "Derived",
    "Identity",
    "Link",
    "Memory",
    "NotBound",
    "PushKey",
    "Recall",
    "Recipient",
    "RowKey",
    "Sealed",
    "SealedSpool",
    "SealingError",
    "TooLong",
    "anew",
    "derive",
    "placed",
    "push_key",
    "seal",
    "tuned_cost",
    "unseal",
]
