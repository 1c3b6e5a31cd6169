"""Keeping check-ins and their questions. Two windows at once lose nothing: the second is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace

from heartleaf.care.check_ins.section import (
    MOST_QUESTIONS,
    CheckIn,
    CheckIns,
    Question,
)
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.notebook import NotThere, TooMany, change_section


class AskedAlready(Exception):
    """There is a question of these words; `question` is it."""

    def __init__(self, question: Question) -> None:
        self.question = question


def keep_check_in(
    person: OpenPerson, on: datetime.date, said: Mapping[str, str], note: str, based_on: str
) -> CheckIn:
    """What is said of a day now. `said` has every question that was answered or left empty; what
    was said to others stays. Raises ChangedMeanwhile if the day is not as it was when the form was
    opened; nothing is changed then."""
    kept = CheckIn()

    def keep(section: CheckIns) -> None:
        nonlocal kept
        there = section.of(on)
        kept = with_answers(there, said, note)
        if kept == (there or CheckIn()):
            return
        if mark_of(there) != based_on:
            raise ChangedMeanwhile
        section.days[on.isoformat()] = kept
        if kept.says_nothing:
            del section.days[on.isoformat()]

    _change(person, keep)
    return kept


def with_answers(there: CheckIn | None, said: Mapping[str, str], note: str) -> CheckIn:
    there = there or CheckIn()
    others = {id: answer for id, answer in there.said.items() if id not in said}
    return replace(there, said=others | {id: one for id, one in said.items() if one}, note=note)


def take_check_in_out(person: OpenPerson, on: datetime.date, based_on: str) -> None:
    """For good. Raises NotThere; ChangedMeanwhile if it says something else than was shown."""

    def take(section: CheckIns) -> None:
        there = section.of(on)
        if there is None:
            raise NotThere
        if mark_of(there) != based_on:
            raise ChangedMeanwhile
        del section.days[on.isoformat()]

    _change(person, take)


def show_days(person: OpenPerson, shown: bool) -> None:
    _change(person, lambda section: setattr(section, "shows_days", shown))


# ── Questions ───────────────────────────────────────────────────────────────────────────────


def add_question(person: OpenPerson, question: Question) -> None:
    """Sent twice, it is added once. Raises AskedAlready, TooMany."""

    def add(section: CheckIns) -> None:
        if section.question(question.id):
            return
        _is_new(section, question)
        if len(section.questions) >= MOST_QUESTIONS:
            raise TooMany
        section.questions.append(question)

    _change(person, add)


def change_question(person: OpenPerson, question: Question, based_on: str) -> None:
    """Raises AskedAlready, NotThere; ChangedMeanwhile if it is not as it was when its form was
    opened."""

    def put(section: CheckIns) -> None:
        there = section.question(question.id)
        if there == question:
            return
        if there is None:
            raise NotThere
        if mark_of(there) != based_on:
            raise ChangedMeanwhile
        _is_new(section, question)
        section.questions = [question if one is there else one for one in section.questions]

    _change(person, put)


def put_aside(person: OpenPerson, id: str, aside: bool = True) -> None:
    """Or, with `aside` false, bring it back: it is asked last then. Raises NotThere."""

    def put(section: CheckIns) -> None:
        one = section.question(id)
        if one is None:
            raise NotThere
        if one.aside == aside:
            return
        others = [other for other in section.questions if other is not one]
        section.questions = [*others, replace(one, aside=aside)]

    _change(person, put)


def move_question(person: OpenPerson, id: str, steps: int) -> None:
    """Up, where `steps` is negative, or down, among those that are asked. Raises NotThere."""

    def move(section: CheckIns) -> None:
        if section.question(id) is None:
            raise NotThere
        asked = section.asked
        at = next((n for n, one in enumerate(asked) if one.id == id), None)
        if at is None or not 0 <= at + steps < len(asked):
            return
        asked.insert(at + steps, asked.pop(at))
        section.questions = asked + section.aside

    _change(person, move)


def take_question_out(person: OpenPerson, id: str, based_on: str) -> None:
    """For good, with everything that was said to it. Raises NotThere; ChangedMeanwhile if it, or
    what was said to it, is not as it was shown."""

    def take(section: CheckIns) -> None:
        alone = section.only(id)
        if alone is None:
            raise NotThere
        if mark_of(alone) != based_on:
            raise ChangedMeanwhile
        section.questions = [one for one in section.questions if one.id != id]
        for on, there in list(section.days.items()):
            if there.said.pop(id, None) and there.says_nothing:
                del section.days[on]

    _change(person, take)


def _is_new(section: CheckIns, question: Question) -> None:
    there = section.asks(question.words)
    if there and there.id != question.id:
        raise AskedAlready(there)


def _change(person: OpenPerson, change: Callable[[CheckIns], object]) -> None:
    def changed(section: CheckIns) -> None:
        change(section)

    change_section(person.circle("only-me"), CheckIns, changed)
