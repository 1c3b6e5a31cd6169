"""What is kept, as a thief would see it: ids, numbers and age files."""

from __future__ import annotations

import uuid

from django.db import models

from heartleaf.family.fields import SealedField
from heartleaf.family.models import Circle, Family, Person, Record


class Keepsake(models.Model):
    """One thing kept, in exactly one circle. All it says is inside `card`.

    `seq` is the circle's count at its last change: what the index has not seen yet is what has a
    higher one. `leaf` is its place on the tree, given once. `origin` is a MAC of where words
    without a file were brought in from, so that they come in once; none while it is in the bin.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="keepsakes")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="keepsakes")
    epoch = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    seq = models.PositiveBigIntegerField()
    leaf = models.PositiveIntegerField()
    card = SealedField()
    binned_at = models.DateTimeField(null=True, db_index=True)
    origin = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [models.Index(fields=["circle", "seq"])]
        constraints = [models.UniqueConstraint(fields=["circle", "origin"], name="brought_in_once")]


class Version(models.Model):
    """An earlier card of a keepsake."""

    keepsake = models.ForeignKey(Keepsake, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    epoch = models.PositiveIntegerField()
    card = SealedField()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["keepsake", "revision"], name="one_version_a_revision")
        ]


class Gone(models.Model):
    """A keepsake left this circle, for good or for another one: the index forgets it."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE)
    keepsake_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["circle", "seq"])]


class Media(models.Model):
    """Sealed bytes in the vault under one id: a file in parts, and views. An attachment has one for
    its original and first views, and others for what was made of it later.

    A row without a keepsake is something still on its way, or left by a crash; the clock takes
    it away after a day. From `given_up_at` on its bytes are going, and nothing is kept with it any
    more. `fingerprint` is a MAC of the original's hash under the circle's key: the same file in
    the same circle is found again, and nobody else can tell what it is; none in the bin.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="media")
    keepsake = models.ForeignKey(
        Keepsake, on_delete=models.SET_NULL, null=True, related_name="media"
    )
    epoch = models.PositiveIntegerField()
    parts = models.PositiveIntegerField(default=0)
    views = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.BinaryField(max_length=32, null=True)
    began_at = models.DateTimeField(auto_now_add=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "fingerprint"], name="same_file_once")
        ]


class Making(models.Model):
    """Something is being made of a file that can be played everywhere: `share` of 100 is done.

    The row goes with the work. One that has been silent for a while was left by a crash, and is
    taken up again by the next who looks.
    """

    media = models.OneToOneField(Media, on_delete=models.CASCADE, related_name="making")
    share = models.PositiveSmallIntegerField(default=0)
    alive_at = models.DateTimeField(auto_now_add=True)


class Draft(models.Model):
    """Words on their way to a letter, kept as they are typed, for their writer alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="drafts")
    words = SealedField()
    revision = models.PositiveIntegerField(default=1)
    touched_at = models.DateTimeField(auto_now=True)


class Notebook(Record):
    """What someone writes beside the timeline: their paths, how days were, a plant at home. Which
    of these there are stands only inside `sealed`."""


class IndexImage(models.Model):
    """A circle's index as it stood at `seq`: a sealed SQLite image in the vault."""

    class Part(models.TextChoices):
        FACTS = "facts"
        WORDS = "words"

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="images")
    part = models.CharField(max_length=8, choices=Part)
    epoch = models.PositiveIntegerField()
    seq = models.PositiveBigIntegerField()
    media = models.UUIDField()
    pieces = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "part"], name="one_image_a_part")]
