"""A temporary file that holds nothing readable.

Web servers put large requests and answers into temporary files. This one writes through
AES-256-CTR under a key that is only ever in memory: what is left on a disk after a power cut
opens nothing.
"""

from __future__ import annotations

import io
import os
import tempfile

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

BLOCK = 16


class SealedSpool(io.RawIOBase):
    """Reads and writes like an unnamed temporary file, at any position.

    Bytes must not be written twice at one position: the key stream would repeat. A spool is
    written once from front to back, which is all a web server does with it.
    """

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._file = tempfile.TemporaryFile("w+b", buffering=0)  # noqa: SIM115  # closed by `close`
        self._written = 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # any buffer, as files take
        position = self._file.tell()
        if position < self._written:
            raise io.UnsupportedOperation("A sealed spool is written only once.")
        waiting = memoryview(self._crypt(bytes(data), position))
        while waiting:  # a disk that is nearly full takes a part, and only then refuses
            waiting = waiting[self._file.write(waiting) :]
        self._written = position + len(data)
        return len(data)

    def read(self, size: int = -1) -> bytes:
        position = self._file.tell()
        return self._crypt(self._file.read(size), position)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()

    def _crypt(self, data: bytes, position: int) -> bytes:
        # In counter mode closing and opening are the same step.
        block, inside = divmod(position, BLOCK)
        cipher = Cipher(AES(self._key), CTR(block.to_bytes(BLOCK, "big"))).encryptor()
        return cipher.update(bytes(inside) + data)[inside:]
