"""Tending what is kept: which files it has, in which order, and what is shown of each.

What someone says of them makes a version. What is shown of them does not: a frame is only for the
eye, the original stays as it came, and no earlier card goes on showing what a frame leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.attachments import Attachment, Framed
from heartleaf.keepsakes.cards import Card, Kind, kind_for, open_card
from heartleaf.keepsakes.developing.looks import Frame, Unreadable, Views
from heartleaf.keepsakes.keeping import ChangedMeanwhile, NotTheirs
from heartleaf.keepsakes.media import begin_media, discard, store_views
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.receiving import look_again

LONGEST_ALT = 500

# No camera writes these, and none of them has room for a place.
WITHOUT_A_PLACE = {"gif", "bmp", "svg"}

# What a keepsake is by its files; a letter or a thing is what it is whatever lies with it.
BY_FILES: set[Kind] = {"picture", "film", "sound", "paper", "ultrasound"}


class NothingLeft(Exception):
    """Without its last file, and without words, there would be no keepsake."""


@dataclass(frozen=True)
class Said:
    """What someone says of a file that is here; `instead` is another one that takes its place."""

    media: str
    alt: str = ""
    placeless: bool = False
    instead: Attachment | None = None


@dataclass(frozen=True)
class Arrangement:
    """The files as they are to stand: what is not among them is taken out. `face` is the one that
    stands for the others under a cover; without it, that is the first."""

    files: tuple[Said, ...]
    added: tuple[Attachment, ...] = ()
    face: str = ""


def arrange(
    keepsake: Keepsake, circle: OpenCircle, card: Card, wanted: Arrangement, *, based_on: int
) -> Card:
    """Keep the files as they are wanted: a version, with which the files that left stay. What is
    so already is not kept once more. Raises NothingLeft, ChangedMeanwhile, AlreadyKept."""
    arranged = as_wanted(card, wanted)
    if (arranged.attachments, arranged.face) == (card.attachments, card.face):
        return card
    if card.said != based_on:
        raise ChangedMeanwhile
    if not arranged.attachments and not _says_something(card):
        raise NothingLeft
    keeping.change(keepsake, circle, arranged, based_on=based_on)
    return arranged


def frame(keepsake: Keepsake, circle: OpenCircle, media: str, wanted: Frame) -> None:
    """Show so much of a file, and of the film that belongs to it; a person has looked it over.

    Its views are made anew from the original, and what showed more is gone, with the earlier
    versions too. What plays has to be prepared again. Raises Unreadable, ChangedMeanwhile,
    NotTheirs.
    """
    card = open_card(keepsake, circle)
    one = card.attachment(media)
    if one is None:
        raise ChangedMeanwhile
    if not circle.may_change(card.author):
        raise NotTheirs
    begun: list[UUID] = []
    try:
        anew = {
            each.media: _made_anew(each, keepsake, circle, wanted, begun)
            for each in _seen_together(card, one)
            if each.framed.frame != wanted
        }
        keeping.amend(
            keepsake,
            circle,
            lambda newest: _look_over(newest, media, anew),
            lambda earlier: _show_anew(earlier, anew),
        )
    except BaseException:
        for id in begun:
            discard(id)
        raise


def unframed(keepsake: Keepsake, circle: OpenCircle, attachment: Attachment, turn: int) -> bytes:
    """A large view of all there is, turned: made for this moment, and not kept. Raises Unreadable,
    ChangedMeanwhile."""
    return _views(attachment, keepsake, circle, Frame(turn)).large.data


def to_look_over(card: Card) -> list[Attachment]:
    """The ultrasounds nobody has looked over yet: a name and a hospital may stand in them."""
    return [a for a in card.attachments if a.sort == "ultrasound" and a.views and not a.looked_over]


def can_be_framed(attachment: Attachment) -> bool:
    """A picture that moves is shown as it came, so what a frame leaves out would be seen."""
    return bool(attachment.views) and not attachment.moves


def may_carry_a_place(attachment: Attachment) -> bool:
    return attachment.sort in {"picture", "film"} and attachment.type not in WITHOUT_A_PLACE


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def as_wanted(card: Card, wanted: Arrangement) -> Card:
    """The card with its files as they are wanted. A film goes with the still it belongs to."""
    attachments: list[Attachment] = []
    renamed = {said.media: said.instead.media for said in wanted.files if said.instead}
    for said in wanted.files:
        attachments += _as_said(card, said)
    attachments += wanted.added
    face = renamed.get(wanted.face, wanted.face)
    known = {one.media for one in attachments}
    return replace(
        card,
        kind=_kind(card, attachments),
        face=face if face in known else "",
        attachments=attachments,
    )


def _as_said(card: Card, said: Said) -> list[Attachment]:
    now = card.attachment(said.media)
    if now is None:
        return []
    if said.instead is not None:
        return [_saying(said.instead, said)]
    film = card.film_of(now)
    with_it = [replace(film, placeless=said.placeless)] if film else []
    return [_saying(now, said), *with_it]


def _saying(one: Attachment, said: Said) -> Attachment:
    return replace(one, alt=said.alt, placeless=said.placeless and may_carry_a_place(one))


def _kind(card: Card, attachments: list[Attachment]) -> Kind:
    if card.kind not in BY_FILES or card.kind != kind_for(card.attachments):
        return card.kind
    return kind_for(attachments) if attachments else "letter"


def _says_something(card: Card) -> bool:
    return bool(card.words.strip() or card.title or card.whereabouts)


def _seen_together(card: Card, one: Attachment) -> list[Attachment]:
    film = card.film_of(one)
    return [one, film] if film and film.views else [one]


def _made_anew(
    one: Attachment, keepsake: Keepsake, circle: OpenCircle, wanted: Frame, begun: list[UUID]
) -> dict[str, Any]:
    """What is other in an attachment when it is shown within this frame."""
    made = [(v.data, v.width, v.height) for v in _views(one, keepsake, circle, wanted)]
    id = begin_media(circle).id
    begun.append(id)
    views = store_views(id, made, circle.recipient)
    return {
        "made": str(id),
        "views": views,
        "framed": Framed.of(wanted),
        "played": None,
        "unplayed": "",
    }


def _views(one: Attachment, keepsake: Keepsake, circle: OpenCircle, wanted: Frame) -> Views:
    media = Media.objects.filter(pk=one.media, keepsake=keepsake.pk).first()
    if media is None:
        raise ChangedMeanwhile
    views = look_again(one, circle, media.epoch, wanted).views
    if views is None:
        raise Unreadable
    return views


def _look_over(card: Card, media: str, anew: dict[str, dict[str, Any]]) -> None:
    """Raises ChangedMeanwhile if it was taken out."""
    if card.attachment(media) is None:
        raise ChangedMeanwhile
    _show_anew(card, anew)
    card.attachments = [
        replace(one, looked_over=True) if one.media == media else one for one in card.attachments
    ]


def _show_anew(card: Card, anew: dict[str, dict[str, Any]]) -> None:
    card.attachments = [replace(one, **anew.get(one.media, {})) for one in card.attachments]
