"""From a passphrase to a key: Argon2id, then HKDF.

No passphrase, hash of one, or address is stored anywhere. The address goes into the salt, so one
derivation gives both the tag a way in is found by and the identity that opens it; a wrong
passphrase and an unknown address take the same time because they are the same computation.
"""

from __future__ import annotations

import hashlib
import threading
import time
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from heartleaf.sealing.age import Identity
from heartleaf.sealing.errors import TooLong

# Memory is what makes guessing expensive; two at once bound what the server spends on it.
MEMORY_KIB = 64 * 1024
AT_ONCE = threading.BoundedSemaphore(2)

# In letters as they were typed. What is settled may be eighteen times as long.
LONGEST_PASSPHRASE = 1000
LONGEST_ADDRESS = 320


@dataclass(frozen=True)
class Cost:
    """Argon2id parameters, kept beside the installation's salt."""

    passes: int
    memory_kib: int = MEMORY_KIB


@dataclass(frozen=True, repr=False)
class Derived:
    """What a passphrase gives: `tag` (16 bytes) finds the way in, `identity` opens it."""

    tag: bytes
    identity: Identity


def derive(passphrase: str, address: str, *, salt: bytes, cost: Cost) -> Derived:
    """Derive the key of one person's passphrase. Takes about a quarter of a second.

    Raises TooLong at once, whether or not there is such an address.
    """
    if len(passphrase) > LONGEST_PASSPHRASE or len(address) > LONGEST_ADDRESS:
        raise TooLong("A passphrase has at most 1000 letters, an address 320.")
    personal_salt = hashlib.sha256(salt + _settled(address).casefold().strip().encode()).digest()
    settled = _settled(passphrase).encode()
    with AT_ONCE:
        root = hash_secret_raw(
            settled,
            personal_salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
        )
    return Derived(
        tag=_expand(root, b"heartleaf passphrase tag")[:16],
        identity=Identity.from_scalar(_expand(root, b"heartleaf passphrase identity")),
    )


def tuned_cost(seconds: float = 0.25) -> Cost:
    """As many passes over 64 MiB as fit into about `seconds` on this machine; at least two."""
    started = time.perf_counter()
    derive("measure", "measure", salt=b"measure", cost=Cost(passes=1))
    single = time.perf_counter() - started
    return Cost(passes=max(2, min(12, round(seconds / single))))


def _settled(text: str) -> str:
    # The same letters can arrive composed or decomposed from different keyboards.
    return unicodedata.normalize("NFKC", text)


def _expand(root: bytes, info: bytes) -> bytes:
    return HKDFExpand(SHA256(), 32, info).derive(root)
