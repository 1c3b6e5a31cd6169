"""Writing letters: drafts as one types, versions, both copies on conflict."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseForbidden, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.family.dates import VagueDate
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.drafting import DraftWords, discard_draft, open_draft, save_draft
from heartleaf.keepsakes.keeping import AlreadyKept, ChangedMeanwhile, NotLetIn, NotTheirs
from heartleaf.keepsakes.models import Draft
from heartleaf.keepsakes.moving import is_large, move_beside
from heartleaf.keepsakes.repeating import is_kept
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.tending import to_look_over
from heartleaf.sealing import SealingError
from heartleaf.vault import NotThere
from heartleaf.web import access, framing
from heartleaf.web.access import signed_in, typed_by_another
from heartleaf.web.failing import someone_else
from heartleaf.web.forms.keepsakes import LATEST_YEAR, KeepsakeForm, as_typed
from heartleaf.web.http import SignedIn
from heartleaf.web.told import kept_alone, tell, tell_kept

FIELDS = (
    "title",
    "words",
    "whereabouts",
    "date",
    "circle",
    "closing",
    "until",
    "covered",
    "neutral",
)


@signed_in
def write(request: SignedIn) -> HttpResponse:
    """A new letter, or one whose draft is waiting."""
    if request.method == "POST":
        return someone_else(request) if typed_by_another(request) else _keep_letter(request)
    row = access.draft(request, _uuid(request.GET.get("draft")))
    if row is not None:
        return _go_on(request, row)
    today = request.visitor.today()
    remembered = request.visitor.facts.remembered
    first = {
        "date": VagueDate.on(today).in_words(),
        "circle": "only-me",
        "children": [remembered[0].id] if len(remembered) == 1 else [],
        "words": request.GET.get("begin", ""),
        **_for_a_day(request),
    }
    return _page(request, KeepsakeForm(initial=first, person=request.visitor), uuid4())


@signed_in
def change(request: SignedIn, id: UUID) -> HttpResponse:
    """Other words in its place; where it may not be changed any more, a letter of their own."""
    if request.method == "POST":
        return someone_else(request) if typed_by_another(request) else _keep_change(request, id)
    shown = access.keepsake_to_change(request, id, place="shelf")
    if not _may_be_changed(shown):
        return redirect("keepsake", id=id)
    form = KeepsakeForm(initial=as_typed(shown.card, shown.circle.handle), person=request.visitor)
    return _page(request, form, uuid4(), shown)


@signed_in
def draft(request: SignedIn, id: UUID) -> HttpResponse:
    """Kept as one types: answers the revision that is now safe on the disk.

    If another window has written on, the answer is a new draft for the words of this one; what
    comes late, after *Keep*, is kept already. What someone else typed on this device is not taken
    for theirs: it waits there for them.
    """
    if request.method == "POST" and "discard" in request.POST:
        discard_draft(request.visitor, id)
        return tell(redirect("today"), _("The draft is gone."), draft=request.path)
    if request.method != "POST":
        return redirect("write")
    if request.POST.get("who") != str(request.visitor.id):
        return HttpResponseForbidden()
    words = _draft_words(request)
    revision = _number(request.POST.get("revision"))
    if access.draft(request, id) is None and _is_kept_as_typed(request, id):
        return JsonResponse({"revision": revision})
    try:
        revision = save_draft(request.visitor, id, words, revision)
    except ChangedMeanwhile:
        apart = _begin_apart(request, words)
        return JsonResponse({"elsewhere": True, "draft": str(apart)}, status=409)
    return JsonResponse({"revision": revision})


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _for_a_day(request: SignedIn) -> dict[str, Any]:
    """A letter for a day to come, about some children, as an address may ask for it. What makes
    no sense in it is passed over."""
    first: dict[str, Any] = {}
    if until := _still_to_come(request, request.GET.get("until", "")):
        first |= {"closing": "until", "until": until}
    about = [id for id in request.GET.getlist("about") if request.visitor.facts.child(id)]
    return first | ({"children": about} if about else {})


def _opens(request: SignedIn, form: KeepsakeForm) -> datetime.date | None:
    """The day on which what is being written opens, where a page begins with one."""
    if form.is_bound or form["closing"].value() != "until":
        return None
    return _still_to_come(request, str(form["until"].value()))


def _still_to_come(request: SignedIn, text: str) -> datetime.date | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > request.visitor.today() and day.year <= LATEST_YEAR else None


def _keep_letter(request: SignedIn) -> HttpResponse:
    draft_id = _uuid(request.POST.get("draft"))
    form = KeepsakeForm(request.POST, person=request.visitor)
    if not form.is_valid() or _says_nothing(form):
        return _page(request, form, draft_id, status=422)
    return _keep_apart(request, form, draft_id)


def _keep_change(request: SignedIn, id: UUID) -> HttpResponse:
    draft_id = _uuid(request.POST.get("draft"))
    form = KeepsakeForm(request.POST, person=request.visitor)
    there = request.shelf.get(id)
    shown = there if there and _may_be_changed(there) else None
    if there and not there.may_be_changed:
        raise NotTheirs
    if not form.is_valid() or (shown is None and _says_nothing(form)):
        return _page(request, form, draft_id, shown, status=422, apart=shown is None)
    circle = request.visitor.circle(form.cleaned_data["circle"])
    if shown and circle.id != shown.circle.id and (waiting := to_look_over(shown.card)):
        form.add_error("circle", _("Please look over the ultrasound first: a name may be in it."))
        uncovered = request.GET.get("uncovered", "")
        look_over = framing.address(id, waiting[0], uncovered=uncovered, then=circle.handle)
        return _page(request, form, draft_id, shown, status=422, look_over=look_over)
    card = form.fill(shown.card if shown else Card())
    try:
        if shown and circle.id != shown.circle.id and is_large(card):
            return _bring_beside(request, shown, circle, card, draft_id)
        if not is_kept(id, circle, card):
            _change(request, shown, circle, card)
    except ChangedMeanwhile:
        return _keep_beside(request, form, draft_id, there)
    except (SealingError, NotThere):
        form.add_error("circle", _("A file of it is damaged, so it has to stay where it is."))
        return _page(request, form, draft_id, shown, status=422)
    discard_draft(request.visitor, draft_id)
    return tell_kept(request, card, circle, id, draft=_address(draft_id))


def _may_be_changed(shown: Shown) -> bool:
    return shown.place == "shelf" and not shown.is_covered and shown.card.kind != "damaged"


def _says_nothing(form: KeepsakeForm) -> bool:
    return not form.cleaned_data["words"].strip() and not form.cleaned_data["title"]


def _change(request: SignedIn, shown: Shown | None, circle: OpenCircle, card: Card) -> None:
    """Raises ChangedMeanwhile if it is not there to be changed, or not as it was."""
    if shown is None:
        raise ChangedMeanwhile
    based_on = _number(request.POST.get("based_on"))
    if circle.id == shown.circle.id:
        keeping.change(shown.keepsake, circle, card, based_on=based_on)
    else:
        keeping.move(shown.keepsake, shown.circle, circle, card, based_on=based_on)


def _bring_beside(
    request: SignedIn, shown: Shown, circle: OpenCircle, card: Card, draft_id: UUID
) -> HttpResponse:
    """Something large takes its time. Until it is there, what was typed is a draft."""
    with contextlib.suppress(ChangedMeanwhile):
        revision = _number(request.POST.get("revision"))
        save_draft(request.visitor, draft_id, _draft_words(request), revision)
    person = OpenPerson(request.visitor.person, request.visitor.identity)
    move_beside(
        person,
        shown.keepsake,
        shown.circle.handle,
        circle.handle,
        card,
        based_on=_number(request.POST.get("based_on")),
        then=lambda: discard_draft(person, draft_id),
    )
    name = request.visitor.circle_name(circle.handle)
    said = _("It is on its way to “{circle}”.").format(circle=name)
    small = _("You may leave this page; it goes on without you.")
    return tell(redirect("keepsake", id=shown.keepsake.id), said, small)


def _keep_beside(
    request: SignedIn, form: KeepsakeForm, draft_id: UUID, there: Shown | None
) -> HttpResponse:
    """It was changed, covered, put away or closed since the page was opened: whatever became of
    it, the words typed here are a letter of their own."""
    if there and _may_be_changed(there):
        title = form.cleaned_data["title"] or _("Letter")
        form.cleaned_data["title"] = _("{title} (second copy)").format(title=title)
        said = _("Someone changed this while you wrote. Both are kept; this is yours.")
    else:
        form.cleaned_data["covered"] |= there is not None and there.is_covered
        said = _("It could not be changed any more. Your words are a letter of their own now.")
    return _keep_apart(request, form, draft_id, said)


def _keep_apart(
    request: SignedIn, form: KeepsakeForm, draft_id: UUID, said: str = ""
) -> HttpResponse:
    circle = request.visitor.circle(form.cleaned_data["circle"])
    card = form.fill(Card(kind="letter"))
    card.written_at = request.visitor.now().isoformat(timespec="minutes")
    try:
        kept = _keep_once(request, circle, card, draft_id)
    except NotLetIn:  # taken out of it while they wrote
        said = kept_alone(request.visitor.circle_name(circle.handle))
        circle = request.visitor.circle("only-me")
        kept = _keep_once(request, circle, card, draft_id)
    discard_draft(request.visitor, draft_id)
    return tell_kept(request, card, circle, kept, said, draft=_address(draft_id))


def _keep_once(request: SignedIn, circle: OpenCircle, card: Card, draft_id: UUID) -> UUID:
    """The same form sent twice is one letter; other words under an old form's id are another."""
    try:
        return keeping.keep(request.visitor, circle, card, draft_id).id
    except AlreadyKept:
        if is_kept(draft_id, circle, card):
            return draft_id
        return keeping.keep(request.visitor, circle, card).id


