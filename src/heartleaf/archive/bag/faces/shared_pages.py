"""Pages that were shared by link, as guests had them, with what guests left and was let in."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import PICTURES, READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.writing import NOTHING, Leaf, Way, href, joined, link, words
from heartleaf.circle.copies import open_copy
from heartleaf.circle.letting_in import let_in_on
from heartleaf.circle.models import Page
from heartleaf.circle.note_content import ShownNote
from heartleaf.circle.opening_pages import OpenPage, open_for_us
from heartleaf.circle.page_content import CANDLE, Copy, CopyBytes, Piece
from heartleaf.family.words import said
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

PATH = f"{READ}/pages.html"
Made = Generator[Entry, None, SafeString]


def entries(walk: Walk) -> Iterator[Entry]:
    """Only a parent's own: nobody else is told which pages there are."""
    if not (walk.is_own and walk.person.is_parent):
        return
    ways = []
    for page in _pages(walk):
        path = f"{READ}/page-{page.id}.html"
        content = page.content
        body = [format_html('<div class="words">{}</div>\n', words(content.words))]
        for piece in content.pieces:
            body.append((yield from _piece(walk, page, path, piece)))
        left = []
        for one in let_in_on(page):
            left.append((yield from _note(walk, page, path, one.shown)))
        if left:
            body.append(format_html("<h2>{}</h2>\n{}", _("What guests left"), joined(left, "")))
        title = content.title or _("A page by link")
        onward = (Way(_("Pages by link"), PATH),)
        leaf = Leaf(path, title, walk.place, joined(body, ""), onward=onward)
        yield Entry.of(path, leaf.written())
        ways.append(Way(title, path))
    if ways:
        lines = [format_html("<li>{}</li>", link(PATH, way)) for way in ways]
        body_of = format_html('<ul class="ways">{}</ul>\n', joined(lines))
        yield Entry.of(PATH, Leaf(PATH, _("Pages by link"), walk.place, body_of).written())


def _pages(walk: Walk) -> Iterator[OpenPage]:
    us = walk.person.circle("us")
    for row in Page.objects.filter(family=walk.person.family_id).order_by("made_at"):
        try:
            page = open_for_us(row, us)
            page.content  # noqa: B018  # it is remembered
        except SealingError as error:
            walk.gathered.tell(f"{READ}/page-{row.pk}.html", str(error))
            continue
        yield page


def _piece(walk: Walk, page: OpenPage, path: str, piece: Piece) -> Made:
    shown = []
    for copy in piece.copies:
        shown.append((yield from _copy(walk, page, path, copy, copy.alt or piece.title)))
    when = said(piece.date) if piece.date else ""
    return format_html(
        '<article>{}{}{}<div class="words">{}</div></article>\n',
        format_html('<h2 dir="auto">{}</h2>', piece.title) if piece.title else NOTHING,
        format_html('<p class="when">{}</p>', when) if when else NOTHING,
        joined(shown),
        words(piece.words),
    )


def _note(walk: Walk, page: OpenPage, path: str, note: ShownNote) -> Made:
    shown = []
    for copy in note.copies:
        shown.append(
            (yield from _copy(walk, page, path, copy, _("From {name}").format(name=note.name)))
        )
    what = _("A candle") if note.kind == CANDLE else ""
    lines = [what, note.ask, note.name]
    return format_html(
        '<article>{}<div class="words"><p dir="auto">{}</p></div>{}</article>\n',
        joined(shown),
        note.words,
        joined([format_html('<p class="when" dir="auto">{}</p>', one) for one in lines if one]),
    )


def _copy(walk: Walk, page: OpenPage, path: str, copy: Copy, alt: str) -> Made:
    """What guests saw or heard of one file."""
    if copy.played:
        ending = "m4a" if copy.played.type.startswith("audio/") else "mp4"
        entry = _entry(walk, page, copy.played, ending)
        yield entry
        tag = "audio" if ending == "m4a" else "video"
        text = '<figure><{} controls preload="none" src="{}" aria-label="{}"></{}></figure>'
        return format_html(text, tag, href(path, entry.path), alt, tag)
    if copy.large:
        entry = _entry(walk, page, copy.large, "jpg")
        yield entry
        text = '<figure><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></figure>'
        size = copy.large
        return format_html(text, href(path, entry.path), size.width, size.height, alt)
    return NOTHING


def _entry(walk: Walk, page: OpenPage, file: CopyBytes, ending: str) -> Entry:
    path = f"{PICTURES}/{file.id}.{ending}"

    def parts() -> Iterator[bytes]:
        try:
            yield from open_copy(file, page.identity)
        except (SealingError, VaultError) as error:
            walk.gathered.tell(path, str(error))

    return Entry(path, parts, file.size or None)
