"""The pages of an EPUB, each an XHTML document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from heartleaf.book.epub.words import as_xhtml, text
from heartleaf.book.volume import Piece, Plate, Volume

NAMELESS = "–"
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}


@dataclass(frozen=True)
class Anchor:
    """Where something stands: an address inside the book, and what leads to it is called."""

    href: str
    words: str


def direction(volume: Volume) -> str:
    return "rtl" if volume.language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def title_of(volume: Volume) -> str:
    return text(volume.title) or text(volume.place) or NAMELESS


def document(volume: Volume, title: str, body: str, kind: str = "") -> str:
    """`title` and `body` are XHTML; `kind` is the word of the structure vocabulary for the body."""
    language = text(volume.language)
    of_kind = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}" dir="{direction(volume)}">\n'
        f'<head><meta charset="utf-8"/><title>{title or NAMELESS}</title>'
        '<link rel="stylesheet" type="text/css" href="book.css"/></head>\n'
        f"<body{of_kind}>\n{body}\n</body>\n</html>\n"
    )


def cover_page(volume: Volume, src: str) -> str:
    alt = text(volume.cover.alt) if volume.cover else ""
    body = (
        '<section class="cover" epub:type="cover">'
        f'<img src="{src}" alt="{alt or title_of(volume)}"/></section>'
    )
    return document(volume, title_of(volume), body, "frontmatter")


def title_page(volume: Volume) -> str:
    lines = [f'<h1 dir="auto">{title_of(volume)}</h1>']
    if subtitle := text(volume.subtitle):
        lines.append(f'<p class="subtitle" dir="auto">{subtitle}</p>')
    if place := text(volume.place):
        lines.append(f'<p class="place" dir="auto">{place}</p>')
    body = f'<section class="title" epub:type="titlepage">{"".join(lines)}</section>'
    return document(volume, title_of(volume), body, "frontmatter")


def dedication_page(volume: Volume) -> str:
    words = as_xhtml(volume.dedication)
    body = f'<section class="dedication" epub:type="dedication">{words}</section>'
    return document(volume, title_of(volume), body, "frontmatter")


def colophon_page(volume: Volume) -> str:
    words = as_xhtml(volume.said.colophon)
    body = f'<section class="colophon" epub:type="colophon">{words}</section>'
    return document(volume, title_of(volume), body, "backmatter")


def chapter_page(
    volume: Volume, title: str, pieces: Iterable[str], *, begins: bool, drawing: str = ""
) -> str:
    """`title`, the pieces and the drawing are XHTML; only where it `begins` it has a heading."""
    heading = f'<h1 dir="auto">{title}</h1>' if title and begins else ""
    whole = "\n".join(part for part in (heading, drawing, *pieces) if part)
    body = f'<section epub:type="chapter">{whole}</section>'
    return document(volume, title or title_of(volume), body, "bodymatter")


def drawing(src: str, alt: str) -> str:
    return f'<figure class="drawing"><img src="{src}" alt="{text(alt)}"/></figure>'


def piece(one: Piece, id: str, volume: Volume, src: Callable[[Plate], str]) -> str:
    """`src` gives the address of a plate's picture, empty if it is missing or broken."""
    title, when = text(one.title), text(one.when)
    parts = []
    if title:
        parts.append(f'<h2 dir="auto">{title}</h2>')
        if when:
            parts.append(f'<p class="when" dir="auto">{when}</p>')
    elif when:
        parts.append(f'<h2 class="when" dir="auto">{when}</h2>')
    parts += [_plate(plate, src(plate), volume) for plate in one.plates]
    if words := as_xhtml(one.words):
        parts.append(f'<div class="words">{words}</div>')
    if signed := text(one.signed):
        parts.append(f'<p class="signed" dir="auto">{signed}</p>')
    if note := text(one.note):
        parts.append(f'<p class="note" dir="auto">{note}</p>')
    return f'<section class="piece" id="{id}">{"".join(parts)}</section>'


def days_page(volume: Volume, days: Iterable[tuple[str, Anchor]]) -> str:
    """An index: each day in words, and what stands at it."""
    rows = "".join(
        f'<li><span class="when" dir="auto">{day}</span> '
        f'<a href="{at.href}" dir="auto">{at.words}</a></li>'
        for day, at in days
    )
    title = text(volume.said.days) or NAMELESS
    body = f'<section epub:type="index"><h1>{title}</h1><ul class="days">{rows}</ul></section>'
    return document(volume, title, body, "backmatter")


def nav_page(volume: Volume, contents: str, landmarks: Iterable[tuple[str, Anchor]]) -> str:
    """`contents` is the list as XHTML; each of the landmarks comes after its kind."""
    marks = "".join(
        f'<li><a epub:type="{kind}" href="{at.href}">{at.words}</a></li>' for kind, at in landmarks
    )
    title = text(volume.said.contents) or NAMELESS
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{title}</h1>{contents}</nav>\n'
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden"><ol>{marks}</ol></nav>'
    )
    return document(volume, title, body, "frontmatter")


def _plate(plate: Plate, src: str, volume: Volume) -> str:
    caption = text(plate.caption)
    below = f'<figcaption dir="auto">{caption}</figcaption>' if caption else ""
    if not src:
        words = f'<p class="missing" dir="auto">{text(plate.alt)}</p>' if not caption else ""
        missing = text(volume.said.missing)
        return f'<figure class="gone"><p class="missing">{missing}</p>{words}{below}</figure>'
    size = (
        f' width="{plate.width}" height="{plate.height}"' if plate.width > 0 < plate.height else ""
    )
    alt = text(plate.alt) or caption
    return f'<figure><img src="{src}" alt="{alt}"{size}/>{below}</figure>'
