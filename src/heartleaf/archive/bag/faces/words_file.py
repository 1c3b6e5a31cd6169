"""`words.md`: a keepsake as CommonMark, to be read in any editor. Its words stand as they were
written, below a line; above it are its title and what is known of it."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.utils.translation import gettext as _

from heartleaf.archive.bag.faces.pieces import Piece, PieceFile

_SIGNS = re.compile(r"([\\`*_\[\]<>&~#|])")


def written(piece: Piece) -> str:
    facts = [(_("When"), piece.when), (_("What"), piece.kind), *piece.facts]
    if piece.covered:
        facts.append((_("Covered"), piece.caption))
    if piece.waits:
        facts.append((_("Not yet"), piece.waits))
    lines = [f"# {plain(piece.title or piece.caption)}", ""]
    lines += [f"- {plain(what)}: {plain(words)}" for what, words in facts]
    lines += [_file(file, piece) for file in piece.files]
    if piece.words.strip():
        lines += ["", "---", "", piece.words.strip("\n")]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """On one line, and none of it is taken for a sign."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _file(file: PieceFile, piece: Piece) -> str:
    here = f"{piece.folder}/"
    path = next((p for p in (file.path, file.play, file.picture) if p.startswith(here)), "")
    named = (
        f"[{plain(file.name)}](<{quote(path.removeprefix(here))}>)" if path else plain(file.name)
    )
    told = ", ".join(plain(word) for word in (file.alt, file.note) if word)
    return f"- {plain(file.word)}: {named}" + (f", {told}" if told else "")
