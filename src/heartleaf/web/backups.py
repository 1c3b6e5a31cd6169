"""How the backups stand, and one made now.

Where one family lives on an installation, its parents are its hosts or sit beside them: they see
where the backups lie and what failed, and may ask for one. Where many do, only the state is shown:
the folders are the host's, and a backup of all families is not one family's to ask for.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.archive.backup import asked
from heartleaf.archive.backup.standing import last_proven, standings
from heartleaf.family.models import Family
from heartleaf.web.access import parent
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@parent
def backups(request: SignedIn) -> HttpResponse:
    places = standings()
    words = {
        "places": places,
        "last_proven": last_proven(),
        "alone": _alone(),
        "at_work": asked.is_at_work(),
        "only_beside": all(place.beside for place in places),
    }
    part = "#state" if request.htmx else ""
    return render(request, f"backups/backups.html{part}", words)


@require_POST
@parent
def back_up_now(request: SignedIn) -> HttpResponse:
    if not _alone():
        raise Http404
    if asked.was_just_made():
        return tell(redirect("backups"), _("One was made and proven just now. It has all of it."))
    asked.start()
    return redirect("backups")


def _alone() -> bool:
    return Family.objects.count() == 1
