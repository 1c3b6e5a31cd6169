"""An address for messages: tried first, by a code that is typed back. It can go at any time."""

from __future__ import annotations

import contextlib
import secrets

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from heartleaf.care.channels import Address, new_channel, put
from heartleaf.care.mailing import NotSent, mail_is_set_up, try_mail
from heartleaf.care.models import Channel
from heartleaf.care.wishes import Trying, WishesFacts, change_wishes
from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import SealingError
from heartleaf.web import failing
from heartleaf.web.access import signed_in
from heartleaf.web.day_changes import change_ways
from heartleaf.web.forms.how import AddressForm, CodeForm
from heartleaf.web.how_days_come import page
from heartleaf.web.http import SignedIn
from heartleaf.web.slowing import Slowed, count_change
from heartleaf.web.told import tell

TRIES = 5


@signed_in
def mail(request: SignedIn) -> HttpResponse:
    """Try an address, type its code, let it go, begin again: the button says which."""
    try:
        return _as_asked(request)
    except SealingError:
        sentence = _("How days come to you cannot be read, so nothing was changed.")
        return tell(_back(), sentence)


def _as_asked(request: SignedIn) -> HttpResponse:
    match request.POST.get("do"):
        case "try" if mail_is_set_up():
            return _try(request)
        case "code":
            return _type_code(request)
        case "anew":
            change_wishes(request.visitor, _let_trying_go)
        case "stop":
            return _stop(request)
        case "begin":
            _channels(request.visitor).update(stopped=False)
            change_ways(request.visitor, lambda _wishes: None)
            return tell(_back(), _("Messages go to this address again."))
        case _ if request.method == "POST":
            return failing.not_understood(request)
    return _back()


def _try(request: SignedIn) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return page(request, address=form)
    address, code = form.cleaned_data["address"], f"{secrets.randbelow(1_000_000):06}"
    try:
        count_change(request.visitor)
        try_mail(address, code)
    except (Slowed, NotSent) as trouble:
        form.add_error("address", str(trouble))
        return page(request, address=form)
    trying = Trying(address=address, code=code)
    change_wishes(request.visitor, lambda wishes: setattr(wishes, "trying", trying))
    return tell(_back(), _("A code is on its way. It may take a few minutes."))


def _type_code(request: SignedIn) -> HttpResponse:
    """Each try is counted before it is looked at, so that many at once are no more than five."""
    typed = "".join(request.POST.get("code", "").split())
    wishes = change_wishes(request.visitor, _count_try)
    trying = wishes.trying
    if not trying.address:
        return _back()
    if trying.tries > TRIES:
        change_wishes(request.visitor, _let_trying_go)
        return tell(_back(), _("That was tried too often. Please let a new code be sent."))
    if not secrets.compare_digest(typed.encode(), trying.code.encode()):
        form = CodeForm(request.POST)
        form.is_valid()
        form.add_error("code", _("These are not the figures from the mail. Please look again."))
        return page(request, code=form)
    _use(request.visitor, trying.address)
    return tell(_back(), _("This address is known now. Nothing goes to it until you choose a day."))


def _stop(request: SignedIn) -> HttpResponse:
    """The address goes, and whatever was planned for it, whether or not wishes can be read."""
    _channels(request.visitor).delete()
    with contextlib.suppress(SealingError):
        change_ways(request.visitor, lambda wishes: setattr(wishes, "mail", ""))
    return tell(_back(), _("No more messages go to that address."))


def _use(person: OpenPerson, address: str) -> None:
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.id)  # a tap that came twice
        row = _channels(person).first() or new_channel(person.person, Address(address))
        put(row, Address(address))
        row.stopped = False
        row.save()

    def keep(wishes: WishesFacts) -> None:
        wishes.mail = address
        _let_trying_go(wishes)

    change_ways(person, keep)


def _count_try(wishes: WishesFacts) -> None:
    if wishes.trying.address:
        wishes.trying.tries += 1


def _let_trying_go(wishes: WishesFacts) -> None:
    wishes.trying = Trying()


def _channels(person: OpenPerson):  # type: ignore[no-untyped-def]
    return person.person.channels.filter(kind=Channel.Kind.MAIL)


def _back() -> HttpResponse:
    return redirect("how-days-come")
