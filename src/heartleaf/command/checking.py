"""Is everything whole, and what of it can a backup put right?"""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from heartleaf.command import cli
from heartleaf.command.speaking import (
    Problem,
    enter,
    json_option,
    passphrase_option,
    ready,
    say,
    say_json,
)

if TYPE_CHECKING:
    from heartleaf.archive.checking import Checked
    from heartleaf.archive.repairing import Plan, Repaired
    from heartleaf.family.opening import OpenPerson


@cli.command()
@click.option("--email", help="The address you come in with, to look inside the seals too.")
@passphrase_option
@click.option("--repair", is_flag=True, help="Put back from backups what can be; asks first.")
@click.option("--yes", is_flag=True, help="With --repair: do not ask.")
@json_option
def check(
    email: str | None, passphrase_file: Path | None, repair: bool, yes: bool, as_json: bool
) -> None:
    """Is everything whole? With an address and passphrase, inside the seals too.

    Example: heartleaf check --email ada@example.org --passphrase-file pass.txt --repair
    """
    person = enter(email, passphrase_file) if email else None
    if person is None:
        ready()
    if repair and as_json and not yes:
        raise click.UsageError("--repair with --json asks nothing: add --yes.")
    checked = _look(person)
    told: dict[str, Any] = {}
    if not as_json:
        _say_checked(checked)
    if repair and not checked.whole:
        told = _repair(checked, yes, quiet=as_json)
        if told["repaired"]["put_back"] or told["repaired"]["anew"]:
            checked = _look(person)
            if not as_json:
                _say_checked(checked)
    if as_json:
        say_json(checked.as_json() | told)
    if not checked.whole and repair:
        raise Problem("Something is not whole; the lines above name it.")
    if not checked.whole:
        raise Problem("Something is not whole; the lines above name it. Nothing was changed.")


def _look(person: OpenPerson | None) -> Checked:
    from rich.console import Console
    from rich.progress import Progress

    from heartleaf.archive.checking import check_all

    # On a terminal alone: a script that reads what goes wrong is not to read this.
    shown = os.isatty(2)
    with Progress(console=Console(stderr=True), disable=not shown, transient=True) as bar:
        task = bar.add_task("Looking", total=None)
        return check_all(person, lambda done, all: bar.update(task, completed=done, total=all))


def _say_checked(checked: Checked) -> None:
    say(f"{checked.keepsakes} keepsakes and {checked.files} sealed files were looked at.")
    for problem in checked.problems:
        say(f"  {problem}")
    stray = checked.stray
    if stray.on_its_way:
        say(f"{stray.on_its_way} files are on their way here.")
    if stray.left:
        say(f"{stray.left} files were left by something that was cut off; the clock removes them.")
    if stray.unknown:
        say(f"{len(stray.unknown)} files belong to nothing that is known here, and stay:")
        for name in stray.unknown[:20]:
            say(f"  {name}")
    if checked.whole:
        say("Everything is whole." if checked.deep else "The outside of everything is whole.")


# ── Repairing ───────────────────────────────────────────────────────────────────────────────


def _repair(checked: Checked, yes: bool, *, quiet: bool) -> dict[str, Any]:
    from heartleaf.archive.repairing import Repaired, plan, repair

    planned = plan(checked)
    if not quiet:
        _say_plan(planned)
    done = Repaired()
    if planned.offers_something and (yes or click.confirm("Put this back?", err=True)):
        done = repair(planned.mends, planned.anew)
        if not quiet:
            _say_repaired(done)
    mends = [{**asdict(one), "made": one.made.isoformat()} for one in planned.mends]
    return {"mends": mends, "repaired": asdict(done)}


def _say_plan(planned: Plan) -> None:
    for mend in planned.mends:
        what = f"{mend.what}: " if mend.what else ""
        say(f"Can be put back: {what}{mend.name}")
        say(f"  from {mend.copy}, of the backup of {mend.made:%Y-%m-%d %H:%M} UTC")
    for name in planned.anew:
        say(f"Can be made anew from the cards: {name}")
    for damage in planned.beyond:
        say(f"Cannot be put back by itself: {damage.line}")
    if any(not damage.files for damage in planned.beyond) and planned.newest:
        say(
            "What is a row of the database is not put back alone. `heartleaf restore` brings all of"
            f" it as it stood in the backup of {planned.newest:%Y-%m-%d %H:%M} UTC; what came since"
            " is then only in the present data folder, so keep that too."
        )
    if any(damage.files for damage in planned.beyond):
        say(
            "No backup that can be reached from here has a good copy of every file of these. If one"
            " lies elsewhere, name its place in HEARTLEAF_BACKUPS and look again. Delete nothing."
        )
    elif planned.beyond and not planned.newest:
        say("No backup that is proven can be reached from here.")


def _say_repaired(done: Repaired) -> None:
    for name in done.put_back:
        say(f"Put back: {name}")
    for name in done.anew:
        say(f"Will be made anew from the cards: {name}")
    if done.aside:
        say(f"What was damaged was not deleted; it lies in {done.aside}")
    for name, reason in done.failed:
        say(f"  Not put back: {name} ({reason})")
