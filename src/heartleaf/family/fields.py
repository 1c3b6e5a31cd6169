"""A column that holds an age file and takes nothing else."""

from __future__ import annotations

from typing import Any

from django.db import models

from heartleaf.sealing import Sealed


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # its value type is Sealed
    """One whole age file. Assigning readable bytes is an error long before the database."""

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} accepts only what is sealed.")
        return super().get_prep_value(value)

    def from_db_value(self, value: Any, *_: object) -> Sealed | None:
        return None if value is None else _AsItStands(bytes(value))


class _AsItStands(Sealed):
    """What a column holds, whole or not. One that is damaged fails when it is opened, by itself,
    and not in the middle of a query for many."""

    def __new__(cls, data: bytes) -> _AsItStands:
        return bytes.__new__(cls, data)
