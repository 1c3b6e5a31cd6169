"""Where everything lies in an export, and what it is called there: plain names that every system
can write (Windows, macOS, FAT), and the same names for the same archive, always.

Nothing here depends on the day on which an export is made. What is *not yet* lies in a folder of
its own by the date until which it is so, also when that date has passed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from heartleaf.archive.importers.names import is_junk

FORMAT = "heartleaf-export/1"

DATA = "data"
FAMILY = "data/family.json"
ME = "data/me.json"
DAMAGED = "data/damaged.json"
SCHEMA = "data/schema"
KEEPSAKES = "data/keepsakes"
NOT_YET = "data/not-yet"
BIN = "data/bin"
CIRCLES = "data/circles"
DRAFTS = "data/drafts"
PAGES = "data/pages"
LETTERBOX = "data/letterbox"
UNDATED = "undated"
EARLIER = "earlier"  # files which only an earlier version of a keepsake speaks of

KEEPSAKE_JSON = "keepsake.json"
CALENDAR_JSON = "calendar.json"
NOTEBOOK_JSON = "notebook.json"

# A part of a path, in bytes of UTF-8; together they stay below what Windows takes for a whole one.
LONGEST = 100
LONGEST_TITLE = 60
LONGEST_ENDING = 16

# Signs that a system forbids; control characters, marks that turn the direction of writing, and
# halves of characters. `%` too: a BagIt manifest gives it a meaning of its own (RFC 8493, 2.1.3).
_FORBIDDEN = re.compile(
    '[<>:"/\\\\|?*%\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff'
    "\ud800-\udfff\ufffe\uffff]+"
)
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\.|$)", re.I
)


def safe(text: str, longest: int = LONGEST) -> str:
    """One part of a path; empty if nothing of it can stand there."""
    plain = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", text))
    plain = _edges(" ".join(plain.split()))
    plain = _edges(_cut(plain, longest - 1))
    return f"_{plain}" if _RESERVED.match(plain.replace(" ", "")) else plain


def safe_file(name: str, instead: str = "file") -> str:
    """A file's own name, made safe; what it ends in stays."""
    whole = safe(name, 4 * LONGEST)
    if is_junk(whole):  # what systems leave about, and whoever unpacks a zip may pass over
        whole = f"_{whole}"
    stem, dot, ending = whole.rpartition(".")
    if not dot or not stem or len(ending.encode()) > LONGEST_ENDING:
        return safe(whole) or instead
    ending = _edges(ending)
    stem = safe(stem, LONGEST - len(ending.encode()) - 1) or instead
    return f"{stem}.{ending}" if ending else stem


def keepsake_folder(
    id: str,
    *,
    placed: str = "",
    date: str = "",
    title: str = "",
    until: str = "",
    closed: bool = False,
    binned: bool = False,
) -> str:
    """`data/keepsakes/2025/2025-05-12 A title 1a2b3c4d`. What is *not yet* says no title, only the
    date until which it is so; what has a vague date stands in its year, and in its month if that
    is known."""
    if closed:
        return "/".join([NOT_YET, " ".join(part for part in (_day(until), id[:8]) if part)])
    where = _where(placed, date)
    name = " ".join(part for part in (where, safe(title, LONGEST_TITLE), id[:8]) if part)
    if binned:
        return f"{BIN}/{name}"
    return f"{KEEPSAKES}/{placed[:4] or UNDATED}/{name}"


def titled_folder(root: str, title: str, id: str) -> str:
    """`data/pages/A title 1a2b3c4d`."""
    name = safe(title, LONGEST_TITLE)
    return f"{root}/{name} {id[:8]}" if name else f"{root}/{id[:8]}"


def circle_folder(kind: str, name: str, id: str) -> str:
    """`data/circles/us`; a circle of the family's own has its name and the beginning of its id."""
    return titled_folder(CIRCLES, name, id) if kind == "own" else f"{CIRCLES}/{kind}"


@dataclass
class Names:
    """The names in one folder: no two that a system without capitals takes for the same."""

    taken: set[str] = field(default_factory=set)

    def take(self, name: str) -> str:
        """This name, or the next free one like it."""
        stem, dot, ending = name.rpartition(".")
        if not dot or not stem:
            stem, ending = name, ""
        number, free = 1, name
        while _alike(free) in self.taken:
            number += 1
            mark = f" ({number})"
            free = _cut(stem, LONGEST - len(mark) - len(ending.encode()) - 1) + mark
            free += f".{ending}" if ending else ""
        self.taken.add(_alike(free))
        return free


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _edges(text: str) -> str:
    return text.strip(" .")


def _cut(text: str, longest: int) -> str:
    """As much of it as fits into so many bytes."""
    return text.encode()[: max(longest, 0)].decode(errors="ignore")


def _where(placed: str, date: str) -> str:
    """The day, or what is known of it: as much of `placed` as its date says."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        return date
    month = re.match(r"(\d{4})-(0[1-9]|1[0-2])(~|$)", date)
    return f"{month[1]}-{month[2]}" if month else placed[:4]


def _day(text: str) -> str:
    return text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else ""
