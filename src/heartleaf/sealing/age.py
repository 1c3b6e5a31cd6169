"""Two nouns and two verbs over age files: Recipient, Identity, seal, unseal.

Keys are X25519 now, so that the `age` of every distribution opens what we seal;
the kind of key is a field of a circle's epoch, so that another kind can follow.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pyrage

from heartleaf.sealing import bech32
from heartleaf.sealing.errors import CannotOpen

MAGIC = b"age-encryption.org/v1\n"

# pyrage holds the interpreter lock for a whole call: about 6 ms for 4 MiB.
LARGEST = 64 * 1024 * 1024

# Each recipient in a foreign header costs a multiplication before it can be refused.
LARGEST_HEADER = 32 * 1024


class Sealed(bytes):
    """The bytes of one whole age file. Only `seal` makes new ones; storage accepts nothing else."""

    def __new__(cls, data: bytes) -> Sealed:
        if not data.startswith(MAGIC):
            raise CannotOpen("This is not a sealed file.")
        return super().__new__(cls, data)


@dataclass(frozen=True)
class Recipient:
    """A public key, `age1…`: whoever has it can seal, and nothing more."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, repr=False)
class Identity:
    """A secret key, `AGE-SECRET-KEY-1…`: opens what was sealed to its recipient."""

    secret: str

    @classmethod
    def generate(cls) -> Identity:
        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def parse(cls, text: str) -> Identity:
        """Read a key as a person typed it: spaces, line breaks and letter case do not matter."""
        secret = "".join(text.split()).upper()
        try:
            pyrage.x25519.Identity.from_str(secret)
        except Exception as error:
            raise CannotOpen("This is not a whole key.") from error
        return cls(secret)

    @classmethod
    def from_scalar(cls, scalar: bytes) -> Identity:
        """The identity of 32 secret bytes."""
        return cls(bech32.encode("age-secret-key-", scalar).upper())

    @property
    def recipient(self) -> Recipient:
        return Recipient(str(pyrage.x25519.Identity.from_str(self.secret).to_public()))

    @property
    def scalar(self) -> bytes:
        """The 32 secret bytes, for deriving further keys from them."""
        return bech32.decode("age-secret-key-", self.secret.lower())

    def __repr__(self) -> str:
        fingerprint = hashlib.sha256(self.secret.encode()).hexdigest()[:8]
        return f"<Identity {fingerprint}>"


def seal(data: bytes, *recipients: Recipient) -> Sealed:
    """Close `data` so that each of the recipients, alone, can open it."""
    if not recipients:
        raise ValueError("Sealing needs at least one recipient.")
    keys = [pyrage.x25519.Recipient.from_str(recipient.text) for recipient in recipients]
    return Sealed(pyrage.encrypt(bytes(data), keys))


def unseal(sealed: bytes, *identities: Identity) -> bytes:
    """Open with any of the identities. Raises CannotOpen if none fits or the bytes are damaged."""
    if len(sealed) > LARGEST or not _looks_like_age(sealed):
        raise CannotOpen("This is not a sealed file.")
    keys = [pyrage.x25519.Identity.from_str(identity.secret) for identity in identities]
    try:
        return bytes(pyrage.decrypt(bytes(sealed), keys))
    except pyrage.DecryptError as error:
        raise CannotOpen("This key does not open it, or it is damaged.") from error


def _looks_like_age(sealed: bytes) -> bool:
    return sealed.startswith(MAGIC) and 0 < sealed.find(b"\n--- ") <= LARGEST_HEADER
