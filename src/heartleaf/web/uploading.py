"""Files from a form, sealed as they stream in: nothing readable touches the disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

from heartleaf.archive.models import Upload
from heartleaf.archive.uploads import Arriving, discard
from heartleaf.web.http import SignedIn


class SealedFile(UploadedFile):  # type: ignore[type-arg]  # it takes none when it runs
    """A file that arrived. Its bytes are sealed to their sender; `upload` says where."""

    def __init__(self, upload: Upload, name: str) -> None:
        super().__init__(name=name, size=upload.received)
        self.upload = upload


class SealingUploadHandler(FileUploadHandler):
    """Seals for whoever is signed in; from anyone else it takes nothing."""

    chunk_size = 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        visitor = getattr(self.request, "visitor", None)
        self._arriving = Arriving(visitor.person, self.file_name or "") if visitor else None
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._arriving is not None:
            self._arriving.write(raw_data)

    def file_complete(self, file_size: int) -> SealedFile | None:
        if self._arriving is None:
            return None
        return SealedFile(self._arriving.finish(), self.file_name or "")


def sealed_files(request: SignedIn) -> Iterator[tuple[str, SealedFile]]:
    """Each file that came with a form, after the name of its field."""
    for field, files in request.FILES.lists():
        yield from ((field, file) for file in files if isinstance(file, SealedFile))


def let_files_go(request: SignedIn) -> None:
    """Take away what came with a form that is not to be kept."""
    for _field, file in sealed_files(request):
        discard(file.upload)
