"""Bringing in, finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from heartleaf.command import cli
from heartleaf.command.speaking import (
    email_option,
    enter,
    json_option,
    passphrase_option,
    say,
    say_json,
)

if TYPE_CHECKING:
    from heartleaf.archive.importing import Report
    from heartleaf.family.opening import OpenPerson
    from heartleaf.keepsakes.showing import Shown


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@email_option
@passphrase_option
@click.option(
    "--kind",
    type=click.Choice(["auto", "folder", "instagram"]),
    default="auto",
    show_default=True,
    help="What it is, if it is not seen by itself.",
)
@click.option(
    "--circle",
    type=click.Choice(["only-me", "us", "friends"]),
    help="Keep it there at once, not in the tray.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come in, and keep nothing.")
@json_option
def bring_in(
    paths: tuple[Path, ...],
    email: str,
    passphrase_file: Path | None,
    kind: str,
    circle: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in a folder, a zip or an export. Run again, it adds nothing twice.

    An export of a Heartleaf comes home whole where nothing is yet; then the address and the
    passphrase are those you come in with from now on.

    Example: heartleaf import ~/Pictures/2025 --email ada@example.org --circle us
    """
    if kind == "auto" and circle is None:
        from heartleaf.command.exporting import brought_home

        if brought_home(paths, email, passphrase_file, dry=dry_run, as_json=as_json):
            return
    person = enter(email, passphrase_file)
    report = _bring_in(paths, person, kind, circle, dry_run, quiet=as_json)
    if as_json:
        say_json(asdict(report))
        return
    say(
        f"{report.kept} {'would come' if dry_run else 'came'} in, {report.same}"
        f" {'are' if dry_run else 'were'} here already, {len(report.refused)}"
        f" {'would' if dry_run else 'did'} not come in."
    )
    if report.words:
        say(f"The words of {report.words} posts came without a picture.")
    if report.unseen:
        say(f"{report.unseen} of them are kept, and cannot be shown here.")
    for one in report.refused:
        say(f"  {one.name}: {one.reason}")


def _bring_in(
    paths: tuple[Path, ...],
    person: OpenPerson,
    kind: str,
    circle: str | None,
    dry: bool,
    quiet: bool,
) -> Report:
    from rich.console import Console
    from rich.progress import Progress

    from heartleaf.archive import importing
    from heartleaf.archive.importers.source import Source

    with Source(*paths) as source:
        if dry:
            return importing.dry_run(source, person, kind=kind)
        landing = importing.Landing(
            person, person.circle(circle or "only-me"), "shelf" if circle else "tray"
        )
        with Progress(console=Console(stderr=True), disable=quiet, transient=True) as bar:
            task = bar.add_task("Bringing in", total=None)
            report = importing.bring_in(
                source,
                landing,
                kind=kind,
                tell=lambda report, total: bar.update(task, completed=report.found, total=total),
            )
            for _made in bar.track(landing.preparing, description="Making ready to be played"):
                _made.result()
            return report


@cli.command()
@click.argument("words")
@email_option
@passphrase_option
@json_option
def search(words: str, email: str, passphrase_file: Path | None, as_json: bool) -> None:
    """Find keepsakes by words in them, as the page does.

    Example: heartleaf search "yellow blanket" --email ada@example.org --json
    """
    person = enter(email, passphrase_file)
    from heartleaf.web.entries import entries_of

    found = list(_found(person, words))
    entries = entries_of(found, person)
    if as_json:
        things = [
            {"id": e.id, "title": e.title, "date": s.card.date}
            for e, s in zip(entries, found, strict=True)
        ]
        say_json({"count": len(things), "keepsakes": things})
        return
    for entry in entries:
        say(f"{entry.when}  {entry.title or entry.caption}")
    if not entries:
        say("Nothing was found with these words.")


def _found(person: OpenPerson, words: str) -> Iterator[Shown]:
    from heartleaf.keepsakes.showing import Shelf

    shelf, after = Shelf(person), None
    while True:
        page = shelf.find(words, after=after, size=100)
        yield from page.entries
        if (after := page.after) is None:
            return
