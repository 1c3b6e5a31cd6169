"""What is left once no key is there: the sealed bytes, and then the rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from heartleaf.archive.ending.keys import their_own
from heartleaf.archive.ending.models import Ending
from heartleaf.archive.models import Import, Upload
from heartleaf.circle.copies import KIND as COPY
from heartleaf.circle.models import Copied, Note
from heartleaf.family.keyrings import gate
from heartleaf.family.models import Circle, Family
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import IndexImage, Keepsake, Media

AT_A_TIME = 200

Kept = tuple[type[models.Model], str, tuple[str, ...]]
"""A table whose rows say where bytes are: the column that names them, and the vault's kinds."""

OF_CIRCLES: tuple[Kept, ...] = (
    (Media, "pk", ("original", "view")),
    (IndexImage, "media", ("index",)),
    (Keepsake, "pk", ()),  # no bytes of its own, but too many for one transaction
)
OF_PERSONS: tuple[Kept, ...] = ((Upload, "pk", ("upload",)),)
OF_PAGES: tuple[Kept, ...] = ((Copied, "pk", (COPY,)),)
OF_FAMILIES: tuple[Kept, ...] = ((Note, "pk", ("note",)),)

TABLES = {
    kind: (table, column)
    for table, column, kinds in (*OF_CIRCLES, *OF_PERSONS, *OF_PAGES, *OF_FAMILIES)
    for kind in kinds
}
"""By the vault's kind: the table whose row says that its bytes belong to something."""


def take_bytes_away(ending: Ending) -> bool:
    """Some of it; True if there was anything. Raises VaultError where the vault cannot be
    written: then all rows that are left still say where their bytes are."""
    return any(_take(kept, where) for kept, where in _places(ending))


def take_rows_away(ending: Ending) -> None:
    """Inside a transaction. Of a person who shared circles the row stays, without a key, until a
    parent has given those circles new ones."""
    if ending.of == Ending.Of.FAMILY:
        if ending.family_id:
            gate(ending.family_id)
            Family.objects.get(pk=ending.family_id).delete()
    elif person := ending.person:
        own = their_own(person)
        Circle.objects.filter(pk__in=own).delete()
        Import.objects.filter(person=person).delete()
        if not person.membership_set.exists():
            leave_name_or_nothing(ending)


def leave_name_or_nothing(ending: Ending) -> None:
    """What they shared says whose it is by an id: it leads to a name, or to nobody."""
    person = ending.person
    if person is None:
        return
    if not ending.named or person.name is None:
        person.delete()
    ending.person = None
    ending.save(update_fields=["person"])


def _places(ending: Ending) -> list[tuple[Kept, dict[str, Any]]]:
    if ending.of == Ending.Of.FAMILY:
        family = ending.family_id
        where = (
            (OF_CIRCLES, {"circle__family": family}),
            (OF_PERSONS, {"person__family": family}),
            (OF_PAGES, {"page__family": family}),
            (OF_FAMILIES, {"family": family}),
        )
        return [(kept, which) for tables, which in where for kept in tables] if family else []
    person = ending.person
    if person is None:
        return []
    own = {"circle__in": their_own(person)}
    mine = {"person": person}
    return [(kept, own) for kept in OF_CIRCLES] + [(kept, mine) for kept in OF_PERSONS]


def _take(kept: Kept, where: dict[str, Any]) -> bool:
    table, column, kinds = kept
    rows = table._default_manager.filter(**where)
    found: list[tuple[Any, UUID]] = list(rows.values_list("pk", column)[:AT_A_TIME])
    for _pk, id in found:
        for kind in kinds:
            for name in list(vault().names(f"{kind}/{id}")):
                vault().remove(name)
    table._default_manager.filter(pk__in=[pk for pk, _id in found]).delete()
    return bool(found)
