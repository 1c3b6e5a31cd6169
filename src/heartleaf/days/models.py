"""What a circle has written about its days, as a thief would see it: one age file."""

from __future__ import annotations

from django.db import models

from heartleaf.family.fields import SealedField
from heartleaf.family.models import Circle


class Calendar(models.Model):
    """The days of one circle: those it wrote down, the observances it chose, its plans.

    All of it is inside `sealed`; when it was changed is not said, for that would tell of the days.
    """

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="calendar")
    epoch = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    sealed = SealedField()
