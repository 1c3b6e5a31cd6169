"""What is asked of a book before one chooses what is in it. Everything may stay empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.book.looking import LETTERS, OTHERS, PAPERS, PICTURES, SOUNDS, Wish
from heartleaf.book.plans import CHILDREN, ONE, YEARS, Plan
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of
from heartleaf.web.forms.family import line
from heartleaf.web.forms.offering import OfferingForm

PAPERS_OFFERED = [
    ("a5", _("A5, as a novel")),
    ("a4", _("A4")),
    ("square", _("Square")),
    ("letter", _("US letter")),
]
CHAPTERS_OFFERED = [
    (YEARS, _("By year")),
    (CHILDREN, _("By child")),
    (ONE, _("All in one")),
]
SORTS_OFFERED = [
    ("", _("Everything")),
    (LETTERS, _("Letters")),
    (PICTURES, _("Pictures and things")),
    (PAPERS, _("Papers")),
    (SOUNDS, _("Sounds")),
    (OTHERS, _("From family and guests")),
]
TICKS = ("bleed", "tree", "days", "index_of_days", "whereabouts")


class BookForm(OfferingForm):
    title = line(_("The title"), autocomplete="off")
    subtitle = line(_("A line below it"), max_length=200, autocomplete="off")
    dedication = forms.CharField(
        label=_("A dedication"),
        required=False,
        max_length=4000,
        help_text=_("On a page of its own, before everything else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    circles = forms.MultipleChoiceField(label=_("Which circles it may take from"), required=False)
    chapters = forms.ChoiceField(label=_("Chapters"), choices=CHAPTERS_OFFERED)
    paper = forms.ChoiceField(label=_("Paper"), choices=PAPERS_OFFERED)
    bleed = forms.BooleanField(label=_("For a printer"), required=False)
    tree = forms.BooleanField(label=_("The tree, on a page of its own"), required=False)
    days = forms.BooleanField(label=_("The days that matter to you"), required=False)
    index_of_days = forms.BooleanField(label=_("An index of days at the end"), required=False)
    whereabouts = forms.BooleanField(label=_("Where things are kept"), required=False)

    def __init__(self, data: Any = None, *, person: OpenPerson, plan: Plan) -> None:
        said = {name: getattr(plan, name) for name in self.base_fields}
        super().__init__(data, initial=said)
        handles = [one.handle for one in [*person.shared, person.circle("only-me")]]
        self.offer("circles", [(handle, person.circle_name(handle)) for handle in handles])

    def fill(self, plan: Plan) -> None:
        for name, said in self.cleaned_data.items():
            setattr(plan, name, said)


class WishForm(OfferingForm):
    """What one looks for while choosing; what cannot be read is not asked for."""

    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    last = forms.DateField(
        label=_("To"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    child = forms.ChoiceField(label=_("About whom"), required=False)
    circle = forms.ChoiceField(label=_("Circle"), required=False)
    sort = forms.ChoiceField(label=_("What"), required=False, choices=SORTS_OFFERED)

    def __init__(self, data: Any, *, person: OpenPerson, plan: Plan) -> None:
        super().__init__(data)
        children = [(one.id, name_of(one, person.facts)) for one in person.facts.children]
        mine = [handle for handle in plan.circles if handle in person_circles(person)]
        self.offer("child", [("", _("Anyone")), *children])
        circles = [(handle, person.circle_name(handle)) for handle in mine]
        self.offer("circle", [("", _("All of them")), *circles])

    @property
    def wish(self) -> Wish:
        self.is_valid()
        said = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return Wish(**said)


def person_circles(person: OpenPerson) -> set[str]:
    return {one.handle for one in person.circles.values()}
