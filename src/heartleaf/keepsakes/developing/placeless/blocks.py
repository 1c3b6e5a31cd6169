"""The place inside a block of metadata: EXIF (and TIFF), XMP, IPTC, Photoshop's resources."""

from __future__ import annotations

import base64
import re

from heartleaf.keepsakes.developing.layouts.tiffs import GPS, Directory, Tiff
from heartleaf.keepsakes.developing.layouts.windows import Window
from heartleaf.keepsakes.developing.placeless.blots import Blots, NotPromised

MOST_BLOCK = 32 * 2**20

_XMP, _IPTC, _PHOTOSHOP = 0x02BC, 0x83BB, 0x8649
_GEO = (33550, 33922, 34264, 34735, 34736, 34737)
"""Tags of GeoTIFF 1.1, section 7: where on Earth a scan lies."""
_PREVIEWS = ((0x0201, 0x0202), (273, 279))
"""Tags that say where a JPEG lies inside a TIFF, and how long it is (EXIF 2.32, TIFF 6.0)."""


def exif(window: Window, blots: Blots) -> list[Window]:
    """Empty the GPS directory and all it points to; then look into the blocks inside this one.
    Returns the JPEGs inside it, which have blocks of their own."""
    previews: list[Window] = []
    if window.read(0, 6) == b"Exif\0\0":
        window = window.part(6, window.size)
    tiff = Tiff(window)
    if not tiff and any(window.read(0, MOST_BLOCK)):
        raise NotPromised  # whoever looks further may find where it begins
    for led_by, directory in tiff.everything():
        if led_by == GPS:
            for entry in directory.entries.values():
                blots.blank(window, entry.at, entry.size)
            blots.blank(window, directory.at, directory.size + (8 if tiff.big else 4))
            continue
        for tag in _GEO:
            if told := directory.entries.get(tag):
                blots.blank(window, told.at, told.size)
        for tag, inside in ((_XMP, xmp), (_IPTC, iptc), (_PHOTOSHOP, photoshop)):
            if held := directory.entries.get(tag):
                inside(window.part(held.at, held.size), blots)
        previews += _previews(tiff, directory)
    if not tiff.is_followed:
        raise NotPromised
    return previews


def _previews(tiff: Tiff, directory: Directory) -> list[Window]:
    found = []
    for begins, sizes in _PREVIEWS:
        places = tiff.numbers(directory.entries.get(begins))
        lengths = tiff.numbers(directory.entries.get(sizes))
        found += [tiff.window.part(*place) for place in zip(places, lengths, strict=False)]
    return [window for window in found[:64] if window.read(0, 3) == b"\xff\xd8\xff"]


_NAME = (
    rb"(?:gps\w*|location\w*|sublocation|city|state|provincestate|country\w*|worldregion"
    rb"|lat(?:itude)?|lon(?:g(?:itude)?)?)"
)
_BEGINS = re.compile(rb"(?i)<((?:[\w.-]{1,64}:)?" + _NAME + rb")(?=[\s/>])")
_ATTRIBUTE = re.compile(
    rb"(?i)(?<=\s)(?!xmlns:)(?:[\w.-]{1,64}:)?" + _NAME + rb"\s{0,16}=\s{0,16}([\"'])"
)
_WHOLE_NAME = re.compile(rb"(?i)(?:[\w.-]{1,64}:)?" + _NAME)


def names_a_place(word: bytes) -> bool:
    return _WHOLE_NAME.fullmatch(word) is not None


def xmp(window: Window, blots: Blots) -> None:
    """Write spaces over every property that names a place (XMP part 1 and 2; IPTC Photo Metadata
    2023, under whatever prefix). What is not in bytes of one each is written over as a whole."""
    if window.size > MOST_BLOCK:
        raise NotPromised
    packet = window.read(0, window.size)
    _refuse_pictures(packet)
    if b"\0" in packet.rstrip(b"\0"):
        blots.blank(window, 0, window.size, b" ")
        return
    at = 0
    while found := _BEGINS.search(packet, at):
        at = _end_of(packet, found[1], found.end())
        blots.blank(window, found.start(), at - found.start(), b" ")
    at = 0
    while told := _ATTRIBUTE.search(packet, at):
        closes = packet.find(told[1], told.end())
        at = closes + 1 if closes >= 0 else len(packet)
        blots.blank(window, told.start(), at - told.start(), b" ")


_PICTURE = re.compile(rb"/9j/[A-Za-z0-9+/=\s&#;]*")
"""A JPEG in letters (base 64): thumbnails, and the original that a phone keeps beside its own."""


def _refuse_pictures(packet: bytes) -> None:
    """One with EXIF of its own cannot be mended where it stands."""
    for found in _PICTURE.finditer(packet):
        letters = re.sub(rb"&#x\w;|[^A-Za-z0-9+/]", b"", found[0])  # lines are broken by a number
        if b"Exif\0\0" in base64.b64decode(letters[: len(letters) // 4 * 4]):
            raise NotPromised


def _end_of(packet: bytes, name: bytes, at: int) -> int:
    """Where an element ends that began with this name: at its own end, or at its last word."""
    closes = packet.find(b">", at)
    if closes < 0:
        return len(packet)
    if packet[closes - 1 : closes] == b"/":
        return closes + 1
    ends = packet.find(b"</" + name, closes)
    closes = packet.find(b">", ends) if ends >= 0 else -1
    return closes + 1 if closes >= 0 else len(packet)


_PLACES_IN_IPTC = {26, 27, 90, 92, 95, 100, 101}
"""City, sublocation, state, country, and what the content is about (IIM 4.2, record 2)."""


def iptc(window: Window, blots: Blots) -> None:
    at = 0
    for _ in range(10_000):
        head = window.read(at, 5)
        if len(head) < 5 or head[0] != 0x1C:
            return
        size = int.from_bytes(head[3:5])
        if size & 0x8000:  # a length of its length follows; nothing a place would need
            return blots.blank(window, at, window.size)
        if head[1] == 2 and head[2] in _PLACES_IN_IPTC:
            blots.blank(window, at + 5, size, b" ")
        at += 5 + size
    return None


def photoshop(window: Window, blots: Blots) -> None:
    """Resources of Photoshop: 0x0404 is IPTC, 0x0422 EXIF, 0x0424 XMP."""
    at = 0
    for _ in range(4096):
        head = window.read(at, 7)
        if head[:4] != b"8BIM" or len(head) < 7:
            return
        begins = at + 7 + head[6] + (head[6] + 1) % 2
        size = window.number(begins, 4)
        inside = {0x0404: iptc, 0x0422: exif, 0x0424: xmp}.get(int.from_bytes(head[4:6]))
        if inside is not None:
            inside(window.part(begins + 4, size), blots)
        at = begins + 4 + size + size % 2
