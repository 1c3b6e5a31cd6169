"""What the people of a family are called: sealed to the parents, whoever writes it.

The public key of *us* is no secret, so everyone can tell the parents their own name; only the
parents can read one. Relatives who are not to know of each other learn nothing from it.
"""

from __future__ import annotations

from django.db import transaction

from heartleaf.family.models import Circle, Person
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import seal, unseal


def call(person: Person, name: str) -> None:
    """Tell the parents what someone is called from now on."""
    with transaction.atomic():
        # Held, so that nobody is taken out between the look at its newest key and the name's row.
        rows = Circle.objects.select_for_update().filter(kind=Circle.Kind.US)
        us = rows.get(family=person.family_id)
        person.name = seal(name.encode(), us.epochs.latest("number").key)
        person.save(update_fields=["name"])


def name_for_us(person: Person, us: OpenCircle) -> str:
    """What someone is called, opened with the key of *us*. Raises CannotOpen."""
    return unseal(person.name or b"", *us.identities).decode()
