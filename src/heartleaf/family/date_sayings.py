"""What is said when a date cannot be read: each names a way on, none repeats what was typed."""

from __future__ import annotations


class CannotRead(ValueError):
    """The words are not a date. Its text is a whole sentence for the person who wrote them.

    The sentence is one of those below, unchanged, so a page can look it up in its translations.
    """


def gettext_noop(message: str) -> str:
    """Marks a sentence to be collected for translation; it is translated where it is shown."""
    return message


NOT_A_DATE = gettext_noop(
    "That could not be read as a date. You may write “12 May 2025”, “May 2025”, "
    "“about spring 2025”, “between 3 and 9 May 2025”, “at 20 weeks” or “unknown”."
)
DAY_OR_MONTH = gettext_noop(
    "That could be read as two different days. Please write the month as a word, "
    "such as “12 May 2025”."
)
NEEDS_YEAR = gettext_noop("Please add the year, such as “12 May 2025” or “about 2025”.")
WHOLE_YEAR = gettext_noop("Please write the year with all four figures, such as 2025.")
NO_SUCH_DAY = gettext_noop("That month has no such day. Please look at it once more.")
NO_SUCH_MONTH = gettext_noop("There is no such month. You may write it as a word, “May 2025”.")
YEAR_OUTSIDE = gettext_noop("The year can be any from 1850 to 2200.")
WEEKS_OUTSIDE = gettext_noop(
    "Weeks can be any from 0 to 45, with up to 6 days: “20 weeks” or “20+3”."
)
WEEKS_AND_DATES = gettext_noop("Please write both ends as dates, or both as weeks.")

MEANT_AS_DATES = {DAY_OR_MONTH, WHOLE_YEAR, NO_SUCH_DAY, NO_SUCH_MONTH}
