"""A keepsake as a page shows it: plain values. A covered one says only what its cover may."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of, said
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.showing import Shown
from heartleaf.web.entry_pictures import (
    MARKS,
    EntryPicture,
    caption_of,
    href_of,
    in_order,
    picture_of,
    proved_picture,
)

EXCERPT = 240
# What stands before a heading, a list's line or a quotation in the family's words.
_MARKED = re.compile(r"^\s*(?:#{1,6}\s+|>\s*|[-+]\s+)+")


@dataclass(frozen=True)
class Entry:
    """What a list or a page says of one keepsake."""

    id: str
    kind: str
    when: str
    iso: str
    year: str
    href: str
    title: str
    excerpt: str
    note: str
    note_below: bool
    mark: str
    shut: bool
    covered: bool
    caption: str
    waits: str
    pictures: list[EntryPicture]

    @property
    def framed(self) -> list[tuple[int, EntryPicture]]:
        """Each of which one may choose what is shown, after its number."""
        return [(n, picture) for n, picture in enumerate(self.pictures, 1) if picture.frame]

    @property
    def only_to_be_saved(self) -> bool:
        """Is there something of it that can be neither seen nor heard here?"""
        return any(not (one.src or one.playing or one.text) for one in self.pictures)


def entries_of(shown: Iterable[Shown], person: OpenPerson) -> list[Entry]:
    return [entry_of(one, person) for one in shown]


def entry_of(
    shown: Shown, person: OpenPerson, uncovered: str = "", *, alone: bool = False
) -> Entry:
    """`alone`: for a page of its own, with all there is to play and to look after."""
    card, covered = shown.card, shown.is_covered
    caption = caption_of(card)
    pictures = [picture_of(shown, a, uncovered, alone=alone) for a in in_order(card, covered)]
    return Entry(
        id=str(shown.keepsake.id),
        kind=card.kind,
        when=_when(card, covered),
        iso=card.date if card.when.is_exact else "",
        year=card.placed[:4],
        href=href_of(shown),
        title=_title(shown, caption),
        excerpt="" if covered else excerpt(card.words),
        note=_note(shown, person),
        note_below=not (covered and pictures and pictures[0].src),
        mark=MARKS.get(card.kind, "letter"),
        shut=covered and not pictures,
        covered=covered,
        caption=caption,
        waits=_waits(card),
        pictures=pictures[:1] if covered else pictures,
    )


def proved(entry: Entry, shown: Shown) -> Entry:
    """The entry for a page of its own, whose pictures were tried: what is damaged is said."""
    epochs = {str(media.id): media.epoch for media in shown.keepsake.media.all()}
    pairs = zip(entry.pictures, in_order(shown.card, shown.is_covered), strict=False)
    pictures = [proved_picture(picture, a, shown, epochs) for picture, a in pairs]
    return replace(entry, pictures=pictures)


def excerpt(words: str) -> str:
    """The beginning of the words, without their markup."""
    beginning = words[: 8 * EXCERPT].replace("*", "").replace("_", " ")
    lines = (_MARKED.sub("", line) for line in beginning.split("\n"))
    plain = " ".join(" ".join(lines).split())
    return plain if len(plain) <= EXCERPT else plain[:EXCERPT].rsplit(" ", 1)[0] + "…"


def about(card: Card, person: OpenPerson) -> str:
    """The names of the children it is about."""
    found = [person.facts.child(id) for id in card.children]
    return ", ".join(name_of(child, person.facts) for child in found if child)


def _title(shown: Shown, caption: str) -> str:
    card = shown.card
    if card.kind == "damaged" or (shown.is_covered and not card.attachments):
        return caption
    return "" if shown.is_covered else card.title


def _note(shown: Shown, person: OpenPerson) -> str:
    card, names = shown.card, about(shown.card, person)
    if shown.put_back:
        return _("An earlier version was put in its place. “heartleaf check” says more.")
    if card.kind == "damaged":
        return _("Its sealed bytes are as they were. “heartleaf check” says more.")
    if card.kind == "letter" and not shown.is_covered:
        names = _("Letter to {names}").format(names=names) if names else _("Letter")
    parts = [names, person.circle_name(shown.circle.handle)]
    return " · ".join(part for part in parts if part)


def _waits(card: Card) -> str:
    if card.until:
        return _("closed until {day}").format(day=said(card.until))
    return _("closed until asked for") if card.until_asked else ""


def _when(card: Card, covered: bool) -> str:
    """The day; under a cover without the family's own words for it, which could say it all."""
    if covered and card.date_words:
        return said(card.date) or _("its day is covered too")
    return said(card.date, card.date_words) or _("no day known")
