"""A page by link that guests may leave something on, and what they leave there."""

from __future__ import annotations

from django.utils import timezone

from heartleaf.circle import letterbox
from heartleaf.circle.models import Page
from heartleaf.circle.opening_pages import open_for_us
from heartleaf.circle.page_content import LEAVINGS, PageContent
from heartleaf.sealing import Identity, Link, Recipient, seal


def a_page(by, **says):
    """A page of this parent's that anyone with its link may open, and the link."""
    link, key, us = Link.new(), Identity.generate(), by.circle("us")
    content = PageContent(**{"title": "For Rowan", "allows": list(LEAVINGS), **says})
    row = Page.objects.create(
        family=by.person.family,
        tag=link.tag,
        link=link.identity.recipient.text,
        recipient=key.recipient.text,
        identity=seal(key.secret.encode(), link.identity.recipient, us.recipient),
        content=seal(content.to_json(), key.recipient),
        opened_at=timezone.now(),
    )
    return open_for_us(row, us), link


def read_first_by(person):
    """What a page says whose notes this person reads first."""
    return {"first_reader": str(person.id), "reader": person.person.recipient}


def a_note(page, files=(), **says):
    """What a guest left on it: `a_note(page, name="Vera", words="…")`."""
    content, family = page.content, page.page.family
    recipients = [letterbox.to_parents(family)]
    recipients += [Recipient(content.reader)] if content.reader else []
    words = {"words": "I think of you.", "on": content.title, "reader": content.first_reader} | says
    return letterbox.leave(
        family, words=words, files=files, recipients=recipients, page=page.page, sender=b"v" * 16
    )


def opened(person, note):
    """The note as this parent has it."""
    return letterbox.OpenNote(type(note).objects.get(pk=note.pk), person.circle("us").identities)
