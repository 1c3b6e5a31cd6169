"""A film of the usual kinds within a DICOM file: MPEG-2, H.264, HEVC (PS3.5, 8.2.5 and on).

Its stream lies there in pieces, and is given to `films` end to end.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO

import numpy as np
from PIL import Image as PillowImage

from heartleaf.keepsakes.developing import films, kinds
from heartleaf.keepsakes.developing.blocks import end_to_end
from heartleaf.keepsakes.developing.looks import UNFRAMED, Frame, Look, NotKnown, NotShown
from heartleaf.keepsakes.developing.ultrasound.header import Header
from heartleaf.keepsakes.developing.ultrasound.pixels import fragments
from heartleaf.keepsakes.developing.ultrasound.regions import advised

SYNTAXES = "1.2.840.10008.1.2.4.10"
"""What the transfer syntaxes of all of them begin with (PS3.6, annex A)."""


BARE = b"\0\0\1\xb3"
"""An MPEG-2 stream without a container (ISO/IEC 13818-2, 6.2.2.1)."""


def is_film(header: Header) -> bool:
    return header.syntax.startswith(SYNTAXES)


def look(header: Header, most_pixels: int, frame: Frame | None) -> Look:
    stream, kind = _stream(header)
    seen = films.look(stream, kind, most_pixels, frame or UNFRAMED)
    if frame is None and (asked := _advised(header, seen)) != UNFRAMED:
        seen = films.look(stream, kind, most_pixels, asked)
    return replace(seen, pair="")


def play(header: Header, frame: Frame, out: BinaryIO, tell: Callable[[float], None]) -> None:
    stream, kind = _stream(header)
    films.play(stream, kind, frame, out, tell)


def _stream(header: Header) -> tuple[BinaryIO, str]:
    """All pieces but the first, which is a table of offsets. A stream in a container is shown, a
    bare one is not."""
    stream = end_to_end(header.body, fragments(header)[1:])
    head = stream.read(kinds.HEAD)
    try:
        kind = kinds.kind_of(head)
    except NotKnown as error:
        raise NotShown from error
    if kinds.sort_of(kind) != "film" or head.startswith(BARE):
        raise NotShown
    stream.seek(0)
    return stream, kind


def _advised(header: Header, seen: Look) -> Frame:
    """What is written on it shows in the view; where its regions are is said in its own pixels."""
    if seen.views is None:
        return UNFRAMED
    view = PillowImage.open(io.BytesIO(seen.views.large.data), formats=("JPEG",)).convert("L")
    return advised(header, np.asarray(view.resize((seen.width, seen.height))))
