"""What is asked of the files of a keepsake: how they stand, and what is shown of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.edges import Edges
from heartleaf.keepsakes.tending import LONGEST_ALT, Arrangement, Said

SIDES = {
    "top": _("Top"),
    "right": _("Right"),
    "bottom": _("Bottom"),
    "left": _("Left"),
}
# An ultrasound may come with an edge that is wider than anyone would draw one.
WIDEST, WIDEST_ADVISED = 45, 99


class FrameForm(forms.Form):
    """Quarter turns, and hundredths at each edge that are cut off or covered."""

    turn = forms.IntegerField(min_value=0, max_value=3, required=False)
    top = forms.IntegerField(min_value=0, max_value=WIDEST_ADVISED, required=False)
    right = forms.IntegerField(min_value=0, max_value=WIDEST_ADVISED, required=False)
    bottom = forms.IntegerField(min_value=0, max_value=WIDEST_ADVISED, required=False)
    left = forms.IntegerField(min_value=0, max_value=WIDEST_ADVISED, required=False)
    way = forms.ChoiceField(
        label=_("What becomes of the edge"),
        choices=[("cut", _("Cut it off")), ("cover", _("Cover it over"))],
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and not self.edges.leave_something:
            raise forms.ValidationError(_("A part of it has to be left to be seen."))
        return answers

    @property
    def turns(self) -> int:
        return self.cleaned_data["turn"] or 0

    @property
    def edges(self) -> Edges:
        sides = {side: self.cleaned_data[side] or 0 for side in SIDES}
        return Edges(**sides, way=self.cleaned_data["way"])


class FileForm(forms.Form):
    """What is said of one file. Under a cover nobody is asked what it shows."""

    alt = forms.CharField(
        label=_("What it shows, for those who cannot see it"),
        required=False,
        max_length=LONGEST_ALT,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_ALT, "dir": "auto"}),
    )
    out = forms.BooleanField(label=_("Take it out"), required=False)
    placeless = forms.BooleanField(label=_("Leave the place out"), required=False)

    def __init__(self, attachment: Attachment, data: QueryDict | None) -> None:
        first = {"alt": attachment.alt, "placeless": attachment.placeless}
        super().__init__(data, initial=first, prefix=attachment.media)
        self.attachment, self.id = attachment, attachment.media
        if data is not None and f"{self.prefix}-alt" not in data:
            del self.fields["alt"]

    @property
    def goes(self) -> bool:
        return self.is_bound and bool(self.cleaned_data["out"])

    def said(self, instead: Attachment | None) -> Said:
        now, answers = self.attachment, self.cleaned_data if self.is_bound else {}
        alt, placeless = answers.get("alt", now.alt), answers.get("placeless", now.placeless)
        return Said(now.media, alt.replace("\r\n", "\n").strip(), placeless, instead)


class ArrangeForm(forms.Form):
    """The files of a card in an order, what is said of each, and which stands for them all."""

    based_on = forms.IntegerField()
    face = forms.CharField(required=False, max_length=36)

    def __init__(self, card: Card, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"based_on": card.said, "face": card.face})
        self.rows = list(_in_order(card, data))

    def is_valid(self) -> bool:
        each = [row.is_valid() for row in self.rows if row.is_bound]
        return super().is_valid() and all(each)

    def move(self, told: str) -> int | None:
        """As the button says, “earlier ID” or “later ID”: where the file stands now."""
        way, _space, media = told.partition(" ")
        at = next((n for n, row in enumerate(self.rows) if row.id == media), None)
        to = -1 if at is None else at + (1 if way == "later" else -1)
        if at is None or not 0 <= to < len(self.rows):
            return at
        self.rows.insert(to, self.rows.pop(at))
        return to

    def arrangement(self, instead: dict[str, Attachment], added: list[Attachment]) -> Arrangement:
        said = [row.said(instead.get(row.id)) for row in self.rows if not row.goes]
        return Arrangement(tuple(said), tuple(added), self.cleaned_data["face"])


def _in_order(card: Card, data: QueryDict | None) -> Iterator[FileForm]:
    """The files as the form has them; what it does not know of comes after, as it is."""
    here = {one.media: one for one in card.attachments if not one.still}
    for media in data.getlist("order") if data else []:
        if media in here:
            yield FileForm(here.pop(media), data)
    yield from (FileForm(one, None) for one in here.values())
