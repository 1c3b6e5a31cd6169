"""From stored values to what is seen: eight bits, grey or red-green-blue.

A stored value of up to sixteen bits is looked up in one table, worked out once for a file: first
what the machine measured (PS3.3, C.11.1), then the window on it (C.11.2), or a palette (C.7.9).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from pydicom.dataset import Dataset

from heartleaf.keepsakes.developing.looks import NotShown
from heartleaf.keepsakes.developing.ultrasound.codecs import Opened, Pixels
from heartleaf.keepsakes.developing.ultrasound.header import Header, items, numbers, raw
from heartleaf.keepsakes.developing.ultrasound.pixels import Shape

Shown = NDArray[np.uint8]
Numbers = NDArray[np.float64]


class Tones:
    """The table of one file. A file without a window is stretched between the darkest and the
    brightest of the first frame that is asked for, so that a film of it does not flicker."""

    def __init__(self, header: Header, shape: Shape) -> None:
        self.header, self.shape = header, shape
        self._table: Shown | None = None

    def shown(self, opened: Opened) -> Shown:
        pixels, meaning = opened.pixels, opened.meaning
        if pixels.ndim == 3:
            return _colours(self._eight_bits(pixels), meaning)
        if meaning not in ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", ""):
            raise NotShown
        values, bits = self._unsigned(pixels)
        if self._table is None:
            self._table = self._made(values, bits)
        return _through(self._table, values)

    def _unsigned(self, pixels: Pixels) -> tuple[Pixels, int]:
        """Stored values as places in a table: only the bits that are stored; of 32 the scale."""
        if pixels.dtype.itemsize > 2:
            return _sixteen_bits(pixels, self.shape.signed), 16
        values = pixels.view(f"{pixels.dtype.byteorder}u{pixels.dtype.itemsize}")
        bits = min(self.shape.stored, 8 * values.dtype.itemsize)
        if self.shape.shift:
            values = values >> self.shape.shift
        return (values & (2**bits - 1) if bits < 8 * values.dtype.itemsize else values), bits

    def _eight_bits(self, pixels: Pixels) -> Shown:
        if pixels.dtype.itemsize == 1:
            return pixels.view(np.uint8)
        return (pixels.astype(np.uint16) >> max(0, self.shape.stored - 8)).astype(np.uint8)

    def _made(self, values: Pixels, bits: int) -> Shown:
        if self.shape.meaning == "PALETTE COLOR":
            return _palette(self.header, bits)
        inputs = np.arange(2**bits, dtype=np.float64)
        if self.shape.signed and self.shape.allocated <= 16:
            inputs = np.where(inputs >= 2 ** (bits - 1), inputs - 2**bits, inputs)
        measured, scaled = _measured(self.header, inputs)
        low, high = 0.0, float(2**bits - 1)
        if bits > 8 or self.shape.signed or scaled or bits == 1:
            seen = np.zeros(2**bits, np.bool_)
            _mark(seen, values)
            present = measured[seen]
            low, high = float(present.min()), float(present.max())
        table = _windowed(self.header, measured, low, high)
        grey = np.clip(np.nan_to_num(table) * 255 + 0.5, 0, 255).astype(np.uint8)
        return 255 - grey if self.shape.meaning == "MONOCHROME1" else grey


def _through(table: Shown, values: Pixels) -> Shown:
    """Some lines at a time: numpy takes eight bytes for each place in a table."""
    shown = np.empty((*values.shape, *table.shape[1:]), np.uint8)
    for lines in _lines(values):
        shown[lines] = table[values[lines]]
    return shown


def _mark(seen: NDArray[np.bool_], values: Pixels) -> None:
    for lines in _lines(values):
        seen[values[lines]] = True


def _lines(values: Pixels) -> Iterator[slice]:
    step = max(1, 2**20 // max(1, values.shape[1]))
    return (slice(at, at + step) for at in range(0, values.shape[0], step))


def _colours(pixels: Shown, meaning: str) -> Shown:
    """YCbCr of a camera is that of Pillow; of the older kind, black is 16 and white is 235."""
    if not meaning.startswith("YBR") or meaning in ("YBR_ICT", "YBR_RCT"):
        return np.ascontiguousarray(pixels)
    if meaning.startswith("YBR_PARTIAL"):
        wide = np.array([255 / 219, 255 / 224, 255 / 224])
        full = (pixels - np.array([16.0, 128.0, 128.0])) * wide + np.array([0.0, 128.0, 128.0])
        pixels = np.clip(full + 0.5, 0, 255).astype(np.uint8)
    packed = np.ascontiguousarray(pixels)
    size = packed.shape[1], packed.shape[0]
    image = PillowImage.frombuffer("YCbCr", size, packed, "raw", "YCbCr", 0, 1)
    return np.asarray(image.convert("RGB"))


def _sixteen_bits(pixels: Pixels, signed: bool) -> NDArray[np.uint16]:
    sign = "i" if signed else "u"
    values = pixels.view(f"{pixels.dtype.byteorder}{sign}4").astype(np.float64)
    low, high = values.min(), values.max()
    scaled: NDArray[np.uint16] = ((values - low) * (65535 / max(1.0, high - low))).astype(np.uint16)
    return scaled


def _measured(header: Header, inputs: Numbers) -> tuple[Numbers, bool]:
    """What stored values mean, and whether the file said anything about it."""
    for item in items(header.values, "ModalityLUTSequence", 1):
        if (looked := _looked_up(item, inputs)) is not None:
            return looked[0], True
    slope = header.number("RescaleSlope", 1.0) or 1.0
    intercept = header.number("RescaleIntercept", 0.0)
    return inputs * slope + intercept, (slope, intercept) != (1.0, 0.0)


def _windowed(header: Header, measured: Numbers, low: float, high: float) -> Numbers:
    """From 0 to 1: by the window, else by the table for it, else from low to high."""
    for values in _windows(header):
        centre, width = numbers(values, "WindowCenter")[:1], numbers(values, "WindowWidth")[:1]
        if centre and width and width[0] > 0:
            return _window(str(raw(values, "VOILUTFunction")), measured, centre[0], width[0])
    for item in items(header.values, "VOILUTSequence", 1):
        if (looked := _looked_up(item, measured)) is not None:
            outputs, most = looked
            return outputs / most
    return (measured - low) / (high - low) if high > low else np.clip(measured, 0, 1)


def _windows(header: Header) -> list[Dataset]:
    shared = items(header.values, "SharedFunctionalGroupsSequence", 1)
    return [header.values, *(x for item in shared for x in items(item, "FrameVOILUTSequence", 1))]


def _window(function: str, values: Numbers, centre: float, width: float) -> Numbers:
    """C.11.2.1.2 and C.11.2.1.3."""
    if function == "SIGMOID":
        return 1 / (1 + np.exp(np.clip(-4 * (values - centre) / width, -500, 500)))
    if function == "LINEAR_EXACT":
        return np.clip((values - centre) / width + 0.5, 0, 1)
    if width <= 1:
        return (values > centre - 0.5).astype(np.float64)
    return np.clip((values - (centre - 0.5)) / (width - 1) + 0.5, 0, 1)


def _looked_up(item: Dataset, values: Numbers) -> tuple[Numbers, float] | None:
    """Values through a LUT of the file: how many entries, the first value, bits of an entry."""
    descriptor, data = numbers(item, "LUTDescriptor"), raw(item, "LUTData")
    if len(descriptor) < 3 or data is None:
        return None
    count, first, bits = (int(number) for number in descriptor[:3])
    table = _entries(data, count or 65536, 16)
    if not table.size or not 1 <= bits <= 16:
        return None
    if first >= 32768 and values.min() < 0:
        first -= 65536
    places = np.clip(values - first, 0, table.size - 1).astype(np.intp)
    return table[places].astype(np.float64), float(2**bits - 1)


def _entries(data: object, count: int, bits: int) -> NDArray[np.uint16]:
    """Entries of a table: bytes, or numbers already."""
    count = min(max(count, 0), 65536)
    if isinstance(data, bytes):
        if bits == 8 and len(data) < 2 * count:
            return np.frombuffer(data[:count], np.uint8).astype(np.uint16)
        return np.frombuffer(data[: min(count, len(data) // 2) * 2], "<u2").astype(np.uint16)
    several = [data] if isinstance(data, int) else list(data)[:count]  # type: ignore[call-overload]
    return (np.array(several, dtype=np.int64) & 0xFFFF).astype(np.uint16)


def _palette(header: Header, bits: int) -> Shown:
    """Three columns for all places; what lies before the first or after the last is as these."""
    places = np.arange(2**bits)
    return np.stack([_column(header, name, places) for name in ("Red", "Green", "Blue")], axis=1)


def _column(header: Header, colour: str, places: NDArray[np.int_]) -> Shown:
    descriptor = header.numbers(f"{colour}PaletteColorLookupTableDescriptor")
    if len(descriptor) < 3:
        raise NotShown
    count, first, bits = (int(number) for number in descriptor[:3])
    count = (count & 0xFFFF) or 65536
    data = header.raw(f"{colour}PaletteColorLookupTableData")
    if data is None:
        parts = header.raw(f"Segmented{colour}PaletteColorLookupTableData")
        words = _words(parts, bits, header.big)
        table = _expanded(words, count)
    else:
        table = _words(data, bits, header.big, count)[:count]
    if not table.size:
        raise NotShown
    if table.max() > 255:  # some say sixteen bits and use eight
        table = table >> (bits - 8 if 8 < bits < 16 else 8)
    return np.clip(table, 0, 255).astype(np.uint8)[np.clip(places - first, 0, table.size - 1)]


def _words(data: object, bits: int, big: bool, count: int = 0) -> NDArray[np.int64]:
    if not isinstance(data, bytes):
        return np.zeros(0, np.int64)
    one_each = bits == 8 and (not count or len(data) < 2 * count)
    if one_each and not big:
        return np.frombuffer(data, np.uint8).astype(np.int64)
    even = data[: len(data) // 2 * 2]
    words = np.frombuffer(even, ">u2" if big else "<u2")
    return (words.astype("<u2").view(np.uint8) if one_each else words).astype(np.int64)


def _expanded(words: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """A segmented table (PS3.3, C.7.9.2): some values as they are, a line to a value, or
    segments from an earlier place once more. Never more than `count` entries."""
    out: list[int] = []
    todo = [(0, len(words), 1 << 16)]
    steps = 0
    while todo and len(out) < count and steps < 100_000:
        at, end, left = todo.pop()
        while at + 1 < end and left and len(out) < count and steps < 100_000:
            steps, left = steps + 1, left - 1
            kind, size = int(words[at]), int(words[at + 1])
            if kind == 0:
                out += words[at + 2 : at + 2 + size].tolist()
                at += 2 + size
            elif kind == 1 and at + 2 < end and out:
                out += np.linspace(out[-1], int(words[at + 2]), size + 1)[1:].round().tolist()
                at += 3
            elif kind == 2 and at + 3 < end and len(todo) < 2:
                todo.append((at + 4, end, left))
                back = int(words[at + 2]) | int(words[at + 3]) << 16
                at, left = back, size
            else:
                return np.array(out[:count], np.int64)
    return np.array(out[:count], np.int64)
