"""Backups, and bringing one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from heartleaf.command import cli
from heartleaf.command.speaking import Problem, json_option, ready, say, say_json

if TYPE_CHECKING:
    from heartleaf.archive.backup.snapshots import Snapshot


@cli.command()
@click.argument("out", type=click.Path(path_type=Path))
@json_option
def backup(out: Path, as_json: bool) -> None:
    """Back up the whole archive into a folder, sealed as it is, and prove it. Needs no key.

    Example: heartleaf backup /media/disk/heartleaf-backups
    """
    ready()
    from heartleaf.archive.backup.backing_up import back_up
    from heartleaf.archive.backup.problems import BackupProblem

    try:
        made = back_up(out.expanduser().absolute(), "asked")
    except BackupProblem as problem:
        raise Problem(str(problem)) from None
    if as_json:
        say_json(_told(made))
        return
    say(f"{made.folder}: {made.manifest['files']} sealed files and the database.")
    say("Its database could only be read through, not restored." if made.half else "It is proven.")
    if made.archive_was_harmed:
        say(
            "But some files of the archive itself were damaged or missing when it was made."
            " `heartleaf check` names them, and `heartleaf check --repair` puts back what it can."
        )


@cli.command()
@click.argument("source", metavar="IN", type=click.Path(exists=True, path_type=Path))
@json_option
def restore(source: Path, as_json: bool) -> None:
    """Bring a backup back into an empty data folder, whole or not at all.

    IN is one backup, or a place with several: then it is the newest that counts.

    Example: HEARTLEAF_DATA=~/anew heartleaf restore /media/disk/heartleaf-backups
    """
    import django

    django.setup(set_prefix=False)
    from heartleaf.archive.backup import restoring
    from heartleaf.archive.backup.problems import BackupProblem

    try:
        done = restoring.restore(source.expanduser().absolute(), restoring.Target.of_settings())
    except BackupProblem as problem:
        raise Problem(str(problem)) from None
    if as_json:
        say_json({**_told(done.snapshot), "newer": list(done.newer)})
        return
    made = done.snapshot.made.strftime("%d %B %Y, %H:%M:%S").lstrip("0")
    say(f"This is the archive again as it was on {made} UTC. What was kept later is not in it.")
    for sentence in done.newer:
        say(sentence)


def _told(made: Snapshot) -> dict[str, object]:
    return {
        "backup": str(made.folder),
        "made": made.made.isoformat(),
        "proven": made.proven.isoformat() if made.proven else None,
        "half": made.half,
        "files": made.manifest["files"],
        "missing": made.manifest["missing"],
    }
