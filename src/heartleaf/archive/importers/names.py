"""Names of files in what people hand in: made plain, or refused in words."""

from __future__ import annotations

import re
import unicodedata

from heartleaf.archive.importers import limits, reasons

# What systems leave beside the pictures. Nobody put it there, so nobody is told of it.
_JUNK_FILES = {
    *(".ds_store", ".localized", "icon\r", "thumbs.db", "ehthumbs.db", "desktop.ini"),
    *(".nomedia", ".directory", "picasa.ini", ".picasa.ini"),
}
_JUNK_STARTS = ("._", "~$", ".~lock.")  # of macOS; of Word and LibreOffice while a file is open
_JUNK_FOLDERS = {"__macosx", "@eadir", "$recycle.bin", ".thumbnails", ".trashes", ".fseventsd"}
_NUMBER = re.compile("([0-9]+)")
_DRIVE = re.compile(r"[A-Za-z]:")
# Control characters, lone surrogates and marks that turn the direction of writing: none may reach
# a screen or a log inside a name.
_UNSAYABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def in_zip(name: str) -> str:
    """A member's name as a plain relative one. Old Windows zips write `\\` for `/`."""
    return plain(name.replace("\\", "/"))


def plain(name: str) -> str:
    """NFC, nothing unsayable, no `.` steps and no doubled slashes. `..` and a first `/` stay, so
    that `trouble` can see them."""
    steps = unicodedata.normalize("NFC", _UNSAYABLE.sub("\ufffd", name)).split("/")
    kept = "/".join(step for step in steps if step not in ("", "."))
    return "/" + kept if name.startswith("/") else kept


def sayable(name: str) -> str:
    """A name short and plain enough to be shown, whatever it was."""
    shown = _UNSAYABLE.sub("\ufffd", name)
    return shown if len(shown) <= 200 else shown[:120] + " … " + shown[-60:]


def trouble(name: str) -> str | None:
    """Why a plain name from an archive is not accepted, or None."""
    steps = name.split("/")
    if not name:
        return reasons.NO_NAME
    if name.startswith("/") or _DRIVE.match(name):
        return reasons.ABSOLUTE
    if ".." in steps:
        return reasons.CLIMBS
    return too_long(name)


def too_long(name: str) -> str | None:
    if len(name) > limits.NAME:
        return reasons.LONG_NAME
    return reasons.TOO_DEEP if name.count("/") >= limits.DEPTH else None


def is_junk(name: str) -> bool:
    *folders, last = name.lower().split("/")
    return (
        last in _JUNK_FILES
        or last.startswith(_JUNK_STARTS)
        or any(folder in _JUNK_FOLDERS for folder in folders)
    )


def suffix(name: str) -> str:
    """The ending in small letters, without the dot; "" if there is none."""
    last = name.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last[1:] else ""


def in_order(name: str) -> tuple[list[list[str | int]], str]:
    """To sort by, as a person would: folder by folder, IMG_2 before IMG_10, a like A."""
    steps = [_NUMBER.split(step.casefold()) for step in name.split("/")]
    return [[int(p) if n % 2 else p for n, p in enumerate(step)] for step in steps], name
