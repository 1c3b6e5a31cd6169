"""The recovery sheet: one printed page with a key, and how to come in with it."""

from __future__ import annotations

import datetime
import re
from itertools import groupby

import segno

from heartleaf.family.dates import VagueDate
from heartleaf.family.printing import Paper, Translate, printed, short

Said = dict[str, str | list[str]]

LAST = 8


def sheet_pdf(
    *,
    key: str,
    place: str,
    made_on: datetime.date,
    paper: Paper = "a4",
    language: str = "en",
    translate: Translate = str,
) -> bytes:
    """One page to print. `key` is an age identity, "AGE-SECRET-KEY-1…"; `place` any text.

    The same arguments give the same bytes; the page carries no other date than `made_on`.
    """
    page = {
        "paper": paper,
        "name": short(place),
        "rows": key_rows(key),
        "code": code_strokes(key),
        **_sentences(translate, VagueDate.on(made_on).in_words(language, translate)),
    }
    return printed(__package__, "sheet.typ", page, language)


def last_part(key: str) -> str:
    """The last eight characters, which a person types back to show that the sheet is on paper."""
    return _bare(key)[-LAST:]


def same_part(typed: str, key: str) -> bool:
    """Whether `typed` is the last part of the key, however it was spaced or capitalised."""
    return _bare(typed) == last_part(key)


def key_rows(key: str) -> list[list[str]]:
    """The key in rows of short groups, as it stands on the sheet; joined, they are the key.

    The first row is what every key begins with, the last row what is typed back.
    """
    opening, rest = key[: key.rindex("1") + 1], key[key.rindex("1") + 1 :]
    body, end = rest[:-LAST], rest[-LAST:]
    groups = [body[place : place + 5] for place in range(0, len(body), 5)]
    rows = [groups[place : place + 5] for place in range(0, len(groups), 5)]
    return [[opening], *rows, [end[:4], end[4:]]]


def code_strokes(key: str) -> dict[str, int | list[list[int]]]:
    """The QR code: how many modules wide, and its dark strokes as [row, first column, length]."""
    code = segno.make_qr(key, error="q")
    strokes = []
    for row, modules in enumerate(code.matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                strokes.append([row, column, length])
            column += length
    return {"size": len(code.matrix), "strokes": strokes}


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _sentences(translate: Translate, date: str) -> dict[str, str | list[Said]]:
    _ = translate
    return {
        "title": _("Recovery sheet"),
        "lead": _(
            "This sheet is a key. It opens all that you can open in this place: when the "
            "passphrase is forgotten, and even when the program is gone."
        ),
        "note": _(
            "Spaces and row numbers are only for the eye. After the first row, 0 is always the "
            "figure and never the letter. The square says the same key to a camera. The last row "
            "is what you type back once, to see that the sheet is good."
        ),
        "code_label": _("The same key, for a camera"),
        "made": _("Made on {date}").format(date=date),
        "parts": [_forgotten(_), _without_us(_), _keeping(_)],
    }


def _forgotten(translate: Translate) -> Said:
    _ = translate
    return {
        "title": _("If the passphrase is forgotten"),
        "words": _(
            "On the page where you come in, choose “Use the printed sheet”. Type the rows above, "
            "or let a phone read the code and copy what it says. Then choose a new passphrase. "
            "The sheet stays good."
        ),
    }


def _without_us(translate: Translate) -> Said:
    _ = translate
    return {
        "title": _("If the program is no longer there"),
        "words": _(
            "You need this key, a copy of the data folder, and two free tools: `age` "
            "(`age-encryption.org`) and `sqlite3`. Write the key into a file: one line, capitals, "
            "no spaces. Then, in the folder of the program’s source:"
        ),
        "commands": ["scripts/open-with-age DATA KEYFILE OUT"],
        "after": _(
            "Everything will lie in `OUT` as plain files. The script is short; it calls "
            "`age -d -i KEYFILE` for one sealed file after another, and `docs/format.md` says how "
            "to do that by hand. Remove the key file afterwards."
        ),
    }


def _keeping(translate: Translate) -> Said:
    _ = translate
    return {
        "title": _("Where to keep it"),
        "words": _(
            "Print it twice, and keep the two in different places, neither beside the computer: "
            "with your papers, in a safe, with someone you trust. Whoever holds this sheet and "
            "the data can read everything you can. If one goes missing, make a new sheet in the "
            "settings and type its last row back. The old one then opens only copies of the data "
            "made before."
        ),
    }
