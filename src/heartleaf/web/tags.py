"""What templates need beyond Django: words as safe HTML, names, lives, days."""

from __future__ import annotations

import datetime
import re
from typing import Any

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from heartleaf.archive import choosing
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.readable import one_line, readable
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import Words, said
from heartleaf.family.words import name_of as family_name_of
from heartleaf.web.assets import addresses
from heartleaf.web.left_words import LeftBehind, left_behind

register = template.Library()

# CommonMark without HTML; a line break that was typed is a line break.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable("image")
ALLOWED = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "strong", "ul",
}  # fmt: skip

# Weeks that say only how many: 20, 31+4, 20–21.
FIGURES = re.compile(r"\d+(\s*[+/.,–-]\s*\d+)?")


@register.filter
def as_words(text: str) -> SafeString:
    """CommonMark to HTML that can do nothing but be read. Headings begin at the second level."""
    html = _markdown.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean.replace("<p>", '<p dir="auto">'))  # noqa: S308  # cleaned just above


@register.filter
def name_of(child: Child, facts: FamilyFacts) -> str:
    return family_name_of(child, facts)


@register.filter
def tray_circles(person: OpenPerson) -> list[tuple[str, str]]:
    """The circles something of the tray can be kept in: kind, and the family's word for it."""
    return [(kind, person.circle_name(kind)) for kind in choosing.circles_for(person)]


@register.filter
def life_of(child: Child, words: Words) -> str:
    """What is known of a child's days, in a line; the family's own word for the death."""
    born, died, due = (said(text) for text in (child.born, child.died, child.due))
    parts = []
    if born and born == died:
        parts.append(_("born and {died} {day}").format(died=words.died, day=born))
    else:
        parts += [_("born {day}").format(day=born)] if born else []
        parts += [f"{words.died} {died}"] if died else []
    if due and not born:
        parts.append(_("due {day}").format(day=due))
    if child.weeks:
        parts.append(
            _("at {weeks} weeks").format(weeks=child.weeks)
            if FIGURES.fullmatch(child.weeks)
            else child.weeks
        )
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


@register.filter
def iso(value: Any) -> str:
    """A date as its field wants it; what was typed stays as it was typed."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


@register.simple_tag
def style() -> str:
    """The stylesheet's address, for pages made without a request."""
    return addresses().style


register.filter("readable", readable)
register.filter("one_line", one_line)


@register.simple_tag
def left_on(page: OpenPage) -> LeftBehind:
    """What guests left on a page by link, and a parent let in."""
    return left_behind(page)
