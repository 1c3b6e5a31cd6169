"""A keepsake on a page. What is covered stands behind a fold that says what it is; nothing of it
is shown unasked."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.faces.pieces import Piece, PieceFile
from heartleaf.archive.bag.faces.writing import NOTHING, Way, href, joined, link, rows, words


def article(page: str, piece: Piece) -> SafeString:
    inside = _inside(page, piece)
    if not (piece.covered or piece.waits):
        return format_html('<article id="k{}">\n{}</article>\n', piece.id, inside)
    return format_html(
        '<article class="covered" id="k{}"><details><summary>{} <span class="when">{}</span>'
        "</summary>\n{}</details></article>\n",
        piece.id,
        piece.caption,
        piece.waits or " · ".join(one for one in (piece.day, _("covered")) if one),
        inside,
    )


def _inside(page: str, piece: Piece) -> SafeString:
    return joined(
        [
            format_html('<h2 dir="auto">{}</h2>', piece.title or piece.caption),
            _when(piece),
            *(figure(page, file, piece) for file in piece.files),
            _said(piece),
            rows(list(piece.facts)),
            format_html('<p class="files">{}</p>\n', joined(_files(page, piece), " · ")),
        ]
    )


def _when(piece: Piece) -> SafeString:
    when = piece.when
    day = format_html('<time datetime="{}">{}</time>', piece.iso, when) if piece.iso else when
    return format_html('<p class="when">{} · {}</p>', day, piece.kind)


def _said(piece: Piece) -> SafeString:
    said = words(piece.words) if piece.words.strip() else NOTHING
    return format_html('<div class="words">\n{}</div>\n', said) if said else NOTHING


def figure(page: str, file: PieceFile, piece: Piece) -> SafeString:
    """A file as it can be seen or heard; a line where it can be neither."""
    shown = _playing(page, file, piece) or _picture(page, file, piece)
    told = [file.alt, file.note, "" if shown and file.picture == file.path else file.word]
    caption = " · ".join(one for one in told if one)
    if not shown:
        return format_html("<p>{}</p>", caption) if caption else NOTHING
    below = format_html('<figcaption dir="auto">{}</figcaption>', caption) if caption else NOTHING
    return format_html("<figure>{}{}</figure>\n", shown, below)


def _picture(page: str, file: PieceFile, piece: Piece) -> SafeString:
    if not file.picture:
        return NOTHING
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></a>',
        href(page, file.path or file.picture),
        href(page, file.picture),
        file.width,
        file.height,
        file.alt or piece.title or piece.caption,
    )


def _playing(page: str, file: PieceFile, piece: Piece) -> SafeString:
    if not file.play:
        return NOTHING
    label, source = file.alt or f"{file.word}, {piece.title}".rstrip(", "), href(page, file.play)
    if file.type.startswith("audio/"):
        return format_html(
            '<audio controls preload="none" src="{}" aria-label="{}"></audio>', source, label
        )
    poster = format_html(' poster="{}"', href(page, file.picture)) if file.picture else NOTHING
    return format_html(
        '<video controls preload="none" src="{}"{} aria-label="{}"></video>', source, poster, label
    )


def _files(page: str, piece: Piece) -> list[SafeString]:
    """The way to each of its files, and to its words."""
    beside = (path for file in piece.files for path in (file.path, file.picture, file.play))
    paths = dict.fromkeys(path for path in beside if path.startswith(f"{piece.folder}/"))
    ways = [Way(path.rpartition("/")[2], path) for path in [*paths, piece.words_path]]
    return [link(page, way) for way in ways]
