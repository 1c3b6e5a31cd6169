"""The children of the family, each with what is known of their days."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.writing import NOTHING, Leaf, joined, words
from heartleaf.family.facts import Child
from heartleaf.family.words import Words, life_of, name_of

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
    told = life_of(child, words)
    return format_html('<p class="when" dir="auto">{}</p>\n', told) if told else NOTHING
