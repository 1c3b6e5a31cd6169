"""Pages by link that a test needs, made without a thread beside it."""

from __future__ import annotations

from typing import Any

from heartleaf.circle import sharing
from heartleaf.circle.models import Page
from heartleaf.circle.opening_pages import OpenPage, open_by_link
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.page_work import make
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import Link


def a_page(by: OpenPerson, *keepsakes: Keepsake, is_open: bool = True, **says: Any) -> OpenPage:
    """What a parent made of these keepsakes."""
    shown = Shelf(by).several(one.pk for one in keepsakes)
    content = PageContent(pieces=[sharing.piece_of(one, by) for one in shown], **says)
    page = sharing.begin_page(by, content)
    make(page, by)
    if is_open:
        sharing.open_to_guests(page)
    return page


def link_of(page: OpenPage) -> Link:
    return Link.read(page.content.secret)


def as_a_guest(page: OpenPage) -> OpenPage:
    return open_by_link(link_of(page))


def copies_in_the_vault() -> set[str]:
    return {name.split("/")[1] for name in vault().names() if name.startswith("page/")}


def row_of(page: OpenPage) -> Page:
    return Page.objects.get(pk=page.id)
