"""A picture as phones write it: HEIC, its tiles in HEVC (ISO/IEC 23008-12; boxes of 14496-12)."""

from __future__ import annotations

import io
import struct

import av
from av.video.frame import VideoFrame
from PIL import Image

TILE = 512


def heic(image: Image.Image) -> bytes:
    """Tiles 1 to n, which are shown by nobody, and the grid that puts them together behind them.
    Tiles that reach beyond the picture are black there, and cut by the reader."""
    across, down = -(-image.width // TILE), -(-image.height // TILE)
    said, tiles = _encoded(image, across, down)
    grid = struct.pack(">BBBBHH", 0, 0, down - 1, across - 1, *image.size)
    kind = _box(b"ftyp", b"heic\0\0\0\0mif1heic")
    begins = len(kind) + len(_meta(said, image.size, [*tiles, grid], 0)) + 8
    return (
        kind
        + _meta(said, image.size, [*tiles, grid], begins)
        + _box(b"mdat", b"".join([*tiles, grid]))
    )


def _encoded(image: Image.Image, across: int, down: int) -> tuple[bytes, list[bytes]]:
    """What `hvcC` says, and the tiles: a film of which each picture stands by itself."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as film:
        stream = film.add_stream("libx265", rate=1, width=TILE, height=TILE, pix_fmt="yuv420p")
        stream.options = {"preset": "ultrafast", "x265-params": "log-level=none:keyint=1:crf=24"}
        for place in range(across * down):
            left, top = place % across * TILE, place // across * TILE
            tile = image.crop((left, top, left + TILE, top + TILE))
            frame = VideoFrame.from_image(tile)  # type: ignore[no-untyped-call]  # of PyAV
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as film:
        said = film.streams.video[0].codec_context.extradata or b""
        return said, [bytes(packet) for packet in film.demux(video=0) if packet.size]


def _meta(said: bytes, size: tuple[int, int], items: list[bytes], begins: int) -> bytes:
    grid = len(items)
    tiles = range(1, grid)
    kinds = [_kind(number, b"hvc1", hidden=True) for number in tiles] + [_kind(grid, b"grid")]
    properties = _box(b"hvcC", said), _extent(TILE, TILE), _extent(*size)
    # A reader has to understand `hvcC`, which the highest bit says.
    has = [struct.pack(">HBBB", number, 2, 0x81, 2) for number in tiles]
    has.append(struct.pack(">HBB", grid, 1, 3))
    where, at = b"", begins
    for number, data in enumerate(items, 1):
        where += struct.pack(">HHHII", number, 0, 1, at, len(data))
        at += len(data)
    parts = struct.pack(f">HH{grid - 1}H", grid, grid - 1, *tiles)
    return _full(
        b"meta", 0,
        _full(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
        _full(b"pitm", 0, struct.pack(">H", grid)),
        _full(b"iinf", 0, struct.pack(">H", grid), *kinds),
        _full(b"iref", 0, _box(b"dimg", parts)),
        _box(b"iprp", _box(b"ipco", *properties),
             _full(b"ipma", 0, struct.pack(">I", grid), *has)),
        _full(b"iloc", 0, b"\x44\0", struct.pack(">H", grid), where),
    )  # fmt: skip


def _kind(number: int, kind: bytes, *, hidden: bool = False) -> bytes:
    return _box(b"infe", struct.pack(">IHH", 2 << 24 | hidden, number, 0), kind, b"\0")


def _extent(width: int, height: int) -> bytes:
    return _full(b"ispe", 0, struct.pack(">II", width, height))


def _box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def _full(name: bytes, version: int, *parts: bytes) -> bytes:
    return _box(name, struct.pack(">I", version << 24), *parts)
