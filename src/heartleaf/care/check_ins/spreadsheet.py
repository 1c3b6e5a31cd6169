"""Days as CSV (RFC 4180) that spreadsheets open: a column for each question, a line for each day.

It begins with a byte order mark, without which Excel takes UTF-8 for something else; every cell is
quoted. A cell that a spreadsheet would take for a formula begins with an apostrophe here, and so
does one that began with an apostrophe: whoever reads the file takes away one, and has the words.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What begins a formula in one spreadsheet or another, the wide forms of East Asia among them.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")


def as_csv(heading: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([harmless(cell) for cell in line] for line in (heading, *lines))
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as words, whatever it begins with; spaces before it hide nothing."""
    return f"'{cell}" if cell.lstrip(" \u00a0\u3000\ufeff").startswith(BEGINS_A_FORMULA) else cell


def as_written(cell: str) -> str:
    """The other way: what somebody wrote, of a cell of such a file."""
    return cell[1:] if harmless(cell[1:]) == cell else cell
