"""Folders and zips of files, made by code: good ones, and ones made to do harm."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image

type Files = dict[str, bytes]

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40
FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 40
MOV = b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0" * 40
SOUND = b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + b"\0" * 40
SUBTITLES = b"1\n00:00:01,000 --> 00:00:02,000\nLa la la\n"


def picture(number: int = 0, format: str = "JPEG") -> bytes:
    """A small picture that decodes, another one for each number."""
    colour = (number * 37 % 256, number * 91 % 256, 90 + number % 100)
    out = io.BytesIO()
    Image.new("RGB", (32 + number % 16, 24), colour).save(out, format)
    return out.getvalue()


def summer() -> Files:
    """What a family's folder holds: things of every kind, and what lies between them."""
    return {
        "Summer/IMG_0001.jpg": picture(1),
        "Summer/IMG_0002.PNG": picture(2, "PNG"),
        "Summer/harbour.webp": picture(3, "WEBP"),
        "Summer/scan.tif": picture(4, "TIFF"),
        "Summer/wave.gif": picture(5, "GIF"),
        "Summer/IMG_0003.avif": picture(6, "AVIF"),
        "Summer/IMG_0004.HEIC": HEIC,
        "Summer/IMG_0004.MOV": MOV,
        "Summer/IMG_0010.mp4": FILM,
        "Summer/IMG_0004.AAE": b"<plist/>",
        "Summer/IMG_0004.xmp": b"<xmp/>",
        "Summer/voice.m4a": SOUND,
        "Summer/letter.pdf": b"%PDF-1.7",
        "Summer/speech.docx": b"PK\3\4" + bytes(40),
        "Summer/names.txt": "Linden, Hafen, Tür".encode(),
        "Summer/IMG_0010.srt": SUBTITLES,
        "Summer/IMG_0001.jpg.json": b"{}",
        "Summer/catalogue.db": b"SQLite format 3\0",
        "Summer/.DS_Store": b"junk",
        "Summer/Thumbs.db": b"junk",
        "Summer/~$speech.docx": b"junk",
        "Summer/Picasa.ini": b"junk",
        "Summer/._IMG_0001.jpg": b"junk",
        "__MACOSX/Summer/._IMG_0001.jpg": b"junk",
        "desktop.ini": b"junk",
    }


def write_folder(files: Files, folder: Path) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def as_zip(files: Files) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


# ── Made to do harm ─────────────────────────────────────────────────────────────────────────


def member(name: bytes, data: bytes, *, method: int = 8, flags: int = 0x800) -> bytes:
    """A local header and the packed data, with nothing checked."""
    packed = deflated(data) if method == 8 else data
    head = (b"PK\3\4", 20, flags, method, 0, 33, zlib.crc32(data), len(packed), len(data))
    return struct.pack("<4s5H3L2H", *head, len(name), 0) + name + packed


def line(
    name: bytes,
    data: bytes,
    offset: int,
    *,
    packed: int | None = None,
    size: int | None = None,
    method: int = 8,
    flags: int = 0x800,
    mode: int = 0o100644,
) -> bytes:
    """A line of the list of contents; `packed` and `size` may lie."""
    packed = len(deflated(data) if method == 8 else data) if packed is None else packed
    size = len(data) if size is None else size
    first = (b"PK\1\2", 0x314, 20, flags, method, 0, 33, zlib.crc32(data), packed, size)
    last = (len(name), 0, 0, 0, 0, mode << 16, offset)
    return struct.pack("<4s6H3L5H2L", *first, *last) + name


def assembled(members: bytes, lines: bytes, count: int = 1) -> io.BytesIO:
    claimed = min(count, 0xFFFF)
    end = (b"PK\5\6", 0, 0, claimed, claimed, len(lines), len(members), 0)
    return io.BytesIO(members + lines + struct.pack("<4s4H2LH", *end))


def one_odd(name: str, data: bytes, **odd: int) -> io.BytesIO:
    """A good picture and beside it one odd member."""
    good, odd_name = picture(), name.encode()
    first = member(b"good.jpg", good)
    method, flags = odd.get("method", 8), odd.get("flags", 0x800)
    second = member(odd_name, data, method=method, flags=flags)
    lines = line(b"good.jpg", good, 0) + line(odd_name, data, len(first), **odd)
    return assembled(first + second, lines, 2)


def million_empty(count: int) -> io.BytesIO:
    return assembled(member(b"x", b""), line(b"x", b"", 0) * count, count)


def one_kernel_bomb(times: int, data: bytes) -> io.BytesIO:
    """Many lines for one member."""
    lines = b"".join(line(b"kernel.jpg", data, 0) for _ in range(times))
    return assembled(member(b"kernel.jpg", data), lines, times)


def quoted_bomb(times: int, data: bytes) -> io.BytesIO:
    """Members of which each reaches over all the next ones to the kernel at the end, as in
    Fifield, "A better zip bomb" (2019)."""
    names = [b"%04d.jpg" % number for number in range(times)]
    heads = [member(name, b"", method=0) for name in names[:-1]]
    members = b"".join(heads) + member(names[-1], data)
    lines, offset = b"", 0
    for name in names:
        packed = len(members) - offset - 30 - len(name)
        lines += line(name, data, offset, packed=packed)
        offset += 30 + len(name)
    return assembled(members, lines, times)


@functools.lru_cache(maxsize=4)
def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
