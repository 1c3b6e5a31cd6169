"""Streams of ours that can be read or written anywhere: they share how one moves about in them."""

from __future__ import annotations

import io


class Seeking(io.RawIOBase):
    """Whoever derives from it says how long it is (`size`), and reads or writes at `_at`."""

    size = 0
    _at = 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at
