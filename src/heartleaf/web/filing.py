"""Keeping files straight to where they belong, past the tray: anything, a thing, a voice."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes import keeping, preparing
from heartleaf.keepsakes.cards import Card, kind_for, open_card
from heartleaf.keepsakes.keeping import AlreadyKept, NotLetIn
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.repeating import is_kept
from heartleaf.keepsakes.tending import to_look_over
from heartleaf.sealing import SealingError
from heartleaf.web import framing
from heartleaf.web.access import signed_in, typed_by_another
from heartleaf.web.chosen import Chosen, TakenIn, chosen_by, holds, sent_before, take_in
from heartleaf.web.failing import someone_else
from heartleaf.web.filed import nothing_kept, what_became_of
from heartleaf.web.forms.keepsakes import KeepsakeForm
from heartleaf.web.headers import may_record
from heartleaf.web.http import SignedIn
from heartleaf.web.sending import is_uuid
from heartleaf.web.told import is_closed_now, kept_alone, tell, tell_kept
from heartleaf.web.uploading import let_files_go

# What was just recorded can be listened to, from the page's own memory.
LISTENING = {**settings.SECURE_CSP, "media-src": ["'self'", "blob:"]}


class NothingToKeep(Exception):
    """Nothing of what was sent can be kept; its words are the sentence that says so."""


class KeptMeanwhile(Exception):
    """Under the id of this form something was kept a moment ago, by another sending of it."""


@signed_in
def files(request: SignedIn) -> HttpResponse:
    """A picture, a film, a sound, a paper, an ultrasound, or several that belong together."""
    return _asked(request, "files", covered=True)


@signed_in
def thing(request: SignedIn) -> HttpResponse:
    """A thing one can hold, its story, where it is kept; pictures of it, if there are any."""
    return _asked(request, "thing", covered=True)


@csp_override(LISTENING)
@signed_in
def sound(request: SignedIn) -> HttpResponse:
    """The same as `files`, with a recorder: on this page alone the browser may be asked for the
    microphone."""
    return may_record(_asked(request, "sound", covered=False))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _asked(request: SignedIn, what: str, *, covered: bool) -> HttpResponse:
    if typed_by_another(request):
        let_files_go(request)
        return someone_else(request)
    if request.method != "POST":
        first = {"circle": "only-me", "covered": covered}
        form = KeepsakeForm(initial=first, person=request.visitor)
        before = sent_before(request.visitor)
        if "sent" in request.GET:
            return _page(request, what, form, before)
        return _page(request, what, form, Chosen(), before=before.listed)
    form, chosen = KeepsakeForm(request.POST, person=request.visitor), chosen_by(request)
    if not form.is_valid():
        return _page(request, what, form, chosen)
    try:
        return _keep_once(request, what, form, chosen)
    except NothingToKeep as problem:
        return _page(request, what, form, chosen, fault=str(problem))


def _keep_once(request: SignedIn, what: str, form: KeepsakeForm, chosen: Chosen) -> HttpResponse:
    if kept := _kept_before(request, what, form, chosen):
        return kept
    try:
        return _keep(request, what, form, chosen)
    except KeptMeanwhile:
        return _keep_once(request, what, form, chosen)


def _kept_before(
    request: SignedIn, what: str, form: KeepsakeForm, chosen: Chosen
) -> HttpResponse | None:
    """The same form sent again, because its answer was lost on the way: it is kept already, in
    the same words and with every file that came. What is said or chosen anew on a page that the
    browser brought back is none of that, and is kept beside it."""
    person, row = request.visitor, _of_this_form(request)
    circles = [person.circle(kind) for kind in {form.cleaned_data["circle"], "only-me"}]
    circle = next((one for one in circles if row and one.id == row.circle_id), None)
    if row is None or circle is None:
        return None
    try:
        kept = open_card(row, circle)
    except SealingError:
        return None
    waits = any(one.sort == "ultrasound" for one in kept.attachments)
    if circle.handle != form.cleaned_data["circle"] and not waits:
        return None
    said = _filled(what, form)
    if not (said.date or said.date_words):  # it may have taken the day inside a file
        said.date, said.placed = kept.date, kept.placed
    if kept.author != str(person.id) or not is_kept(row.id, circle, said):
        return None
    if not chosen.hashes(person) <= {one.sha256 for one in kept.attachments}:
        return None
    chosen.let_go()
    return _tell(request, kept, circle, row.id)


def _of_this_form(request: SignedIn) -> Keepsake | None:
    """What stands under the form's id, also where it is *not yet* and no shelf shows it."""
    id = request.POST.get("keepsake", "")
    return Keepsake.objects.filter(pk=id).first() if is_uuid(id) else None


