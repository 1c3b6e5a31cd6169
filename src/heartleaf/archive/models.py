"""What is being brought in: files on their way, and the work of going through them."""

from __future__ import annotations

import uuid

from django.db import models

from heartleaf.family.fields import SealedField
from heartleaf.family.models import Person


class Import(models.Model):
    """Something a person is bringing in. Work is a state of this row: claimed, then done.

    `report` is sealed to the person: names and reasons are theirs alone. `total` and `done` count.
    """

    class State(models.TextChoices):
        GATHERING = "gathering"
        WORKING = "working"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=12, choices=State, default=State.GATHERING)
    report = SealedField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(auto_now_add=True)
    alive_at = models.DateTimeField(null=True)


class Upload(models.Model):
    """A file arriving in sealed parts. It goes on after a lost connection where it stopped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="uploads")
    belongs_to = models.ForeignKey(
        Import, on_delete=models.CASCADE, null=True, related_name="uploads"
    )
    label = SealedField()
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(auto_now_add=True)
