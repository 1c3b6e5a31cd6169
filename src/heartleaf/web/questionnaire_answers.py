"""Answers to a clinic's questionnaire: given at one's own pace, looked back at, saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.care.questionnaires import keeping
from heartleaf.care.questionnaires.enabling import enabled
from heartleaf.care.questionnaires.keeping import Filling, Questionnaires
from heartleaf.care.questionnaires.response import answers_with_the_files_own, response
from heartleaf.care.questionnaires.scoring import Reckoned, Sums, reckon
from heartleaf.care.questionnaires.shapes import Answers, Item, Questionnaire
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.notebook import NotThere
from heartleaf.web.forms.questionnaires import FillingForm
from heartleaf.web.http import SignedIn
from heartleaf.web.notebook import id_of_new
from heartleaf.web.questionnaire_words import answer_words, day_words, title_of, too_many_sums
from heartleaf.web.questionnaires import Kept, groups_of, kept_one, saved, with_questionnaires
from heartleaf.web.told import tell


@with_questionnaires
def fill_in(request: SignedIn, section: Questionnaires, id: UUID) -> HttpResponse:
    """Its form carries the id of the answers it begins, so that they are begun once."""
    return _form(request, section, kept_one(section, id), id_of_new(request))


@with_questionnaires
def change(request: SignedIn, section: Questionnaires, id: UUID, filling: UUID) -> HttpResponse:
    _filling(section, id, filling)
    return _form(request, section, kept_one(section, id), str(filling), begin=False)


@with_questionnaires
def answers(request: SignedIn, section: Questionnaires, id: UUID, filling: UUID) -> HttpResponse:
    """The clinic's words and hers, to look back at or to print."""
    kept, found = kept_one(section, id), _filling(section, id, filling)
    words: dict[str, Any] = {"kept": kept, "filling": found, "day": day_words(found.begun)}
    if found.changed != found.begun:
        words["changed"] = day_words(found.changed)
    if kept.questionnaire:
        lines = lines_of(kept.questionnaire, found.answers, request.visitor)
        sums = reckon(kept.questionnaire, found.answers)
        words |= {
            "lines": lines,
            "sums": shown_of(sums),
            "too_many": sums.too_many and too_many_sums(),
        }
        words["groups"] = groups_of(kept.questionnaire)
        words["own"] = _files_own(kept.questionnaire, found.answers, sums, request.visitor)
    return render(request, "questionnaires/answers.html", words)


@with_questionnaires
def for_clinic(request: SignedIn, section: Questionnaires, id: UUID, filling: UUID) -> HttpResponse:
    """A file for the clinic's program. Whether it is finished is what she says now."""
    kept, found = _readable(section, id, filling)
    finished = request.GET.get("finished") == "yes"
    data = response(kept, found.answers, authored=found.changed, finished=finished)
    return saved(data, f"answers-{found.changed}.json", "application/fhir+json")


@with_questionnaires
def in_words(request: SignedIn, section: Questionnaires, id: UUID, filling: UUID) -> HttpResponse:
    kept, found = _readable(section, id, filling)
    text = _text(kept, found, request.visitor)
    return saved(text.encode(), f"answers-{found.changed}.txt", "text/plain; charset=utf-8")


@with_questionnaires
def take_out(request: SignedIn, section: Questionnaires, id: UUID, filling: UUID) -> HttpResponse:
    kept, found = kept_one(section, id), _filling(section, id, filling)
    if request.method == "POST":
        keeping.take_answers_out(request.visitor, found.id, request.POST.get("based_on", ""))
        return tell(redirect("questionnaire", id=id), _("Taken out."))
    words = {"kept": kept, "filling": found, "day": day_words(found.begun)}
    words["mark"] = mark_of(found)
    return render(request, "questionnaires/take_answers_out.html", words)


@dataclass
class Line:
    """A question with its answers in words, or a heading, and what stands inside it."""

    item: Item
    answers: list[str] = field(default_factory=list)
    inside: list[Line] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(self.answers) or any(one.says_something for one in self.inside)


def lines_of(questionnaire: Questionnaire, given: Answers, person: OpenPerson) -> list[Line]:
    """What is asked as things stand and was answered, in the clinic's order."""
    asked = enabled(questionnaire, given)

    def lines(items: tuple[Item, ...]) -> list[Line]:
        found = [
            Line(item, _words(item, given, person) if item.is_asked else [], lines(item.items))
            for item in items
            if item.link_id in asked and not item.hidden
        ]
        return [line for line in found if line.says_something]

    return lines(questionnaire.items)


def shown_of(sums: Sums) -> list[Reckoned]:
    """What the file reckons and does not hide."""
    return [one for one in sums.found if not one.item.hidden]


def _files_own(
    questionnaire: Questionnaire, given: Answers, sums: Sums, person: OpenPerson
) -> list[tuple[str, list[str]]]:
    """What the file fills in itself, shown or not: it goes to the clinic with the answers."""
    own = answers_with_the_files_own(questionnaire, given, sums)
    asked = enabled(questionnaire, given)
    return [
        (item.text or item.link_id, _words(item, own, person))
        for item in questionnaire.all_items()
        if item.link_id in asked
        and own.get(item.link_id)
        and not item.is_asked
        and (item.hidden or not item.is_reckoned)
    ]


