"""An export beside what copies the same files without opening a seal: `zip -0` and `cp`.

Run as `python -m heartleaf.command.measuring.exporting FOLDER`, it keeps the files that are there
as pictures nobody looked at, says one line, exports them, and says the seconds that took.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from heartleaf.command.measuring.house import most_mb, step
from heartleaf.command.speaking import ready

if TYPE_CHECKING:
    from heartleaf.family.opening import OpenCircle, OpenPerson
    from heartleaf.keepsakes.attachments import Attachment

ROOM = 4
"""Plain, sealed, in the export, and some is to be left."""

LARGE = 32 * 2**20
PIECE = 2**20
OUT = "export.zip"


def measured(house: Path, mb: float) -> dict[str, float]:
    """Files of this size together, less where the disk is small."""
    mb = min(mb, shutil.disk_usage(house).free / 2**20 / ROOM)
    folder = house / "to take along"
    size = _drawn_up(folder, int(mb * 2**20)) / 2**20
    with step("exporting", str(folder)) as process:
        told = process.stdout
        if told is None or told.readline() != "begun\n":
            raise RuntimeError("What is to be exported was not begun.")
        most = most_mb(process)
        seconds = float(json.loads(told.read())["seconds"])
    found = {"exported_mb": size, "export_mb_s": size / seconds}
    if zip := shutil.which("zip"):
        packed = house / "packed.zip"
        found["export_zip_mb_s"] = size / _took([zip, "-0qr", packed, folder], packed)
    copied = house / "copied"
    found["export_cp_mb_s"] = size / _took(["cp", "-r", folder, copied], copied)
    shutil.rmtree(folder)
    return found | ({"exporting_memory_mb": most} if most else {})


def main(folder: Path) -> None:
    ready()
    from heartleaf.archive.exporting import to_file
    from heartleaf.command.measuring.seeding import PASSPHRASE
    from heartleaf.family.beginning import Beginner, begin_family
    from heartleaf.family.facts import FamilyFacts
    from heartleaf.tree.planting import wood_of

    ada = begin_family(FamilyFacts(), Beginner("taken-along@example.org", PASSPHRASE))
    _keep(ada, folder)
    wood_of(ada.family_id)  # it grows once, and that is measured elsewhere
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    began = time.perf_counter()
    to_file(ada, folder.with_name(OUT))
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - began}))
    folder.with_name(OUT).unlink()


def _drawn_up(folder: Path, size: int) -> int:
    """Files of chance, a few large ones and many of the size of a photograph; their bytes."""
    folder.mkdir()
    left, number = size, 0
    while left > 0:
        one = min(left, LARGE if number % 8 == 0 else 3 * PIECE)
        with (folder / f"IMG_{number:04}.JPG").open("wb") as file:
            for start in range(0, one, PIECE):
                file.write(os.urandom(min(PIECE, one - start)))
        left, number = left - one, number + 1
    return size


def _took(command: list[str | Path], made: Path) -> float:
    """The seconds until it is safe on the disk; it is taken away again."""
    began = time.perf_counter()
    subprocess.run(command, check=True)  # our own words
    for path in made.rglob("*") if made.is_dir() else [made]:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    seconds = time.perf_counter() - began
    shutil.rmtree(made) if made.is_dir() else made.unlink()
    return seconds


def _keep(person: OpenPerson, folder: Path) -> None:
    from heartleaf.keepsakes.cards import Card
    from heartleaf.keepsakes.keeping import keep

    circle = person.circle("us")
    for path in sorted(folder.iterdir()):
        card = Card(kind="picture", title=path.stem, attachments=[_file(circle, path)])
        keep(person, circle, card)


def _file(circle: OpenCircle, path: Path) -> Attachment:
    from heartleaf.keepsakes.attachments import Attachment
    from heartleaf.keepsakes.media import begin_media, store

    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    stored = store(_pieces(path), circle.recipient, begin_media(circle).id, known=sha256)
    return Attachment(
        media=str(stored.media),
        name=path.name,
        type="jpeg",
        size=stored.size,
        sha256=sha256,
        parts=stored.parts,
    )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


if __name__ == "__main__":
    main(Path(sys.argv[1]))
