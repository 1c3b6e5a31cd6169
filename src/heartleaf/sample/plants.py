"""The plants of the sample family: the linden on the sill through four seasons, and an olive.

What is written of them is Ada's alone, as a real family's would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from heartleaf.care.plants.keeping import add_plant
from heartleaf.care.plants.plants import Happening, Plant
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.cards import Card, kind_for
from heartleaf.keepsakes.keeping import keep
from heartleaf.keepsakes.receiving import receive
from heartleaf.sample.brought import File
from heartleaf.sample.sill import PICTURES


def keep_plants(ada: OpenPerson, files: Sequence[bytes]) -> None:
    """`files` are PICTURES as they were painted."""
    mine, by = ada.circle("only-me"), str(ada.id)
    linden = Plant(
        name="The linden on the sill",
        kind="A small-leaved linden, from seed",
        where="The kitchen window, where the light is in the morning",
        since="2025-10",
        soil="Two spoons of his ashes, under the roots, in October.",
        rest="In the blue box, in my room. The sea, one day, perhaps.",
        given_by="Jonas, from the tree at the corner",
        by=by,
        happenings=[
            _told("repotted", "2026-03-22", "Into the grey pot. New soil round the old, nothing"
                  " shaken off.", by),
            _told("rests", "2025-11", "It dropped everything in a week. The man at the nursery"
                  " says they do.", by),
            _told("leaves", "2026-04-19", "Five, the size of a thumbnail.", by),
        ],
    )  # fmt: skip
    olive = Plant(
        name="The olive in the hall",
        where="By the stairs",
        since="2025-06",
        given_by="The school",
        by=by,
        happenings=[
            _told("outside", "2025-07", "", by),
            _told("died", "2026-01", "The cold week. Too dark there, too, I think.", by),
        ],
    )
    add_plant(mine, linden)
    add_plant(mine, olive)
    for file, data in zip(PICTURES, files, strict=True):
        _keep(ada, linden, file, data)


def _told(sort: str, date: str, words: str, by: str) -> Happening:
    return Happening(sort=sort, date=date, words=words, by=by)


def _keep(ada: OpenPerson, plant: Plant, file: File, data: bytes) -> None:
    circle = ada.circle("only-me")
    received = receive([data], circle, file.name)
    attachment, when = replace(received.attachment, alt=file.alt), received.when
    card = Card(
        kind=kind_for([attachment]),
        place="plant",
        plant=plant.id,
        date=when.to_edtf(),
        placed=str(when.placed() or ""),
        attachments=[attachment],
    )
    keep(ada, circle, card)
