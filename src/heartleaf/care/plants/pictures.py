"""What becomes of a plant's pictures: into the timeline, back to the plant alone, when it goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.showing import Shown


def put_in_timeline(shown: Shown) -> None:
    """It stays with the plant too. Raises ChangedMeanwhile, NotTheirs."""
    _change(shown, replace(shown.card, place="shelf"))


def only_with_plant(shown: Shown) -> None:
    """Out of the timeline again. Raises ChangedMeanwhile, NotTheirs."""
    _change(shown, replace(shown.card, place="plant"))


def keep_all(pictures: Iterable[Shown]) -> None:
    """They are kept like any others, and of no plant any more."""
    for one in pictures:
        if may_go(one, "keep"):
            _change(one, replace(one.card, place="shelf", plant=""))


def may_go(shown: Shown, wish: str) -> bool:
    """Whether what is wished for its plant's pictures, "keep" or "bin", can be done with this."""
    return shown.may_be_changed and (wish == "bin" or shown.card.kind != "damaged")


def put_all_in_bin(pictures: Iterable[Shown]) -> None:
    """Those that stood on the plant's page alone; what is in the timeline stays there."""
    for one in pictures:
        if one.place == "plant":
            keeping.put_in_bin(one.keepsake)


def _change(shown: Shown, card: Card) -> None:
    keeping.change(shown.keepsake, shown.circle, card, based_on=shown.card.said)
