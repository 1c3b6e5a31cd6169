"""What is being brought in: files on their way, and the work of going through them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from heartleaf.family.fields import SealedField
from heartleaf.family.models import Person


class Import(models.Model):
    """Something a person is bringing in. Work is a state of this row: claimed, then done.

    `report` is sealed to the person: names and reasons are theirs alone. `total` and `done` count.
    `alive_at` is when a part of it last arrived, or was last worked on. What was stopped, by a full
    disk say, has all it needs to go on; what failed has not, and is begun anew.
    """

    class State(models.TextChoices):
        GATHERING = "gathering"
        WORKING = "working"
        STOPPED = "stopped"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=12, choices=State, default=State.GATHERING)
    report = SealedField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(auto_now_add=True)
    alive_at = models.DateTimeField(default=timezone.now)


class Upload(models.Model):
    """A file arriving in sealed parts. It goes on after a lost connection where it stopped.

    `number` says which file of its import it is, so that one asked for twice is begun once. From
    `given_up_at` on nothing more comes: it cannot be read where it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="uploads")
    belongs_to = models.ForeignKey(
        Import, on_delete=models.CASCADE, null=True, related_name="uploads"
    )
    number = models.PositiveIntegerField(null=True)
    label = SealedField()
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(auto_now_add=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["belongs_to", "number"], name="one_upload_a_file")
        ]


class Checkup(models.Model):
    """Somebody asked whether everything is whole, on a page: how far the look is, and what it
    found. `report` is sealed to them: it names damage in their words."""

    class State(models.TextChoices):
        WORKING = "working"
        DONE = "done"
        STOPPED = "stopped"

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="checkup"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WORKING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    report = SealedField(null=True)
    alive_at = models.DateTimeField(default=timezone.now)
