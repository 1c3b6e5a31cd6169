"""What a person wrote, as plain nodes that the template sets: words stay data from end to end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from heartleaf.circle.postcard.wording import JOINERS, breakable, reads_from_right

Node = dict[str, Any]

# Latin, Greek, Cyrillic and common signs: the book's own face has them all, and slanted.
EVERYDAY = re.compile(r"[\t\n -~\u00a0-\u017f\u0370-\u03ff\u0400-\u04ff\u2010-\u2026€]*")
# Their letters reach far above and below the line.
TALL = re.compile(
    "[\u0600-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufeff]"
)
LONGEST_OPENING = 60
_OPENING_ENDS = (",", "،", "，", "、", ":", "!")
# Which way a line reads, and the letters a flag is spelled with.
_UNSEEN = {*JOINERS, *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"}
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
_markdown.disable("image")


def blocks(words: str) -> list[Node]:
    """The paragraphs, lists, quotes and headings of CommonMark."""
    tree = SyntaxTreeNode(_markdown.parse(cleaned(words)))
    return [node for child in tree.children for node in _block(child)]


def line(text: str) -> str:
    """In one line, as it can be set."""
    return breakable(" ".join(cleaned(text).split()))


def said(text: str) -> Node:
    """One line, with what its setting has to know of it."""
    words = line(text)
    return {"text": words, "slanted": bool(EVERYDAY.fullmatch(words)), **_way(words)}


def shortened(text: str, most: int = 60) -> str:
    """Ended after a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def cleaned(text: str) -> str:
    """Without what no one sees and no font has."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return "".join(letter for letter in lines.replace("\u2029", "\n\n") if _is_written(letter))


def with_opening(nodes: list[Node]) -> tuple[list[Node], list[Node]]:
    """The "Dear …" that a letter opens with, and the rest."""
    if not nodes or nodes[0]["is"] != "paragraph":
        return [], nodes
    first = nodes[0]["of"]
    end = next((at for at, node in enumerate(first) if node["is"] == "break"), len(first))
    opening, rest = first[:end], first[end + 1 :]
    words = plain(opening).strip()
    if not words or len(words) > LONGEST_OPENING or not words.endswith(_OPENING_ENDS):
        return [], nodes
    return opening, [*([{**nodes[0], "of": rest}] if rest else []), *nodes[1:]]


def plain(nodes: list[Node]) -> str:
    """All that is said in them."""
    return "".join(
        node.get("text") or plain([*node.get("of", []), *chain(*node.get("items", []))])
        for node in nodes
    )


def words_in(data: Any) -> Iterator[str]:
    """Every text that is set."""
    if isinstance(data, dict):
        for name, value in data.items():
            if isinstance(value, str) and name in {"text", "alt"}:
                yield value
            else:
                yield from words_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from words_in(value)


def with_signs(data: Any, signs: dict[str, str]) -> Any:
    """The same with these signs replaced."""
    if not signs:
        return data
    if isinstance(data, dict):
        return {
            name: _described(value, signs) if name == "text" else with_signs(value, signs)
            for name, value in data.items()
        }
    return [with_signs(value, signs) for value in data] if isinstance(data, list) else data


def _described(text: str, signs: dict[str, str]) -> str:
    for sign in sorted(signs, key=len, reverse=True):
        text = text.replace(sign, signs[sign])
    return text


def _is_written(letter: str) -> bool:
    if letter in "\n\t" or letter in _UNSEEN or "\U000e0020" <= letter <= "\U000e007f":
        return True
    if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}:
        return False
    return not (ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef")


def _way(words: str) -> Node:
    return {"from-right": reads_from_right(words), "tall": bool(TALL.search(words))}


def _block(node: SyntaxTreeNode) -> list[Node]:
    match node.type:
        case "paragraph" | "heading":
            of = _inlines(node.children[0].children)
            return [{"is": node.type, "of": of, **_way(plain(of))}]
        case "bullet_list" | "ordered_list":
            items = [_blocks_of(item) for item in node.children]
            start = node.attrs.get("start", 1)
            kind = "list" if node.type == "bullet_list" else "numbers"
            return [{"is": kind, "start": start, "items": items}]
        case "blockquote":
            return [{"is": "quote", "of": _blocks_of(node)}]
        case "hr":
            return [{"is": "rule"}]
        case "fence" | "code_block":
            lines = node.content.rstrip("\n").split("\n")
            return [{"is": "paragraph", "of": _lines(lines), **_way(node.content)}]
        case _:
            return [{"is": "paragraph", "of": _lines([node.content]), **_way(node.content)}]


def _blocks_of(node: SyntaxTreeNode) -> list[Node]:
    return [block for child in node.children for block in _block(child)]


def _lines(lines: list[str]) -> list[Node]:
    nodes = [[{"is": "text", "text": breakable(line)}, {"is": "break"}] for line in lines]
    return [node for line in nodes for node in line][:-1]


def _inlines(nodes: list[SyntaxTreeNode]) -> list[Node]:
    return [inline for node in nodes for inline in _inline(node)]


def _inline(node: SyntaxTreeNode) -> list[Node]:
    match node.type:
        case "softbreak" | "hardbreak":
            return [{"is": "break"}]
        case "em" | "strong":
            of = _inlines(node.children)
            # Most scripts know no italic, and one that is only leant over is no script at all.
            slanted = bool(EVERYDAY.fullmatch(plain(of)))
            return [{"is": node.type, "of": of, "slanted": slanted}]
        case "link":
            return _link(node)
        case "text" | "code_inline" | "html_inline":
            return [{"is": "text", "text": breakable(node.content)}]
        case _:
            return _inlines(node.children)


def _link(node: SyntaxTreeNode) -> list[Node]:
    """On paper an address has to be read, where the words are not the address already."""
    words, address = _inlines(node.children), str(node.attrs.get("href", ""))
    if plain(words) in {address, address.removeprefix("mailto:")}:
        return words
    return [*words, {"is": "text", "text": breakable(f" ({address.removeprefix('mailto:')})")}]
