"""What was said of a day, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from heartleaf.care.check_ins.saying import Sayings
from heartleaf.care.check_ins.section import COLOUR, COLOURS, CheckIn, CheckIns

LIST = '<dl class="said">{}</dl>'
LINE = '<div><dt dir="auto">{}</dt><dd dir="auto">{}{}</dd></div>'
SWATCH = '<span class="disc c-{}"></span>'
NOTE = '<p class="words" dir="auto">{}</p>'
# A day in a list: its date, what falls on it, and what was said of it.
ENTRY = '<article class="entry"><p class="when">{}</p><div>{}{}</div></article>'
TIME = '<time datetime="{}">{}</time>'
TITLE = '<p class="title" dir="auto">{}</p>'


class Shown:
    """Shows days one by one, by the questions of their section. A year of them stands on a page, so
    their words are put together here: a template would take ten times as long."""

    def __init__(self, section: CheckIns) -> None:
        self._questions = section.questions
        self.sayings = Sayings(section.questions)

    def of(self, there: CheckIn) -> SafeString:
        lines = "".join(self._lines(there))
        answers = LIST.format(lines) if lines else ""
        note = NOTE.format(_lines_of(there.note)) if there.note else ""
        return mark_safe(f"{answers}{note}")  # noqa: S308  # each part is escaped below

    def _lines(self, there: CheckIn) -> Iterator[str]:
        for one in self._questions:
            if said := there.said.get(one.id, ""):
                is_colour = one.answered == COLOUR and said in COLOURS
                swatch = SWATCH.format(said) if is_colour else ""
                yield LINE.format(escape(one.words), swatch, _lines_of(self.sayings.of(one, said)))


def entry(iso: str, date: str, href: str, matters: list[str], said: SafeString | str) -> str:
    """A day in a list, as HTML; without `href` it leads nowhere."""
    when = TIME.format(iso, escape(date))
    when = f'<a href="{escape(href)}">{when}</a>' if href else when
    return ENTRY.format(when, "".join(TITLE.format(escape(one)) for one in matters), said)


def _lines_of(words: str) -> str:
    """Words, escaped, with the lines they were written in."""
    return escape(words).replace("\n", "<br>")
