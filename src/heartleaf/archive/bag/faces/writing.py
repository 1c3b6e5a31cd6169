"""Pages that open from a disk: valid HTML, one style sheet beside them, no script, no network."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.archive.bag.faces.pieces import INDEX, STYLE
from heartleaf.keepsakes.commonmark import as_html

# Below those of a page, of its year and of the keepsake.
HEADINGS = {"h1": "h4", "h2": "h5", "h3": "h6"}
NOTHING = SafeString("")


@dataclass(frozen=True)
class Way:
    """A link from a page to another."""

    words: str
    to: str


@dataclass(frozen=True)
class Leaf:
    """A page: where it lies, what it is called, and where one goes on to from it."""

    path: str
    title: str
    place: str
    body: SafeString
    lead: str = ""
    onward: tuple[Way, ...] = ()

    def written(self) -> bytes:
        is_index = self.path == INDEX
        title = self.title if is_index else f"{self.title} · {self.place}"
        return format_html(
            "<!DOCTYPE html>\n"
            '<html lang="{}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
            "<title>{}</title>"
            '<link rel="stylesheet" href="{}"></head>\n'
            "<body>{}<main>\n<h1>{}</h1>\n{}{}</main>{}</body></html>\n",
            get_language() or "en",
            title,
            href(self.path, STYLE),
            NOTHING if is_index else _back(self),
            self.title,
            format_html('<p class="lead">{}</p>\n', self.lead) if self.lead else NOTHING,
            self.body,
            _onward(self),
        ).encode()


def _back(leaf: Leaf) -> SafeString:
    return format_html(
        '<header><nav aria-label="{}"><a href="{}">{}</a></nav></header>',
        _("Back"),
        href(leaf.path, INDEX),
        leaf.place,
    )


def _onward(leaf: Leaf) -> SafeString:
    if not leaf.onward:
        return NOTHING
    ways = [link(leaf.path, way) for way in leaf.onward]
    return format_html('<footer><nav aria-label="{}">{}</nav></footer>', _("On"), joined(ways, " "))


def href(page: str, to: str) -> str:
    """The address of a file from a page, both by their paths from the bag's folder."""
    path, hash, mark = to.partition("#")
    return quote(posixpath.relpath(path, posixpath.dirname(page) or ".")) + hash + mark


def link(page: str, way: Way) -> SafeString:
    return format_html('<a href="{}">{}</a>', href(page, way.to), way.words)


def joined(parts: list[SafeString], between: str = "\n") -> SafeString:
    return format_html_join(between, "{}", ((part,) for part in parts))


def words(text: str) -> SafeString:
    """CommonMark as HTML that can do nothing but be read. Headings begin at the fourth level."""
    return as_html(text, HEADINGS)


def rows(told: list[tuple[str, str]]) -> SafeString:
    """What is known, in rows."""
    if not told:
        return NOTHING
    lines = format_html_join("\n", '<div><dt>{}</dt><dd dir="auto">{}</dd></div>', told)
    return format_html("<dl>{}</dl>\n", lines)
