"""HEIC files, written box by box (ISO/IEC 23008-12), their pictures encoded by x265."""

from __future__ import annotations

import io
import struct

import av
from PIL import Image

# The same turns as AS_STORED asks for: quarters to the left (`irot`), then a mirror (`imir`), in
# which 0 changes top and bottom, 1 left and right.
BY_BOXES = {
    1: (0, None),
    2: (0, 1),
    3: (2, None),
    4: (0, 0),
    5: (1, 0),
    6: (3, None),
    7: (3, 0),
    8: (1, None),
}


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return box(name, struct.pack(">I", version << 24 | flags), *parts)


def encoded(image: Image.Image, depth: int = 8) -> tuple[bytes, bytes]:
    """What `hvcC` says and one picture, as the writer of MP4 lays them down."""
    file = io.BytesIO()
    pixels = {8: "yuv420p", 10: "yuv420p10le"}[depth]
    with av.open(file, "w", format="mp4") as film:
        stream = film.add_stream("libx265", rate=1)
        stream.width, stream.height, stream.pix_fmt = *image.size, pixels
        stream.options = {"x265-params": "log-level=none:keyint=1:crf=8", "crf": "8"}
        frame = av.VideoFrame.from_image(image).reformat(
            format=pixels, dst_colorspace="ITU601", dst_color_range="MPEG"
        )
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            film.mux(packet)
    data = file.getvalue()
    at = data.index(b"hvcC")
    said = data[at + 4 : at - 4 + int.from_bytes(data[at - 4 : at])]
    with av.open(io.BytesIO(data)) as film:
        sample = next(bytes(packet) for packet in film.demux(video=0) if packet.size)
    return said, sample


class Heic:
    """Collects items, then lays them down. The first picture added is the one shown, unless
    another is named."""

    def __init__(self) -> None:
        self._properties: list[bytes] = []
        self._items: list[tuple[bytes, bytes, bool]] = []  # type and name, bytes, hidden
        self._in_idat: set[int] = set()
        self._has: dict[int, list[int]] = {}
        self._refers: list[bytes] = []
        self.first = 1
        self.groups: list[bytes] = []

    def picture(
        self,
        image: Image.Image,
        *properties: bytes,
        depth: int = 8,
        hidden: bool = False,
        colour: tuple[int, int] = (1, 13),
    ) -> int:
        said, sample = encoded(image, depth)
        nclx = box(b"colr", b"nclx", struct.pack(">HHHB", *colour, 6, 0))
        bits = full(b"pixi", 0, 0, bytes((3, depth, depth, depth)))
        return self.item(
            b"hvc1", sample, box(b"hvcC", said), size(image.size), bits, nclx, *properties,
            hidden=hidden,
        )  # fmt: skip

    def grid(self, image: Image.Image, tile: int, *properties: bytes) -> int:
        """The picture cut into square tiles, which are items nobody is shown by themselves."""
        across, down = -(-image.width // tile), -(-image.height // tile)
        grid = self.item(
            b"grid",
            struct.pack(">BBBBHH", 0, 0, down - 1, across - 1, *image.size),
            size(image.size),
            *properties,
        )
        self._in_idat.add(grid)
        tiles = []
        for place in range(across * down):
            left, top = place % across * tile, place // across * tile
            part = image.crop((left, top, left + tile, top + tile))
            tiles.append(self.picture(part, hidden=True))
        self.refer(b"dimg", grid, *tiles)
        return grid

    def item(self, kind: bytes, data: bytes, *properties: bytes, hidden: bool = False) -> int:
        self._items.append((kind, data, hidden))
        number = len(self._items)
        for one in properties:
            if one not in self._properties:
                self._properties.append(one)
            self._has.setdefault(number, []).append(self._properties.index(one) + 1)
        return number

    def exif(self, exif: bytes, of: int) -> int:
        number = self.item(
            b"Exif", struct.pack(">I", 6) + b"Exif\0\0" + exif.removeprefix(b"Exif\0\0")
        )
        self.refer(b"cdsc", number, of)
        return number

    def xmp(self, xmp: bytes, of: int) -> int:
        number = self.item(b"mime", xmp)
        self.refer(b"cdsc", number, of)
        return number

    def refer(self, kind: bytes, number: int, *to: int) -> None:
        self._refers.append(box(kind, struct.pack(f">HH{len(to)}H", number, len(to), *to)))

    def pair_of_eyes(self, *numbers: int) -> None:
        body = struct.pack(f">II{len(numbers)}I", 99, len(numbers), *numbers)
        self.groups.append(full(b"ster", 0, 0, body))

    def data(self, after: bytes = b"") -> bytes:
        start = box(b"ftyp", b"heic\0\0\0\0mif1heic")
        begins = len(start) + len(self._meta(0)) + 8
        laid = b"".join(
            data for n, (_, data, _) in enumerate(self._items, 1) if n not in self._in_idat
        )
        return start + self._meta(begins) + box(b"mdat", laid) + after

    def _pointed(self, number: int) -> int:
        """A reader has to understand some properties, which the highest bit says."""
        return 0x80 * (self._properties[number - 1][4:8] in (b"hvcC", b"irot", b"imir")) | number

    def _meta(self, begins: int) -> bytes:
        listed = b"".join(
            full(b"infe", 2, int(hidden), struct.pack(">HH", n, 0), kind, b"\0",
                 b"application/rdf+xml\0" if kind == b"mime" else b"")
            for n, (kind, _, hidden) in enumerate(self._items, 1)
        )  # fmt: skip
        has = b"".join(
            struct.pack(">HB", n, len(which)) + bytes(map(self._pointed, which))
            for n, which in self._has.items()
        )
        where, idat, at = b"", b"", begins
        for n, (_, data, _) in enumerate(self._items, 1):
            inside = n in self._in_idat
            where += struct.pack(
                ">HHHHII", n, int(inside), 0, 1, len(idat) if inside else at, len(data)
            )
            if inside:
                idat += data
            else:
                at += len(data)
        count = struct.pack(">H", len(self._items))
        return full(
            b"meta", 0, 0,
            full(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
            full(b"pitm", 0, 0, struct.pack(">H", self.first)),
            full(b"iinf", 0, 0, count, listed),
            full(b"iref", 0, 0, *self._refers) if self._refers else b"",
            box(b"iprp", box(b"ipco", *self._properties),
                full(b"ipma", 0, 0, struct.pack(">I", len(self._has)), has)),
            full(b"iloc", 1, 0, b"\x44\x00", count, where),
            box(b"idat", idat) if idat else b"",
            box(b"grpl", *self.groups) if self.groups else b"",
        )  # fmt: skip


def size(of: tuple[int, int]) -> bytes:
    return full(b"ispe", 0, 0, struct.pack(">II", *of))


def turned(orientation: int) -> tuple[bytes, ...]:
    quarters, mirror = BY_BOXES[orientation]
    turn = (box(b"irot", bytes((quarters,))),) if quarters else ()
    return turn if mirror is None else (*turn, box(b"imir", bytes((mirror,))))


def profile(icc: bytes) -> bytes:
    return box(b"colr", b"prof", icc)


def auxiliary(urn: bytes) -> bytes:
    return full(b"auxC", 0, 0, urn + b"\0")
