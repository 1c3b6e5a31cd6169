"""A circle with things in it, of which someone was taken out, sealed anew in a program of its own.

Run as `python -m heartleaf.command.measuring.sealing_all THINGS MB`. It says one line when all is
kept and the sealing begins, and at the end the seconds it took.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heartleaf.command.speaking import ready

if TYPE_CHECKING:
    from heartleaf.family.opening import OpenCircle, OpenPerson
    from heartleaf.keepsakes.attachments import Attachment

PIECE = 2**20


def main(things: int, mb: float) -> None:
    ready()
    from heartleaf.circle.gathering import let_go
    from heartleaf.circle.sealing_anew import seal_all_anew
    from heartleaf.command.measuring.seeding import PASSPHRASE
    from heartleaf.family.beginning import Beginner, begin_family
    from heartleaf.family.facts import FamilyFacts
    from heartleaf.family.joining import join

    ada = begin_family(FamilyFacts(), Beginner("gathered@example.org", PASSPHRASE))
    inge = join(ada, Beginner("taken-out@example.org", PASSPHRASE), ["friends"])
    _keep(ada, things, int(mb * 2**20 / things))
    let_go(ada, inge.id)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    began = time.perf_counter()
    if not seal_all_anew(ada.circle("friends")):
        raise RuntimeError("What was to be measured was not all sealed anew.")
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - began}))


def _keep(person: OpenPerson, things: int, size: int) -> None:
    from heartleaf.keepsakes.cards import Card
    from heartleaf.keepsakes.keeping import keep

    circle = person.circle("friends")
    for number in range(things):
        card = Card(kind="picture", title=str(number), attachments=[_file(circle, size)])
        keep(person, circle, card)


def _file(circle: OpenCircle, size: int) -> Attachment:
    from heartleaf.keepsakes.attachments import Attachment
    from heartleaf.keepsakes.media import begin_media, store

    whole = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for start in range(0, size, PIECE):
            piece = os.urandom(min(PIECE, size - start))
            whole.update(piece)
            yield piece

    stored = store(pieces(), circle.recipient, begin_media(circle).id)
    return Attachment(
        media=str(stored.media),
        name="IMG_0001.JPG",
        type="jpeg",
        size=stored.size,
        sha256=stored.sha256,
        parts=stored.parts,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
