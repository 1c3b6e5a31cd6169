"""Ending: taking all that a family has here away for good, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from heartleaf.command.families import family
from heartleaf.command.speaking import (
    Problem,
    email_option,
    passphrase_option,
    read_passphrase,
    ready,
    say,
)

if TYPE_CHECKING:
    from heartleaf.archive.ending.models import Ending
    from heartleaf.family.opening import OpenPerson


@family.command()
@email_option
@passphrase_option
@click.option("--at-once", is_flag=True, help="Not in thirty days, but now.")
@click.option("--stop", "stops", is_flag=True, help="Stop what was asked; all stays.")
def end(email: str, passphrase_file: Path | None, at_once: bool, stops: bool) -> None:
    """Take all that a family has here away for good, keys first.

    It needs the yes of each parent, and of who was one and has a place here, and then waits thirty
    days, in which any of them stops it. You type what the place is called. Save a copy first.

    Example: heartleaf family end --email ada@example.org --passphrase-file pass.txt
    """
    passphrase = read_passphrase(passphrase_file)
    ready()
    parent = _person(email, passphrase)
    if stops:
        _stop(parent)
        return
    if not parent.is_parent:
        raise Problem("Only a parent can ask for it. Nothing was changed.")
    name = parent.facts.name or str(parent.family_id)
    say(f"This takes away all that is kept in “{name}”, for everyone. Nothing of it opens after.")
    if click.prompt("Type what the place is called").strip() != name:
        raise Problem("That is another word. Nothing was changed.")
    if at_once:
        _end_now(parent)
    else:
        _ask(parent)


def _person(email: str, passphrase: str) -> OpenPerson:
    from heartleaf.family.entering import NotOpened, enter_by_passphrase

    try:
        found = enter_by_passphrase(email, passphrase)
    except NotOpened:
        raise Problem("This address and this passphrase together open nothing here.") from None
    return found


def _stop(person: OpenPerson) -> None:
    from heartleaf.archive.ending.deciding import of_family, stop

    row = of_family(person.family_id)
    if row is None or not stop(person, row):
        raise Problem("Nothing waits that could be stopped.")
    say("Stopped. Everything is as it was.")


def _ask(parent: OpenPerson) -> None:
    from heartleaf.archive.ending.deciding import agree, ask_for_all, of_family

    ask_for_all(parent)
    agree(parent)
    row = of_family(parent.family_id)
    if row is None or row.due_at is None:
        say("You have said yes. It waits for the yes of the other parent; without it all stays.")
    else:
        say(f"It is taken away on {row.due_at:%d %B %Y}, within a day. --stop stops it.")


def _end_now(parent: OpenPerson) -> None:
    from django.utils import timezone

    from heartleaf.archive.ending.carrying_out import carry_on, let_keys_go
    from heartleaf.archive.ending.deciding import OthersAreHere, insist

    try:
        row = insist(parent)
    except OthersAreHere:
        raise Problem(
            "Others have a place of their own here, and thirty days to save what is theirs."
            " Nothing was asked."
        ) from None
    if not let_keys_go(row, timezone.now(), insisted=True):
        say("You have said that it may be at once. It is, when the other parent says so too.")
        return
    say("Every key is gone; nothing opens any more.")
    carry_on(row)
    _say_what_is_left(row)


def _say_what_is_left(row: Ending) -> None:
    from heartleaf.archive.ending.lingering import still_holding

    say("The sealed files, and all that was written about them, are gone too.")
    for one in still_holding(until=row.keys_gone_at).backups:
        until = f"until {one.expires:%d %B %Y}" if one.expires else "until someone takes it away"
        say(f"The backup of {one.made:%d %B %Y} in {one.place} still holds it, {until}.")