def _form(
    request: SignedIn, section: Questionnaires, kept: Kept, filling: str, *, begin: bool = True
) -> HttpResponse:
    if kept.questionnaire is None:
        return redirect("questionnaire", id=kept.brought.id)
    stored = section.filling(filling)
    is_post = request.method == "POST"
    form = FillingForm(
        kept.questionnaire,
        stored.answers if stored else {},
        request.visitor.zone,
        request.POST if is_post else None,
    )
    words = {"kept": kept, "id": filling, "is_new": stored is None}
    words |= _group(request, kept.questionnaire)
    if not is_post:
        return _page(request, form, words)
    if stored is None and not form.says_something and not form.has_faults:
        return _page(request, form, words | {"nothing": True}, status=422)
    now, meanwhile = keeping.answer(
        request.visitor, kept.brought.id, filling, form.changes(), begin=begin
    )
    form.changed_meanwhile(meanwhile, now.answers)
    if form.has_faults:
        return _page(request, form, words | {"is_new": False}, status=422)
    return _kept(request, kept, form, now, words)


def _kept(
    request: SignedIn, kept: Kept, form: FillingForm, now: Filling, words: dict[str, Any]
) -> HttpResponse:
    """On to the next group, back to what has come to be asked, or to the answers."""
    here = reverse("change-answers", args=[kept.brought.id, now.id])
    following = words.get("following")
    if request.POST.get("step") == "next" and following is not None:
        return tell(redirect(f"{here}?group={following}"), _("Kept."))
    assert kept.questionnaire is not None  # noqa: S101  # a form was made of it
    group = (words["group"],) if words.get("group") else kept.questionnaire.items
    on_page = {block.item.link_id for block in _flat(form.blocks(words.get("group")))}
    if group and on_page - form.questions.keys() - _silent(kept.questionnaire):
        place = f"?group={words['at']}" if words.get("group") else ""
        sentence = _("Kept. With your answers the clinic asks something more.")
        return tell(redirect(here + place), sentence, _("It stands in its place below."))
    return tell(redirect("answers", id=kept.brought.id, filling=now.id), _("Kept."))


def _page(
    request: SignedIn, form: FillingForm, words: dict[str, Any], status: int = 200
) -> HttpResponse:
    words |= {"form": form, "blocks": form.blocks(words.get("group"))}
    return render(request, "questionnaires/fill_in.html", words, status=status)


def _flat(blocks: list[Any]) -> list[Any]:
    return [one for block in blocks for one in (block, *_flat(block.inside))]


def _silent(questionnaire: Questionnaire) -> set[str]:
    return {item.link_id for item in questionnaire.all_items() if not item.is_asked}


def _group(request: SignedIn, questionnaire: Questionnaire) -> dict[str, Any]:
    """The group that the address asks for, and the one after it."""
    places = [at for at, _words in groups_of(questionnaire)]
    said = request.GET.get("group", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 6 and int(said) in places):
        return {}
    at = int(said)
    following = next((one for one in places if one > at), None)
    return {"group": questionnaire.items[at], "at": at, "following": following}


def _text(questionnaire: Questionnaire, found: Filling, person: OpenPerson) -> str:
    head = [title_of(questionnaire), questionnaire.publisher, day_words(found.begun)]
    text = [line for line in head if line] + [""]

    def add(lines: list[Line], indent: str) -> None:
        for line in lines:
            words = f"{line.item.prefix} {line.item.text}".strip()
            text.extend(f"{indent}{one}" for one in words.splitlines())
            text.extend(
                f"{indent}  {one}" for answer in line.answers for one in answer.splitlines()
            )
            add(line.inside, f"{indent}  ")
            if not indent or line.answers:
                text.append("")

    add(lines_of(questionnaire, found.answers, person), "")
    sums = reckon(questionnaire, found.answers)
    text += [f"{one.item.text}: {one.number}" for one in shown_of(sums)]
    text += [too_many_sums()] if sums.too_many else []
    if questionnaire.copyright:
        text += ["", questionnaire.copyright]
    return "\n".join(text).rstrip() + "\n"


def _words(item: Item, given: Answers, person: OpenPerson) -> list[str]:
    return [answer_words(item, one, person.zone) for one in given.get(item.link_id, [])]


def _filling(section: Questionnaires, id: UUID, filling: UUID) -> Filling:
    """Raises NotThere."""
    found = section.filling(str(filling))
    if found is None or found.of != str(id):
        raise NotThere
    return found


def _readable(section: Questionnaires, id: UUID, filling: UUID) -> tuple[Questionnaire, Filling]:
    kept = kept_one(section, id)
    if kept.questionnaire is None:
        raise Http404
    return kept.questionnaire, _filling(section, id, filling)
