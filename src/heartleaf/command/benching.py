"""Measuring: the numbers this house means to hold, on the machine it stands on."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heartleaf.command import cli
from heartleaf.command.sample import move_into
from heartleaf.command.speaking import json_option, say, say_json

if TYPE_CHECKING:
    from heartleaf.command.measuring.pages import Browser
    from heartleaf.family.opening import OpenPerson

SMALL, LARGE = "small@example.org", "large@example.org"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    letters: int = 10_000
    pages: int = 60
    requests: int = 400
    photographs: int = 24
    export_mb: float = 600
    many: int = 500
    film_mb: float = 2048
    hevc_s: float = 10
    looks: int = 7
    reminders: int = 1_000_000
    resealed: int = 200
    resealed_mb: float = 400
    backup_mb: float = 1024


QUICK = Size(
    pages=15,
    requests=80,
    photographs=6,
    export_mb=60,
    many=12,
    film_mb=64,
    hevc_s=3,
    looks=3,
    reminders=50_000,
    resealed=40,
    resealed_mb=40,
    backup_mb=64,
)
LARGEST = Size(export_mb=5 * 1024, resealed=1_000, resealed_mb=2048)


@cli.command()
@click.option("--quick", is_flag=True, help="Fewer of each: rougher numbers, sooner.")
@click.option("--large", is_flag=True, help="Bring in 5 GB, and seal 2 GB anew.")
@json_option
def bench(quick: bool, large: bool, as_json: bool) -> None:
    """Measure this machine in a throw-away folder, and say what holds.

    Example: heartleaf bench --quick
    """
    size = QUICK if quick else LARGEST if large else Size()
    with tempfile.TemporaryDirectory(
        prefix="heartleaf-bench-", ignore_cleanup_errors=True
    ) as house:
        move_into(Path(house))
        measured = dict(_measured(Path(house), size))
    if as_json:
        say_json(measured)
    else:
        _say(measured)


def _say(measured: dict[str, float]) -> None:
    from heartleaf.command.measuring.goals import table
    from heartleaf.command.measuring.house import machine

    say(machine())
    for line in table(measured):
        say(line)
    if "reminders" not in measured:
        say("Reminders of very many people: there is no PostgreSQL here to measure them on.")


def _measured(house: Path, size: Size) -> Iterator[tuple[str, float]]:
    _tell("Writing and sealing letters")
    _write(size)
    _tell("Asking for pages")
    yield from _pages(size).items()
    _tell("Asking for a page by link")
    yield from _guests(size).items()
    _tell("Drawing the tree")
    yield from _tree(size).items()
    _tell("Bringing in photographs")
    yield from _photographs(house, size).items()
    _tell("Looking at files")
    yield from _looks(house, size).items()
    _tell("Bringing in a film")
    yield from _films(house, size).items()
    _tell("Sealing a circle anew")
    yield from _resealing(house, size).items()
    _tell("Backing up")
    yield from _backups(house, size).items()
    _tell("Telling very many people at once")
    yield from _clock(house, size).items()


def _tell(step: str) -> None:
    click.echo(f"{step} …", err=True)


def _write(size: Size) -> None:
    from heartleaf.command.speaking import ready

    ready()
    from heartleaf.command.measuring.seeding import seeded

    seeded(SMALL, 100)
    seeded(LARGE, size.letters)


def _pages(size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import pages
    from heartleaf.command.measuring.house import served
    from heartleaf.command.measuring.seeding import PASSPHRASE

    with served() as (port, process, first_page):
        few, many = pages.Browser(port), pages.Browser(port)
        few.sign_in(SMALL, PASSPHRASE)
        many.sign_in(LARGE, PASSPHRASE)
        measured = {"first_page_s": first_page, **pages.first_view(many)}
        measured |= _memory("memory_at_rest_mb", process.pid)
        measured["unlock_s"] = _unlock(port)
        measured |= _timeline(few, many, size)
        measured["timeline_per_s"] = pages.a_second(many, port, "/timeline/", size.requests)
        return measured | _memory("memory_after_mb", process.pid)


def _guests(size: Size) -> dict[str, float]:
    from heartleaf.command.measuring.guests import asked_by_guests, page_of_pictures
    from heartleaf.command.measuring.house import served

    link, measured = page_of_pictures(_person())
    with served() as (port, _process, _first_page):
        return measured | asked_by_guests(port, link, size.pages, size.requests)


def _memory(name: str, pid: int) -> dict[str, float]:
    from heartleaf.command.measuring.house import memory_mb

    time.sleep(1)  # let it come to rest
    memory = memory_mb(pid)
    return {name: memory} if memory else {}


def _unlock(port: int) -> float:
    from heartleaf.command.measuring import pages
    from heartleaf.command.measuring.seeding import PASSPHRASE

    return sorted(pages.Browser(port).sign_in(LARGE, PASSPHRASE) for _number in range(3))[1]


def _timeline(few: Browser, many: Browser, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import pages, seeding

    last = size.letters - 20 * (min(500, size.letters // 20) - 1)
    far = f"/timeline/?after={seeding.day_of(last)}.{last}"
    rare = seeding.rare_words()
    took = pages.in_turn(
        {
            "timeline_100_ms": lambda: few.get("/timeline/"),
            "timeline_ms": lambda: many.get("/timeline/"),
            "page_500_ms": lambda: many.get(far),
            "search_ms": lambda: many.get(f"/search/?words={next(rare)}"),
            "search_common_ms": lambda: many.get(f"/search/?words={seeding.common_word()}"),
        },
        size.pages,
    )
    took |= pages.in_turn({"tree_page_ms": lambda: many.get("/tree/")}, 3)
    took["timeline_ratio"] = took["timeline_ms"] / took["timeline_100_ms"]
    took["page_500_ratio"] = took["page_500_ms"] / took["timeline_ms"]
    return took


def _tree(size: Size) -> dict[str, float]:
    from heartleaf.command.measuring.pages import in_turn
    from heartleaf.keepsakes.showing import Shelf
    from heartleaf.tree.gathering import leaves_of, whole_tree

    person = _person()
    leaves = leaves_of(person, Shelf(person))
    return in_turn({"tree_ms": lambda: whole_tree(person, leaves)}, 5)


def _photographs(house: Path, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import photographs
    from heartleaf.command.measuring.seeding import PASSPHRASE

    taken = photographs.photographs()
    measured = photographs.brought_in_against_bare(
        _person(), taken, house / "photographs", size.photographs
    )
    _tell("Bringing in an export")
    measured |= photographs.memory_of_an_export(taken, house, size.export_mb, SMALL, PASSPHRASE)
    _tell("Bringing in a folder")
    return measured | photographs.memory_of_many(taken, house, size.many, SMALL, PASSPHRASE)


def _looks(house: Path, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import drawn, films, looks
    from heartleaf.command.measuring.heic import heic

    photograph = drawn.photograph(0)
    tiled = heic(photograph)
    measured = looks.one_look(drawn.as_jpeg(photograph), tiled, size.looks)
    return measured | films.memory_of_a_picture(tiled, house / "IMG_0001.HEIC", SMALL)


def _films(house: Path, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import films
    from heartleaf.command.measuring.seeding import PASSPHRASE

    measured = films.of_a_film(house, size.film_mb, SMALL, PASSPHRASE)
    _tell("Making a film ready to be played")
    return measured | films.of_hevc(house, size.hevc_s, SMALL)


def _resealing(house: Path, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import resealing

    return resealing.measured(house, size.resealed, size.resealed_mb)


def _backups(house: Path, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import backing

    return backing.measured(house, size.backup_mb, _person().circle("us").recipient)


def _clock(house: Path, size: Size) -> dict[str, float]:
    from heartleaf.command.measuring import clock

    return clock.measured(house, size.reminders)


def _person() -> OpenPerson:
    from heartleaf.command.measuring.seeding import PASSPHRASE
    from heartleaf.family.entering import enter_by_passphrase

    return enter_by_passphrase(LARGE, PASSPHRASE)
