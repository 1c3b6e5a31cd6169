"""What Ada of the sample family wrote of her body, for herself alone, and made of the words for
others."""

from __future__ import annotations

import datetime

from heartleaf.care.body.notes import BodyNote, BodyNotes, change_body_notes
from heartleaf.care.for_others.sheet import ForOthers, change_for_others
from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenPerson

# How many days ago, the words, the page they belong to, and whether they are to be asked.
NOTES = [
    (
        41,
        "Milk again, in the bath, after all this time. Nobody had said that it could.",
        "milk",
        False,
    ),
    (19, "Walked to the harbour and back. My body is still waiting for September.", "", False),
    (6, "Is it all right that the scar is numb on one side?", "wounds", True),
    (5, "Whom could I call at night, if there were another time?", "next-pregnancy", True),
]


def write_of_the_body(ada: OpenPerson) -> None:
    change_body_notes(ada, lambda section: _write(section, ada.today()))
    change_for_others(ada, _make_hers)


def _write(section: BodyNotes, today: datetime.date) -> None:
    for ago, words, about, ask in NOTES:
        day = VagueDate.on(today - datetime.timedelta(days=ago)).to_edtf()
        section.notes.append(BodyNote(date=day, words=words, about=about, ask=ask))


def _make_hers(section: ForOthers) -> None:
    section.named = True
    section.ask = "What he looked like.\nWhat we do on the twelfth of May."
    section.rather_not = "Whether we will try again."
    section.left_out = ["come"]
