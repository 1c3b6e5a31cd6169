"""What templates need beyond Django: words as safe HTML, names, lives, days."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from heartleaf.archive import choosing
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.readable import one_line, readable
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import life_of
from heartleaf.family.words import name_of as family_name_of
from heartleaf.keepsakes.commonmark import as_html
from heartleaf.web.assets import addresses
from heartleaf.web.left_words import LeftBehind, left_behind

register = template.Library()


@register.filter
def as_words(text: str) -> SafeString:
    """CommonMark to HTML that can do nothing but be read. Headings begin at the second level."""
    return as_html(text, {"h1": "h2"})


@register.filter
def name_of(child: Child, facts: FamilyFacts) -> str:
    return family_name_of(child, facts)


@register.filter
def tray_circles(person: OpenPerson) -> list[tuple[str, str]]:
    """The circles something of the tray can be kept in: kind, and the family's word for it."""
    return [(kind, person.circle_name(kind)) for kind in choosing.circles_for(person)]


@register.filter
def iso(value: Any) -> str:
    """A date as its field wants it; what was typed stays as it was typed."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


@register.simple_tag
def style() -> str:
    """The stylesheet's address, for pages made without a request."""
    return addresses().style


register.filter("life_of", life_of)
register.filter("readable", readable)
register.filter("one_line", one_line)


@register.simple_tag
def left_on(page: OpenPage) -> LeftBehind:
    """What guests left on a page by link, and a parent let in."""
    return left_behind(page)
