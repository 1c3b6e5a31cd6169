"""What sort of file something is, and whether it comes in: by what is inside it, and by its name
only where the inside leaves that open.

Everything that has a kind comes in, also what can be kept and not shown. What is left is named: a
program's own files, subtitles, placeholders, and what nobody here knows.
"""

from __future__ import annotations

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.found import Refused
from heartleaf.archive.importers.names import sayable, suffix
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source
from heartleaf.keepsakes.developing.kinds import HEAD, kind_of
from heartleaf.keepsakes.developing.looks import NotKnown

# Recipes of other programs, and the small picture a camera lays beside its film: nothing in them
# is theirs to keep, so nobody is told of them.
SIDECARS = {"aae", "xmp", "thm"}


def _endings(words: str) -> set[str]:
    return set(words.split())


PROGRAMS = _endings(
    "exe dll ocx sys msi com bat cmd ps1 sh jar class so dylib app inf manifest cab"
)
"""Endings of what a computer runs, or needs for it."""

_SUBTITLES = _endings("srt vtt sub ass ssa smi")
_LISTS_OF_CAMERAS = _endings("ifo bup mpl mpls cpi clpi bdm bdmv")  # beside films, on DVD and AVCHD
_TECHNICAL = PROGRAMS | _LISTS_OF_CAMERAS
_TECHNICAL |= _endings(
    "db db3 sqlite sqlite3 ini cfg conf json xml xsl xsd dtd plist css js map properties lock"
    " ico cur icns ttf otf woff woff2 lnk url webloc torrent"
)
_KNOWN = _endings(
    "jpg jpeg jpe jfif png gif webp tif tiff heic heif hif avif jxl bmp jp2 psd"
    " dng cr2 cr3 nef arw orf rw2 raf pef"
    " mp4 m4v mov 3gp 3g2 webm mkv mts m2ts avi mpg mpeg wmv flv"
    " m4a mp3 wav ogg oga opus flac amr caf aac aif aiff wma"
    " pdf doc docx odt rtf txt md pages dcm"
)
_ARCHIVES = (b"PK\3\4", b"PK\5\6", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
# Kinds of which a few bytes or a few words are the only sign: a program's files may have them too.
_EASILY_TAKEN_FOR = {"text", "web", "mail", "svg", "document", "mp3", "aac", "mts"}

OF_NO_USE = {
    *(reasons.UNKNOWN, reasons.NOT_AS_NAMED, reasons.TECHNICAL, reasons.SUBTITLES),
    *(reasons.ARCHIVE, reasons.EMPTY),
}
"""What is refused for what it is, and not because it could not be read."""


def sort_out(source: Source, name: str) -> str | Refused:
    """The kind of a file that comes in, one of `kinds.SORTS`; else why it does not.

    A photograph whose ending was lost or changed on the way still comes in, as what it is.
    """
    if suffix(name) == "icloud":
        return Refused(sayable(name), reasons.IN_ICLOUD)
    try:
        head = source.head(name, HEAD)
        kind = kind_of(head, name)
    except CannotRead as problem:
        return Refused(sayable(name), problem.refused.reason)
    except NotKnown:
        return Refused(sayable(name), _why_not(name, head))
    if kind in _EASILY_TAKEN_FOR and (reason := _by_ending(name)):
        return Refused(sayable(name), reason)
    return kind


def _why_not(name: str, head: bytes) -> str:
    if not head:
        return reasons.EMPTY
    if reason := _by_ending(name):
        return reason
    if head.startswith(_ARCHIVES):
        return reasons.ARCHIVE
    return reasons.NOT_AS_NAMED if suffix(name) in _KNOWN else reasons.UNKNOWN


def _by_ending(name: str) -> str | None:
    if suffix(name) in _SUBTITLES:
        return reasons.SUBTITLES
    return reasons.TECHNICAL if suffix(name) in _TECHNICAL else None
