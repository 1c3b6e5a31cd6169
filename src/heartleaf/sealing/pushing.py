"""The key by which services of web push know this server (VAPID, RFC 8292)."""

from __future__ import annotations

import functools

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# The order of P-256 (NIST FIPS 186-5; SP 800-186, 3.2.1.3): a key is a number from 1 to one less.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class PushKey:
    """A pair of keys on P-256. `public` is the point as browsers take it, 65 bytes."""

    def __init__(self, number: int) -> None:
        self.private = ec.derive_private_key(number, ec.SECP256R1())
        point = self.private.public_key()
        self.public = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@functools.lru_cache(maxsize=4)
def push_key(secret: bytes) -> PushKey:
    """The same secret gives the same pair, so there is no file to keep. 16 bytes more than the
    order has make the reduction harmless (FIPS 186-5, A.2.1)."""
    drawn = HKDF(hashes.SHA256(), 48, salt=None, info=b"heartleaf push key").derive(secret)
    return PushKey(int.from_bytes(drawn, "big") % (ORDER - 1) + 1)
