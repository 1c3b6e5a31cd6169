"""How the command line speaks: sentences for people, one object for scripts."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from heartleaf.family.opening import OpenPerson


class Problem(Exception):
    """Something a person can do something about. Told in words; exit status 1."""


def ready(*, begin_anew: bool = False, without_backup: bool = False) -> None:
    """Load the program and make sure of the data folder. Raises NotOurs."""
    import django

    django.setup(set_prefix=False)
    from heartleaf.archive.marker import open_archive

    open_archive(begin_anew=begin_anew, without_backup=without_backup, tell=say_progress)


def say(sentence: str) -> None:
    click.echo(sentence)


def say_problem(sentence: str) -> None:
    click.echo(f"heartleaf: {sentence}", err=True)


def say_progress(sentence: str) -> None:
    """What is being done, beside what a script reads."""
    click.echo(sentence, err=True)


def say_json(result: Any) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=1))


email_option = click.option("--email", required=True, help="The address you come in with.")
passphrase_option = click.option(
    "--passphrase-file",
    envvar="HEARTLEAF_PASSPHRASE_FILE",
    type=click.Path(path_type=Path),
    help="A file whose first line is the passphrase. Without it you are asked.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def read_passphrase(file: Path | None) -> str:
    """From the file or by asking; never from the command line itself, which others can see."""
    if file is None:
        if not os.isatty(0):
            raise Problem("Give --passphrase-file, or run this where you can be asked.")
        return str(click.prompt("Passphrase", hide_input=True))
    try:
        passphrase = file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise Problem(f"{file} cannot be read.") from None
    if not passphrase:
        raise Problem(f"{file} is empty.")
    return passphrase


def enter(email: str, passphrase_file: Path | None) -> OpenPerson:
    """Load the program and come in as someone. Raises Problem."""
    passphrase = read_passphrase(passphrase_file)
    ready()
    from heartleaf.family.entering import NotOpened, enter_by_passphrase

    try:
        return enter_by_passphrase(email, passphrase)
    except NotOpened:
        raise Problem("This address and this passphrase together open nothing here.") from None
