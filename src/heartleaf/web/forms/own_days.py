"""What is asked of a day of theirs. Every field may stay empty."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.days.calendars import Day
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of, said
from heartleaf.web.forms.again import AgainForm
from heartleaf.web.forms.family import VagueDateField, line


class OwnDayForm(AgainForm):
    stays = False

    title = line(
        _("What this day is"),
        help_text=_("For instance “the day we knew”, “the funeral”, “ashes home”, “the naming”."),
        autocomplete="off",
        list="days-of-others",
    )
    date = VagueDateField(
        label=_("When, as well as you know"),
        help_text=_("A day, “May 2025”, “about spring 2025”, or nothing."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    children = forms.MultipleChoiceField(label=_("About"), required=False)
    circle = forms.ChoiceField(label=_("Who may know of it"))

    def __init__(self, data: Any = None, *, person: OpenPerson, day: Day, circle: str) -> None:
        typed = {
            "title": day.title,
            "date": said(day.date),
            "children": day.children,
            "circle": circle,
        }
        super().__init__(data, codes=day.comes, initial=typed)
        facts = person.facts
        self.fields["date"].hemisphere = facts.hemisphere  # type: ignore[attr-defined]
        self.offer("children", [(child.id, name_of(child, facts)) for child in facts.children])
        circles = [(one.handle, person.circle_name(one.handle)) for one in person.may_add_to]
        self.offer("circle", circles)

    def stays_in(self, circle: str) -> None:
        """Somebody else wrote it, so it stays where it is."""
        self.stays = True
        every = self.choices_of("circle")
        self.offer("circle", [(kind, words) for kind, words in every if kind == circle])

    def others_planned(self) -> None:
        sentence = _("The other parent has planned something for it, so it stays with them too.")
        self.add_error("circle", sentence)

    def says_something(self) -> bool:
        said = self.cleaned_data
        return bool(said["title"] or not said["date"].is_unknown)

    def filled(self, day: Day) -> Day:
        """The day as it was said; the one that is given stays as it is."""
        said = self.cleaned_data
        # A child that someone may not see here stays with the day.
        offered = {id for id, _name in self.choices_of("children")}
        hidden = [id for id in day.children if id not in offered]
        return replace(
            day,
            title=said["title"],
            date=said["date"].to_edtf(),
            children=hidden + said["children"],
            comes=self.codes(day.comes),
        )
