"""The children of the family, each with what is known of their days."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.writing import Leaf, joined, rows, words
from heartleaf.family.facts import Child
from heartleaf.family.words import name_of, said

PATH = f"{READ}/children.html"


def entries(walk: Walk) -> Iterator[Entry]:
    facts = walk.person.facts
    if not facts.children:
        return
    articles = [
        format_html(
            '<article><h2 dir="auto">{}</h2>\n{}<div class="words">{}</div></article>\n',
            name_of(child, facts),
            rows(_known(child, walk)),
            words(child.about),
        )
        for child in facts.children
    ]
    yield Entry.of(PATH, Leaf(PATH, _("The children"), walk.place, joined(articles, "")).written())


def _known(child: Child, walk: Walk) -> list[tuple[str, str]]:
    died = walk.person.words.died
    told = [
        (_("Called"), child.called if child.name else ""),
        (_("Due"), said(child.due)),
        (_("Born"), said(child.born)),
        (died[:1].upper() + died[1:], said(child.died)),
        (_("Weeks"), child.weeks),
    ]
    return [(what, words) for what, words in told if words]
