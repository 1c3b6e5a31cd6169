"""Who is asked in, what is shared by link, and what comes back, as a thief would see it.

Everything a person wrote is inside a SealedField. What stands beside it is ids, numbers, and the
days on which a row was made and ends by itself.
"""

from __future__ import annotations

import uuid

from django.db import models

from heartleaf.family.fields import SealedField
from heartleaf.family.models import Circle, Family, Membership, Person


class Invitation(models.Model):
    """A way in that is nobody's yet. `tag` finds it, and its secret is with whoever was given it.

    `greeting` opens with the secret; `about`, with the secret in it so that it can be printed
    again, for *us*. Taken back or accepted, the row goes, and with it every key it held.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    tag = models.BinaryField(max_length=16, unique=True)
    recipient = models.CharField(max_length=200)
    role = models.CharField(max_length=8, choices=Membership.Role)
    greeting = SealedField()
    about = SealedField()
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()


class Entrusted(models.Model):
    """A circle's keys, every generation of them, for a way in that is nobody's yet."""

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, related_name="entrusted"
    )
    stewardship = models.ForeignKey(
        "Stewardship", on_delete=models.CASCADE, null=True, related_name="entrusted"
    )
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="entrusted")
    keys = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stewardship", "circle"], name="entrusted_once")
        ]


class Stewardship(models.Model):
    """Someone may receive the family's keys when both parents are gone or cannot be reached: with
    two of three printed sheets, or, if a `person` is named, after `days` in which nobody stops it.

    `recipient` is that of the key on the sheets. `released` is this key for the named person alone,
    sealed under the server's key as well, so that neither of them has it before the time. `asked`
    is since when it is waited, under the server's key. `about` opens for *us*. Once it was opened
    no key is left here, and the row only tells the parents so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.OneToOneField(Family, on_delete=models.CASCADE, related_name="stewardship")
    recipient = models.CharField(max_length=200, unique=True)
    about = SealedField()
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="stewardships"
    )
    released = models.BinaryField(null=True)
    days = models.PositiveSmallIntegerField(default=60)
    asked = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)


class Parting(models.Model):
    """One parent asked that the other be taken out: it needs their yes, or thirty days. With either
    the row goes, and so it does if it is taken back."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="parting")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)


class Page(models.Model):
    """What is shared by link: copies, under a key of their own, until it ends or is taken down.

    `tag` finds it. `identity` opens for the link (`link` is its recipient, of the secret and the
    code together if there is a code) and for *us*. `content` says everything else. Until it was
    `opened_at` somebody, the link leads nowhere.

    `done` of its copies are made, by whoever was last `alive_at` work on them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="pages")
    tag = models.BinaryField(max_length=16, unique=True)
    link = models.CharField(max_length=200)
    has_code = models.BooleanField(default=False)
    recipient = models.CharField(max_length=200)
    identity = SealedField()
    content = SealedField()
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    alive_at = models.DateTimeField(null=True)


class Copied(models.Model):
    """The sealed bytes of a copy, in the vault under `page/ID/`. The row is there before they are,
    so that whatever a crash leaves is found by it: without a page, the clock takes it away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="copies")
    parts = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(auto_now_add=True)


class Note(models.Model):
    """What a guest, or a child of the family, left in the letterbox: sealed to *us*, and to whoever
    reads first, in the request that brought it. Its files rest in the vault under `note/ID/`.

    `epoch` is the generation of *us* its files are sealed to, `files` how many parts they are.
    `shown` is what of it the page shows since a parent let it
    in, sealed to the page. `sender` is a MAC by which more from the same browser can be turned
    away, `form` one of the form it came with: sent twice, it is left once.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ASIDE = "aside"
        LET_IN = "let-in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="notes")
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="notes")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="notes")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    epoch = models.PositiveIntegerField()
    words = SealedField()
    files = models.PositiveSmallIntegerField(default=0)
    read = SealedField(null=True)
    shown = SealedField(null=True)
    sender = models.BinaryField(max_length=16, default=b"")
    form = models.BinaryField(max_length=16, null=True, unique=True)
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["family", "state"])]


class Block(models.Model):
    """From this sender the page takes nothing more."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="blocks")
    sender = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "sender"], name="blocked_once")]


class Sealing(models.Model):
    """Someone seals anew what a circle kept under earlier keys, or brings all of it into another
    circle: `done` of `all` parts so far. The row goes with the work; one that has been silent for
    a while was left by a crash."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="sealing")
    to = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    done = models.PositiveIntegerField(default=0)
    all = models.PositiveIntegerField(default=0)
    alive_at = models.DateTimeField(auto_now_add=True)
