"""The paths of the sample family: Ada's own, which nobody else there can open."""

from __future__ import annotations

import datetime

from heartleaf.care.paths.counting import DAY
from heartleaf.care.paths.paths import (
    LEAVES,
    MARKED,
    TOTAL,
    Beginning,
    Path,
    PathNote,
    add_path,
)
from heartleaf.family.opening import OpenPerson


def begin_paths(ada: OpenPerson) -> None:
    today = ada.today()
    for path in (_without_alcohol(today), _walking(today)):
        add_path(ada, path)


def _without_alcohol(today: datetime.date) -> Path:
    began, again = today - 286 * DAY, today - 187 * DAY
    return Path(
        title="Without alcohol",
        words="I drank so that the evenings would end. Then I wanted to be there for them, all "
        "of them, also for him.",
        words_on=began.isoformat(),
        reasons=[
            "To be awake when Mila calls in the night.",
            "His name, said with a clear head.",
            "The mornings.",
        ],
        call_name="Ruth",
        call_number="+353 20 910 0000",  # no such number is given out
        alcohol=True,
        shown=[TOTAL, LEAVES],
        beginnings=[
            Beginning(on=began.isoformat()),
            Beginning(on=again.isoformat(), word="After the scan of somebody else."),
        ],
        notes=[
            PathNote(
                on=(again + 12 * DAY).isoformat(),
                words="Walked round the block until it had passed. It took three times.",
            ),
            PathNote(
                on=(today - 20 * DAY).isoformat(),
                words="A whole dinner with the others and nobody asked.",
            ),
        ],
    )


def _walking(today: datetime.date) -> Path:
    marked = [today - ago * DAY for ago in (1, 4, 5, 11, 12, 20, 33, 41, 58, 75)]
    return Path(
        title="Walking",
        words="To the river and back. Shorter counts.",
        words_on=marked[-1].isoformat(),
        days=MARKED,
        shown=[TOTAL],
        beginnings=[Beginning(on=marked[-1].isoformat())],
        marked=sorted(day.isoformat() for day in marked),
    )
