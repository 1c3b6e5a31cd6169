"""Silence, as a row: who asked for it, and since when."""

from __future__ import annotations

from django.db import models

from heartleaf.family.models import Person


class Quiet(models.Model):
    """One person's silence. It says nothing but that, so the clock can read it without a key."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    since = models.DateTimeField(auto_now_add=True)

    @classmethod
    def is_on(cls, person: Person) -> bool:
        return cls.objects.filter(person=person).exists()

    @classmethod
    def begin(cls, person: Person) -> None:
        cls.objects.get_or_create(person=person)

    @classmethod
    def end(cls, person: Person) -> None:
        cls.objects.filter(person=person).delete()
