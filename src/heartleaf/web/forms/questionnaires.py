"""A clinic's questions on a page, in the order and the groups of its file.

No Django form: what is asked comes from a file, and an answer that cannot be read stands beside
others that are kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from heartleaf.care.questionnaires.answering import NotAnAnswer, Typed, answers_of
from heartleaf.care.questionnaires.enabling import enabled
from heartleaf.care.questionnaires.keeping import Change, mark_of_given
from heartleaf.care.questionnaires.shapes import Answers, Given, Item, Questionnaire
from heartleaf.care.questionnaires.values import same
from heartleaf.web.questionnaire_words import answer_words, asked_words, moment_words, what_is_wrong

MOST_RADIOS = 12
INPUTS = {"integer": "numeric", "decimal": "decimal", "quantity": "decimal", "url": "url"}


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("The clinic’s file"),
        allow_empty_file=True,
        error_messages={"required": _("No file was chosen.")},
    )


@dataclass
class Question:
    """One question as it stands on the page: what was typed, what is wrong with it, and what
    another window says by now."""

    item: Item
    name: str
    was: str
    typed: Typed
    fault: str = ""
    meanwhile: str = ""
    given: list[Given] = field(default_factory=list)

    @property
    def help(self) -> str:
        return asked_words(self.item)

    @property
    def label(self) -> str:
        return f"{self.item.prefix} {self.item.text}".strip() or str(_("A question without words"))

    @property
    def look(self) -> str:
        """Which piece it is shown with."""
        item = self.item
        if item.kind == "boolean":
            return "boolean"
        if item.options and item.repeats:
            return "several"
        if item.options:
            drop_down = item.control in {"drop-down", "autocomplete"}
            return "select" if len(item.options) > MOST_RADIOS or drop_down else "one"
        return {"text": "text", "dateTime": "moment", "quantity": "quantity"}.get(item.kind, "line")

    @property
    def choices(self) -> list[tuple[str, str, str]]:
        return [(str(at), option.words, "") for at, option in enumerate(self.item.options)]

    @property
    def units(self) -> list[tuple[str, str]]:
        return [(str(at), unit["unit"]) for at, unit in enumerate(self.item.units)]

    @property
    def lines(self) -> list[str]:
        """What was written, and room for one more where there may be several."""
        written = list(self.typed.written)
        return [*written, ""] if self.item.repeats or not written else written[:1]

    @property
    def inputmode(self) -> str:
        negative = self.item.least.startswith("-")
        return "" if negative else INPUTS.get(self.item.kind, "")


@dataclass
class Block:
    """An item on the page with what is inside it."""

    item: Item
    level: int
    question: Question | None = None
    said: list[str] = field(default_factory=list)
    inside: list[Block] = field(default_factory=list)


class FillingForm:
    """The questions of one page: all that are asked as things stand, or one group of them."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        kept: Answers,
        zone: datetime.tzinfo,
        data: QueryDict | None = None,
    ) -> None:
        self.questionnaire, self.kept, self.zone = questionnaire, kept, zone
        numbered = enumerate(questionnaire.all_items())
        self.questions = {
            item.link_id: self._question(f"{number}", item, data)
            for number, item in numbered
            if item.is_asked and (data is None or f"m{number}" in data)
        }

    def blocks(self, group: Item | None = None) -> list[Block]:
        items = (group,) if group else self.questionnaire.items
        return list(self._blocks(items, enabled(self.questionnaire, self.now()), 2))

    def now(self) -> dict[str, list[Given]]:
        """What was kept, and what was typed since, as far as it can be read."""
        typed = {link: one.given for link, one in self.questions.items()}
        return {**self.kept, **typed}

    def changes(self) -> list[Change]:
        """What can be kept of it. What cannot be read stays on the page alone."""
        return [
            Change(link, one.was, one.given, list(one.item.initial))
            for link, one in self.questions.items()
            if not one.fault
        ]

    @property
    def says_something(self) -> bool:
        return any(one.given for one in self.questions.values())

    @property
    def has_faults(self) -> bool:
        return any(one.fault or one.meanwhile for one in self.questions.values())

    def changed_meanwhile(self, changes: list[Change], now: Answers) -> None:
        """Say beside these what another window says; what is kept once more takes its place."""
        for change in changes:
            one = self.questions[change.link_id]
            theirs = now.get(change.link_id, [])
            one.meanwhile = self._in_words(one.item, theirs) or str(_("nothing"))
            one.was = mark_of_given(theirs)

    def _question(self, number: str, item: Item, data: QueryDict | None) -> Question:
        kept = self.kept.get(item.link_id, list(item.initial))
        before = typed_of(item, kept, self.zone)
        if data is None:
            return Question(item, number, mark_of_given(kept), before, given=kept)
        typed = _typed(number, data)
        question = Question(item, number, str(data[f"m{number}"]), typed)
        try:
            is_same = typed == before
            question.given = kept if is_same else answers_of(item, typed, self.zone)
        except NotAnAnswer as wrong:
            question.fault, question.given = what_is_wrong(wrong), kept
        return question

    def _blocks(self, items: tuple[Item, ...], asked: set[str], level: int) -> Iterator[Block]:
        for item in items:
            if item.link_id not in asked or item.hidden or item.is_reckoned:
                continue
            question = self.questions.get(item.link_id)
            if item.is_asked and question is None:  # it was not asked when the page was opened
                number = [one.link_id for one in self.questionnaire.all_items()].index(item.link_id)
                question = self._question(f"{number}", item, None)
            said = [] if question else [self._in_words(item, list(item.initial))]
            inside = list(self._blocks(item.items, asked, min(level + 1, 4)))
            yield Block(item, level, question, [one for one in said if one], inside)

    def _in_words(self, item: Item, given: list[Given]) -> str:
        return ", ".join(answer_words(item, one, self.zone) for one in given)


def typed_of(item: Item, given: list[Given], zone: datetime.tzinfo) -> Typed:
    """Answers as they would have been typed."""
    if item.kind == "boolean":
        return Typed(chosen=tuple("yes" if one.get("valueBoolean") else "no" for one in given))
    chosen, written, time, unit = [], [], "", ""
    for one in given:
        places = [at for at, option in enumerate(item.options) if same(option.given, one)]
        if places:
            chosen.append(str(places[0]))
        elif "valueDateTime" in one:
            day, time = moment_words(one["valueDateTime"], zone)
            written.append(day)
        elif "valueQuantity" in one:
            quantity = one["valueQuantity"]
            written.append(quantity["value"])
            names = [known["unit"] for known in item.units]
            unit = str(names.index(quantity["unit"])) if quantity.get("unit") in names else ""
        else:
            written.append(answer_words(item, one, zone))
    return Typed(tuple(chosen), tuple(written), time, unit)


def _typed(number: str, data: QueryDict) -> Typed:
    """Empty choices and empty lines are no answers."""
    chosen = tuple(one for one in data.getlist(f"q{number}") if one)
    lines = (one.replace("\r\n", "\n").strip() for one in data.getlist(f"w{number}"))
    written = tuple(one for one in lines if one)
    unit = data.get(f"u{number}", "") if written else ""
    return Typed(chosen, written, data.get(f"t{number}", "") if written else "", unit)
