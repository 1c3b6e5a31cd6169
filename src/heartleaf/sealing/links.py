"""The secret of a link or of a printed card: 125 bits that a person can read aloud and type.

    link = Link.new()
    link.text                   # "7KQ2M-…", five groups of five
    Link.read("7kq2m …")        # the same, as someone typed it; raises CannotOpen
    link.tag, link.identity     # finds its row; opens what was sealed to it

The server keeps the tag and the recipient, which give neither the secret nor the identity.
Letters are those of Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from heartleaf.sealing.age import Identity
from heartleaf.sealing.errors import CannotOpen
from heartleaf.sealing.passphrase import Cost, derive

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, GROUPS = 5, 5
_READ = str.maketrans("ILO", "110", " -\t\r\n")


@dataclass(frozen=True, repr=False)
class Link:
    """A secret, as 25 letters. Whoever has it, and the code if there is one, may open."""

    secret: str

    @classmethod
    def new(cls) -> Link:
        return cls("".join(secrets.choice(LETTERS) for _ in range(GROUP * GROUPS)))

    @classmethod
    def read(cls, typed: str) -> Link:
        """As it stands in a link or was typed from paper. Raises CannotOpen if it is no secret."""
        secret = typed[:200].upper().translate(_READ)
        if len(secret) != GROUP * GROUPS or set(secret) - set(LETTERS):
            raise CannotOpen("This is not a whole link.")
        return cls(secret)

    @property
    def text(self) -> str:
        return "-".join(self.secret[n : n + GROUP] for n in range(0, len(self.secret), GROUP))

    @property
    def tag(self) -> bytes:
        """16 bytes by which its row is found; they say nothing of the secret."""
        return self._expand(b"heartleaf link tag")[:16]

    @property
    def identity(self) -> Identity:
        return Identity.from_scalar(self._expand(b"heartleaf link identity"))

    def with_code(self, code: str, *, salt: bytes, cost: Cost) -> Identity:
        """The identity of the secret and a code together; a quarter of a second for each guess at
        a code. Raises TooLong."""
        return derive(code, self.secret, salt=salt, cost=cost).identity

    def _expand(self, info: bytes) -> bytes:
        return HKDFExpand(SHA256(), 32, info).derive(self.secret.encode())
