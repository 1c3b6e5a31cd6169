"""The way from a request to a path, and to what is on it: only one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heartleaf.care.paths.paths import Beginning, Path, PathNote, open_paths
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


def path_of(request: SignedIn, id: UUID) -> Path:
    """Raises NotThere, which is answered in a sentence, or as nothing there."""
    return open_paths(request.visitor).path(str(id))


def note_of(path: Path, id: UUID | str) -> PathNote:
    """Raises NotThere."""
    return _there(path.note(str(id)))


def beginning_of(path: Path, id: UUID | str) -> Beginning:
    """Raises NotThere."""
    return _there(path.beginning(str(id)))


def look_again(to: str, **ids: Any) -> HttpResponse:
    """What was to be taken out says something else by now: it is shown, and asked anew."""
    sentence = _("It was changed in another window meanwhile, so nothing was taken out.")
    return tell(redirect(to, **ids), sentence, _("Look at it once more first."))


@dataclass(frozen=True)
class Part[One]:
    """Some of many; `onward` is the address of those before them, empty if there are none."""

    shown: list[One]
    onward: str


def part_of[One](request: SignedIn, every: list[One], size: int) -> Part[One]:
    """The newest of a list, which ends with the newest, or those that the address asks for."""
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    newest_first = every[::-1]
    more = len(every) > start + size
    return Part(newest_first[start : start + size], f"?from={start + size}" if more else "")


def _there[One](one: One | None) -> One:
    if one is None:
        raise NotThere
    return one
