"""The directory as this installation has it: our file, with the corrections of the host's.

Ours is the folder `lines` beside this module, with a file for each country. Nobody of us has called
these numbers: each says in which lists it was seen and when, and no more.
"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

from heartleaf.care.support.entry import FOR_FAMILIES, FRESH, Country, Entry, Listing
from heartleaf.care.support.file import Read, read

OURS = Path(__file__).with_name("lines")


@dataclass(frozen=True, slots=True)
class Directory:
    """All that is known, and what was wrong in the files, a sentence each."""

    lists: dict[str, Listing]
    countries: dict[str, Country]
    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()

    def codes(self) -> list[str]:
        """Every country of which something is known, by its letters."""
        return sorted(self.countries.keys() | {each.country for each in self.entries} - {""})

    def nearest(self, country: str) -> list[Entry]:
        """Who may be called or written to there now, in the order of the file."""
        return [each for each in self._there(country) if each.may_be_called]

    def sites(self, country: str) -> list[Entry]:
        """Help lines there that are known by their own site alone."""
        return [
            each
            for each in self._there(country)
            if not each.may_be_called and each.kind not in FOR_FAMILIES
        ]

    def families(self, country: str) -> list[Entry]:
        """Organisations there for families whose baby died."""
        there = self._there(country)
        return [each for each in there if each.kind in FOR_FAMILIES and not each.may_be_called]

    def everywhere(self) -> list[Entry]:
        """What helps on wherever one is: whoever is shown a country is shown these too."""
        return self._there("")

    def last_seen(self, entry: Entry) -> datetime.date:
        """The day somebody called it; else that of the newest list that has it."""
        if entry.verified:
            return entry.verified
        dates = [self.lists[id].dated for id in entry.agreement if id in self.lists]
        return max(dates, default=entry.first_seen)

    def is_faded(self, entry: Entry, today: datetime.date) -> bool:
        """Whether that day is more than half a year ago."""
        return today - self.last_seen(entry) > FRESH

    def _there(self, country: str) -> list[Entry]:
        return [each for each in self.entries if each.country == country and _is_open(each)]


def current() -> Directory:
    """What this installation knows. Read once."""
    from django.conf import settings

    return corrected_by(settings.HEARTLEAF_SUPPORT)


@functools.cache
def corrected_by(path: str) -> Directory:
    """Our files with the corrections of another; one that cannot be read corrects nothing."""
    if not path:
        return _whole(ours(), Read())
    file = Path(path).expanduser()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return _whole(ours(), Read(problems=(f"{file}, the file of help lines, cannot be read.",)))
    return _whole(ours(), read(text, file.name))


@functools.cache
def ours() -> Read:
    """All our files as if they were one."""
    files = [read(path.read_text(encoding="utf-8"), path.name) for path in sorted(OURS.iterdir())]
    return Read(
        things={key: thing for each in files for key, thing in each.things.items()},
        problems=tuple(problem for each in files for problem in each.problems),
    )


def _whole(ours: Read, theirs: Read) -> Directory:
    """Theirs take the place of ours by their id; new ones follow; removed ones go. An entry of
    theirs that names a list which is nowhere is told of, and takes nobody's place."""
    unknown = [
        f"{theirs.name}: there is no “{key[1]}” to remove."
        for key in sorted(theirs.removed - ours.things.keys())
    ]
    kept = {key: each for key, each in ours.things.items() if key not in theirs.removed}
    lists = {each.id: each for each in (kept | theirs.things).values() if isinstance(each, Listing)}
    homeless = {
        key: f"{theirs.name}: “{each.id}” names a list that there is not."
        for key, each in theirs.things.items()
        if isinstance(each, Entry) and not {*each.agreement} <= lists.keys()
    }
    usable = {key: each for key, each in theirs.things.items() if key not in homeless}
    things = (kept | usable).values()
    return Directory(
        lists=lists,
        countries={each.code: each for each in things if isinstance(each, Country)},
        entries=tuple(each for each in things if isinstance(each, Entry)),
        problems=(*ours.problems, *theirs.problems, *unknown, *homeless.values()),
    )


def _is_open(entry: Entry) -> bool:
    return entry.status != "closed"
