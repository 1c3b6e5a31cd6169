"""Where still pictures keep their blocks of metadata."""

from __future__ import annotations

import zlib

from heartleaf.keepsakes.developing.layouts import boxes, tiffs
from heartleaf.keepsakes.developing.layouts.motion import film_in
from heartleaf.keepsakes.developing.layouts.windows import Window
from heartleaf.keepsakes.developing.looks import Stretch
from heartleaf.keepsakes.developing.placeless import blocks, films
from heartleaf.keepsakes.developing.placeless.blots import Blots, NotPromised

_XMP, _MORE_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_PROFILES = (b"xml:com.adobe.xmp", b"raw profile type")
_AGAIN = (b"GPSL", b"Exif\0\0")
_MOST_SEGMENTS, _MOST_JPEGS, _MOST_CHUNKS, _MOST_DEPTH = 4096, 32, 100_000, 3


def jpeg(window: Window, blots: Blots, depth: int = 0) -> None:
    """The picture, those that follow it (MPF, gain map), and the film behind it."""
    if depth == 0 and (film := film_in(window)):
        films.film(window.part(*film), blots)
        jpeg(window.part(film.offset + film.size, window.size), blots, depth + 1)
        window = window.part(0, film.offset)
    at = _following_jpeg(window, 0)
    for _ in range(_MOST_JPEGS):
        if at < 0:
            return
        at = _following_jpeg(window, _segments(window, at, blots, depth))
    raise NotPromised


def _exif(window: Window, blots: Blots, depth: int = 0) -> None:
    for preview in blocks.exif(window, blots):
        if depth == _MOST_DEPTH:
            raise NotPromised
        jpeg(preview, blots, depth + 1)


def _segments(window: Window, at: int, blots: Blots, depth: int) -> int:
    """The segments of one JPEG from its beginning (T.81, annex B); where its scans begin."""
    at += 2
    more: list[tuple[bytes, Stretch]] = []
    photoshop: list[Stretch] = []
    for _ in range(_MOST_SEGMENTS):
        head = window.read(at, 4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xDA, 0xD9):
            break
        if head[1] == 0xFF:  # filled up
            at += 1
            continue
        body = window.part(at + 4, int.from_bytes(head[2:4]) - 2)
        name = body.read(0, 40)
        if head[1] == 0xE1 and name.startswith(b"Exif\0"):
            _exif(body.part(6, body.size), blots, depth)
        elif head[1] == 0xE1 and name.startswith(_XMP):
            blocks.xmp(body.part(len(_XMP), body.size), blots)
        elif head[1] == 0xE1 and name.startswith(_MORE_XMP):
            order = body.read(len(_MORE_XMP), 40)  # whose it is, how long it is, where this lies
            rest = Stretch(at + 4 + len(_MORE_XMP) + 40, max(0, body.size - 75))
            more.append((order, rest))
        elif head[1] == 0xED and name.startswith(_PHOTOSHOP):
            photoshop.append(Stretch(at + 4 + 14, max(0, body.size - 14)))
        elif 0xE0 <= head[1] <= 0xEF and _tells_again(body):
            blots.blank(body, 0, body.size)  # provenance (C2PA) and others that tell it again
        at += 2 + max(2, int.from_bytes(head[2:4]))
    else:
        raise NotPromised
    blocks.xmp(window.joined(stretch for _, stretch in sorted(more)), blots)
    blocks.photoshop(window.joined(photoshop), blots)
    return at


def _tells_again(body: Window) -> bool:
    held = body.read(0, 2**16)
    return any(word in held for word in _AGAIN)


def _following_jpeg(window: Window, at: int) -> int:
    """Where after `at` a further JPEG begins with a segment of its own; -1 if none does. In a scan
    a byte 0xFF is never followed by 0xD8."""
    while at < window.size:
        found = window.read(at, 2**20)
        place = found.find(b"\xff\xd8\xff")
        if place >= 0:
            return at + place
        at += max(len(found) - 2, 1) if len(found) == 2**20 else 2**20
    return -1


