"""What an EPUB says of itself: its package document, its container, its style."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from heartleaf.book.epub.pages import direction, title_of
from heartleaf.book.epub.words import text
from heartleaf.book.volume import Volume, to_json

MIMETYPE = "application/epub+zip"
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>\
</rootfiles>
</container>
"""
TYPES = {
    "css": "text/css",
    "jpg": "image/jpeg",
    "svg": "image/svg+xml",
    "xhtml": "application/xhtml+xml",
}
STYLE = """/* A quiet page: whatever the reader chose for letters and colours stays theirs. */
body { margin: 1em; line-height: 1.5; }
h1 { margin: 2em 0 1.5em; font-size: 1.5em; font-weight: normal; line-height: 1.25; }
h2 { margin: 2.5em 0 0.25em; font-size: 1.15em; font-weight: normal; font-style: italic; }
h3, h4, h5, h6 { margin: 1.5em 0 0.5em; font-size: 1em; font-weight: bold; }
h1, h2, h3, h4, h5, h6 { break-after: avoid; text-align: start; }
p { margin: 0 0 0.75em; orphans: 2; widows: 2; }
blockquote { margin: 1em 1.5em; }
pre { white-space: pre-wrap; }
img { max-width: 100%; max-height: 92vh; width: auto; height: auto; }
figure { margin: 1em 0; text-align: center; break-inside: avoid; }
figcaption { margin-top: 0.5em; font-size: 0.9em; font-style: italic; }
.when, .place, .missing, .colophon { font-size: 0.9em; }
h2.when { font-size: 1em; }
.note { font-size: 0.85em; }
.missing, .note { font-style: italic; }
.signed { margin-top: 1em; font-style: italic; text-align: end; }
.cover { margin: 0; text-align: center; }
.cover img { max-height: 98vh; }
.title, .dedication, .colophon { margin-top: 30%; text-align: center; }
.title h1 { margin: 0 0 0.5em; font-size: 2em; text-align: center; }
.dedication { font-style: italic; }
.days { padding: 0; list-style: none; }
.days li { margin-bottom: 0.5em; }
nav ol { list-style: none; padding-inline-start: 1em; }
"""


@dataclass(frozen=True)
class Item:
    """A file of the book. `read`: it is one of its pages, in their order."""

    id: str
    href: str
    properties: str = ""
    read: bool = False

    @property
    def type(self) -> str:
        return TYPES[self.href.rpartition(".")[2]]


def package(volume: Volume, items: Iterable[Item], *, pictures: bool, described: bool) -> str:
    """`pictures`: there are some; `described`: each has words in its place."""
    every = list(items)
    manifest = "\n".join(
        f'<item id="{one.id}" href="{one.href}" media-type="{one.type}"'
        + (f' properties="{one.properties}"' if one.properties else "")
        + "/>"
        for one in every
    )
    spine = "\n".join(f'<itemref idref="{one.id}"/>' for one in every if one.read)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{text(volume.language)}" dir="{direction(volume)}">\n'
        f"{_metadata(volume, pictures, described)}\n"
        f"<manifest>\n{manifest}\n</manifest>\n"
        f'<spine page-progression-direction="{direction(volume)}">\n{spine}\n</spine>\n'
        "</package>\n"
    )


def identifier(volume: Volume) -> str:
    """The same for the same book, whenever it is made."""
    said = to_json(replace(volume, made_at=0)).encode()
    return f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(said).digest()[:16], version=5)}"


def _metadata(volume: Volume, pictures: bool, described: bool) -> str:
    made = datetime.datetime.fromtimestamp(volume.made_at, datetime.UTC)
    said = [
        f'<dc:identifier id="id">{identifier(volume)}</dc:identifier>',
        f'<dc:title id="main-title">{title_of(volume)}</dc:title>',
        '<meta refines="#main-title" property="title-type">main</meta>',
        f"<dc:language>{text(volume.language)}</dc:language>",
        f'<meta property="dcterms:modified">{made:%Y-%m-%dT%H:%M:%SZ}</meta>',
    ]
    if subtitle := text(volume.subtitle):
        said.append(f'<dc:title id="sub-title">{subtitle}</dc:title>')
        said.append('<meta refines="#sub-title" property="title-type">subtitle</meta>')
    if place := text(volume.place):
        said.append(f"<dc:creator>{place}</dc:creator>")
    said += [
        f'<meta property="schema:{name}">{v}</meta>' for name, v in _access(pictures, described)
    ]
    inside = "\n".join(said)
    return f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{inside}\n</metadata>'


def _access(pictures: bool, described: bool) -> Iterable[tuple[str, str]]:
    """What EPUB Accessibility 1.1 asks a book to say of itself; only what is so."""
    yield "accessMode", "textual"
    if pictures:
        yield "accessMode", "visual"
        yield "accessModeSufficient", "textual,visual"
    if described:
        yield "accessModeSufficient", "textual"
    if pictures and described:
        yield "accessibilityFeature", "alternativeText"
    for feature in ("displayTransformability", "readingOrder", "structuralNavigation"):
        yield "accessibilityFeature", feature
    yield "accessibilityFeature", "tableOfContents"
    yield "accessibilityHazard", "none"
