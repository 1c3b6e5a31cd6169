"""One file brought in and made ready to be played, in a program of its own that can be watched.

Run as `python -m heartleaf.command.measuring.one_file FILE EMAIL`. It says one line when it is
signed in and begins, and at the end the keepsake, its file, and the seconds each step took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from heartleaf.command.speaking import ready

if TYPE_CHECKING:
    from heartleaf.family.opening import OpenPerson

PIECE = 2**20


def main(file: Path, email: str) -> None:
    ready()
    from heartleaf.command.measuring.seeding import PASSPHRASE
    from heartleaf.family.entering import enter_by_passphrase

    person = enter_by_passphrase(email, PASSPHRASE)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    sys.stdout.write(json.dumps(_bring_in(file, person)))


def _bring_in(file: Path, person: OpenPerson) -> dict[str, str | float]:
    from heartleaf.keepsakes.cards import Card, kind_for
    from heartleaf.keepsakes.keeping import keep
    from heartleaf.keepsakes.preparing import prepare
    from heartleaf.keepsakes.receiving import decoder, receive

    circle, began = person.circle("us"), time.perf_counter()
    one = receive(_pieces(file), circle, file.name).attachment
    received = time.perf_counter()
    if not one.views:
        raise RuntimeError("The file to be measured could not be looked at.")
    card = Card(kind=kind_for([one]), attachments=[one])
    kept = keep(person, circle, card)
    for making in prepare(person, kept, card):
        making.result()
    made = time.perf_counter()
    decoder.close()
    return {
        "keepsake": str(kept.id),
        "file": one.media,
        "received_s": received - began,
        "made_s": made - received,
    }


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
