"""What a guest leaves on a page by link: written, shown to them once more, and then sent.

Nothing is lost without a word: whatever keeps a note from being taken says so, and what was
written stands on that page.
"""

from __future__ import annotations

import functools
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from heartleaf.circle import letterbox
from heartleaf.circle.kind_words import BEGINNINGS, HURTING, that_may_hurt
from heartleaf.circle.letterbox import LeftAlready
from heartleaf.circle.letting_in import is_blocked, shown_of
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import CANDLE
from heartleaf.sealing import Recipient, SealingError
from heartleaf.vault import VaultError
from heartleaf.web import failing, ranges
from heartleaf.web.access import View, page_by_link, page_path, shared_page
from heartleaf.web.filing import LISTENING
from heartleaf.web.forms.leaving import LeavingForm
from heartleaf.web.guest_senders import known, please_wait, wait, who
from heartleaf.web.guest_work import BITS, PUZZLES, Form, TooOld, form_of, new_form
from heartleaf.web.headers import may_record
from heartleaf.web.held_files import MOST_BYTES, HoldingUploadHandler
from heartleaf.web.http import Request


def takes_files(view: View) -> View:
    """Files come in memory; and a form that is too large to be read is answered in words."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @functools.wraps(view)
    def with_files(request: Request, **kwargs: Any) -> HttpResponseBase:
        request.upload_handlers = [HoldingUploadHandler(request)]
        try:
            request.POST.keys()  # now it is read
        except SuspiciousOperation:
            return _too_much(request)
        return guarded(request, **kwargs)

    return with_files


@csp_override(LISTENING)
@takes_files
def leave(request: Request, id: UUID) -> HttpResponse:
    """A word, a picture, a voice, or an answer to what the family asked."""
    try:
        page = page_by_link(request, id)
    except Http404:
        return _given_back(request, _not_open())
    form = LeavingForm.of(request, page.content)
    if not form.takes:
        raise Http404
    step = request.POST.get("step", "") if "begin" not in request.POST else "begin"
    match step:
        case "look" if form.check_words():
            return _once_more(request, page, form)
        case "send":
            return _send(request, page, form)
        case "begin":
            form.words = _with_beginning(form.words, request.POST["begin"])
    return _write(request, page, form)


@takes_files
def candle(request: Request, id: UUID) -> HttpResponse:
    """A quiet mark, with a name or without."""
    try:
        page = page_by_link(request, id)
    except Http404:
        return _given_back(request, _not_open())
    if CANDLE not in page.content.allows:
        raise Http404
    form = LeavingForm.of(request, page.content)
    form.words, form.files, form.ask = "", [], 0
    if request.method != "POST":
        return _candle(request, page, form)
    if len(form.name) > 80:
        form.faults["name"] = _("That is longer than a name has room here.")
    if not form.answers_question():
        form.faults["answer"] = _("The family had something else in mind. You may try again.")
    if form.faults:
        return _candle(request, page, form)
    return _sent(request, page, form, {**form.says(), "kind": CANDLE}, _candle)


@require_safe
def left(request: Request, id: UUID) -> HttpResponse:
    """It lies in the letterbox now."""
    page = page_by_link(request, id)
    words = {"content": page.content, "to": page_path(id), "candle": "candle" in request.GET}
    return render(request, "circle/lies_there.html", words)


@require_safe
def left_file(request: Request, id: UUID, note: UUID, file: UUID) -> HttpResponseBase:
    """A picture or a voice that was let in. A parent looks at the page as well."""
    try:
        page = page_by_link(request, id)
    except Http404:
        if request.visitor is None or not request.visitor.is_parent:
            raise
        page = shared_page(request, id)  # type: ignore[arg-type]  # who is signed in
    shown = shown_of(page, note)
    found = next((one for one in shown.files if one.id == str(file)), None) if shown else None
    if found is None:
        raise Http404
    try:
        return ranges.answer(request, found, page.identity, found.type)
    except (SealingError, VaultError):
        return failing.no_picture()


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _write(request: Request, page: OpenPage, form: LeavingForm) -> HttpResponse:
    words = {"beginnings": list(enumerate(BEGINNINGS)), "hurting": HURTING}
    return _page(request, page, form, "circle/write_note.html", words)


def _once_more(
    request: Request, page: OpenPage, form: LeavingForm, fault: str = ""
) -> HttpResponse:
    words = {
        "hurts": that_may_hurt(form.words),
        "beginnings": BEGINNINGS,
        "hurting": HURTING,
        "fault": fault,
        "chosen": [one.name for one in form.files],
        "most": MOST_BYTES,
        "now": timezone.now(),
    }
    response = _page(request, page, form, "circle/once_more.html", words)
    return may_record(response) if "voice" in form.takes else response


def _candle(request: Request, page: OpenPage, form: LeavingForm, fault: str = "") -> HttpResponse:
    return _page(request, page, form, "circle/light_candle.html", {"fault": fault})


def _page(
    request: Request, page: OpenPage, form: LeavingForm, template: str, words: dict[str, Any]
) -> HttpResponse:
    words |= {
        "form": form,
        "content": page.content,
        "at": page_path(page.id),
        "token": new_form(page.id),
        "proves": f"{PUZZLES} {BITS}",
    }
    status = 422 if form.faults or words.get("fault") else 200
    return known(request, render(request, template, words, status=status), page)


def _send(request: Request, page: OpenPage, form: LeavingForm) -> HttpResponse:
    if not form.check_words():
        return _write(request, page, form)
    if not form.check():
        return _once_more(request, page, form)
    return _sent(request, page, form, form.says(), _once_more)


def _sent(
    request: Request, page: OpenPage, form: LeavingForm, says: dict[str, Any], again: Any
) -> HttpResponse:
    there = redirect(reverse("left", args=[page.id]) + ("?candle" if again is _candle else ""))
    sender = who(request, page)
    if is_blocked(page.page, sender):
        return _given_back(request, _("This page takes nothing more from this browser."), 403)
    try:
        came = form_of(request.POST.get("form", ""), page.id, request.POST.get("proof", ""))
    except TooOld:
        return again(request, page, form, _opened_long_ago())  # type: ignore[no-any-return]
    if came.is_used():
        return there
    if seconds := wait(request, page, came, form):
        return again(request, page, form, please_wait(seconds))  # type: ignore[no-any-return]
    try:
        _keep(page, form, says, sender, came)
    except LeftAlready:
        pass
    except VaultError as problem:
        sentence = _("It could not be taken just now. {why}").format(why=problem)
        return again(request, page, form, sentence)  # type: ignore[no-any-return]
    came.use()
    return there


def _keep(
    page: OpenPage, form: LeavingForm, says: dict[str, Any], sender: bytes, came: Form
) -> None:
    family, content = page.page.family, page.content
    recipients = [letterbox.to_parents(family)]
    recipients += [Recipient(content.reader)] if content.reader else []
    letterbox.leave(
        family,
        words=says,
        files=[(one.name or "", [one.data or b""]) for one in form.files],
        recipients=recipients,
        page=page.page,
        sender=sender,
        form=came.mark,
    )


def _opened_long_ago() -> str:
    return _("This page had been open for long, so it was not sent yet. Please send it once more.")


def _not_open() -> str:
    return _(
        "This page is not open from here any more: it may have ended, or been taken down, or the "
        "link was opened too long ago."
    )


def _given_back(request: Request, sentence: str, status: int = 410) -> HttpResponse:
    """What was written goes back to whoever wrote it."""
    words, name = request.POST.get("words", ""), request.POST.get("name", "")
    if request.method != "POST" or not (words or name):
        if status == 410:
            raise Http404
        words = ""
    given = {"sentence": sentence, "written": words, "name": name}
    return render(request, "circle/given_back.html", given, status=status)


def _too_much(request: Request) -> HttpResponse:
    sentence = _("That was far more than a page can take, so nothing of it was read.")
    return render(request, "circle/given_back.html", {"sentence": sentence}, status=413)


def _with_beginning(words: str, number: str) -> str:
    begin = BEGINNINGS[int(number)] if number in map(str, range(len(BEGINNINGS))) else ""
    return "\n".join(part for part in (words.rstrip(), str(begin)) if part)
