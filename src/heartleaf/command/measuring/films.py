"""Large files: what one takes of memory and time to come in, and to be found a place in."""

from __future__ import annotations

import json
import random
import shutil
import statistics
from dataclasses import dataclass
from pathlib import Path

from heartleaf.command.measuring.house import most_mb, served, step
from heartleaf.command.measuring.pages import Browser
from heartleaf.command.measuring.reel import H264, HEVC, film

PLACES = 30
ROOM = 5
"""It is there as it came, sealed, and sealed again as it is played; and some is to be left."""


@dataclass(frozen=True)
class BroughtIn:
    """A file that came in: where it is, the seconds it took, and the most that was held."""

    keepsake: str
    file: str
    received_s: float
    made_s: float
    most_mb: float | None


def memory_of_a_picture(picture: bytes, file: Path, email: str) -> dict[str, float]:
    """The most that is held while one picture comes in."""
    file.write_bytes(picture)
    most = _brought_in(file, email).most_mb
    return {"heic_memory_mb": most} if most else {}


def of_a_film(folder: Path, mb: float, email: str, passphrase: str) -> dict[str, float]:
    """A film of this size, smaller where the disk is: kept, made ready, and sought in."""
    mb = min(mb, shutil.disk_usage(folder).free / 2**20 / ROOM)
    file = folder / "film.mp4"
    film(file, H264, mb=mb)
    size = file.stat().st_size
    one = _brought_in(file, email)
    file.unlink()
    measured = {
        "film_mb": size / 2**20,
        "film_received_mb_per_s": size / 2**20 / one.received_s,
        "film_made_mb_per_s": size / 2**20 / one.made_s,
    }
    if one.most_mb:
        measured["film_memory_mb"] = one.most_mb
    return measured | _sought(one, size, email, passphrase)


def of_hevc(folder: Path, seconds: float, email: str) -> dict[str, float]:
    """Seconds of a film that are encoded anew in a second."""
    file = folder / "hevc.mp4"
    lasts = film(file, HEVC, seconds=seconds)
    return {"hevc_made_per_s": lasts / _brought_in(file, email).made_s}


def _brought_in(file: Path, email: str) -> BroughtIn:
    with step("one_file", str(file), email) as process:
        told = process.stdout
        if told is None or told.readline() != "begun\n":
            raise RuntimeError("The file to be measured was not begun.")
        most = most_mb(process)
        return BroughtIn(**json.loads(told.read()), most_mb=most)


def _sought(one: BroughtIn, size: int, email: str, passphrase: str) -> dict[str, float]:
    """Medians over places all through the film, in what is played and in the original in turn."""
    places = random.Random(7)  # noqa: S311  # the same ones every time
    address = f"/keepsakes/{one.keepsake}/{one.file}"
    took: dict[str, list[float]] = {"seek_ms": [], "seek_original_ms": []}
    with served() as (port, _process, _first_page):
        browser = Browser(port)
        browser.sign_in(email, passphrase)
        for _number in range(PLACES):
            place = int(size * places.uniform(0.02, 0.98))
            for name, path in zip(took, ("played", "original"), strict=True):
                took[name].append(1000 * browser.seek(f"{address}/{path}", place))
    return {name: statistics.median(times) for name, times in took.items()}
