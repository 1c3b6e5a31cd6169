"""What is asked of a page by link. Everything may stay empty."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from heartleaf.circle.gathering import sharing_a_circle
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import CANDLE, PICTURE, VOICE, WORDS, PageContent
from heartleaf.family.models import Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import LONGEST_PASSPHRASE, SealingError
from heartleaf.web.forms.family import line
from heartleaf.web.forms.offering import OfferingForm

LEAVES = [
    (CANDLE, _("Light a candle")),
    (WORDS, _("Leave a word")),
    (PICTURE, _("Leave a picture")),
    (VOICE, _("Leave a few words in their voice")),
]
USUAL_DAYS = 90
MOST_ASKS, LONGEST_ASK = 12, 200


class HowForm(OfferingForm):
    """How long, with which code, with whose name, and what guests may leave."""

    ends = forms.DateField(
        label=_("It ends by itself after"),
        required=False,
        help_text=_(
            "From the day after, the page and all its copies are gone. Left empty, it"
            " stays until you take it down."
        ),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    code = line(
        _("A code of its own"),
        max_length=LONGEST_PASSPHRASE,
        help_text=_(
            "Whoever opens the link is asked for it. Tell it on another way than the link:"
            " on the phone, say. Left empty, the link alone opens the page."
        ),
        autocomplete="off",
        spellcheck="false",
    )
    named = forms.BooleanField(
        label=_("The name of this place faintly in every picture"), required=False
    )
    allows = forms.MultipleChoiceField(
        label=_("What guests may leave here"),
        choices=LEAVES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asks = forms.CharField(
        label=_("What you would ask of them"),
        required=False,
        max_length=4_000,
        help_text=_(
            "One on each line: “Light a candle at seven”, “Plant something”, “Say his"
            " name”. Nobody has to."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    question = line(
        _("A question before somebody leaves something"),
        max_length=200,
        help_text=_(
            "Something that those you mean will know. It keeps strangers and machines out."
        ),
        autocomplete="off",
    )
    answer = line(_("Its answer"), max_length=200, autocomplete="off")
    first_reader = forms.ChoiceField(label=_("Who reads first what comes"), required=False)

    def __init__(self, data: Any = None, *, person: OpenPerson, page: OpenPage) -> None:
        content = page.content
        super().__init__(
            data,
            initial={
                "ends": _last_day(page.page.ends_at, page.page.opened_at is None),
                "code": content.code,
                "named": bool(content.name_in_pictures),
                "allows": content.allows,
                "asks": "\n".join(content.asks),
                "question": content.question,
                "answer": content.answer,
                "first_reader": content.first_reader,
            },
        )
        self._place = person.facts.name or _now("Our place")
        self._had = content.name_in_pictures
        self._readers = {str(one.id): one for one in _others(person)}
        us = person.circle("us")
        names = [(id, _called(one, us)) for id, one in self._readers.items()]
        called = [(id, name) for id, name in names if name]
        self.offer("first_reader", [("", _now("You, the parents")), *called])

    def clean_ends(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["ends"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_now("This day has passed already."))
        return day

    def clean_code(self) -> str:
        return " ".join(str(self.cleaned_data["code"]).split())

    def clean_answer(self) -> str:
        answer = str(self.cleaned_data["answer"]).strip()
        if self.cleaned_data.get("question") and not answer:
            raise forms.ValidationError(
                _now("A question needs its answer, or nobody gets past it.")
            )
        return answer

    def ends_at(self) -> datetime.datetime | None:
        """The first moment of the day after."""
        day: datetime.date | None = self.cleaned_data["ends"]
        if day is None:
            return None
        midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
        return timezone.make_aware(midnight)

    def say(self, content: PageContent) -> None:
        said = self.cleaned_data
        content.allows = said["allows"]
        lines = (one.strip()[:LONGEST_ASK] for one in said["asks"].splitlines())
        content.asks = [one for one in lines if one][:MOST_ASKS]
        content.question, content.answer = said["question"].strip(), said["answer"]
        content.name_in_pictures = (self._had or self._place) if said["named"] else ""
        reader = self._readers.get(said["first_reader"])
        content.first_reader = str(reader.id) if reader else ""
        content.reader = reader.recipient if reader else ""


def _last_day(ends_at: datetime.datetime | None, is_new: bool) -> datetime.date | None:
    if ends_at:
        return timezone.localtime(ends_at - datetime.timedelta(seconds=1)).date()
    return timezone.localdate() + datetime.timedelta(days=USUAL_DAYS) if is_new else None


def _others(person: OpenPerson) -> list[Person]:
    """Everyone who shares a circle and may be asked to read first."""
    every = sharing_a_circle(person).exclude(pk=person.id)
    return list(every.exclude(membership__role="child").distinct().order_by("joined_at"))


def _called(one: Person, us: Any) -> str:
    try:
        return name_for_us(one, us)
    except SealingError:
        return ""
