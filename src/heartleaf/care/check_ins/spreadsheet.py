"""Days as CSV (RFC 4180) that spreadsheets open: a column for each question, a line for each day.

It begins with a byte order mark, without which Excel takes UTF-8 for something else; every cell is
quoted. A spreadsheet splits where its language does, at `,` or `;` or tabs, whatever the file says,
and then cuts cells apart at such a sign, or where a line ends in one. So wherever a cell could
begin, what begins a formula has an apostrophe before it, and so has an apostrophe: whoever reads
the file takes away one there, and has the words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from heartleaf.care.check_ins.saying import answer_in_words, ends_of
from heartleaf.care.check_ins.section import SLIDER, CheckIn, CheckIns, Question

# Where a cell begins, for one spreadsheet or another, with what hides nothing; then what begins a
# formula, the wide forms of East Asia among it. As that may be missing, each letter is read once.
_BEGINS = r"(?:[,;\t\r\n]|\A)[\s\"\ufeff]*+"
_FORMULA = re.compile(rf"({_BEGINS})([=+\-@＝＋－＠']?)")
_HARMLESS = re.compile(rf"({_BEGINS})'?")


def days_as_csv(section: CheckIns, split: str = ",") -> bytes:
    """Everything that was said, a line for each day."""
    questions = [*section.asked, *section.aside]
    heading = [_("Day"), *map(_column, questions), _("Note")]
    lines = (
        [on, *(_cell(one, there) for one in questions), there.note]
        for on, there in sorted(section.days.items())
    )
    return as_csv(heading, lines, split)


def _column(question: Question) -> str:
    """A position on a line stands in the file as a number, so its heading says what it means."""
    if question.answered != SLIDER:
        return question.words
    low, high = ends_of(question)
    return f"{question.words} (1 = {low}, 7 = {high})"


def _cell(question: Question, there: CheckIn) -> str:
    answer = there.said.get(question.id, "")
    return answer if question.answered == SLIDER else answer_in_words(question, answer)


def as_csv(heading: Sequence[str], lines: Iterable[Sequence[str]], split: str = ",") -> bytes:
    """`split` is what stands between cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, delimiter=split)
    writer.writerows([harmless(cell) for cell in line] for line in (heading, *lines))
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as words, wherever it is cut apart."""
    return _FORMULA.sub(lambda found: found[1] + (f"'{found[2]}" if found[2] else ""), cell)


def as_written(cell: str) -> str:
    """The other way: what somebody wrote, of a cell of such a file."""
    return _HARMLESS.sub(r"\1", cell)
