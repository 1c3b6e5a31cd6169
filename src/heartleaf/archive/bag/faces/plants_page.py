"""Plants at home: each in a file of words, and on a page with what happened to it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.days import folder_of
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.words_file import plain
from heartleaf.archive.bag.faces.writing import NOTHING, Leaf, joined, rows, words
from heartleaf.archive.bag.layout import Names, safe
from heartleaf.care.plants.keeping import KnownPlant, KnownPlants
from heartleaf.care.plants.plants import Happening, Plant
from heartleaf.care.plants.saying import name_of_plant, sentence_of
from heartleaf.family.words import said

PATH = f"{READ}/plants.html"


def entries(walk: Walk) -> Iterator[Entry]:
    """Only ever of someone's own: plants are their parents'."""
    if not walk.is_own:
        return
    names, articles = dict[str, Names](), []
    for one in KnownPlants(walk.person):
        folder = f"{folder_of(walk, one.circle)}/plants"
        name = names.setdefault(folder, Names()).take(
            f"{safe(name_of_plant(one.plant), 60) or 'plant'}.md"
        )
        yield Entry.of(f"{folder}/{name}", _written(one).encode())
        articles.append(_article(one.plant))
    if articles:
        page = Leaf(PATH, _("Plants at home"), walk.place, joined(articles, ""))
        yield Entry.of(PATH, page.written())


def _article(plant: Plant) -> SafeString:
    told = [
        format_html(
            '<li>{}<p class="when">{}</p>{}</li>',
            format_html("<p>{}</p>", sentence) if (sentence := sentence_of(one)) else NOTHING,
            _when(one),
            format_html('<div class="words">{}</div>', words(one.words)) if one.words else NOTHING,
        )
        for one in plant.in_order
    ]
    return format_html(
        '<article><h2 dir="auto">{}</h2>\n{}{}</article>\n',
        name_of_plant(plant),
        rows(_facts(plant)),
        format_html('<ul class="plain">{}</ul>', joined(told)) if told else NOTHING,
    )


def _written(one: KnownPlant) -> str:
    lines = [f"# {plain(name_of_plant(one.plant))}", ""]
    lines += [f"- {plain(what)}: {plain(told)}" for what, told in _facts(one.plant)]
    for happening in one.plant.in_order:
        heading = " · ".join(part for part in (_when(happening), sentence_of(happening)) if part)
        lines += ["", f"## {plain(heading)}", *(["", happening.words] if happening.words else [])]
    return "\n".join(lines) + "\n"


def _when(one: Happening) -> str:
    return said(one.date, one.date_words) or _("no day known")


def _facts(plant: Plant) -> list[tuple[str, str]]:
    told = [
        (_("What it is"), plant.kind if plant.name else ""),
        (_("Where it stands"), plant.where),
        (_("Since"), said(plant.since, plant.since_words)),
        (_("Who gave it"), plant.given_by),
        (_("In its soil"), plant.soil),
        (_("Where the rest is"), plant.rest),
    ]
    return [(what, words) for what, words in told if words.strip()]