def _address(draft: UUID) -> str:
    return reverse("draft", args=[draft])


def _is_kept_as_typed(request: SignedIn, draft_id: UUID) -> bool:
    """Whether what was typed is kept by now: as the letter that was changed, or as a new one."""
    form = KeepsakeForm(request.POST, person=request.visitor)
    if not form.is_valid():
        return False
    circle, card = request.visitor.circle(form.cleaned_data["circle"]), form.fill(Card())
    return any(is_kept(id, circle, card) for id in (draft_id, _uuid(request.POST.get("keepsake"))))


def _begin_apart(request: SignedIn, words: DraftWords) -> UUID:
    """A new draft for words whose own was written on elsewhere. A page that is being left cannot
    send them again, so they are kept in it at once."""
    id = uuid4()
    if "leaving" in request.POST:
        save_draft(request.visitor, id, words, 0)
    return id


def _go_on(request: SignedIn, row: Draft) -> HttpResponse:
    words = open_draft(request.visitor, row)
    form = KeepsakeForm(initial=words.fields, person=request.visitor)
    there = request.shelf.get(_uuid(words.keepsake)) if words.keepsake else None
    shown = there if there and _may_be_changed(there) else None
    apart = bool(words.keepsake) and shown is None
    page = {"revision": row.revision, "based_on": words.based_on, "apart": apart}
    return _page(request, form, row.id, shown, **page)


