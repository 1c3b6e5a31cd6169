"""Families: making one from the command line."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from heartleaf.command import cli
from heartleaf.command.speaking import (
    Problem,
    email_option,
    json_option,
    passphrase_option,
    read_passphrase,
    ready,
    say,
    say_json,
)

if TYPE_CHECKING:
    from heartleaf.family.opening import OpenPerson


@cli.group()
def family() -> None:
    """Make a family."""


@family.command()
@click.option("--name", required=True, help="What to call this place.")
@email_option
@passphrase_option
@click.option("--person", default="", help="What to call the first person.")
@click.option("--sheet", type=click.Path(path_type=Path), help="Where to write the sheet to print.")
@json_option
def new(
    name: str,
    email: str,
    passphrase_file: Path | None,
    person: str,
    sheet: Path | None,
    as_json: bool,
) -> None:
    """Make a family and its first person.

    Example: heartleaf family new --name "Rowan's place" --email ada@example.org
    --passphrase-file pass.txt --sheet sheet.pdf
    """
    passphrase = read_passphrase(passphrase_file)
    ready()
    from heartleaf.family.entering import is_strong

    if not is_strong(passphrase, name, email, person):
        raise Problem("This passphrase would be guessed quickly. One or two more words help most.")
    with _paper(sheet) as paper:
        made = _make(name, email, passphrase, person)
        key = _make_sheet(made, paper)
    if as_json:
        say_json({"family": str(made.family_id), "person": str(made.id), "key": key})
    else:
        say(f"{made.facts.name} is made.")
        say(_of_sheet(sheet))


def _of_sheet(sheet: Path | None) -> str:
    if sheet is None:
        return "No printed sheet was asked for."
    return (
        f"The sheet to print is {sheet}. When it is on paper, type its last row back in the"
        " settings, under Printed sheet."
    )


@contextlib.contextmanager
def _paper(sheet: Path | None) -> Iterator[BinaryIO | None]:
    """A new file for the sheet, which nobody else may read at any moment; gone if nothing came of
    it. It is opened before anything is made: a path that is no good must be known by then."""
    if sheet is None:
        yield None
        return
    try:
        handle = os.open(sheet, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Problem(f"{sheet} is there already. Nothing was overwritten.") from None
    except OSError as error:
        raise Problem(f"{sheet} cannot be written ({error.strerror}).") from None
    try:
        with os.fdopen(handle, "wb") as paper:
            yield paper
    except BaseException:
        sheet.unlink()
        raise


def _make(name: str, email: str, passphrase: str, person: str) -> OpenPerson:
    from django.conf import settings

    from heartleaf.archive.marker import remember
    from heartleaf.family.beginning import AddressTaken, Beginner, begin_family
    from heartleaf.family.facts import FamilyFacts
    from heartleaf.sealing import TooLong

    beginner = Beginner(email=email, passphrase=passphrase, name=person, zone=settings.TIME_ZONE)
    try:
        made = begin_family(FamilyFacts(name=name), beginner)
    except AddressTaken:
        raise Problem("This address and passphrase already open a place here.") from None
    except TooLong as error:
        raise Problem(str(error)) from None
    remember()
    return made


def _make_sheet(made: OpenPerson, paper: BinaryIO | None) -> str:
    """A key is made in any case, so that --json can print it; on paper only if asked for."""
    from heartleaf.family.entering import make_sheet
    from heartleaf.family.sheet import sheet_pdf

    key = make_sheet(made)
    if paper is not None:
        paper.write(sheet_pdf(key=key, place=made.facts.name, made_on=made.today()))
    return key
