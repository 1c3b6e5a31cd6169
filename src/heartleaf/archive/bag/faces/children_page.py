"""The children of the family, each with what is known of their days."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.writing import NOTHING, Leaf, joined, words
from heartleaf.family.facts import Child
from heartleaf.family.words import Words, name_of, said

FIGURES = re.compile(r"\d+(\s*[+/.,–-]\s*\d+)?")
PATH = f"{READ}/children.html"


def entries(walk: Walk) -> Iterator[Entry]:
    facts = walk.person.facts
    if not facts.children:
        return
    articles = [
        format_html(
            '<article><h2 dir="auto">{}</h2>\n{}<div class="words">{}</div></article>\n',
            name_of(child, facts),
            _days(child, walk.person.words),
            words(child.about),
        )
        for child in facts.children
    ]
    yield Entry.of(PATH, Leaf(PATH, _("The children"), walk.place, joined(articles, "")).written())


def _days(child: Child, words: Words) -> SafeString:
    told = life(child, words)
    return format_html('<p class="when" dir="auto">{}</p>\n', told) if told else NOTHING


def life(child: Child, words: Words) -> str:
    """What is known of a child's days, as the program's own page of the children says it: a day
    that was only expected is told where no birth is."""
    born, died, due = (said(text) for text in (child.born, child.died, child.due))
    parts = []
    if born and born == died:
        parts.append(_("born and {died} {day}").format(died=words.died, day=born))
    else:
        parts += [_("born {day}").format(day=born)] if born else []
        parts += [f"{words.died} {died}"] if died else []
    if due and not born:
        parts.append(_("due {day}").format(day=due))
    if child.weeks:
        plain = FIGURES.fullmatch(child.weeks)
        weeks = _("at {weeks} weeks").format(weeks=child.weeks)
        parts.append(weeks if plain else child.weeks)
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
