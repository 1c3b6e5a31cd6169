"""How gently, as rows: silence, wishes, and what the clock is to send.

The clock has nobody's key. What it must read is sealed under the server's key
(`server_seal.py`), so the database alone says neither when something is sent nor to whom.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models, transaction
from django.utils import timezone

from heartleaf.family.fields import SealedField
from heartleaf.family.models import Person
from heartleaf.family.server_seal import hide, reveal
from heartleaf.sealing import CannotOpen


class Quiet(models.Model):
    """One person's silence. `until` is since when it is and when it ends by itself, under the
    server's key; without an end, when they end it.

    What was due meanwhile never comes, and nothing names it, whether or not a clock was running.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    until = models.BinaryField(default=b"")

    @classmethod
    def of(cls, person: Person) -> Self | None:
        """Their silence, if it holds now."""
        row = cls.objects.filter(person=person).first()
        return row if row and row.holds else None

    @classmethod
    def is_on(cls, person: Person) -> bool:
        return cls.of(person) is not None

    @classmethod
    def who(cls, persons: Iterable[uuid.UUID]) -> set[uuid.UUID]:
        """Those of these persons who want silence now."""
        return {id for id, row in cls.last_of(persons).items() if row.holds}

    @classmethod
    def last_of(cls, persons: Iterable[uuid.UUID]) -> dict[uuid.UUID, Self]:
        """The silence of each, also one that has ended by itself."""
        return {row.person_id: row for row in cls.objects.filter(person_id__in=persons)}

    @classmethod
    def begin(cls, person: Person, until: datetime.datetime | None = None) -> None:
        """Silence until they end it, or until a moment."""
        with transaction.atomic():
            last = cls.objects.filter(person=person).first()
            if last and not last.holds:
                cls.end(person)
                last = None
            began = last.began if last else timezone.now()
            told = [one.isoformat() if one else "" for one in (began, until)]
            hidden = hide(json.dumps(told).encode(), f"quiet {person.pk}")
            cls.objects.update_or_create(person=person, defaults={"until": hidden})

    @classmethod
    def end(cls, person: Person) -> None:
        from heartleaf.care.missing import pass_over  # it reads these rows

        with transaction.atomic():
            for row in cls.objects.select_for_update().filter(person=person):
                pass_over(person, row)
                row.delete()

    @property
    def holds(self) -> bool:
        ends = self.ends
        return ends is None or ends > timezone.now()

    def held(self, minute: datetime.datetime) -> bool:
        """Whether it was silent at any time in this minute."""
        began, ends = self.began, self.ends
        after = began is None or minute >= began.replace(second=0, microsecond=0)
        return after and (ends is None or minute < ends)

    @property
    def began(self) -> datetime.datetime | None:
        return self._told[0]

    @property
    def ends(self) -> datetime.datetime | None:
        """When it ends by itself. One that cannot be read lasts until they end it."""
        return self._told[1]

    @property
    def _told(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        try:
            told = json.loads(reveal(self.until, f"quiet {self.person_id}"))
        except CannotOpen:
            return None, None
        began, ends = (datetime.datetime.fromisoformat(one) if one else None for one in told)
        return began, ends


class Wishes(models.Model):
    """How days come to one person, sealed to them alone (`wishes.py`). `planned` is a MAC of the
    day of theirs on which the clock was last told, so that it is told once a day."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="wishes")
    sealed = SealedField()
    planned = models.BinaryField(max_length=16, default=b"")


class Channel(models.Model):
    """A way by which a person asked to be told: an address, or one browser of theirs.

    `sealed` is the address or the browser's subscription, under the server's key. `place` is a MAC
    of where a browser is reached: it tells one person at a time. `stopped` was said by the link in
    a mail, where nobody is signed in; it holds until they say otherwise here. `letterbox` is when
    the newest came of what they were told lies there, under the server's key.
    """

    class Kind(models.TextChoices):
        MAIL = "mail"
        PUSH = "push"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=8, choices=Kind)
    sealed = models.BinaryField()
    place = models.BinaryField(max_length=16, null=True, unique=True)
    stopped = models.BooleanField(default=False)
    letterbox = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(kind="mail"), name="one_address_a_person"
            )
        ]


class Reminder(models.Model):
    """One message that is due some day, by one channel.

    `id` is a MAC of the channel and the day it is for, so there can be only one. `tag` is a MAC of
    the minute it is due: the clock asks for the minutes that have come. `sealed` holds the minute
    and the words, under the server's key. `mark` is a MAC under the key of *us* of the day it tells
    of, if that is one which the parents share: so either can call it off for both. It is claimed,
    then sent; `claim` is whose turn it was.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        CLAIMED = "claimed"
        SENT = "sent"
        REFUSED = "refused"
        LATE = "late"

    id = models.UUIDField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="reminders")
    tag = models.BinaryField(max_length=16)
    sealed = models.BinaryField()
    mark = models.BinaryField(max_length=16, null=True, db_index=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    claim = models.CharField(max_length=32, default="")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["tag"], condition=models.Q(state="planned"), name="due_minutes"),
            models.Index(fields=["claim"], condition=~models.Q(claim=""), name="whose_turn"),
        ]


class Feed(models.Model):
    """A calendar that programs may ask for. `id` is a hash of the secret in its address, and the
    same secret opens `sealed`: the days it tells, copied there while their person was signed in."""

    id = models.CharField(max_length=64, primary_key=True)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="feed")
    sealed = models.BinaryField()


class KeyNotice(models.Model):
    """One message that someone asks for the family's keys, or had them, by one channel.

    `id` is a MAC of the channel and of which message it is: there can be only one. The row is made
    before the message is handed over, so it is never sent twice.
    """

    id = models.UUIDField(primary_key=True)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="key_notices")
    sent = models.BooleanField(default=False)