def _page(
    request: SignedIn,
    form: KeepsakeForm,
    draft: UUID,
    shown: Shown | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    words = {
        "form": form,
        "draft": draft,
        "revision": request.POST.get("revision", 0),
        "shown": shown,
        "opens": _opens(request, form),
        "based_on": shown.card.said if shown else 0,
        **more,
    }
    if request.method == "POST":
        words |= _refused(request, draft)
    if request.method == "POST" and shown:
        words["based_on"] = request.POST.get("based_on", words["based_on"])
    return render(request, "keepsakes/write.html", words, status=status)


def _refused(request: SignedIn, draft: UUID) -> dict[str, Any]:
    """What was typed is a draft from now on, so that it is there though the page be left."""
    words, revision = _draft_words(request), _number(request.POST.get("revision"))
    if not any(str(words.fields[name]).strip() for name in ("title", "words")):
        return {"settled": _address(draft)}
    try:
        kept, revision = draft, save_draft(request.visitor, draft, words, revision)
    except ChangedMeanwhile:
        kept = uuid4()
        revision = save_draft(request.visitor, kept, words, 0)
    return {"settled": _address(draft), "draft": kept, "revision": revision}


def _draft_words(request: SignedIn) -> DraftWords:
    return DraftWords(
        fields=_typed(request.POST),
        keepsake=request.POST.get("keepsake", ""),
        based_on=_number(request.POST.get("based_on")),
    )


def _typed(post: QueryDict) -> dict[str, str | list[str]]:
    single: dict[str, str | list[str]] = {name: post.get(name, "") for name in FIELDS}
    return {**single, "children": post.getlist("children")}


def _uuid(text: str | None) -> UUID:
    """The id, or a new one where there is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