def _filled(what: str, form: KeepsakeForm) -> Card:
    return form.fill(Card(kind="thing" if what == "thing" else "picture"))


def _keep(request: SignedIn, what: str, form: KeepsakeForm, chosen: Chosen) -> HttpResponse:
    """What is not kept is named and the others are. An ultrasound is kept for its person alone
    first, as a name may stand in it. Raises NothingToKeep."""
    person, wanted = request.visitor, request.visitor.circle(form.cleaned_data["circle"])
    alone = holds(chosen, person, "ultrasound")
    circle = person.circle("only-me") if alone else wanted
    card = _filled(what, form)
    taken = take_in(chosen, person, circle, wanted)
    said = ""
    try:
        kept = taken.keep(lambda: _keep_taken(request, circle, card, taken, chosen))
    except NotLetIn:  # taken out of it while the files were on their way
        said = kept_alone(person.circle_name(wanted.handle))
        circle = wanted = person.circle("only-me")
        card, taken = _filled(what, form), take_in(chosen, person, circle)
        kept = taken.keep(lambda: _keep_taken(request, circle, card, taken, chosen))
    if circle.id != wanted.id and not to_look_over(card):  # nothing of it can be seen
        keeping.move(kept, circle, wanted)
        circle, card = wanted, open_card(kept, wanted)  # its files have new names there
    small = f"{said} {what_became_of(taken, chosen)}".strip()
    chosen.let_go()
    preparing.prepare(person, kept, card)
    return _tell(request, card, circle, kept.id, small)


def _keep_taken(
    request: SignedIn, circle: OpenCircle, card: Card, taken: TakenIn, chosen: Chosen
) -> Keepsake:
    _put_into(card, taken)
    if not card.attachments and not _says_something_of_a_thing(card):
        chosen.let_go()
        raise NothingToKeep(nothing_kept(taken, chosen, a_thing=card.kind == "thing"))
    id = UUID(_id_of(request))
    try:
        return keeping.keep(request.visitor, circle, card, id)
    except AlreadyKept:
        if Keepsake.objects.filter(pk=id).exists():
            raise KeptMeanwhile from None
        raise


def _put_into(card: Card, taken: TakenIn) -> None:
    card.attachments = taken.added
    if card.kind != "thing" and card.attachments:
        card.kind = kind_for(card.attachments)
    _take_day(card, [one.received.when for one in taken.files])


def _says_something_of_a_thing(card: Card) -> bool:
    return card.kind == "thing" and bool(card.title or card.words.strip())


def _take_day(card: Card, inside: list[VagueDate]) -> None:
    """Without a day of their own, the one inside the picture."""
    known = [when for when in inside if not when.is_unknown]
    if card.date or card.date_words or not known:
        return
    card.date = known[0].to_edtf()
    card.placed = str(known[0].placed() or "")


def _tell(
    request: SignedIn, card: Card, circle: OpenCircle, id: UUID, small: str = ""
) -> HttpResponse:
    """Lead to what was kept; from an ultrasound on to where it should go, by looking it over."""
    waiting, then = to_look_over(card), request.POST.get("circle", "")
    if not waiting or then == circle.handle:
        return tell_kept(request, card, circle, id, small=small)
    alone = _("It is with you alone until you have looked it over.")
    if is_closed_now(request, card):
        return tell_kept(request, card, circle, id, small=f"{alone} {small}".rstrip())
    return tell(redirect(framing.address(id, waiting[0], then=then)), alone, small)


def _page(
    request: SignedIn, what: str, form: KeepsakeForm, chosen: Chosen, **more: Any
) -> HttpResponse:
    words = {
        "form": form,
        "what": what,
        "listed": chosen.listed,
        "missing": chosen.missing,
        "recorded": request.POST.getlist("recorded"),
        "keepsake": _id_of(request),
        "now": request.visitor.now(),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "keepsakes/files_form.html", words, status=status)


def _id_of(request: SignedIn) -> str:
    """The id that this form will be kept under, so that it is kept once; another one, if something
    else is kept under it."""
    id = request.POST.get("keepsake", "")
    return id if is_uuid(id) and _of_this_form(request) is None else str(uuid4())
