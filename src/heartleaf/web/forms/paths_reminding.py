"""What is asked of a path's reminders. A way that is not set up is not offered."""

from __future__ import annotations

from typing import Any

from babel.dates import get_day_names
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from heartleaf.care.paths.paths import Reminding
from heartleaf.care.wishes import MAIL, PUSH
from heartleaf.web.forms.days import BY, hour_as_kept
from heartleaf.web.forms.offering import OfferingForm
from heartleaf.web.ways import Ways


class RemindingForm(OfferingForm):
    use_required_attribute = False

    weekdays = forms.TypedMultipleChoiceField(label=_("On which days"), coerce=int, required=False)
    hour = forms.TimeField(
        label=_("At which hour"),
        help_text=_("Where you are."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "invalid": _("An hour is written like 19:00."),
            "required": _("An hour is needed here, such as 20:00."),
        },
    )
    by = forms.MultipleChoiceField(label=_("In which ways"), required=False)

    def __init__(self, data: Any = None, *, reminding: Reminding, ways: Ways) -> None:
        self.reminding = reminding
        typed = {"weekdays": [str(day) for day in reminding.weekdays], "by": reminding.by}
        super().__init__(data, initial=typed | {"hour": reminding.hour})
        names = get_day_names("wide", locale=get_language() or "en")
        self.offer("weekdays", [(str(day), names[day]) for day in range(7)])
        self.offer("by", [(one, BY[one]) for one in (MAIL, PUSH) if one in ways.names])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("weekdays"):
            self.add_error("weekdays", _("On which days? Choose at least one, or “No reminders”."))
        if not said.get("by"):
            self.add_error("by", _("By which way? Choose at least one, or “No reminders”."))
        return said

    def filled(self) -> Reminding:
        said = self.cleaned_data
        hidden = [one for one in self.reminding.by if one not in dict(self.choices_of("by"))]
        return Reminding(
            weekdays=sorted(said["weekdays"]),
            hour=hour_as_kept(said["hour"]),
            by=[*said["by"], *hidden],
        )
