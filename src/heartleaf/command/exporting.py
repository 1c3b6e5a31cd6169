"""Everything out, and home again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from heartleaf.command import cli
from heartleaf.command.speaking import (
    Problem,
    email_option,
    enter,
    json_option,
    passphrase_option,
    read_passphrase,
    ready,
    say,
    say_json,
)

if TYPE_CHECKING:
    from heartleaf.archive.bag.asked import Asked
    from heartleaf.archive.bag.gathering import Gathered
    from heartleaf.archive.coming_home.arriving import Home
    from heartleaf.family.opening import OpenPerson

Told = Callable[[int, int], None]


@cli.command()
@click.argument("out", type=click.Path(path_type=Path))
@email_option
@passphrase_option
@click.option("--sealed", is_flag=True, help="As age files, which your printed sheet opens.")
@click.option("--for", "whom", help="Only what this person may see: their name, or their id.")
@click.option("--covered", is_flag=True, help="With --for: also what is covered.")
@click.option("--originals", is_flag=True, help="With --for: the files as they came, too.")
@click.option("--with-place", is_flag=True, help="With --originals: where they were taken, too.")
@json_option
def export(
    out: Path,
    email: str,
    passphrase_file: Path | None,
    sealed: bool,
    whom: str | None,
    covered: bool,
    originals: bool,
    with_place: bool,
    as_json: bool,
) -> None:
    """Write everything you can open into a zip that opens without Heartleaf.

    Example: heartleaf export ~/heartleaf.zip --email ada@example.org --passphrase-file pass.txt
    """
    if whom is None and (covered or originals or with_place):
        raise Problem("Without --for, all of that is in an export. Nothing was written.")
    person = enter(email, passphrase_file)
    asked = _asked(person, whom, sealed=sealed)
    asked = replace(asked, covered=covered, originals=originals, placeless=not with_place)
    with _bar("Writing", quiet=as_json) as told:
        gathered = _export(person, out, asked, told)
    said = {
        "file": str(out),
        "bytes": out.stat().st_size,
        "damaged": [{"path": one.path, "said": one.said} for one in gathered.damage],
    }
    if as_json:
        say_json(said)
        return
    say(f"Everything is in {out}." if whom is None else f"What they may see is in {out}.")
    if sealed and not _is_proved(person):
        say(
            "Only the printed sheet opens it, and its last row was never typed back. See that you"
            " have it on paper; the settings show it until the row is typed back there. Another"
            " sheet will not open this."
        )
    for one in gathered.damage:
        say(f"  Not whole: {one.path}: {one.said}")


def _asked(person: OpenPerson, whom: str | None, *, sealed: bool) -> Asked:
    from heartleaf.archive.bag.asked import Asked

    return Asked(_whom(person, whom), sealed)


def _is_proved(person: OpenPerson) -> bool:
    from heartleaf.family.entering import has_proved_sheet

    return has_proved_sheet(person.person)


def _export(person: OpenPerson, out: Path, asked: Asked, told: Told) -> Gathered:
    from heartleaf.archive.bag.sealing import NoSheet
    from heartleaf.archive.exporting import NotWritten, to_file

    try:
        return to_file(person, out, asked, told)
    except NotWritten as problem:
        raise Problem(str(problem)) from None
    except NoSheet:
        raise Problem(
            "There is no printed sheet that would open a sealed export. Make one first, in the"
            " settings. Nothing was written."
        ) from None


def _whom(person: OpenPerson, said: str | None) -> UUID | None:
    from heartleaf.archive.bag.faces.reach import whom_it_can_be_for
    from heartleaf.family.opening import NotAParent

    if said is None:
        return None
    try:
        people = whom_it_can_be_for(person)
    except NotAParent:
        raise Problem("Only a parent can make an export for someone else.") from None
    found = [id for id, name in people if said in {str(id), name}]
    if len(found) != 1:
        raise Problem(_unclear(said, people))
    return found[0]


def _unclear(said: str, people: list[tuple[UUID, str]]) -> str:
    if not people:
        return "Nobody else has a place here yet. Nothing was written."
    if sum(name == said for _id, name in people) > 1:
        alike = " or ".join(str(id) for id, name in people if name == said)
        return f"More than one is called {said}. Say which: {alike}. Nothing was written."
    names = ", ".join(name or str(id) for id, name in people)
    return f"Nobody here is called {said}. It can be for: {names}. Nothing was written."


# ── Home again ──────────────────────────────────────────────────────────────────────────────


def brought_home(
    paths: tuple[Path, ...],
    email: str,
    passphrase_file: Path | None,
    *,
    dry: bool,
    as_json: bool,
) -> bool:
    """Whether this was an export of a Heartleaf; then it has come home. Raises Problem."""
    from heartleaf.archive.importers.source import Source

    if len(paths) != 1 or not _may_be_a_bag(paths[0]):
        return False
    with Source(*paths) as source:
        ready()
        from heartleaf.archive.coming_home.bags import is_ours

        if not is_ours(source):
            return False
        with _bar("Coming home", quiet=as_json) as told:
            home = _come_home(source, email, passphrase_file, dry, told)
    _say_home(home, as_json)
    return True


def _may_be_a_bag(path: Path) -> bool:
    if path.is_dir():
        return any(path.glob("bagit.txt")) or any(path.glob("*/bagit.txt"))
    return path.suffix.lower() in {".zip", ""}


def _come_home(
    source: Any, email: str, passphrase_file: Path | None, dry: bool, told: Told
) -> Home | None:
    from heartleaf.archive.coming_home.arriving import come_home, look_over
    from heartleaf.archive.coming_home.problems import CannotComeHome
    from heartleaf.archive.marker import remember
    from heartleaf.family.entering import is_strong

    try:
        if dry:
            look_over(source, told)
            return None
        passphrase = read_passphrase(passphrase_file)
        if not is_strong(passphrase, email):
            raise Problem(
                "This passphrase would be guessed quickly. One or two more words help most."
            )
        home = come_home(source, email, passphrase, told)
    except CannotComeHome as problem:
        raise Problem(str(problem)) from None
    remember()
    return home


def _say_home(home: Home | None, as_json: bool) -> None:
    if home is None:
        said: dict[str, Any] = {"whole": True}
        words = ["This export is whole and can come home here. Nothing was written."]
    else:
        said = {
            "family": str(home.person.family_id),
            "person": str(home.person.id),
            "keepsakes": home.keepsakes,
            "files": home.files,
            "unseen": home.unseen,
            "to_ask": home.to_ask,
            "damaged": home.damaged,
        }
        words = list(_words(home))
    if as_json:
        say_json(said)
    else:
        for sentence in words:
            say(sentence)


def _words(home: Home) -> Iterator[str]:
    yield f"{home.person.facts.name or 'Everything'} is here again: {home.keepsakes} keepsakes."
    if home.unseen:
        yield f"{home.unseen} of their files are kept, and cannot be shown here."
    yield (
        "Keys are new: print a sheet, and name a steward again if you had one. Browsers"
        " that told you of days have to be asked again."
    )
    names = ", ".join(name or "someone without a name" for name in home.to_ask)
    if names:
        yield f"No one else has a way in yet. Ask them in again: {names}."
    for path in home.damaged:
        yield f"  Was damaged when the export was made: {path}"


@contextmanager
def _bar(what: str, *, quiet: bool) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True)
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
