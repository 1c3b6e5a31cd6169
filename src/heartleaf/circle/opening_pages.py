"""A page by link with its key in hand, whoever opened it: a guest with the link, or a parent."""

from __future__ import annotations

from functools import cached_property

from django.utils import timezone

from heartleaf.circle.models import Page
from heartleaf.circle.page_content import PageContent
from heartleaf.family.beginning import installation
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import CannotOpen, Identity, Link, Recipient, Sealed, seal, unseal


class NoPage(Exception):
    """This link opens nothing: it is used up, ended, taken down, altered, or never was."""


class CodeNeeded(NoPage):
    """The page has a code of its own, and this was not it."""


class OpenPage:
    """A page by link, as long as one request."""

    def __init__(self, page: Page, identity: Identity) -> None:
        self.page, self.id, self.identity = page, page.id, identity

    @cached_property
    def content(self) -> PageContent:
        """Raises CannotOpen if it was damaged or exchanged."""
        try:
            return PageContent.from_json(unseal(self.page.content, self.identity))
        except (ValueError, TypeError, AttributeError) as error:
            raise CannotOpen("What is sealed there is not what a page says.") from error

    def seal(self, data: bytes) -> Sealed:
        return seal(data, Recipient(self.page.recipient))

    def unseal(self, sealed: bytes) -> bytes:
        return unseal(sealed, self.identity)


def page_of(link: Link) -> Page:
    """The row that this link leads to. Raises NoPage."""
    page = Page.objects.filter(tag=link.tag, opened_at__isnull=False).first()
    if page is None or (page.ends_at and page.ends_at <= timezone.now()):
        raise NoPage
    return page


def open_by_link(link: Link, key: Identity | None = None) -> OpenPage:
    """The page of a link; `key` is what its code made of it. Raises NoPage, or CodeNeeded if only
    the code is not right."""
    page = page_of(link)
    try:
        return OpenPage(page, _identity(page, key or link.identity))
    except CannotOpen as error:
        raise (CodeNeeded if page.has_code else NoPage) from error


def open_for_us(page: Page, us: OpenCircle) -> OpenPage:
    """A parent's way to it. Raises CannotOpen."""
    return OpenPage(page, _identity(page, *us.identities))


def link_identity(link: Link, code: str = "") -> Identity:
    """What opens a page of this link: with a code, a quarter of a second. Raises TooLong."""
    if not code:
        return link.identity
    here, code = installation(), code.strip().casefold()  # a phone writes a large first letter
    return link.with_code(code, salt=bytes(here.salt), cost=here.cost)


def _identity(page: Page, *keys: Identity) -> Identity:
    return Identity.parse(unseal(page.identity, *keys).decode(errors="replace"))
