"""A page for each year, or several where there is much; one for what has no known day, what lies
in the tray, and what is *not yet*."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.keepsake_page import article
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.reading import read
from heartleaf.archive.bag.faces.walking import NOT_YET, TRAY, UNDATED, Walk
from heartleaf.archive.bag.faces.writing import Leaf, Way, joined


def entries(walk: Walk) -> Iterator[Entry]:
    """Each page after what it shows; with every keepsake, what lies beside its originals."""
    for page, chunks in walk.pages.items():
        for number, ids in enumerate(chunks):
            path, pieces = path_of(page, number), []
            for kept in walk.some(ids):
                pieces.append((yield from read(walk, kept)))
            leaf = Leaf(
                path=path,
                title=title_of(page),
                place=walk.place,
                body=joined([article(path, piece) for piece in pieces], ""),
                lead=_lead(page),
                onward=tuple(_onward(walk, page, number)),
            )
            yield Entry.of(path, leaf.written())


def path_of(page: str, number: int = 0) -> str:
    return f"{READ}/{page}-{number + 1}.html" if number else f"{READ}/{page}.html"


def title_of(page: str) -> str:
    words = {
        UNDATED: _("No day known"),
        TRAY: _("In the tray"),
        NOT_YET: _("Not yet"),
    }
    return words.get(page, page)


def _lead(page: str) -> str:
    words = {
        TRAY: _("Brought in, and not put anywhere yet."),
        NOT_YET: _(
            "These were closed until a day, or until someone asks for them. In this folder nothing "
            "holds them closed but you: each opens at a touch."
        ),
    }
    return words.get(page, "")


def _onward(walk: Walk, page: str, number: int) -> Iterator[Way]:
    """The page before and the page after, over the years too."""
    pages = [path for one in walk.years for path in _paths(walk, one)]
    titles = {path: one for one in walk.years for path in _paths(walk, one)}
    if page not in walk.years:
        pages = _paths(walk, page)
        titles = dict.fromkeys(pages, title_of(page))
    at = pages.index(path_of(page, number))
    if at:
        yield Way(_("Before: {page}").format(page=titles[pages[at - 1]]), pages[at - 1])
    if at + 1 < len(pages):
        yield Way(_("After: {page}").format(page=titles[pages[at + 1]]), pages[at + 1])


def _paths(walk: Walk, page: str) -> list[str]:
    return [path_of(page, number) for number in range(len(walk.pages[page]))]
