"""Test pictures, made by code: every kind, every turn, whole and harmed."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_jxl
from PIL import Image, ImageChops, ImageDraw, ImageFont

RED, GREEN, BLUE, GOLD = (210, 40, 40), (30, 150, 60), (40, 60, 200), (230, 190, 60)
CORNERS = (RED, GREEN, BLUE, GOLD)
"""Top left, top right, bottom left, bottom right, of `corners` the right way up."""

ORIENTATION, DATE, OFFSET, EXIF_PART, GPS_PART = 0x0112, 0x9003, 0x9011, 0x8769, 0x8825

# What a camera held wrongly wrote: the upright picture, undone by the turn each number asks for.
AS_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def corners(width: int = 240, height: int = 160) -> Image.Image:
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for number, colour in enumerate(CORNERS):
        left, top = number % 2 * width // 2, number // 2 * height // 2
        draw.rectangle((left, top, left + width // 2, top + height // 2), colour)
    return image


def stored_turned(orientation: int) -> Image.Image:
    return undone(corners(), orientation)


def undone(upright: Image.Image, orientation: int) -> Image.Image:
    turn = AS_STORED[orientation]
    return upright if turn is None else upright.transpose(turn)


def exif(
    orientation: int | None = None,
    date: str | None = None,
    offset: str | None = None,
    *,
    place: bool = False,
) -> bytes:
    block = Image.Exif()
    block[0x0110] = "SECRETCAMERA"
    if orientation:
        block[ORIENTATION] = orientation
    if date:
        block.get_ifd(EXIF_PART)[DATE] = date
    if offset:
        block.get_ifd(EXIF_PART)[OFFSET] = offset
    if place:
        block.get_ifd(GPS_PART).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return block.tobytes()


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def turned(orientation: int, kind: str) -> bytes:
    """A picture held wrongly, in a file that says so in its kind's own way. Of JPEG XL no writer
    for the turn is at hand, so its header is turned by hand."""
    if kind == "JXL" and orientation > 1:
        return jxl(stored_turned(orientation), orientation)
    return saved(stored_turned(orientation), kind, exif=exif(orientation))


def loose_lipped(kind: str) -> bytes:
    """A picture that tells whatever its kind can tell."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><SECRETXMP/></x:xmpmeta>'
    how: dict[str, object] = {
        "exif": exif(1, "2024:05:06 07:08:09", place=True),
        "icc_profile": display_p3(),
    }
    if kind in ("JPEG", "WEBP", "AVIF", "JXL"):
        how["xmp"] = xmp
    if kind in ("JPEG", "GIF"):
        how["comment"] = b"SECRETCOMMENT"
    if kind == "MPO":
        how |= {"save_all": True, "append_images": [corners().rotate(180)]}
    return saved(corners(), kind, **how) + b"SECRETTRAILER"


def avif_that_says_it_twice() -> bytes:
    """Turned by its own `irot`, and by an EXIF orientation that must then be ignored."""
    block = Image.Exif()
    block[ORIENTATION] = 6
    block[0x0113] = 6  # stands in for a second orientation, which the writer would take away
    told = saved(stored_turned(6), "AVIF", exif=block.tobytes())
    stand_in, true = (struct.pack(">HHI", tag, 3, 1) for tag in (0x0113, ORIENTATION))
    if stand_in not in told:
        raise ValueError("The writer lays EXIF out in another way now.")
    return told.replace(stand_in, true)


def live(name: str) -> bytes:
    """EXIF with an Apple maker note in which a Live Photo names its film."""
    value = name.encode() + b"\0"
    entry = struct.pack(">HHII", 0x11, 2, len(value), 14 + 2 + 12 + 4)
    if len(value) <= 4:
        entry = struct.pack(">HHI", 0x11, 2, len(value)) + value.ljust(4, b"\0")
    note = b"Apple iOS\0\0\1MM" + struct.pack(">H", 1) + entry + bytes(4) + value
    block = Image.Exif()
    block.get_ifd(EXIF_PART)[0x927C] = note
    return block.tobytes()


