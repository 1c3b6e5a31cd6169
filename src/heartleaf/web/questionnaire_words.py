"""What is said of a clinic's questionnaire: why a file is not taken, what of it is not shown, and
answers in words."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heartleaf.care.questionnaires.answering import NotAnAnswer, Wrong
from heartleaf.care.questionnaires.shapes import (
    Cannot,
    Given,
    Item,
    Questionnaire,
    Refused,
    Unshown,
    Why,
)
from heartleaf.care.questionnaires.values import same
from heartleaf.circle.readable import one_line
from heartleaf.family.words import said

MOST_NAMED = 4


def why_refused(refused: Refused) -> str:
    what = one_line(refused.what)
    match refused.why:
        case Why.TOO_LARGE:
            return _("This file is larger than 512 KB. A questionnaire is smaller than that.")
        case Why.EMPTY:
            return _("This file is empty.")
        case Why.XML:
            return _(
                "This file is written in XML. Heartleaf reads a questionnaire written in JSON; "
                "the clinic can give it in that form too."
            )
        case Why.NOT_UTF8:
            return _("The letters of this file cannot be read: it is not written in UTF-8.")
        case Why.NOT_JSON:
            return _("This file cannot be read as JSON. Perhaps it was cut off on its way.")
        case Why.TWICE:
            return _(
                "This file says “{what}” twice in one place, so it is not clear which is meant."
            ).format(what=what)
        case Why.NO_NUMBER:
            return _("There is a number in this file that no program can be sure of.")
        case Why.TOO_DEEP:
            return _("The parts of this file lie too deep inside each other to be shown on a page.")
        case Why.ANSWERS:
            return _("This file holds answers, not a questionnaire that could be filled in.")
        case Why.BUNDLE:
            return _(
                "This file is a bundle of several things. Heartleaf reads one questionnaire by "
                "itself; the clinic can give it so."
            )
        case Why.OTHER_RULES:
            return _(
                "This file says that it may be read only by rules of its own, which Heartleaf does "
                "not know."
            )
        case Why.NO_ITEMS:
            return _("There are no questions in this file.")
        case Why.SAME_LINK:
            return _(
                "Two questions of this file have the same mark, “{what}”, so answers could not be "
                "told apart."
            ).format(what=what)
        case Why.TOO_MANY:
            return _("There are more questions or answers in this file than a page can hold.")
        case Why.NOT_AS_SAID:
            return _(
                "A question of this file is not written as FHIR says: its “{what}” is missing, "
                "or is something else."
            ).format(what=what)
        case _:
            return _("This file is not a FHIR questionnaire.")


def unshown_words(unshown: Unshown) -> tuple[str, list[str]]:
    """A sentence, and the words of the first few items that it is about."""
    named = [one_line(words) for words in unshown.where if words]
    return _UNSHOWN[unshown.what](), named[:MOST_NAMED]


_UNSHOWN = {
    Cannot.KIND: lambda: _("Some questions are of a kind that cannot be answered here."),
    Cannot.CHOICES: lambda: _(
        "Some questions have their answers somewhere else. Heartleaf fetches nothing, so these "
        "cannot be answered here."
    ),
    Cannot.GROUP_AGAIN: lambda: _(
        "A group of questions may be filled in several times; here it is there once."
    ),
    Cannot.LOOK: lambda: _("Some words have colours or layout of their own; here they are plain."),
    Cannot.RULE: lambda: _(
        "Some questions are asked only by a rule that Heartleaf does not know. Here they are "
        "always asked; you may leave them."
    ),
    Cannot.ROUND: lambda: _(
        "The rules by which some questions are asked go round in a circle. Here they are always "
        "asked; you may leave them."
    ),
    Cannot.RECKONED: lambda: _(
        "The file reckons something in a way that Heartleaf does not. It is left out; your answers "
        "are kept all the same."
    ),
    Cannot.FILLED: lambda: _(
        "The file would fill in something from a record of yours. Here there is none, so it stays "
        "empty."
    ),
    Cannot.CHECKED: lambda: _("The file would check answers against each other. Here it does not."),
    Cannot.ELSEWHERE: lambda: _(
        "A part of the questionnaire is in another file, and is not fetched."
    ),
    Cannot.PICTURE: lambda: _("There are pictures or sounds with it, which are not shown."),
    Cannot.SIGNED: lambda: _("The clinic asks for a signature. That can only be given on paper."),
    Cannot.HIDDEN: lambda: _(
        "The file adds something by itself that it does not show. You see it with your answers."
    ),
}


def too_many_sums() -> str:
    return _("The file adds more than Heartleaf looks at, so some of its numbers are left out.")


def what_is_wrong(wrong: NotAnAnswer) -> str:
    match wrong.wrong:
        case Wrong.INTEGER:
            return _("The clinic asks for a whole number here.")
        case Wrong.DECIMAL:
            return _("The clinic asks for a number here.")
        case Wrong.TOO_SMALL:
            return _("The clinic asks for nothing below {limit}.").format(limit=_limit(wrong.limit))
        case Wrong.TOO_LARGE:
            return _("The clinic asks for nothing above {limit}.").format(limit=_limit(wrong.limit))
        case Wrong.TOO_LONG:
            return _("The clinic has room for {limit} letters here.").format(limit=wrong.limit)
        case Wrong.TOO_MANY:
            return _("There is room for {limit} answers here.").format(limit=wrong.limit)
        case Wrong.WHOLE_DATE:
            return _("An hour needs a whole date beside it.")
        case Wrong.TIME:
            return _("An hour is written like 14:30.")
        case Wrong.ADDRESS:
            return _("An address has no spaces in it.")
        case _:
            return wrong.limit or _("The clinic asks for a day, a month or a year.")


def asked_words(item: Item) -> str:
    """What stands small below a question: the file's own help, and what it asks for."""
    least, most = _limit(item.least), _limit(item.most)
    parts = [item.help]
    if least and most:
        parts.append(_("From {least} to {most}.").format(least=least, most=most))
    elif least:
        parts.append(_("Nothing below {least}.").format(least=least))
    elif most:
        parts.append(_("Nothing above {most}.").format(most=most))
    if item.asked_for:
        parts.append(_("The clinic asks for this."))
    return " ".join(part for part in parts if part)


