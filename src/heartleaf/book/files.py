"""What a keepsake's files give to a book beside pictures: words to read, and what is said of the
rest, so that nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from heartleaf.book.unmarked import unmarked_lines
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.plain_text import text_of
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.words import length
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

LONGEST = 40_000
"""Characters of one file: some twenty pages of a small book."""
HEARD = {"sound", "film"}


def beside_pictures(shown: Shown, place: str) -> tuple[list[str], str]:
    """The words of its plain text files, in CommonMark in which nothing is markup; and what is
    said, in one small line, of what a book cannot hold. `place` is what the family's is called."""
    texts = _texts(shown)
    rest = dict.fromkeys(_rest(shown.card.faces, texts, place))
    return [unmarked_lines(words[:LONGEST]) for words in texts.values()], " ".join(rest)


def _rest(files: list[Attachment], texts: dict[str, str], place: str) -> Iterator[str]:
    kept = place or _("Heartleaf")
    for one in files:
        if one.sort in HEARD:
            yield _heard(one, place)
        elif one.media in texts:
            if len(texts[one.media]) > LONGEST:
                yield _("It goes on; the whole is kept in {place}.").format(place=kept)
        elif not one.views:
            yield _("With it belongs a file that cannot be printed; it is kept in {place}.").format(
                place=kept
            )
        elif one.sort == "paper" and one.pages > 1:
            yield _("The first of {count} pages; all of them are kept in {place}.").format(
                count=one.pages, place=kept
            )


def _heard(one: Attachment, place: str) -> str:
    what = _("A sound") if one.sort == "sound" else _("A film")
    where = _("kept in {place}").format(place=place) if place else ""
    return ", ".join(part for part in (what, length(one.seconds), where) if part) + "."


def _texts(shown: Shown) -> dict[str, str]:
    """By the id of the file. One that is too large or cannot be opened is not among them."""
    found = {}
    for one in shown.card.faces:
        if one.type == "text" and (words := _text(one, shown)):
            found[one.media] = words
    return found


def _text(one: Attachment, shown: Shown) -> str:
    media = next((m for m in shown.keepsake.media.all() if str(m.id) == one.media), None)
    try:
        return text_of(one, shown.circle.identity(media.epoch)) if media else ""
    except (SealingError, VaultError):
        return ""
