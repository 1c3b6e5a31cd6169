"""What was said of a day, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from heartleaf.care.check_ins.saying import Sayings
from heartleaf.care.check_ins.section import COLOUR, COLOURS, CheckIn, CheckIns

LIST = '<dl class="said">{}</dl>'
LINE = '<div><dt dir="auto">{}</dt><dd dir="auto">{}{}</dd></div>'
SWATCH = '<span class="disc c-{}"></span>'
NOTE = '<p class="words" dir="auto">{}</p>'


class Shown:
    """Shows days one by one, by the questions of their section. A year of them stands on a page, so
    their words are put together here: a template would take ten times as long."""

    def __init__(self, section: CheckIns) -> None:
        self._questions = section.questions
        self.sayings = Sayings(section.questions)

    def of(self, there: CheckIn) -> SafeString:
        lines = format_html_join("", LINE, self._lines(there))
        answers = format_html(LIST, lines) if lines else lines
        note = format_html(NOTE, _lines_of(there.note)) if there.note else ""
        return format_html("{}{}", answers, note)

    def _lines(self, there: CheckIn) -> Iterator[tuple[str, SafeString | str, SafeString]]:
        for one in self._questions:
            if said := there.said.get(one.id, ""):
                is_colour = one.answered == COLOUR and said in COLOURS
                swatch = format_html(SWATCH, said) if is_colour else ""
                yield one.words, swatch, _lines_of(self.sayings.of(one, said))


def _lines_of(words: str) -> SafeString:
    """Words with the lines they were written in."""
    return mark_safe(escape(words).replace("\n", "<br>"))  # noqa: S308  # escaped just here
