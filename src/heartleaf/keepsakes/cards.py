"""A card is one keepsake in words: what it is, when, about whom, and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenCircle
from heartleaf.family.unknown import read, written
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.models import Keepsake, Version
from heartleaf.sealing import NotBound, Sealed

FORMAT = "heartleaf-card/1"
# A damaged card cannot say what it was.
Kind = Literal["letter", "picture", "film", "sound", "paper", "ultrasound", "thing", "damaged"]
# With a plant at home it stands on that plant's page and nowhere else.
Place = Literal["shelf", "tray", "plant"]


@dataclass
class Card:
    """What a keepsake says.

    `date` is as `VagueDate.to_edtf` writes it, `date_words` the family's own; `placed` is the ISO
    date it stands at in the timeline. `until` is an ISO date before which it is *not yet*;
    `until_asked` closes it until asked for. `whereabouts` says where a thing is kept; `face` is the
    attachment that stands for the others under a cover. `plant` is the id of the plant at home that
    it is a picture of, wherever it is kept. `said` is the revision at which a person
    last said something in it: what is made later, such as a film to be played, does not count.
    """

    kind: Kind = "letter"
    title: str = ""
    words: str = ""
    neutral: str = ""
    children: list[str] = field(default_factory=list)
    date: str = ""
    date_words: str = ""
    placed: str = ""
    covered: bool = False
    until: str = ""
    until_asked: bool = False
    whereabouts: str = ""
    face: str = ""
    place: Place = "shelf"
    plant: str = ""
    author: str = ""
    written_at: str = ""
    kept_at: str = ""
    origin: str = ""
    said: int = 1
    attachments: list[Attachment] = field(default_factory=list)
    unknown: dict[str, Any] = field(default_factory=dict, kw_only=True, compare=False)

    @property
    def when(self) -> VagueDate:
        return VagueDate.from_edtf(self.date, self.date_words)

    def attachment(self, media: str) -> Attachment | None:
        return next((a for a in self.attachments if a.media == media), None)

    def film_of(self, still: Attachment) -> Attachment | None:
        """The film that was taken together with this still picture."""
        return next((a for a in self.attachments if a.still == still.media), None)

    @property
    def faces(self) -> list[Attachment]:
        """What is looked at one by one: everything but the films that belong to a still, the one
        that stands for all first."""
        alone = [a for a in self.attachments if not a.still]
        return sorted(alone, key=lambda a: a.media != self.face)


def settle(card: Card) -> None:
    """A film whose still is not among the files any more is one by itself."""
    here = {one.media for one in card.attachments}
    card.attachments = [
        one if not one.still or one.still in here else replace(one, still="")
        for one in card.attachments
    ]


def seal_card(card: Card, keepsake: Keepsake, circle: OpenCircle) -> Sealed:
    """Bind the card to its place (family, circle, id, revision) and close it for the circle."""
    return circle.seal_card({**written(card), **_belongs(keepsake)})


def open_card(keepsake: Keepsake, circle: OpenCircle, version: Version | None = None) -> Card:
    """Raises CannotOpen for a damaged card, NotBound for one that belongs somewhere else."""
    row = version or keepsake
    belongs = {**_belongs(keepsake), "epoch": row.epoch, "revision": row.revision}
    values = circle.open_card(row.card, row.epoch, belongs)
    return card_from({name: values[name] for name in values.keys() - belongs.keys()})


def card_from(values: dict[str, Any]) -> Card:
    """The card of an opened JSON object, without what says where it belongs."""
    try:
        card = Card(**read(Card, values))
        card.attachments = [Attachment.from_json(a) for a in values.get("attachments", [])]
    except (TypeError, KeyError, AttributeError) as error:
        raise NotBound("This card cannot be read.") from error
    return card


def kind_for(attachments: list[Attachment]) -> Kind:
    """What a keepsake of these files is, if nobody says: what all of them are, else pictures."""
    sorts = {a.sort for a in attachments if not a.still}
    return sorts.pop() if len(sorts) == 1 else "picture"


def _belongs(keepsake: Keepsake) -> dict[str, str | int]:
    return {
        "format": FORMAT,
        "family": str(keepsake.family_id),
        "circle": str(keepsake.circle_id),
        "id": str(keepsake.id),
        "epoch": keepsake.epoch,
        "revision": keepsake.revision,
    }
