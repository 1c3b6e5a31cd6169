"""From a request to what is written in a notebook, and what is said where it cannot be kept.

Whatever goes wrong, what was typed is shown to whoever typed it, and nothing is written over.
"""

from __future__ import annotations

import contextlib
import functools
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import AlreadyKept, ChangedMeanwhile, keep
from heartleaf.keepsakes.models import Gone
from heartleaf.keepsakes.notebook import NotThere, TooMany
from heartleaf.sealing import SealingError
from heartleaf.web.access import View, signed_in, typed_by_another
from heartleaf.web.failing import someone_else
from heartleaf.web.http import SignedIn

# What a form carries beside what was typed; and what was chosen by a tap, whose code would say
# nothing to anyone.
OURS = {"csrfmiddlewaretoken", "who", "based_on", "id", "form", "next", "step"}
OURS |= {"answered", "circle", "days", "of", "shown", "stands"}
TICKED = {"yes"}


def with_notebook(view: View) -> View:
    """For a grown person who is signed in. A view may raise NotThere, TooMany, ChangedMeanwhile or
    SealingError: the page that follows says so, and shows what was typed."""

    @functools.wraps(view)
    def guarded(request: SignedIn, **kwargs: object) -> HttpResponseBase:
        if typed_by_another(request):
            return someone_else(request)
        try:
            return view(request, **kwargs)
        except NotThere:
            if request.method != "POST":
                raise Http404 from None
            return not_kept(request, _("It is no longer here: it was taken out meanwhile."))
        except TooMany:
            return not_kept(request, _("There are so many here already that no more fit."))
        except ChangedMeanwhile:
            sentence = _("It was changed in another window meanwhile. Look at it once more first.")
            return not_kept(request, sentence)
        except SealingError:
            return not_kept(request, _("Your notebook cannot be read."), damaged=True)

    return signed_in(guarded)


def not_kept(request: SignedIn, happened: str, *, damaged: bool = False) -> HttpResponse:
    """What happened, and what was typed, to be copied."""
    typed = [
        said
        for name, several in request.POST.lists()
        for said in several
        if name not in OURS and said not in TICKED and len(said) > 1 and not _is_id(said)
    ]
    files = bool(request.FILES or request.POST.get("uploads"))
    words = {"happened": happened, "typed": typed, "damaged": damaged, "files": files}
    return render(request, "notebook/not_kept.html", words, status=409)


def id_of_new(request: SignedIn) -> str:
    """The id that a form carries of what it makes, so that it is made once; a new one at first."""
    said = request.POST.get("id", "")
    return said if _is_id(said) else str(uuid4())


def join(request: SignedIn, note: UUID, card: Card, circle: str = "only-me") -> UUID:
    """Put words from the notebook among what is kept, as a letter in a circle; its id.

    The same words of the same note make one letter, however often they are joined, until that one
    is destroyed.
    """
    letter = letter_of(note, card)
    if Gone.objects.filter(keepsake_id=letter).exists():
        letter = uuid4()  # what was destroyed does not come back by its id
    with contextlib.suppress(AlreadyKept):
        keep(request.visitor, request.visitor.circle(circle), card, letter)
    return letter


def letter_of(note: UUID, card: Card) -> UUID:
    """The id of the letter that these words of this note are, or would be."""
    return uuid5(note, f"{card.date}\n{card.title}\n{card.words}")


def _is_id(said: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(UUID(said))
    return False
