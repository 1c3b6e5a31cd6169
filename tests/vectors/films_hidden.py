"""Small films, and stills that hide one as each maker does."""

from __future__ import annotations

import io
import struct

import av
from PIL import Image

from tests.vectors.heics import box, full

PLACE = b"+48.2085+016.3721/"
"""ISO 6709, as phones write it."""


def film(kind: str = "mp4") -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as made:
        stream = made.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for step in range(5):
            image = Image.new("RGB", (64, 48), (50 * step, 90, 120))
            for packet in stream.encode(av.VideoFrame.from_image(image)):
                made.mux(packet)
        for packet in stream.encode(None):
            made.mux(packet)
    return file.getvalue()


def telling(*, in_udta: bool = True, in_keys: bool = True, in_loci: bool = True) -> bytes:
    """A film (its index last, so that it can grow) that tells its place in three ways."""
    made = film()
    at = made.index(b"moov") - 4
    moov = made[at + 8 : at + int.from_bytes(made[at : at + 4])]
    beside = b""
    udta = box(b"\xa9nam", struct.pack(">HH", 6, 0x55C4), b"Samuel")
    if in_udta:
        udta += box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7), PLACE)
    if in_loci:
        numbers = struct.pack(">iii", 16 << 16, 48 << 16, 0)
        udta += full(b"loci", 0, 0, b"\x15\xc7Wien\0\0", numbers, b"earth\0\0")
    if in_keys:
        word = b"com.apple.quicktime.location.ISO6709"
        other = b"com.apple.quicktime.make"
        keys = full(b"keys", 0, 0, struct.pack(">I", 2), box(b"mdta", other), box(b"mdta", word))
        values = [(1, b"Apple"), (2, PLACE)]
        listed = [
            box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0), value))
            for number, value in values
        ]
        handler = full(b"hdlr", 0, 0, bytes(4), b"mdta", bytes(13))
        beside = box(b"meta", handler, keys, box(b"ilst", *listed))
    return made[:at] + box(b"moov", moov, box(b"udta", udta), beside)


def with_way(made: bytes) -> bytes:
    """The same film, its track said to be one of a maker's own measurements."""
    return made.replace(b"vide", b"meta").replace(b"avc1", b"gpmd")


def google(still: bytes, hidden: bytes, *, container: bool) -> bytes:
    """`still` is a JPEG; the XMP goes in front of its other segments."""
    if container:
        said = (
            '<rdf:Description GCamera:MotionPhoto="1"><Container:Directory><rdf:Seq>'
            '<rdf:li><Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/></rdf:li>'
            '<rdf:li><Container:Item Item:Mime="video/mp4" Item:Semantic="MotionPhoto" '
            f'Item:Length="{len(hidden)}" Item:Padding="0"/></rdf:li>'
            "</rdf:Seq></Container:Directory></rdf:Description>"
        )
    else:
        said = (
            '<rdf:Description GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" '
            f'GCamera:MicroVideoOffset="{len(hidden)}"/>'
        )
    packet = b"http://ns.adobe.com/xap/1.0/\0" + said.encode()
    segment = b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet
    return still[:2] + segment + still[2:] + hidden


def samsung(still: bytes, hidden: bytes) -> bytes:
    """A trailer of blocks with a directory behind them (ExifTool, Samsung trailer)."""
    name = b"MotionPhoto_Data"
    block = b"\0\0\x30\x0a" + struct.pack("<I", len(name)) + name + hidden
    entry = b"\0\0\x30\x0a" + struct.pack("<II", len(block), len(block))
    directory = b"SEFH" + struct.pack("<II", 107, 1) + entry
    return still + block + directory + struct.pack("<I", len(directory)) + b"SEFT"
