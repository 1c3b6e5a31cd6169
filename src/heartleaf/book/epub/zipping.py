"""A zip file that is handed on as it grows, with the same bytes for the same contents."""

from __future__ import annotations

import io
import zipfile

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can say: no entry tells when it was made."""
JPEG, SVG = ".jpg", ".svg"


class GrowingZip:
    """Put entries in; `taken` is what came of them since it was asked last."""

    def __init__(self) -> None:
        self._file = _Window()
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)

    def put(self, name: str, data: bytes | str, *, pressed: bool = True) -> None:
        entry = zipfile.ZipInfo(name, FIRST_DAY)
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        stored = not pressed or name.endswith(JPEG)
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, data, compresslevel=6)

    def taken(self) -> bytes:
        return self._file.taken()

    def close(self) -> None:
        self._zip.close()


class _Window(io.RawIOBase):
    """What was written and not taken yet; zipfile goes back in it to say how long an entry is."""

    def __init__(self) -> None:
        super().__init__()
        self._gone, self._held = 0, io.BytesIO()

    def taken(self) -> bytes:
        data = self._held.getvalue()
        self._gone += len(data)
        self._held = io.BytesIO()
        return data

    def write(self, data: object) -> int:
        return self._held.write(data)  # type: ignore[arg-type]  # whatever a file may be given

    def seek(self, offset: int, whence: int = 0) -> int:
        back = self._gone if whence == io.SEEK_SET else 0
        return self._held.seek(offset - back, whence) + self._gone

    def tell(self) -> int:
        return self._held.tell() + self._gone

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True
