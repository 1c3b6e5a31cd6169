"""What sort of file something is: by its ending first, then by its first bytes.

Signatures: JPEG ITU-T T.81, PNG, GIF89a, RFC 9649 (WebP), TIFF 6.0, ISO/IEC 14496-12 `ftyp`.
"""

from __future__ import annotations

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.names import suffix
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source

HEAD = 64
SIDECARS = {"aae", "xmp"}  # recipes of other programs; nothing in them is theirs to keep

_PICTURES = {
    *("jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "tif", "tiff"),
    *("heic", "heif", "hif", "avif"),
}
_OTHERS = {
    reasons.FILM: "mov mp4 m4v avi mkv webm 3gp 3g2 mpg mpeg wmv mts m2ts flv srt vtt",
    reasons.SOUND: "m4a mp3 wav aac ogg oga opus flac amr caf aif aiff wma",
    reasons.PAPER: "pdf doc docx odt rtf txt md pages xls xlsx ods csv ppt pptx odp htm html eml",
    reasons.OTHER_PICTURE: "bmp svg psd jxl jp2 ico dng cr2 cr3 nef arw orf rw2 raf pef dcm xcf",
    reasons.IN_ICLOUD: "icloud",
}
_BY_SUFFIX = {ending: why for why, endings in _OTHERS.items() for ending in endings.split()}
_JPEG, _PNG, _GIF = (b"\xff\xd8\xff",), (b"\x89PNG\r\n\x1a\n",), (b"GIF87a", b"GIF89a")
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SIGNATURES = _JPEG + _PNG + _GIF + _TIFF
_STILL_BRANDS = {
    *(b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"),
    *(b"mif1", b"msf1", b"avif", b"avis"),
}


def why_not(source: Source, name: str) -> str | None:
    """None if this is a picture that can be brought in, else the reason it is not.

    A known other ending decides alone, unopened. Everything else is judged by its first bytes,
    so that a photograph whose ending was lost on the way still comes in.
    """
    if reason := _BY_SUFFIX.get(suffix(name)):
        return reason
    try:
        head = source.head(name, HEAD)
    except CannotRead as problem:
        return problem.refused.reason
    return None if is_picture(head) else _what_else(name, head)


def is_picture(head: bytes) -> bool:
    """Whether a file is a JPEG, PNG, GIF, TIFF, WebP, HEIC or AVIF, by its first 64 bytes.

    Of HEIC and AVIF the first brand decides: a film from a phone may list theirs behind its own.
    """
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    if head[4:8] == b"ftyp":
        return head[8:12] in _STILL_BRANDS
    return head.startswith(_SIGNATURES)


def is_picture_name(name: str) -> bool:
    return suffix(name) in _PICTURES


def _what_else(name: str, head: bytes) -> str:
    if not head:
        return reasons.EMPTY
    if head[4:8] == b"ftyp":
        return reasons.OTHER_PICTURE if head[8:11] == b"crx" else reasons.FILM
    if head.startswith(b"%PDF"):
        return reasons.PAPER
    if head.startswith((b"PK\3\4", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return reasons.ARCHIVE
    return reasons.NOT_A_PICTURE if is_picture_name(name) else reasons.UNKNOWN
