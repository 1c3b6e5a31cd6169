"""Families: making one from the command line."""

from __future__ import annotations

from pathlib import Path

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


@cli.group()
def family() -> None:
    """Make a family."""


@family.command()
@click.option("--name", required=True, help="What to call this place.")
@email_option
@passphrase_option
@click.option("--person", default="", help="What to call the first person.")
@click.option("--sheet", type=click.Path(path_type=Path), help="Where to write the recovery sheet.")
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
    if sheet is not None and sheet.exists():
        raise Problem(f"{sheet} is there already. Nothing was overwritten.")
    made = _make(name, email, passphrase, person)
    key = _make_sheet(made, sheet)
    if as_json:
        say_json({"family": str(made.family_id), "person": str(made.id), "key": key})
    else:
        say(f"{made.facts.name} is made.")
        say(f"The recovery sheet is {sheet}." if sheet else "No recovery sheet was asked for.")


def _make(name: str, email: str, passphrase: str, person: str):  # type: ignore[no-untyped-def]
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


def _make_sheet(made, sheet: Path | None) -> str:  # type: ignore[no-untyped-def]
    """A key is made in any case, so that --json can print it; on paper only if asked for."""
    from heartleaf.family.entering import make_sheet
    from heartleaf.family.sheet import sheet_pdf

    key = str(make_sheet(made))
    if sheet is not None:
        sheet.write_bytes(sheet_pdf(key=key, place=made.facts.name, made_on=made.today()))
        sheet.chmod(0o600)
    return key