def answer_words(item: Item, given: Given, zone: datetime.tzinfo = datetime.UTC) -> str:
    """One answer, with the clinic's words where it offered them."""
    for option in item.options:
        if same(option.given, given):
            return option.words
    match next(iter(given.items()), ("", None)):
        case ("valueBoolean", value):
            return _("Yes") if value else _("No")
        case ("valueCoding", value):
            return one_line(value.get("display") or value.get("code", ""))
        case ("valueQuantity", value):
            return one_line(f"{value['value']} {value.get('unit') or value.get('code', '')}")
        case ("valueDate", value):
            return said(value) or value
        case ("valueDateTime", value):
            return " ".join(moment_words(value, zone))
        case ("valueTime", value):
            return str(value).removesuffix(":00") if str(value).count(":") == 2 else str(value)
        case (_kind, value):
            return str(value)


def moment_words(text: str, zone: datetime.tzinfo) -> tuple[str, str]:
    """A day and an hour, or only a day."""
    if "T" not in text:
        return said(text) or text, ""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text, ""
    moment = moment.astimezone(zone) if moment.tzinfo else moment
    return said(moment.date().isoformat()), f"{moment:%H:%M}"


def day_words(day: str) -> str:
    try:
        return date_format(datetime.date.fromisoformat(day), "j F Y")
    except ValueError:  # of a later version
        return day


def title_of(questionnaire: Questionnaire | None) -> str:
    return (questionnaire.title if questionnaire else "") or _("A questionnaire")


def facts_of(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """What the file says of itself."""
    states = {
        "draft": _("A draft, says the file"),
        "retired": _("No longer in use, says the file"),
        "unknown": _("Not known, says the file"),
    }
    rows = [
        (_("From"), questionnaire.publisher),
        (_("Version"), questionnaire.version),
        (_("Of"), said(questionnaire.date[:10]) if questionnaire.date else ""),
        (_("Its state"), states.get(questionnaire.status, "")),
    ]
    return [(what, words) for what, words in rows if words]


def _limit(limit: str) -> str:
    """A number, or a date."""
    is_date = len(limit) >= len("2025-05") and limit[:4].isdecimal() and limit[4] == "-"
    return said(limit[:10]) if is_date else limit
