"""What a person wrote, as XHTML that is well-formed whatever it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

# CommonMark without HTML; a line break that was typed is a line break, as on the pages.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": True})
_markdown.disable("image")

# XML 1.0, 2.2: everything else may stand in no document.
_NEVER = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_REST = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_LEADS = re.compile(
    rf"https?://(?:{_LABEL}\.)*(?=[a-z]){_LABEL}(?:/{_REST})?(?:#{_REST})?"
    rf"|mailto:[A-Za-z0-9._+-]+@(?:{_LABEL}\.)+(?=[a-z]){_LABEL}"
)
_UNDER = 2
"""A heading in someone's words stands below that of the piece, which is below its chapter's."""


def text(said: str) -> str:
    """One line of plain words, for an element or an attribute."""
    return escape(" ".join(readable(said).split()))


def readable(said: str) -> str:
    return _NEVER.sub("", said.replace("\r\n", "\n").replace("\r", "\n"))


def as_xhtml(said: str) -> str:
    """CommonMark as XHTML. A link that leads into the open web stays one; of any other only its
    words are left, and so of a picture that is somewhere else."""
    tokens = _markdown.parse(readable(said))
    for token in tokens:
        _place(token)
        if token.children:
            token.children = list(_links(token.children))
    # What was written as a number for a character is one only now.
    return _NEVER.sub("", _markdown.renderer.render(tokens, _markdown.options, {}))


def _place(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, int(token.tag[1]) + _UNDER)}"
    if token.type in {"heading_open", "paragraph_open", "bullet_list_open", "ordered_list_open"}:
        token.attrSet("dir", "auto")
    token.info = ""


def _links(children: list[Token]) -> Iterator[Token]:
    stays: list[bool] = []
    for child in children:
        if child.type == "link_open":
            stays.append(bool(_LEADS.fullmatch(str(child.attrGet("href") or ""))))
        if child.type not in {"link_open", "link_close"} or stays[-1]:
            yield child
        if child.type == "link_close":
            stays.pop()
