"""A PDF that was cut off, given an end again: what PDFium finds pages by stands in its last lines.

PDFium itself looks for lost objects, but not for the one all hang from (ISO 32000-1, 7.5 and 7.7).
"""

from __future__ import annotations

import re

MOST_BYTES = 64 * 2**20
MOST_OBJECTS = 200_000
MOST_PAGES = 5_000

_OBJECT = re.compile(rb"(\d{1,7})[ \r\n]{1,4}(\d{1,5})[ \r\n]{1,4}obj\b")
_PAGE = re.compile(rb"/Type[ \r\n]{0,4}/Page\b")
_HEAD = 2048
"""How far into an object its type is looked for."""


def mended(data: bytes) -> bytes | None:
    """The same with a catalogue of every page in it, in the order they stand; None if there are
    none, or they are packed away."""
    pages: list[bytes] = []
    last = 0
    for count, found in enumerate(_OBJECT.finditer(data)):
        if count == MOST_OBJECTS or len(pages) == MOST_PAGES:
            break
        last = max(last, int(found[1]))
        head = data[found.end() : found.end() + _HEAD].partition(b"endobj")[0]
        if _PAGE.search(head):
            pages.append(b"%b %b R" % (found[1], found[2]))
    if not pages:
        return None
    catalogue, tree, kids = last + 1, last + 2, b" ".join(pages)
    return b"".join(
        (
            data,
            b"\nendobj\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (catalogue, tree),
            b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%b]>>\nendobj\n" % (tree, len(pages), kids),
            b"trailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (catalogue, tree + 1),
        )
    )
