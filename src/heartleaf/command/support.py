"""Help lines, at a terminal: what somebody has to look at again. It needs no family and no data."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heartleaf.command import cli
from heartleaf.command.speaking import json_option, say, say_json, say_problem

if TYPE_CHECKING:
    from heartleaf.care.support.directory import Directory
    from heartleaf.care.support.entry import Entry


@cli.group()
def support() -> None:
    """The directory of help lines.

    Example: heartleaf support check --json
    """


@support.command()
@click.option(
    "--file",
    envvar="HEARTLEAF_SUPPORT",
    type=click.Path(path_type=Path),
    help="A host's file that corrects the directory.",
)
@json_option
def check(file: Path | None, as_json: bool) -> None:
    """Say which entries are due for review, and what is wrong in the host's own file.

    Example: heartleaf support check --file lines.toml
    """
    from heartleaf.care.support.directory import corrected_by

    known = corrected_by(str(file or ""))
    today = datetime.datetime.now(datetime.UTC).date()
    due = sorted(
        (each for each in known.entries if each.is_due(today)),
        key=lambda each: (each.review_by, each.id),
    )
    if as_json:
        _say_plainly(known, due)
    else:
        _say_lines(known, due)
    for problem in known.problems:
        say_problem(problem)
    if known.problems:
        sys.exit(1)


def _say_plainly(known: Directory, due: list[Entry]) -> None:
    say_json(
        {
            "entries": len(known.entries),
            "due": [_plain(known, each) for each in due],
            "problems": [*known.problems],
        }
    )


def _plain(known: Directory, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "country": entry.country or None,
        "name": entry.name,
        "page": entry.page or None,
        "shown_as_number": entry.may_be_called,
        "last_seen": known.last_seen(entry).isoformat(),
        "verified_by": entry.verified_by or None,
        "review_by": entry.review_by.isoformat(),
    }


def _say_lines(known: Directory, due: list[Entry]) -> None:
    for each in due:
        numbers = ", ".join(each.numbers) or each.page or "no site known"
        say(
            f"{each.review_by}  {each.country or '--'}  {each.id}: {each.name} "
            f"({numbers}; last seen {known.last_seen(each)})"
        )
    say(f"{len(due)} of {len(known.entries)} are due for review.")
