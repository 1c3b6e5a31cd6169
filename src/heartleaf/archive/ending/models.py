"""What waits to be taken away for good, as a thief would see it: whose, and since when."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from heartleaf.family.models import Family, Person


class Ending(models.Model):
    """A person's place, or a whole family's, is to be taken away for good.

    `due_at` is when, once everyone whose yes it needs has said it. `seen_due_at` is when the clock
    first saw that the time had come: a day later it is done, so that a computer that was away, or
    whose clock was wrong, does not act before anyone could look. From `keys_gone_at` on nothing of
    it opens and nobody stops it; what is left to do are rows and bytes.

    `person` is whose place it is; of a whole family, nobody's. The row outlives both, so that its
    page can say what was done, until no backup holds it any more.
    """

    class Of(models.TextChoices):
        PERSON = "person"
        FAMILY = "family"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    of = models.CharField(max_length=8, choices=Of)
    family = models.ForeignKey(Family, on_delete=models.SET_NULL, null=True, related_name="endings")
    person = models.OneToOneField(
        Person, on_delete=models.SET_NULL, null=True, related_name="ending"
    )
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    named = models.BooleanField(default=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)
    seen_due_at = models.DateTimeField(null=True)
    keys_gone_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(of="family"), name="one_ending_a_family"
            )
        ]


class Yes(models.Model):
    """A parent wants it too, in thirty days or `at_once`."""

    ending = models.ForeignKey(Ending, on_delete=models.CASCADE, related_name="yeses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at_once = models.BooleanField(default=False)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ending", "person"], name="one_yes_each")]
