"""Before what cannot be taken back: is it still the person who signed in?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.family.entering import NotOpened, enter_by_passphrase
from heartleaf.web.http import SignedIn
from heartleaf.web.slowing import Slowed, attempts


def why_not(request: SignedIn, typed: str) -> str:
    """Why this is not the passphrase of whoever is signed in, in a sentence; empty if it is.

    A wrong one counts as it does at the door.
    """
    email = request.visitor.own.email
    try:
        with attempts(request, email):
            if enter_by_passphrase(email, typed).id != request.visitor.id:
                raise NotOpened  # two people may share an address
    except Slowed as slowed:
        return str(slowed)
    except NotOpened:
        return _("That passphrase does not open it. You may try as often as you like.")
    return ""
