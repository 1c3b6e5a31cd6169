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
    "jpg",
    "jpeg",
    "jpe",
    "jfif",
    "png",
    "webp",
    "heic",
    "heif",
    "hif",
    "avif",
    "gif",
    "tif",
    "tiff",
}
_OTHERS = {
    reasons.FILM: "mov mp4 m4v avi mkv webm 3gp 3g2 mpg mpeg wmv mts m2ts flv srt vtt",
    reasons.SOUND: "m4a mp3 wav aac ogg oga opus flac amr caf aif aiff wma",
    reasons.PAPER: "pdf doc docx odt rtf txt md pages xls xlsx ods csv ppt pptx odp htm html eml",
    reasons.OTHER_PICTURE: "bmp svg psd jxl jp2 ico dng cr2 cr3 nef arw orf rw2 raf pef dcm xcf",
    reasons.IN_ICLOUD: "icloud",
}
_BY_SUFFIX = {ending: why for why, endings in _OTHERS.items() for ending in endings.split()}
_HEIF = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"}
_AVIF = {b"avif", b"avis"}


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
    return None if picture(head) else _what_else(name, head)


def picture(head: bytes) -> str | None:
    """The format of a picture by its first 64 bytes: its usual ending, or None."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "tiff"
    return _iso_picture(head)


def is_picture_name(name: str) -> bool:
    return suffix(name) in _PICTURES


def _iso_picture(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}
    # A film from a phone may list `mif1` among its compatible brands, so the first brand decides
    # whether it is a picture at all.
    if head[8:12] not in _HEIF | _AVIF:
        return None
    return "avif" if brands & _AVIF else "heic"


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
