"""What a person wrote, CommonMark, as HTML that can do nothing but be read."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# CommonMark without HTML; a line break that was typed is a line break.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
ALLOWED = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "ul",
}  # fmt: skip


def as_html(text: str, headings: dict[str, str]) -> SafeString:
    """`headings` says what becomes of a heading, so that it stands below the page's own:
    `{"h1": "h2"}`; they are taken from the last on."""
    html = _markdown.render(text)
    for was, now in reversed(headings.items()):
        html = html.replace(f"<{was}>", f"<{now}>").replace(f"</{was}>", f"</{now}>")
    clean = nh3.clean(
        html,
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean.replace("<p>", '<p dir="auto">'))  # noqa: S308  # cleaned just above
