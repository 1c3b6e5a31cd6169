"""What a DICOM file says before its pixels, and where those lie (PS3.5 and PS3.10).

Only the values named in `WANTED` are read; a name, a number or a birthday never is.
"""

from __future__ import annotations

import io
import math
import zlib
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from pydicom import config
from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset, read_partial, read_preamble
from pydicom.multival import MultiValue
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32

from heartleaf.keepsakes.developing.looks import Broken, Stretch, TooLarge

WANTED = """
    Rows Columns SamplesPerPixel PlanarConfiguration PhotometricInterpretation NumberOfFrames
    BitsAllocated BitsStored HighBit PixelRepresentation PixelAspectRatio PixelSpacing
    WindowCenter WindowWidth VOILUTFunction RescaleSlope RescaleIntercept
    ModalityLUTSequence VOILUTSequence SharedFunctionalGroupsSequence
    RedPaletteColorLookupTableDescriptor RedPaletteColorLookupTableData
    GreenPaletteColorLookupTableDescriptor GreenPaletteColorLookupTableData
    BluePaletteColorLookupTableDescriptor BluePaletteColorLookupTableData
    SegmentedRedPaletteColorLookupTableData SegmentedGreenPaletteColorLookupTableData
    SegmentedBluePaletteColorLookupTableData
    FrameTime FrameTimeVector CineRate RecommendedDisplayFrameRate
    AcquisitionDateTime AcquisitionDate AcquisitionTime ContentDate ContentTime
    StudyDate StudyTime TimezoneOffsetFromUTC
    SequenceOfUltrasoundRegions
"""
WANTED_TAGS = [tag for tag in map(tag_for_keyword, WANTED.split()) if tag is not None]

PIXELS, DOCUMENT = 0x7FE00010, 0x00420011
ENDS = (0x7FE00008, 0x7FE00009, PIXELS, DOCUMENT)
"""Float, double float, plain pixels and an enclosed document: there reading stops."""

DEFLATED = "1.2.840.10008.1.2.1.99"
BIG_ENDIAN = "1.2.840.10008.1.2.2"
RLE = "1.2.840.10008.1.2.5"
UNDEFINED = 0xFFFFFFFF

MOST_ELEMENTS = 100_000
MOST_VALUE = 4 * 2**20
"""A longer value is passed over; none of those we want comes near it."""

MOST_INFLATED = 512 * 2**20


def quieten() -> None:
    """Have pydicom read what is there and not judge it; nobody reads its warnings here."""
    config.settings.reading_validation_mode = config.IGNORE


@dataclass(frozen=True, slots=True)
class Header:
    """What is said before the pixels. `body` is where they are read from; `what` is the tag at
    which reading ended, 0 if there are no pixels; `size` is None where the length is undefined."""

    body: BinaryIO
    values: Dataset
    syntax: str
    what: int = 0
    word: bool = False
    offset: int = 0
    size: int | None = 0

    @property
    def big(self) -> bool:
        return self.syntax == BIG_ENDIAN

    @property
    def room(self) -> int:
        """How many bytes there are from the offset on."""
        left = max(0, self.body.seek(0, io.SEEK_END) - self.offset)
        return left if self.size is None else min(self.size, left)

    def stretch(self) -> Stretch:
        return Stretch(self.offset, self.room)

    def text(self, keyword: str) -> str:
        """The first of its words, if it has several."""
        value = self.raw(keyword)
        first = next(iter(value), "") if isinstance(value, MultiValue) else value
        return str(first or "").strip()

    def number(self, keyword: str, otherwise: float) -> float:
        return (self.numbers(keyword) or [otherwise])[0]

    def whole(self, keyword: str, otherwise: int) -> int:
        return int(self.number(keyword, otherwise))

    def numbers(self, keyword: str) -> list[float]:
        return numbers(self.values, keyword)

    def raw(self, keyword: str) -> Any:
        return raw(self.values, keyword)


def raw(values: Dataset, keyword: str) -> Any:
    """A value as pydicom understands it, or None; what cannot be understood was not said."""
    try:
        return values.get(keyword)
    except Exception:  # whatever pydicom makes of foreign bytes
        return None


def numbers(values: Dataset, keyword: str) -> list[float]:
    """The numbers of a value, as far as they are any."""
    value = raw(values, keyword)
    if isinstance(value, bytes):  # a number that may be signed or not: left as it was
        value = [
            int.from_bytes(value[at : at + 2], "little") for at in range(0, len(value[:64]), 2)
        ]
    several = [value] if isinstance(value, (int, float, str)) else value
    found = []
    try:
        for each in several or ():
            number = float(each)
            if not math.isfinite(number) or abs(number) > 1e15:
                break
            found.append(number)
    except (TypeError, ValueError, OverflowError):
        pass
    return found


def items(values: Dataset, keyword: str, most: int) -> list[Dataset]:
    """The first items of a sequence."""
    value = raw(values, keyword)
    try:
        return [each for each in list(value or ())[:most] if isinstance(each, Dataset)]
    except Exception:
        return []


@dataclass(slots=True)
class _Stop:
    """Asked at each element: end where pixels begin, and do not go on for ever."""

    seen: int = 0
    ends: tuple[int, str | None, int] = field(default=(0, None, 0))

    def __call__(self, tag: int, vr: str | None, length: int) -> bool:
        self.seen += 1
        if self.seen > MOST_ELEMENTS:
            raise TooLarge
        if tag not in ENDS:
            return False
        self.ends = (int(tag), vr, length)
        return True


def read(file: BinaryIO, wanted: list[int] | None = None) -> Header:
    """Read up to the pixels. Raises Broken, or whatever pydicom raises."""
    stop, tags = _Stop(), list(wanted or WANTED_TAGS)
    file.seek(0)
    syntax = _syntax(file)
    try:
        if syntax == DEFLATED:
            body: BinaryIO = io.BytesIO(_inflated(file))
            values = read_dataset(body, False, True, None, stop, MOST_VALUE, specific_tags=tags)
        else:
            file.seek(0)
            body = file
            values = read_partial(file, stop, MOST_VALUE, force=True, specific_tags=tags)
    except RecursionError as error:  # sequences within sequences within sequences
        raise Broken from error
    what, vr, size = stop.ends
    if not what:
        return Header(body, values, syntax)
    offset = body.tell() + (12 if vr in EXPLICIT_VR_LENGTH_32 else 8)
    return Header(
        body, values, syntax, what, vr == "OW", offset, None if size == UNDEFINED else size
    )


def _syntax(file: BinaryIO) -> str:
    """The transfer syntax, from the group before all others; empty if that is missing."""
    read_preamble(file, force=True)
    count = 0

    def past(tag: int, _vr: str | None, _length: int) -> bool:
        nonlocal count
        count += 1
        return count > 1000 or tag >> 16 != 2

    meta = read_dataset(file, False, True, None, past, MOST_VALUE, specific_tags=[0x00020010])
    return str(raw(meta, "TransferSyntaxUID") or "").strip("\0 ")


def _inflated(file: BinaryIO) -> bytes:
    """The rest of a deflated file (PS3.5, A.5), as far as it can be had."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces, size = [], 0
    while not inflater.eof and (piece := file.read(2**20)):
        while piece and not inflater.eof:
            pieces.append(inflater.decompress(piece, 16 * 2**20))
            size += len(pieces[-1])
            if size > MOST_INFLATED:
                raise TooLarge
            piece = inflater.unconsumed_tail
    return b"".join(pieces)