def with_iptc(jpeg: bytes, records: bytes) -> bytes:
    """The same JPEG with captions in the way of Photoshop: resource 0x0404 in APP13."""
    even = records + bytes(len(records) % 2)
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + even
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def photoshop(image: Image.Image) -> bytes:
    """A PSD of version 1 with nothing but the merged picture, its rows unpacked."""
    inks = image.mode == "CMYK"
    count, mode = (4, 4) if inks else (3, 3)
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, count, image.height, image.width, 8, mode)
    stored = ImageChops.invert(image) if inks else image  # full ink is 0 there
    bands = b"".join(band.tobytes() for band in stored.split())
    return head + bytes(12) + b"\0\0" + bands


def tiled_tiff(image: Image.Image, tile: int) -> bytes:
    """A TIFF in square tiles without packing; sides have to be whole tiles."""
    parts = [
        image.crop((x, y, x + tile, y + tile)).tobytes()
        for y in range(0, image.height, tile)
        for x in range(0, image.width, tile)
    ]
    count, size = len(parts), len(parts[0])
    behind = 8 + 2 + 12 * 9 + 4
    bits, places = behind, behind + 6
    sizes = places + 4 * count
    begins = sizes + 4 * count
    tags = [(256, 4, 1, image.width), (257, 4, 1, image.height), (258, 3, 3, bits), (259, 3, 1, 1)]
    tags += [(262, 3, 1, 2), (277, 3, 1, 3), (322, 3, 1, tile), (323, 3, 1, tile)]
    tags += [(324, 4, count, places), (325, 4, count, sizes)]
    behind_all = 12 * (len(tags) - 9)
    moved = [
        struct.pack("<HHII", tag, kind, n, value + behind_all * (tag in (258, 324, 325)))
        for tag, kind, n, value in tags
    ]
    at = [begins + behind_all + number * size for number in range(count)]
    table = struct.pack("<H", len(tags)) + b"".join(moved) + bytes(4)
    values = struct.pack(f"<3H{count}I{count}I", 8, 8, 8, *at, *([size] * count))
    return b"II*\0\x08\0\0\0" + table + values + b"".join(parts)


def second_directory_is_smaller(tiff: bytes) -> bytes:
    """The same TIFF, its second directory said to be a smaller copy (NewSubfileType 1), for which
    one of its tags (XResolution or the like) is given up."""
    first = int.from_bytes(tiff[4:8], "little")
    count = int.from_bytes(tiff[first : first + 2], "little")
    at = first + 2 + 12 * count
    second = int.from_bytes(tiff[at : at + 4], "little")
    count = int.from_bytes(tiff[second : second + 2], "little")
    entries = [tiff[second + 2 + 12 * n : second + 14 + 12 * n] for n in range(count)]
    kept = [one for one in entries if one[:2] != struct.pack("<H", 254)]
    if len(kept) == count:
        kept = [one for one in kept if one[:2] != struct.pack("<H", 284)]
    changed = struct.pack("<HHII", 254, 4, 1, 1) + b"".join(kept)
    return tiff[: second + 2] + changed + tiff[second + 2 + len(changed) :]


def with_primaries(avif: bytes, primaries: int, curve: int = 13) -> bytes:
    """The same AVIF, said to be in other primaries and another curve (`colr`, `nclx`)."""
    at = avif.index(b"colrnclx") + 8
    return avif[:at] + struct.pack(">HH", primaries, curve) + avif[at + 4 :]


def display_p3() -> bytes:
    """Display P3 as an ICC profile of version 2, from its public primaries (SMPTE EG 432-1)."""
    curve = b"curv\0\0\0\0" + struct.pack(">I1024H", 1024, *map(_srgb_curve, range(1024)))
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 11) + b"SECRET ICC\0" + bytes(79),
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.51512, 0.2412, -0.00105),
        b"gXYZ": _xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": _xyz(0.1571, 0.06657, 0.78407),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4xI4s4s4s12x4s", at + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    head = (head + bytes(28) + _xyz(0.9642, 1.0, 0.8249)[8:]).ljust(128, b"\0")
    return head + struct.pack(">I", len(tags)) + table + body


