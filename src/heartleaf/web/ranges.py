"""A file at rest as an answer: whole, or the stretch of it that a player asks for (RFC 9110, 14).

An open-ended question is answered with a few megabytes and not to the end: a film that stands still
would otherwise hold a thread of the server for as long as it stands. Players ask for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from heartleaf.keepsakes.media import PART, Sized, open_original, open_range
from heartleaf.sealing import Identity

PIECE = 256 * 1024
"""A part goes out in pieces: as one it would wait in a spool, sealed once more and opened again,
before its first byte went."""

_ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(
    request: HttpRequest, file: Sized, identity: Identity, content_type: str
) -> HttpResponseBase:
    """Raises SealingError or VaultError if its first part is not whole."""
    asked = _asked(request.headers.get("Range", ""), file.size)
    if asked is None:
        response = stream(open_original(file, identity), content_type, file.size)
    elif asked[0] >= file.size:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
    else:
        start, end = asked
        response = stream(open_range(file, start, end, identity), content_type, end - start, 206)
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    response["Accept-Ranges"] = "bytes"
    return response


def answer_from_memory(request: HttpRequest, data: bytes, content_type: str) -> HttpResponse:
    """The same of bytes that are at hand."""
    start, end = _asked(request.headers.get("Range", ""), len(data)) or (0, len(data))
    whole = (start, end) == (0, len(data))
    response = HttpResponse(
        data[start:end], status=200 if whole else 206, content_type=content_type
    )
    if not whole:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
    response["Accept-Ranges"] = "bytes"
    return response


def stream(
    parts: Iterator[bytes], content_type: str, size: int, status: int = 200
) -> HttpResponseBase:
    """Parts as they come. A damaged one further on breaks the line: what came is then shorter than
    was said."""
    first = next(parts, b"")
    response = StreamingHttpResponse(
        _in_pieces(chain([first], parts)), status=status, content_type=content_type
    )
    response["Content-Length"] = str(size)
    response["Content-Encoding"] = "identity"  # compressing would cost time and length
    return response


def _in_pieces(parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        for start in range(0, len(part), PIECE):
            yield part[start : start + PIECE]


def _asked(header: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last; None where the whole is to be given, as it is for a
    range that is not understood."""
    found = _ASKED.fullmatch(header.replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    start = int(found[1])
    if found[2]:
        return (start, min(int(found[2]) + 1, size)) if int(found[2]) >= start else None
    return start, min(size, (start // PART + 1) * PART)
