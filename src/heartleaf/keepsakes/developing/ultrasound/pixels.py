"""The pixels of a DICOM file, one frame at a time, as they are stored (PS3.3, C.7.6.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from heartleaf.keepsakes.developing.looks import Broken, NotShown, Stretch, TooLarge
from heartleaf.keepsakes.developing.ultrasound.codecs import (
    STARTS,
    Opened,
    Pixels,
    opened,
    unpacked_rle,
)
from heartleaf.keepsakes.developing.ultrasound.header import RLE, Header

MOST_FRAMES = 20_000
MOST_FRAGMENTS = 100_000
MOST_FRAME = 512 * 2**20


@dataclass(frozen=True, slots=True)
class Shape:
    """How pixels are stored, with every number within bounds."""

    rows: int
    columns: int
    samples: int
    allocated: int
    stored: int
    shift: int
    signed: bool
    planar: bool
    meaning: str

    @property
    def halved(self) -> bool:
        """Two pixels share their colours: Y Y B R (PS3.3, C.7.6.3.1.2)."""
        return self.meaning in ("YBR_FULL_422", "YBR_PARTIAL_422") and self.allocated == 8

    @property
    def bits(self) -> int:
        """How many bits one frame takes when nothing is compressed."""
        return self.rows * self.columns * self.samples * self.allocated


def shape(header: Header, most_pixels: int) -> Shape:
    """Raises Broken for what no picture can be, TooLarge for what is too many."""
    rows, columns = header.whole("Rows", 0), header.whole("Columns", 0)
    samples, allocated = header.whole("SamplesPerPixel", 1), header.whole("BitsAllocated", 8)
    stored = min(allocated, max(1, header.whole("BitsStored", allocated)))
    shift = header.whole("HighBit", stored - 1) + 1 - stored
    if not (0 < rows < 2**16 and 0 < columns < 2**16 and samples in (1, 3)):
        raise Broken
    if allocated not in (1, 8, 16, 32) or (samples == 3 and allocated in (1, 32)):
        raise NotShown
    if rows * columns > most_pixels:
        raise TooLarge
    return Shape(
        rows,
        columns,
        samples,
        allocated,
        stored,
        shift if 0 < shift <= allocated - stored else 0,
        header.whole("PixelRepresentation", 0) == 1,
        header.whole("PlanarConfiguration", 0) == 1,
        header.text("PhotometricInterpretation").upper(),
    )


class Frames:
    """The frames of a file; `count` is how many are really there, not how many it says."""

    def __init__(self, header: Header, most_pixels: int) -> None:
        self.header, self.most_pixels = header, most_pixels
        self.shape = shape(header, most_pixels)
        self.claimed = max(1, header.whole("NumberOfFrames", 1))
        self.compressed = header.size is None
        self.places = self._pieces() if self.compressed else []
        self.count = min(MOST_FRAMES, len(self.places) if self.compressed else self._plain())
        if not self.count:
            raise Broken

    @property
    def short(self) -> bool:
        return self.count < min(self.claimed, MOST_FRAMES)

    def opened(self, number: int) -> Opened:
        """One frame, its number from 0. Raises the family of `Unreadable` and what codecs do."""
        if not self.compressed:
            return self._stored(number)
        data = b"".join(self._bytes(place) for place in self.places[number])
        if self.header.syntax == RLE:
            return self._run_lengths(data)
        return opened(data, self.shape.meaning, self.most_pixels)

    # What is not compressed

    def _frame_bits(self) -> int:
        """Some say that colours are halved, and store them whole: their length tells."""
        shape = self.shape
        if shape.halved and self.header.room * 8 < self.claimed * shape.bits:
            return shape.rows * shape.columns * 16
        return shape.bits

    def _plain(self) -> int:
        """A frame that is there in part counts too."""
        return min(self.claimed, math.ceil(self.header.room * 8 / self._frame_bits()))

    def _stored(self, number: int) -> Opened:
        shape, bits = self.shape, self._frame_bits()
        size = math.ceil(bits / 8)
        start = number * bits // 8
        data = self._plain_bytes(start, size)
        whole, data = len(data) == size, data.ljust(size, b"\0")
        if shape.allocated == 1:
            flat = np.unpackbits(np.frombuffer(data, np.uint8), bitorder="little")
            return Opened(
                flat[: shape.rows * shape.columns].reshape(shape.rows, shape.columns),
                shape.meaning,
                whole,
            )
        return Opened(self._arranged(data, bits < shape.bits), shape.meaning, whole)

    def _plain_bytes(self, start: int, size: int) -> bytes:
        """Big-endian bytes may be kept as words, and stand in pairs the wrong way round."""
        swapped = self.header.big and self.header.word and self.shape.allocated == 8
        odd = start % 2 if swapped else 0
        room = max(0, self.header.room - start + odd)
        padded = size + odd + (size + odd) % 2 if swapped else size
        data = self._bytes(Stretch(self.header.offset + start - odd, min(padded, room)))
        if swapped:
            data = np.frombuffer(data[: len(data) // 2 * 2], np.uint16).byteswap().tobytes()
        return data[odd : odd + size]

    def _arranged(self, data: bytes, halved: bool) -> Pixels:
        shape = self.shape
        order = ">" if self.header.big else "<"
        flat = np.frombuffer(data, np.dtype(f"{order}u{shape.allocated // 8}"))
        if halved:
            pairs = flat[: flat.size // 4 * 4].reshape(-1, 4)
            flat = pairs[:, [0, 2, 3, 1, 2, 3]].reshape(-1)
            flat = np.pad(flat, (0, shape.rows * shape.columns * 3 - flat.size), "edge")
        if shape.samples == 1:
            return flat.reshape(shape.rows, shape.columns)
        if shape.planar and not halved:
            return flat.reshape(3, shape.rows, shape.columns).transpose(1, 2, 0)
        return flat.reshape(shape.rows, shape.columns, 3)

    # What is

    def _run_lengths(self, data: bytes) -> Opened:
        """Each sample's bytes are a plane of their own, the most significant first."""
        shape, size = self.shape, self.shape.allocated // 8
        if not size:
            raise NotShown
        pixels = shape.rows * shape.columns
        planes, whole = unpacked_rle(data, shape.samples * size, pixels)
        bytes_apart = np.frombuffer(planes, np.uint8).reshape(shape.samples, size, pixels)
        values = np.ascontiguousarray(bytes_apart.transpose(2, 0, 1)).view(f">u{size}")
        sides = (shape.rows, shape.columns, *([3] if shape.samples == 3 else []))
        return Opened(values.reshape(sides), shape.meaning, whole)

    def _pieces(self) -> list[list[Stretch]]:
        items = fragments(self.header)
        return self._by_frames(items[0], items[1:]) if items else []

    def _by_frames(self, table: Stretch, pieces: list[Stretch]) -> list[list[Stretch]]:
        if self.claimed == 1:
            return [pieces] if pieces else []
        if len(pieces) <= self.claimed:
            return [[piece] for piece in pieces]
        begins = self._offsets(table, pieces) or {
            number for number, piece in enumerate(pieces) if self._begins(piece)
        }
        frames: list[list[Stretch]] = []
        for number, piece in enumerate(pieces):
            if number in begins or not frames:
                frames.append([])
            frames[-1].append(piece)
        return frames

    def _offsets(self, table: Stretch, pieces: list[Stretch]) -> set[int]:
        """Which pieces begin a frame, by the table; none if it makes no sense."""
        data = self._bytes(table._replace(size=min(table.size, 4 * MOST_FRAMES)))
        places = {piece.offset - pieces[0].offset: number for number, piece in enumerate(pieces)}
        offsets = {int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data), 4)}
        return {places[offset] for offset in offsets} if offsets <= places.keys() else set()

    def _begins(self, piece: Stretch) -> bool:
        return self._bytes(piece._replace(size=min(piece.size, 8))).startswith(STARTS)

    def _bytes(self, place: Stretch) -> bytes:
        if place.size > MOST_FRAME:
            raise TooLarge
        self.header.body.seek(place.offset)
        return self.header.body.read(place.size)


def fragments(header: Header) -> list[Stretch]:
    """Where the pieces of compressed pixels are (PS3.5, A.4): items in a row, the first of them a
    table of offsets, which may be empty."""
    body, at = header.body, header.offset
    items: list[Stretch] = []
    while len(items) <= MOST_FRAGMENTS:
        body.seek(at)
        mark = body.read(8)
        size = int.from_bytes(mark[4:], "little")
        if mark[:4] != b"\xfe\xff\x00\xe0" or len(mark) < 8 or size == 0xFFFFFFFF:
            break
        items.append(Stretch(at + 8, size))
        at += 8 + size
    return items