def png(window: Window, blots: Blots) -> None:
    """Chunks (PNG 3, 11.3); after a change the sum at the end of a chunk is made anew."""
    at = 8
    for _ in range(_MOST_CHUNKS):
        head = window.read(at, 8)
        if len(head) < 8:
            return
        size, before = int.from_bytes(head[:4]), len(blots)
        body, kind = window.part(at + 8, size), head[4:]
        if not size:
            pass
        elif kind == b"eXIf":
            _exif(body, blots)
        elif kind in (b"iTXt", b"zTXt", b"tEXt"):
            kind = _text(window, at, kind, body, blots)
        elif kind in (b"zxIf", b"caBX") and any(body.read(0, size)):
            kind = _unread(window, at, body, blots)  # packed EXIF; provenance (C2PA)
        if len(blots) > before:
            if size > blocks.MOST_BLOCK:
                raise NotPromised
            data = bytearray(kind + body.read(0, size))
            for blot in blots.since(before):
                begins = blot.offset - window.offset(at + 4)
                data[begins : begins + len(blot.data)] = blot.data
            blots.write(window, at + 8 + size, zlib.crc32(data).to_bytes(4))
        at += 12 + size
    raise NotPromised


def _text(window: Window, at: int, kind: bytes, body: Window, blots: Blots) -> bytes:
    """Text with XMP in it, or with EXIF and IPTC as ImageMagick keeps them. What is packed is not
    unpacked but goes as a whole: the chunk becomes one that nobody reads."""
    keyword, _, rest = body.read(0, 128).partition(b"\0")
    if (
        keyword == b"XML:com.adobe.xmp"
        and kind == b"iTXt"
        and rest[:1] == b"\0"
        and rest[2:].count(b"\0") >= 2
    ):
        language, translated, *_ = rest[2:].split(b"\0")
        begins = len(keyword) + 3 + len(language) + 1 + len(translated) + 1
        blocks.xmp(body.part(begins, body.size), blots)
    elif keyword.lower().startswith(_PROFILES) or blocks.names_a_place(keyword):
        return _unread(window, at, body, blots)
    return kind


def _unread(window: Window, at: int, body: Window, blots: Blots) -> bytes:
    blots.write(window, at + 4, b"heAr")
    blots.blank(body, 0, body.size)
    return b"heAr"


def webp(window: Window, blots: Blots) -> None:
    """Chunks of RIFF (RFC 9649, section 2.7)."""
    at = 12
    for _ in range(_MOST_CHUNKS):
        name = window.read(at, 4)
        if len(name) < 4:
            return
        size = window.number(at + 4, 4, "little")
        inside = {b"EXIF": _exif, b"XMP ": blocks.xmp, b"XMP\0": blocks.xmp}.get(name)
        if inside is not None and size:
            inside(window.part(at + 8, size), blots)
        at += 8 + size + size % 2
    raise NotPromised


def tiff(window: Window, blots: Blots) -> None:
    if not tiffs.Tiff(window):
        raise NotPromised
    _exif(window, blots)


def dng(window: Window, blots: Blots) -> None:
    """Of raw files only DNG (tag 50706) keeps its blocks where they are documented."""
    first = next(tiffs.Tiff(window).chain(), None)
    if first is None or 50706 not in first.entries:
        raise NotPromised
    _exif(window, blots)


def heif(window: Window, blots: Blots) -> None:
    """The items that `meta` lists, the film in `mpvd` or behind, and a film beside the still."""
    meta = boxes.inside(window, b"meta")
    if meta is None:
        raise NotPromised
    places = boxes.places(window, meta)
    for number, item in boxes.items(meta).items():
        if item.kind not in boxes.PICTURES:
            _beside_picture(item, places.get(number), blots)
    films.film(window, blots, is_still=True)
    if film := film_in(window):
        films.film(window.part(*film), blots)


def _beside_picture(item: boxes.Item, bytes_of: Window | None, blots: Blots) -> None:
    """An item that is no picture: what cannot be found or read may tell a place."""
    if bytes_of is None or not item.kind:
        raise NotPromised
    if item.kind == b"Exif":
        _exif(bytes_of.part(4 + bytes_of.number(0, 4), bytes_of.size), blots)
    elif item.kind == b"mime" and (item.content is None or item.encoding):
        raise NotPromised
    elif item.kind == b"mime" and item.content == b"application/rdf+xml":
        blocks.xmp(bytes_of, blots)
    elif b"GPSL" in bytes_of.read(0, blocks.MOST_BLOCK):
        blots.blank(bytes_of, 0, bytes_of.size)
