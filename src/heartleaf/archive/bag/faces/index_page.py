"""The first page of an export: what this place is called, its years, and the ways to all else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces import children_page, days, notebooks, plants_page, shared_pages
from heartleaf.archive.bag.faces.pieces import INDEX, README, STYLE
from heartleaf.archive.bag.faces.tree_file import TREE
from heartleaf.archive.bag.faces.walking import NOT_YET, TRAY, UNDATED, Walk
from heartleaf.archive.bag.faces.writing import NOTHING, Leaf, Way, href, joined, link
from heartleaf.archive.bag.faces.year_pages import path_of, title_of
from heartleaf.family.words import names_of


def entries(walk: Walk, made: Sequence[str], tree_alt: str = "") -> Iterator[Entry]:
    """`made` are the paths of the pages there are."""
    style = resources.files(__package__).joinpath("style.css").read_bytes()
    yield Entry.of(STYLE, style)
    body = joined([_tree(tree_alt), _years(walk), _ways(walk, made), _about()], "")
    yield Entry.of(INDEX, Leaf(INDEX, walk.place, walk.place, body, _lead(walk)).written())


def _lead(walk: Walk) -> str:
    names = names_of(walk.person.facts.remembered)
    return _("For {names}").format(names=names) if names else ""


def _tree(alt: str) -> SafeString:
    if not alt:
        return NOTHING
    return format_html('<img class="tree" src="{}" alt="{}">\n', href(INDEX, TREE), alt)


def _years(walk: Walk) -> SafeString:
    lines = [format_html("<li>{}</li>", link(INDEX, Way(y, path_of(y)))) for y in walk.years]
    if not lines:
        return NOTHING
    return format_html('<ul class="years">{}</ul>\n', joined(lines))


def _ways(walk: Walk, made: Sequence[str]) -> SafeString:
    known = [
        *(Way(title_of(page), path_of(page)) for page in (UNDATED,) if page in walk.pages),
        Way(_("The children"), children_page.PATH),
        Way(_("Days"), days.PATH),
        Way(_("Plants at home"), plants_page.PATH),
        Way(_("Pages by link"), shared_pages.PATH),
        Way(_("For yourself"), notebooks.PATH),
        *(Way(title_of(page), path_of(page)) for page in (TRAY, NOT_YET) if page in walk.pages),
    ]
    lines = [format_html("<li>{}</li>", link(INDEX, way)) for way in known if way.to in made]
    return format_html('<ul class="ways">{}</ul>\n', joined(lines)) if lines else NOTHING


def _about() -> SafeString:
    way = Way(_("About this folder, and how to keep it"), README)
    return format_html('<p class="files">{}</p>\n', link(INDEX, way))
