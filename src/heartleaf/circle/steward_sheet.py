"""The steward's sheets: three printed pages with 33 words each, any two of which open."""

from __future__ import annotations

import datetime

from heartleaf.family.dates import VagueDate
from heartleaf.family.printing import Paper, Translate, printed, short
from heartleaf.sealing.sheets import Words

Part = dict[str, str | list[str]]


def steward_sheet_pdf(
    words: Words,
    number: int,
    *,
    place: str,
    name: str,
    made_on: datetime.date,
    address: str = "",
    paper: Paper = "a4",
    language: str = "en",
    translate: Translate = str,
) -> bytes:
    """One page to print: sheet `number` of three, for the steward called `name`. The same
    arguments give the same bytes."""
    date = VagueDate.on(made_on).in_words(language, translate)
    page = {
        "paper": paper,
        "place": short(place),
        "number": number,
        "words": list(words),
        **_sentences(translate, number, short(name), date, address),
    }
    return printed(__package__, "steward_sheet.typ", page, language)


def _sentences(
    translate: Translate, number: int, name: str, date: str, address: str
) -> dict[str, str | list[Part]]:
    _ = translate
    return {
        "title": _("Sheet {number} of three").format(number=number),
        "for": _("For {name}").format(name=name) if name else "",
        "lead": _(
            "Two of these three sheets together open a family’s place, when both parents are gone "
            "or cannot be reached. This one alone opens nothing and says nothing."
        ),
        "note": _(
            "The words in their order are the key; the numbers only help to keep it. They come by "
            "chance from a fixed list and mean nothing. The first four letters of each are enough. "
            "Small or large letters make no difference."
        ),
        "made": _("Made on {date}. Sheets made later take the place of this one.").format(
            date=date
        ),
        "parts": [_how(_, address), _what(_), _without_us(_), _keeping(_)],
    }


def _how(translate: Translate, address: str) -> Part:
    _ = translate
    where = _("On the page where one comes in, choose “I have sheets of a family”.")
    if address:
        where = _(
            "Open `{address}`, and on the page where one comes in choose “I have sheets of a "
            "family”."
        ).format(address=address)
    then = _(
        "Type the words of two sheets. The page says what will open before anything does; then "
        "you make a way in of your own."
    )
    return {"title": _("When the time has come"), "words": f"{where} {then}"}


def _what(translate: Translate) -> Part:
    _ = translate
    return {
        "title": _("What it opens, and what not"),
        "words": _(
            "All that the parents kept together, and what they shared with family and friends. Not "
            "what each parent kept for themselves alone: that stays closed for everyone. A parent "
            "who is still there is told."
        ),
    }


def _without_us(translate: Translate) -> Part:
    _ = translate
    return {
        "title": _("If the program is no longer there"),
        "words": _(
            "These are words of the public standard SLIP-0039, two of three, without a passphrase. "
            "Any tool for it gives back 32 bytes. They are an `age` key "
            "(`age-encryption.org`) once written in Bech32 as `AGE-SECRET-KEY-1…`; with a copy of "
            "the data, `docs/format.md` in the program’s source says the rest."
        ),
    }


def _keeping(translate: Translate) -> Part:
    _ = translate
    return {
        "title": _("Where to keep it"),
        "words": _(
            "Each sheet in another place: one with the steward, one with a notary or in a safe, "
            "one with the family’s papers. Never two in the same drawer."
        ),
    }
