"""What is asked about silence."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heartleaf.web.forms.keepsakes import LATEST_YEAR

AS_IN_A_DATE_FIELD = "%Y-%m-%d"


class QuietForm(forms.Form):
    """Until which day of theirs silence is to last."""

    use_required_attribute = False  # a sentence of ours, not the browser's

    until = forms.DateField(
        label=_("Until"),
        input_formats=[AS_IN_A_DATE_FIELD],
        widget=forms.DateInput(format=AS_IN_A_DATE_FIELD, attrs={"type": "date"}),
        error_messages={
            "required": _("Until which day? Or choose “Until I end it”."),
            "invalid": _("That day could not be read. Written like 2027-05-12 it can."),
        },
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> datetime.date:
        until: datetime.date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(
                _("That day has come already. Any day after today is fine.")
            )
        if until.year > LATEST_YEAR:
            raise forms.ValidationError(_("That is further away than we can promise."))
        return until
