"""What a person asks themselves: chosen, put in other words, in another order, put aside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heartleaf.care.check_ins import keeping as care
from heartleaf.care.check_ins.offered import offered
from heartleaf.care.check_ins.saying import ends_of, ways_to_answer
from heartleaf.care.check_ins.section import SLIDER, CheckIns, Question, open_check_ins
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere, TooMany
from heartleaf.web.check_ins import with_check_ins
from heartleaf.web.forms.check_ins import QuestionForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new
from heartleaf.web.told import tell

MOVES = {"up": -1, "down": 1}


@with_check_ins
def questions(request: SignedIn, section: CheckIns) -> HttpResponse:
    if request.method == "POST":
        return _change_list(request, section)
    rows = [_row(one) for one in section.asked]
    words = {
        "rows": rows,
        "aside": [_row(one) for one in section.aside],
        "offered": [_row(one) for one in offered() if not section.asks(one.words)],
    }
    return render(request, "check_ins/questions.html", words)


@with_check_ins
def new_question(request: SignedIn, section: CheckIns) -> HttpResponse:
    """Its form carries the id of the question it makes, so that it is made once."""
    question = Question(id=id_of_new(request))
    form = QuestionForm(request.POST or None, question=question, new=True)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    try:
        care.add_question(request.visitor, form.filled())
    except care.AskedAlready as already:
        form.is_asked_already(already.question)
        return _page(request, form, status=422)
    except TooMany:
        form.add_error(None, too_many())
        return _page(request, form, status=422)
    return tell(redirect("check-in-questions"), _("Kept."))


@with_check_ins
def question(request: SignedIn, section: CheckIns, id: UUID) -> HttpResponse:
    """Put in other words; what was said to it stays with it."""
    there = _found(section, id)
    form = QuestionForm(request.POST or None, question=there)
    based_on = request.POST.get("based_on", mark_of(there))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, based_on=based_on, status=422 if form.errors else 200)
    try:
        care.change_question(request.visitor, form.filled(), based_on)
    except care.AskedAlready as already:
        form.is_asked_already(already.question)
        return _page(request, form, based_on=based_on, status=422)
    except ChangedMeanwhile:
        now = _found(open_check_ins(request.visitor), id)
        return _page(request, form, based_on=mark_of(now), meanwhile=now, status=409)
    return tell(redirect("check-in-questions"), _("Kept."))


@with_check_ins
def take_question_out(request: SignedIn, section: CheckIns, id: UUID) -> HttpResponse:
    """With everything that was said to it. Nothing goes before it is asked."""
    there = _found(section, id)
    if request.method != "POST":
        words = {"question": there, "mark": mark_of(section.only(there.id))}
        return render(request, "check_ins/take_question_out.html", words)
    care.take_question_out(request.visitor, there.id, request.POST.get("based_on", ""))
    return tell(redirect("check-in-questions"), _("Taken out."))


def too_many() -> str:
    return _("There are forty questions, and no room for more. You may take one out.")


def _change_list(request: SignedIn, section: CheckIns) -> HttpResponse:
    """One act on the list: choose what is offered, move, put aside, bring back."""
    person, here = request.visitor, redirect("check-in-questions")
    move, _space, id = request.POST.get("move", "").partition(" ")
    if move in MOVES:
        care.move_question(person, id, MOVES[move])
    elif aside := request.POST.get("aside"):
        care.put_aside(person, aside)
        return tell(here, _("Put aside. What you said to it stays."))
    elif back := request.POST.get("back"):
        care.put_aside(person, back, aside=False)
    else:
        return _choose(request, section)
    return here


def _choose(request: SignedIn, section: CheckIns) -> HttpResponse:
    chosen = request.POST.getlist("offered")
    here = redirect("check-in-questions" if section.is_begun else "check-ins")
    try:
        for one in offered():
            if one.id in chosen and not section.asks(one.words):
                care.add_question(request.visitor, replace(one, id=str(uuid4())))
    except care.AskedAlready:  # sent twice
        pass
    except TooMany:
        return tell(here, too_many())
    return tell(here, _("Kept.")) if chosen else redirect("check-in-questions")


def _row(question: Question) -> dict[str, Any]:
    ways = {code: words for code, words, _note in ways_to_answer()}
    way = ways.get(question.answered, "")
    if question.answered == SLIDER:
        low, high = ends_of(question)
        way = _("On a line from “{low}” to “{high}”").format(low=low, high=high)
    return {"id": question.id, "words": question.words, "way": way}


def _page(request: SignedIn, form: QuestionForm, *, status: int, **words: Any) -> HttpResponse:
    words |= {"form": form, "question": form.question}
    return render(request, "check_ins/question.html", words, status=status)


def _found(section: CheckIns, id: UUID) -> Question:
    """Raises NotThere."""
    found = section.question(str(id))
    if found is None:
        raise NotThere
    return found
