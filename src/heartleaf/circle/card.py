"""An invitation on paper, for someone who is told nothing by e-mail: one card, with a code for a
camera and the letters for whoever types.
"""

from __future__ import annotations

import segno

from heartleaf.family.printing import Translate, printed, short
from heartleaf.family.sheet import code_strokes


def card_pdf(
    *,
    title: str,
    words: str,
    place: str,
    link: str,
    address: str,
    letters: str,
    until: str,
    language: str = "en",
    translate: Translate = str,
) -> bytes:
    """A page of A5. `address` and `letters` are the parts of `link`; the rest is any text."""
    _ = translate
    card = {
        "title": short(title),
        "words": words,
        "place": short(place),
        "code": code_strokes(link),
        "code_label": _("The same link, for a camera"),
        "address": address.split("://", 1)[-1].rstrip("/"),
        "letters": letters.split("-"),
        "about": _("A private place, in which a family keeps what is dear to them."),
        "camera": _("With a phone, point its camera at the square, and follow what it shows."),
        "typed": _("Or go to this address in any browser,"),
        "then": _("and type these letters there:"),
        "figures": _("0 is always the figure and never the letter, and so is 1."),
        "until": _("Good until {day}, for one person, once.").format(day=until),
        "key": _("Whoever holds this card can come in with it. Please keep it as you would a key."),
    }
    return printed(__package__, "card.typ", card, language)


def code_svg(link: str, label: str) -> str:
    """The code for the page: dark on light also at night, or no camera reads it. `label` is what
    it is called for whoever does not see it."""
    code = segno.make_qr(link, error="m")
    svg = code.svg_inline(
        border=3, dark="#2b2620", light="#f8f6ee", omitsize=True, svgclass="code", title=label
    )
    return str(svg).replace("<svg", '<svg role="img"', 1)
