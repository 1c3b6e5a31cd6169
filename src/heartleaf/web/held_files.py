"""Files of a guest's form, held in memory for the length of the request that seals them.

A guest has no key to seal them to before the form is understood, and nothing readable may touch
the disk; so there is as much of them as a few threads can hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

MOST_FILES = 6
MOST_BYTES = 30 * 1000**2
"""Of all files of one note together."""


class HeldFile(UploadedFile):  # type: ignore[type-arg]  # it takes none when it runs
    """A file that came; without its bytes if with it there are too many."""

    def __init__(self, name: str, data: bytes | None) -> None:
        super().__init__(name=name, size=len(data or b""))
        self.data = data


class HoldingUploadHandler(FileUploadHandler):
    """Holds what fits; what is more is read past."""

    chunk_size = 64 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._held = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._data = bytearray()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._held += len(raw_data)
        if self._held <= MOST_BYTES:
            self._data += raw_data

    def file_complete(self, file_size: int) -> HeldFile:
        fits = self._held <= MOST_BYTES
        return HeldFile(self.file_name or "", bytes(self._data) if fits else None)


def held_files(request: HttpRequest) -> Iterator[HeldFile]:
    for one in request.FILES.getlist("files"):
        if isinstance(one, HeldFile) and (one.data is None or one.data):
            yield one
