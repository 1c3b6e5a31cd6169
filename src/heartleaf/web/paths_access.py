"""The way from a request to a path: only one's own. What cannot be done is said, and what was
typed for it stays."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heartleaf.care.paths.paths import NoPath, Path, PathNote, TooMany, open_paths
from heartleaf.sealing import SealingError
from heartleaf.web.access import View, signed_in
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell

TYPED = {
    "title": gettext_lazy("What this path is"),
    "words": gettext_lazy("Your words"),
    "reasons": gettext_lazy("Why"),
    "word": gettext_lazy("A word"),
    "call_name": gettext_lazy("A person you may call"),
    "call_number": gettext_lazy("Their number"),
}


def with_paths(view: View) -> View:
    """For a grown person who is signed in. A notebook that cannot be read is never written over."""

    @functools.wraps(view)
    def guarded(request: SignedIn, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, **kwargs)
        except NoPath:
            if request.method != "POST":
                raise Http404 from None
            return _not_kept(
                request, _("This path is no longer here: it was ended, in another window perhaps.")
            )
        except TooMany:
            return _not_kept(request, _("There are so many here already that no more fit."))
        except SealingError:
            return _not_kept(request, _("What was written on your paths cannot be read."), True)

    return signed_in(guarded)


def path_of(request: SignedIn, id: UUID) -> Path:
    """Raises NoPath, which is answered in a sentence, or as nothing there."""
    return open_paths(request.visitor).path(str(id))


def note_of(path: Path, id: UUID) -> PathNote:
    """Raises Http404."""
    found = path.note(str(id))
    if found is None:
        raise Http404
    return found


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


def id_of_new(request: SignedIn) -> str:
    """The id that a form carries of what it makes, so that it is made once; a new one at first."""
    try:
        return str(UUID(request.POST.get("id", "")))
    except ValueError:
        return str(uuid4())


def _not_kept(request: SignedIn, happened: str, damaged: bool = False) -> HttpResponse:
    typed = [(words, request.POST[name]) for name, words in TYPED.items() if request.POST.get(name)]
    if request.method == "POST" and not typed and not damaged:
        return tell(redirect("paths"), happened)
    words = {"happened": happened, "typed": typed, "damaged": damaged}
    status = 409 if request.method == "POST" else 200
    return render(request, "paths/not_kept.html", words, status=status)
