"""How days come to you: the hour, the words, and each way by which one can be told."""

from __future__ import annotations

import contextlib
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.browsers import browsers_of
from heartleaf.care.mailing import mail_is_set_up
from heartleaf.care.models import Channel
from heartleaf.care.pushing import public_key, push_is_set_up
from heartleaf.care.wishes import WishesFacts
from heartleaf.sealing import SealingError
from heartleaf.web.access import signed_in
from heartleaf.web.day_changes import change_ways, wishes_if_whole
from heartleaf.web.feed import shown
from heartleaf.web.forms.how import AddressForm, CodeForm, HowForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@signed_in
def how(request: SignedIn) -> HttpResponse:
    form = HowForm.of(wishes_if_whole(request.visitor) or WishesFacts(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with contextlib.suppress(SealingError):  # the page says so
            change_ways(request.visitor, form.fill)
            return tell(redirect("how-days-come"), _("Kept."))
    return page(request, form=form)


def page(request: SignedIn, **forms: Any) -> HttpResponse:
    """The whole page; `forms` are those that were sent and had something wrong in them. Where it
    cannot be read how days come to someone, only what does not depend on it is there."""
    person, whole = request.visitor.person, wishes_if_whole(request.visitor)
    wishes, sent = whole or WishesFacts(), any(form.is_bound for form in forms.values())
    stopped = person.channels.filter(kind=Channel.Kind.MAIL, stopped=True).exists()
    words = {
        "unreadable": whole is None,
        "sent": sent,
        "form": HowForm.of(wishes),
        "address": AddressForm(initial={"address": wishes.trying.address or wishes.mail}),
        "code": CodeForm(),
        "has_mail": mail_is_set_up(),
        "mail": wishes.mail,
        "trying": wishes.trying.address,
        "stopped": stopped,
        "push_key": public_key() if push_is_set_up() else "",
        "browsers": browsers_of(person),
        "feed": shown(request) if whole else None,
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    status = 409 if sent and not whole else 422 if wrong else 200
    return render(request, "days/how.html", words, status=status)
