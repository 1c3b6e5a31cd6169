"""What a file is, by its first bytes, whatever it is called; its name decides only among files
that begin alike, and for papers that begin like nothing.

Signatures: JPEG ITU-T T.81; PNG; GIF89a; TIFF 6.0; RFC 9649 (WebP); ISO/IEC 14496-12 `ftyp` and
23008-12 (HEIF); ISO/IEC 18181-2 (JPEG XL); RFC 9559 (Matroska, WebM); RFC 3533 (Ogg); RFC 9639
(FLAC); RFC 4867 (AMR); Apple Core Audio Format; ID3v2 and ISO/IEC 11172-3 (MP3); ISO/IEC 13818-1
(transport stream); ISO 32000 (PDF); DICOM PS3.10.
"""

from __future__ import annotations

from typing import Literal

from heartleaf.keepsakes.developing.looks import NotKnown

Sort = Literal["picture", "film", "sound", "paper", "ultrasound"]

HEAD = 4096
"""How many first bytes are enough."""

_KINDS: dict[Sort, str] = {
    "picture": "jpeg png gif webp tiff heic avif jxl raw bmp jp2 psd svg",
    "film": "mp4 mov 3gp webm mkv mts avi mpeg wmv flv",
    "sound": "m4a mp3 wav ogg weba flac amr caf aac aiff wma",
    "paper": "pdf document text web mail",
    "ultrasound": "dicom",
}
SORTS = {kind: sort for sort, kinds in _KINDS.items() for kind in kinds.split()}
"""Every kind, and what sort of thing it is."""

UNSHOWN = frozenset({"svg", "document", "text", "web", "mail"})
"""Known, kept, and never shown: they may hold a script, or need a program of their own."""

TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
}
"""The media types of pictures that may move."""

_STARTS = {
    b"\xff\xd8\xff": "jpeg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"II+\0": "tiff",
    b"MM\0+": "tiff",
    b"\xff\x0a": "jxl",
    b"\0\0\0\x0cJXL \r\n\x87\n": "jxl",
    b"\0\0\0\x0cjP  \r\n\x87\n": "jp2",
    b"\xff\x4f\xff\x51": "jp2",
    b"8BPS": "psd",
    b"FUJIFILMCCD-RAW": "raw",
    b"IIRO": "raw",
    b"IIRS": "raw",
    b"IIU\0": "raw",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"#!AMR": "amr",
    b"caff": "caf",
    b"ID3": "mp3",
    b"FLV\1": "flv",
    b"\0\0\1\xba": "mpeg",
    b"\0\0\1\xb3": "mpeg",
    b"%PDF-": "pdf",
    b"{\\rtf": "document",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "document",
}
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_ASF = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"

_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_BRANDS = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a", b"crx ": "raw"}

_RAWS = "dng cr2 cr3 crw nef nrw arw srf sr2 orf rw2 raf pef srw dcr kdc 3fr iiq"
_DOCUMENTS = "docx odt pages xlsx ods numbers pptx odp key epub"
_NAMED = {
    **{"txt": "text", "md": "text", "csv": "text", "eml": "mail"},
    **{"htm": "web", "html": "web", "xhtml": "web", "svg": "svg"},
    **{"wma": "wma", "mpg": "mpeg", "mpeg": "mpeg"},
}


def sort_of(kind: str) -> Sort:
    return SORTS[kind]


def kind_of(head: bytes, name: str = "") -> str:
    """The kind of a file, from its first HEAD bytes (or all there are) and its name. Raises
    NotKnown."""
    ending = name.rpartition(".")[2].lower()
    kind = _by_start(head) or _by_place(head) or _by_words(head, ending)
    if kind is None:
        raise NotKnown
    return "raw" if kind == "tiff" and ending in _RAWS.split() else kind


def _by_start(head: bytes) -> str | None:
    """An ultrasound may begin like a TIFF, so that programs for either can open it (DICOM PS3.10,
    7.1)."""
    if head[128:132] == b"DICM":
        return "dicom"
    return next((kind for start, kind in _STARTS.items() if head.startswith(start)), None)


def _by_place(head: bytes) -> str | None:
    """By what stands further on than at the very beginning."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _by_brands(head)
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"} and head[0] < 0x20:
        return "mov"  # before there was `ftyp`; a letter may begin with "The free"
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "aiff"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "mkv"
    if head[:6] in {b"\x08\0\0\0\4\0", b"\x08\0\5\0\x0a\0"}:
        return "dicom"
    if head[:8] == _ASF:
        return "wmv"
    if _begins_packets(head, 0, 188) or _begins_packets(head, 4, 192):
        return "mts"
    return _by_frame(head) or ("pdf" if b"%PDF-" in head[:1024] else None)


def _by_brands(head: bytes) -> str:
    """Of pictures and films the first brand decides: a phone's film may list a picture's behind
    its own. `mif1` and the like say picture and leave open which."""
    size = max(16, min(int.from_bytes(head[:4]), 512))
    first, *others = [head[at : at + 4] for at in range(8, size, 4) if at != 12]
    if first in _AVIF or (first in {b"mif1", b"msf1"} and _AVIF.intersection(others)):
        return "avif"
    if first in _HEIC:
        return "heic"
    return _BRANDS.get(first) or ("3gp" if first[:3] in {b"3gp", b"3g2"} else "mp4")


def _begins_packets(head: bytes, first: int, apart: int) -> bool:
    """Three in a row begin alike: of letters that begin with a G, some have another further on."""
    return {head[first + at : first + at + 1] for at in (0, apart, 2 * apart)} == {b"\x47"}


def _by_frame(head: bytes) -> str | None:
    """MP3 and AAC may begin with a frame: eleven set bits, then numbers that not all are used.
    Layer I is not: nobody kept sounds in it, and every text in UTF-16 begins like it."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    layer, rate, sampling = head[1] & 0x06, head[2] >> 4, head[2] & 0x0C
    known = head[1] & 0xE0 == 0xE0 and layer in (2, 4) and 0 < rate < 15 and sampling != 0x0C
    return "mp3" if known else None


def _by_words(head: bytes, ending: str) -> str | None:
    """What begins like nothing else, or like a zip: here the name says what it is."""
    if head[:2] == b"BM" and ending in {"bmp", "dib"}:
        return "bmp"
    if ending in {"dcm", "dicom"} and head[:2] in {b"\x08\0", b"\0\x08", b"\2\0"}:
        return "dicom"  # from before files had a beginning of their own: its first group
    if head[:4] == b"PK\3\4":
        by_first = head[30:38] == b"mimetype" or head[30:49] == b"[Content_Types].xml"
        return "document" if by_first or ending in _DOCUMENTS.split() else None
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head[2:].replace(b"\0", b"")  # UTF-16: enough of it is legible so
    if not head or b"\0" in head:
        return None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if b"<svg" in start:
        return "svg"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "web"
    return _NAMED.get(ending)
