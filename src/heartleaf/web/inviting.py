"""Asking someone in: what a parent makes, hands on, and takes back."""

from __future__ import annotations

import contextlib
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heartleaf.circle.card import card_pdf, code_svg
from heartleaf.circle.inviting import Made, invitation, invitations, invite, take_back
from heartleaf.family.words import said
from heartleaf.web.access import parent
from heartleaf.web.forms.inviting import InvitationForm
from heartleaf.web.http import SignedIn
from heartleaf.web.invitation_words import Shown, asks_you_in, shown
from heartleaf.web.links import first_address, is_only_here, whole_link
from heartleaf.web.told import tell


@parent
def all_of_them(request: SignedIn) -> HttpResponse:
    asked: list[Shown] = [shown(made, request.visitor) for made in invitations(request.visitor)]
    return render(request, "circle/invitations.html", {"invitations": asked})


@parent
def new(request: SignedIn) -> HttpResponse:
    """Its form carries the id of the invitation it makes, so that it is made once."""
    id = _id(request.POST.get("id", ""))
    if request.method == "POST" and invitation(request.visitor, id):
        return redirect("invitation", id=id)
    form = InvitationForm(request.POST if request.method == "POST" else None, request.visitor)
    if request.method != "POST" or not form.is_valid():
        words, status = {"form": form, "new": id}, 422 if form.errors else 200
        return render(request, "circle/new_invitation.html", words, status=status)
    answer = form.cleaned_data
    with contextlib.suppress(IntegrityError):  # sent twice at once
        invite(
            request.visitor,
            answer["circles"],
            answer["role"],
            name=answer["name"],
            words=answer["words"],
            ends=form.ends(request.visitor),
            id=id,
        )
    return redirect("invitation", id=id)


@parent
def one(request: SignedIn, id: UUID) -> HttpResponse:
    made = _made(request, id)
    words: dict[str, object] = {"invitation": shown(made, request.visitor)}
    if made.link:
        link = whole_link(request, "invited", made.link.text)
        drawn = mark_safe(code_svg(link, _("The link, for a camera")))  # noqa: S308  # our own
        words |= {"link": link, "code": drawn, "only_here": is_only_here(link)}
    return render(request, "circle/invitation.html", words)


@parent
def card(request: SignedIn, id: UUID) -> HttpResponse:
    made = _made(request, id)
    if made.link is None:
        raise Http404
    page = card_pdf(
        title=asks_you_in(made.asked.by),
        words=made.asked.words,
        place=request.visitor.facts.name,
        link=whole_link(request, "invited", made.link.text),
        address=first_address(request, "invited"),
        letters=made.link.text,
        until=said(made.asked.until),
        translate=_,
    )
    response = HttpResponse(page, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="card.pdf"'
    return response


@require_POST
@parent
def take_it_back(request: SignedIn, id: UUID) -> HttpResponse:
    if take_back(_made(request, id).row):
        sentence = _("Taken back. The link and the card open nothing now.")
    else:
        sentence = _("It was accepted or taken back a moment before.")
    return tell(redirect("invitations"), sentence)


def _made(request: SignedIn, id: UUID) -> Made:
    made = invitation(request.visitor, id)
    if made is None:
        raise Http404
    return made


def _id(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        return uuid4()
