"""Pages by link, as parents have them: begun, changed, opened, taken down.

Bytes come first and the row last, in one short step; taken down, the row with its key goes first,
then every copy. What a crash leaves between the two belongs to no page, and the clock takes it
away.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from heartleaf.circle.copies import discard_copies
from heartleaf.circle.models import Copied, Page
from heartleaf.circle.opening_pages import OpenPage, link_identity
from heartleaf.circle.page_content import PageContent, Piece
from heartleaf.family.keyrings import hold
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.showing import Shown
from heartleaf.sealing import Identity, Link, Recipient, Sealed, seal

MOST_PIECES = 1000


def begin_page(person: OpenPerson, content: PageContent) -> OpenPage:
    """A page that leads nobody anywhere yet. Raises KeyError for someone who is no parent."""
    us, identity, link = person.circle("us"), Identity.generate(), Link.new()
    content.secret = link.secret
    row = Page(
        family=person.person.family,
        tag=link.tag,
        link=str(link.identity.recipient),
        recipient=str(identity.recipient),
        content=seal(content.to_json(), identity.recipient),
    )
    with transaction.atomic():
        row.identity = _sealed_for_us(identity, link.identity.recipient, us)
        row.save(force_insert=True)
    return OpenPage(row, identity)


def piece_of(shown: Shown, person: OpenPerson) -> Piece:
    """A keepsake as a page would say it. Who it is about, when and where stays at home; so does a
    title in which there is a child's name. A parent may write all of it in again."""
    card = shown.card
    title = "" if names_in(card.title, person) else card.title
    return Piece(keepsake=str(shown.keepsake.id), title=title, words=card.words, waits=True)


def names_in(text: str, person: OpenPerson) -> list[str]:
    """The children whose names are in these words."""
    said = text.casefold()
    names = [child.name for child in person.facts.children if child.name.strip()]
    return [name for name in names if name.casefold() in said]


def can_share(card: Card) -> bool:
    """Whether there is anything of it that a page could show."""
    return card.kind != "damaged"


def change_page(
    page: OpenPage,
    change: Callable[[PageContent], None],
    *,
    based_on: int | None = None,
    said: bool = True,
    **columns: Any,
) -> None:
    """Read, change and keep what a page says, against whatever else is done meanwhile. Copies of
    which it speaks no more are destroyed; new ones of which it speaks become its own.

    Raises ChangedMeanwhile if a parent said something since `based_on`, or it was taken down, and
    then nothing was changed. `said` is False for what no person said.
    """
    with transaction.atomic():
        row = _held(page)
        if based_on and row.revision != based_on:
            raise ChangedMeanwhile
        fresh = OpenPage(row, page.identity)
        content, before = fresh.content, set(fresh.content.files)
        change(content)
        row.content = seal(content.to_json(), page.identity.recipient)
        row.revision += said
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=["content", "revision", *columns])
        gone = _settle_copies(row, content, before)
    page.page, page.content = row, content
    discard_copies(gone)


def open_to_guests(page: OpenPage) -> None:
    """From now on its link leads to it."""
    with transaction.atomic():
        row = _held(page)
        row.opened_at = row.opened_at or timezone.now()
        row.save(update_fields=["opened_at"])
    page.page = row


def set_code(
    page: OpenPage,
    us: OpenCircle,
    code: str,
    *,
    new_link: bool = False,
    based_on: int | None = None,
) -> None:
    """Have the page open with this code from now on, or without one; with `new_link` the former
    link opens nothing any more. Raises TooLong, and ChangedMeanwhile as `change_page` does."""
    link = Link.new() if new_link else Link.read(page.content.secret)
    code = " ".join(code.split())
    key = link_identity(link, code).recipient

    def say(content: PageContent) -> None:
        content.secret, content.code = link.secret, code

    with transaction.atomic():
        change_page(
            page,
            say,
            based_on=based_on,
            identity=_sealed_for_us(page.identity, key, us),
            tag=link.tag,
            link=str(key),
            has_code=bool(code),
        )


def take_down(page: Page) -> None:
    """The row goes with its key, so that nothing opens any more; then every copy. Needs no key."""
    with transaction.atomic():
        row = Page.objects.select_for_update().filter(pk=page.pk).first()
        if row is None:
            return
        copies = list(row.copies.values_list("pk", flat=True))
        row.copies.update(page=None)
        row.delete()
    discard_copies(copies)


def end_pages(now: datetime.datetime) -> None:
    """Those whose day has come."""
    for page in Page.objects.filter(ends_at__lte=now):
        take_down(page)


def give_originals(content: PageContent, wanted: bool) -> None:
    """Whether the originals are on the page too. Not wanted any more, they are gone at once."""
    content.originals = wanted
    if wanted:
        return
    for copy in content.copies:
        copy.original, copy.ending = None, ""
    for piece in content.pieces:
        piece.originals = False


def put_in_order(content: PageContent, ids: Iterable[str]) -> None:
    """The pieces as they are named; those that are not named stay behind them, as they were."""
    place = {id: number for number, id in enumerate(ids)}
    content.pieces.sort(key=lambda piece: place.get(piece.id, len(place)))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _sealed_for_us(identity: Identity, link: Recipient, us: OpenCircle) -> Sealed:
    """Inside a transaction. Nobody is taken out of *us* until it ends: what is sealed to a key that
    was the newest a moment ago would be passed over, and that key goes."""
    hold(us.circle)
    return seal(identity.secret.encode(), link, us.again().recipient)


def _held(page: OpenPage) -> Page:
    row = Page.objects.select_for_update().filter(pk=page.id).first()
    if row is None:
        raise ChangedMeanwhile
    return row


def _settle_copies(row: Page, content: PageContent, before: set[str]) -> list[str]:
    """Those that the page speaks of are its own; the others, which are given back, nobody's."""
    now = content.files
    new = [Copied(pk=id, page=row, parts=len(now[id].parts)) for id in now.keys() - before]
    Copied.objects.bulk_update(new, ["page", "parts"], batch_size=200)
    gone = sorted(before - now.keys())
    Copied.objects.filter(pk__in=gone).update(page=None)
    return gone
