"""A file of a keepsake as a page shows it: plain values. Under a cover only the soft view is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.keepsakes.attachments import Attachment, View
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.plain_text import text_of
from heartleaf.keepsakes.proving import original_is_whole, view_is_whole
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import can_be_framed
from heartleaf.keepsakes.words import length, word_for
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError
from heartleaf.web.playing import Playing, playing_of

NO_ID = UUID(int=0)
MARKS = {
    "letter": "letter",
    "picture": "picture",
    "film": "film",
    "sound": "sound",
    "paper": "paper",
    "ultrasound": "ultrasound",
    "thing": "keep",
}


@dataclass(frozen=True)
class EntryPicture:
    """A file of an entry, and what there is to see or hear of it. `covered` means `src` is the
    soft one; it is empty for what has no picture. `word` says what it is: "Film, 0:42".

    `harm` is what was found damaged: its "view", or the whole "file"; then `src` is empty, and
    `original` too if there is nothing to save. What follows `harm` is for a page of its own.
    """

    media: str
    src: str
    large: str
    original: str
    alt: str
    caption: str
    covered: bool
    href: str
    width: int
    height: int
    word: str = ""
    mark: str = "picture"
    unseen: str = ""
    partial: bool = False
    harm: str = ""
    playing: Playing | None = None
    moment: Playing | None = None
    moving: str = ""
    pages: str = ""
    text: str = ""
    name: str = ""
    frame: str = ""
    to_look_over: bool = False

    @property
    def shown_as(self) -> str:
        """What stands below it in a list: of a photograph what was said of it, of all else also
        what it is."""
        if self.covered or self.mark == "picture":
            return self.caption
        return " · ".join(said for said in (self.caption, self.word) if said)


def caption_of(card: Card) -> str:
    """What a cover says: neutral words, nothing of the title."""
    if card.neutral:
        return card.neutral
    if card.kind == "damaged":
        return _("Something here cannot be opened")
    if card.kind == "picture" and len(card.faces) > 1:
        return _("Photographs")
    return word_for(card.kind)


def picture_of(
    shown: Shown, attachment: Attachment, uncovered: str, *, alone: bool = False
) -> EntryPicture:
    covered, caption = shown.is_covered, caption_of(shown.card)
    small = attachment.views[0] if attachment.views else None
    picture = EntryPicture(
        media=attachment.media,
        src=_view(shown, attachment, "cover" if covered else "small", uncovered),
        large=_view(shown, attachment, "cover" if covered else "large", uncovered),
        original=_address("original", shown, attachment, uncovered),
        alt=caption if covered else attachment.alt or shown.card.title or caption,
        caption=caption if covered else attachment.alt,
        covered=covered,
        href=href_of(shown),
        width=small.width if small else 400,
        height=small.height if small else 300,
        word=caption if covered else _word(attachment),
        mark=MARKS[attachment.sort],
        unseen=attachment.unseen,
        partial=attachment.partial,
    )
    return _with_all(picture, shown, attachment, uncovered) if alone and not covered else picture


def _with_all(
    picture: EntryPicture, shown: Shown, attachment: Attachment, uncovered: str
) -> EntryPicture:
    """And all that is there beside its first view."""
    still = attachment.sort == "picture"
    film = shown.card.film_of(attachment)
    playing = playing_of(shown, film or attachment, picture.large, uncovered)
    many = attachment.pages > 1 and not attachment.plays
    ultrasound = attachment.sort == "ultrasound" and bool(attachment.views)
    return replace(
        picture,
        playing=None if still else playing,
        moment=playing if still else None,
        moving=_address("moving", shown, attachment, uncovered) if attachment.moves else "",
        pages=_address("pages", shown, attachment, uncovered) if many else "",
        text=_text(shown, attachment),
        name=attachment.name.rsplit("/", 1)[-1],
        frame=_address("frame", shown, attachment, uncovered) if can_be_framed(attachment) else "",
        to_look_over=ultrasound and not attachment.looked_over,
    )


def _text(shown: Shown, attachment: Attachment) -> str:
    if attachment.type != "text":
        return ""
    media = shown.keepsake.media.filter(pk=attachment.media).first()
    try:
        return text_of(attachment, shown.circle.identity(media.epoch)) if media else ""
    except (SealingError, VaultError):
        return ""


def in_order(card: Card, covered: bool) -> list[Attachment]:
    """As they were put; under a cover the one that stands for the others is first."""
    return card.faces if covered else [a for a in card.attachments if not a.still]


def _word(attachment: Attachment) -> str:
    word, long = word_for(attachment.sort), length(attachment.seconds)
    if attachment.sort == "paper" and attachment.pages > 1:
        return _("{word}, {pages} pages").format(word=word, pages=attachment.pages)
    return _("{word}, {length}").format(word=word, length=long) if long else word


def proved_picture(
    picture: EntryPicture, attachment: Attachment, shown: Shown, epochs: dict[str, int]
) -> EntryPicture:
    view: View = "cover" if picture.covered else "large"
    viewed, whole = epochs.get(attachment.viewed), epochs.get(attachment.media)
    if not picture.src or view_is_whole(attachment, view, shown.circle, viewed):
        return picture
    if picture.covered or original_is_whole(attachment, shown.circle, whole):
        return replace(picture, src="", harm="view")
    return replace(picture, src="", original="", harm="file")


def href_of(shown: Shown) -> str:
    return _any_keepsake().replace(str(NO_ID), str(shown.keepsake.id))


@cache
def _any_keepsake() -> str:
    # A list has many; working out each address anew takes longer than all else a list does.
    return reverse("keepsake", args=[NO_ID])


def _view(shown: Shown, attachment: Attachment, view: str, uncovered: str) -> str:
    if not attachment.views:
        return ""
    return _with(reverse("view", args=[shown.keepsake.id, attachment.media, view]), uncovered)


def _address(name: str, shown: Shown, attachment: Attachment, uncovered: str) -> str:
    return _with(reverse(name, args=[shown.keepsake.id, attachment.media]), uncovered)


def _with(address: str, uncovered: str) -> str:
    return f"{address}?uncovered={uncovered}" if uncovered else address
