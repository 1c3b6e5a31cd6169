"""Families, persons, their ways in, and the keys of their circles.

Everything a person wrote is inside a SealedField. What stands beside it is what a thief may
learn: ids, numbers, and when a row was made.
"""

from __future__ import annotations

import uuid

from django.db import models

from heartleaf.family.fields import SealedField
from heartleaf.sealing import Cost, Recipient


class Installation(models.Model):
    """This archive. MARKER in the data folder carries the same id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    salt = models.BinaryField(max_length=32)
    passes = models.PositiveSmallIntegerField()
    memory_kib = models.PositiveIntegerField()

    @property
    def cost(self) -> Cost:
        return Cost(passes=self.passes, memory_kib=self.memory_kib)


class Family(models.Model):
    """The people sharing one archive. `facts` opens for every shared circle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    facts = SealedField()
    seed = models.BinaryField(max_length=32)
    leaves = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "families"


class Person(models.Model):
    """Someone with a way in. `identity` opens for each of their ways in, `own` only for them, and
    `name` for the parents of their family. Who `was_parent` and is not any more keeps a say in
    what becomes of what is theirs alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="persons")
    recipient = models.CharField(max_length=200)
    identity = SealedField()
    own = SealedField()
    name = SealedField(null=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    was_parent = models.BooleanField(default=False, db_default=False)


class WayIn(models.Model):
    """A passphrase or a recovery sheet: one recipient of its person's identity."""

    class Kind(models.TextChoices):
        PASSPHRASE = "passphrase"  # noqa: S105  # the name of a kind
        SHEET = "sheet"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ways_in")
    kind = models.CharField(max_length=16, choices=Kind)
    recipient = models.CharField(max_length=200, unique=True)
    tag = models.BinaryField(max_length=16, null=True, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    proved_at = models.DateTimeField(null=True)


class Session(models.Model):
    """Someone signed in. The key that opens `identity` is in their browser's second cookie."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    identity = models.BinaryField()
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)


class Circle(models.Model):
    """A set of persons who can open the same things. `seq` counts every change inside it.

    A circle of the family's own has a `name`, which opens for everyone in it.
    """

    class Kind(models.TextChoices):
        ONLY_ME = "only-me"
        US = "us"
        FRIENDS = "friends"
        OWN = "own"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="circles")
    kind = models.CharField(max_length=16, choices=Kind)
    name = SealedField(null=True)
    members = models.ManyToManyField(Person, through="Membership", related_name="circles")
    seq = models.PositiveBigIntegerField(default=0)


class Membership(models.Model):
    """A person in a circle: since when, and what they may do there.

    Whoever is in it can open it: that is the key's to say. What may be done with it is the role's.
    """

    class Role(models.TextChoices):
        PARENT = "parent"  # all of it; and *only me* is everyone's own
        ADDS = "adds"
        LOOKS = "looks"
        CHILD = "child"

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    role = models.CharField(max_length=8, choices=Role, default=Role.ADDS)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], name="in_a_circle_once")
        ]


class Epoch(models.Model):
    """A generation of a circle's key. `keyring` holds its identity, sealed to each member."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField(default=1)
    key_kind = models.CharField(max_length=16, default="x25519")
    recipient = models.CharField(max_length=200)
    keyring = SealedField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "number"], name="one_epoch_a_number")
        ]

    @property
    def key(self) -> Recipient:
        return Recipient(self.recipient)


class Record(models.Model):
    """One sealed JSON object of a circle. When it was changed is not said, for that would tell of
    what it says."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="%(class)s")
    epoch = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=1)
    sealed = SealedField()

    class Meta:
        abstract = True