def jxl(image: Image.Image, orientation: int) -> bytes:
    """A JPEG XL whose header tells a turn (ISO/IEC 18181-1, D.3.2): instead of the two bits that
    say that all is as usual stand the twenty that say so one by one, and the turn."""
    data = saved(image, "JXL")
    small = int.from_bytes(data[2:4], "little")
    begins = 9 if small >> 6 & 7 else 14  # the width is said where it is no usual shape
    if data[:2] != b"\xff\x0a" or small >> begins != 0b11 or not small & 1:
        raise ValueError("The writer lays JPEG XL out in another way now.")
    said = [(0, 1), (1, 1), (orientation - 1, 3), (0, 3), (0, 1), (0, 2), (1, 1), (0, 2)]
    said += [(1, 1), (1, 1), (1, 1), (0, 2), (1, 1)]
    bits, at = small & ((1 << begins) - 1), begins
    for value, count in said:
        bits |= value << at
        at += count
    return data[:2] + bits.to_bytes(-(-at // 8), "little") + data[4:]


def packed(jpeg: bytes) -> bytes:
    """A JPEG XL from which this very JPEG can be had again."""
    encoder = pillow_jxl.Encoder(mode="RGB", quality=90, effort=7)  # type: ignore[call-arg]
    return bytes(encoder(jpeg, *Image.open(io.BytesIO(jpeg)).size, jpeg_encode=True))


def _srgb_curve(step: int) -> int:
    value = step / 1023
    linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return round(linear * 65535)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def png_of_zeros(width: int, height: int, *, honest: bool = True) -> bytes:
    """A black PNG of 16 bits in four channels: small as a file, slow to open. Not `honest`: a
    header that promises the size, and hardly anything behind it."""
    rows = height * (1 + width * 8) if honest else 10_000
    header = struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", _zeros(rows)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _zeros(count: int) -> bytes:
    """`count` zeros deflated, by packing one block of them and laying it down again and again."""
    block = 2**20
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(block)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(1, zlib.DEFLATED, -15)
    rest = last.compress(bytes(count % block)) + last.flush()
    adler = (count % 65521) << 16 | 1
    return b"\x78\x01" + packed * (count // block) + rest + struct.pack(">I", adler)


def gif_of_a_huge_frame(width: int, height: int) -> bytes:
    """One dot of a frame whose whole size has to be held in memory to show it."""
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(3) + b"\xff" * 3
    return screen + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\x00;"


def writing(width: int = 900, height: int = 700) -> Image.Image:
    """Large black letters on white: what a soft cover finds hardest to hide."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=height // 3)
    draw.text((width // 20, height // 12), "SAMUEL", "black", font)
    draw.text((width // 20, height // 2), "12.05.", "black", font)
    return image


def face(width: int = 600, height: int = 800) -> Image.Image:
    """A close portrait, drawn with more contrast than any photograph has."""
    image = Image.new("RGB", (width, height), "black")
    draw = ImageDraw.Draw(image)
    x, y = width / 12, height / 12
    draw.ellipse((x, y, 11 * x, 11 * y), "white")
    for left in (3 * x, 7 * x):
        draw.ellipse((left, 4 * y, left + 2 * x, 5 * y), "black")
    draw.polygon([(6 * x, 5 * y), (5.3 * x, 7 * y), (6.7 * x, 7 * y)], "black")
    draw.chord((3.5 * x, 7.5 * y, 8.5 * x, 9.5 * y), 0, 180, "red")
    return image


def stripes(width: int = 600, height: int = 400, bars: int = 8) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for bar in range(0, 2 * bars, 2):
        draw.rectangle((bar * width / bars / 2, 0, (bar + 1) * width / bars / 2, height), "black")
    return image
