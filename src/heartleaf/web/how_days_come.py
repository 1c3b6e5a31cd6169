"""How days come to you: the hour, the words, and each way by which one can be told."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.browsers import browsers_of
from heartleaf.care.mailing import mail_is_set_up
from heartleaf.care.models import Channel
from heartleaf.care.pushing import public_key, push_is_set_up
from heartleaf.care.wishes import wishes_of
from heartleaf.web.access import signed_in
from heartleaf.web.day_changes import change_ways
from heartleaf.web.feed import shown
from heartleaf.web.forms.how import AddressForm, CodeForm, HowForm
from heartleaf.web.http import SignedIn
from heartleaf.web.told import tell


@signed_in
def how(request: SignedIn) -> HttpResponse:
    form = HowForm.of(wishes_of(request.visitor), request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_ways(request.visitor, form.fill)
        return tell(redirect("how-days-come"), _("Kept."))
    return page(request, form=form)


def page(request: SignedIn, **forms: Any) -> HttpResponse:
    """The whole page; `forms` are those that were sent and had something wrong in them."""
    person, wishes = request.visitor.person, wishes_of(request.visitor)
    stopped = person.channels.filter(kind=Channel.Kind.MAIL, stopped=True).exists()
    words = {
        "form": HowForm.of(wishes),
        "address": AddressForm(initial={"address": wishes.trying.address or wishes.mail}),
        "code": CodeForm(),
        "has_mail": mail_is_set_up(),
        "mail": wishes.mail,
        "trying": wishes.trying.address,
        "stopped": stopped,
        "push_key": public_key() if push_is_set_up() else "",
        "browsers": browsers_of(person),
        "feed": shown(request),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "days/how.html", words, status=422 if wrong else 200)
