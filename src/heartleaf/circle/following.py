"""Everything sealed to a circle's key that is no thing kept in it: it follows a new key at once.

What is kept in the circle, its calendar and its index say by which generation of the key they were
sealed, and open for all of them; `sealing_anew.py` brings them on. All else is here, in one list.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from heartleaf.circle.models import Entrusted, Invitation, Page, Stewardship
from heartleaf.circle.notes_anew import reseal_words
from heartleaf.circle.opening_pages import open_for_us
from heartleaf.family.keyrings import all_keys
from heartleaf.family.models import Circle, Family, Person
from heartleaf.family.opening import OpenCircle, OpenPerson, facts_recipients
from heartleaf.sealing import CannotOpen, Recipient, Sealed, SealingError, seal, unseal

Step = Callable[[OpenCircle], None]


def follow(parent: OpenPerson, renewed: Iterable[OpenCircle]) -> None:
    """Inside the transaction in which these circles got a new key. `parent` has their circles as
    they were before."""
    reseal_facts(parent)
    for circle in renewed:
        for step in OF_EVERY_CIRCLE + (OF_US if circle.kind == Circle.Kind.US else ()):
            step(circle)


def reseal_facts(parent: OpenPerson) -> None:
    """What the family says of itself, for every shared circle as it is now."""
    family = Family.objects.get(pk=parent.family_id)
    keys = [key for circle in parent.shared for key in circle.identities]
    family.facts = seal(unseal(family.facts, *keys), *facts_recipients(family))
    family.save(update_fields=["facts"])


def entrust_anew(circle: OpenCircle) -> None:
    """A way in that is nobody's yet holds every generation, as everyone in the circle does."""
    rows = Entrusted.objects.filter(circle=circle.circle)
    rows = rows.exclude(stewardship__opened_at__isnull=False)  # damaged then, and left as it was
    for row in rows.select_related("invitation", "stewardship"):
        if of := row.invitation or row.stewardship:
            keys = seal(all_keys(circle), Recipient(of.recipient))
            Entrusted.objects.filter(pk=row.pk).update(keys=keys)  # it may be taken back just now


def _names(us: OpenCircle) -> None:
    named = Person.objects.select_for_update().filter(family=us.circle.family_id)
    for person in named.exclude(name=None):
        person.name = _resealed(person.name or b"", us)
        person.save(update_fields=["name"])


def _invitations(us: OpenCircle) -> None:
    for invitation in Invitation.objects.select_for_update().filter(family=us.circle.family_id):
        invitation.about = _resealed(invitation.about, us)
        invitation.save(update_fields=["about"])


def _stewardship(us: OpenCircle) -> None:
    rows = Stewardship.objects.select_for_update().filter(family=us.circle.family_id)
    for stewardship in rows:
        stewardship.about = _resealed(stewardship.about, us)
        stewardship.save(update_fields=["about"])


def _pages(us: OpenCircle) -> None:
    for page in Page.objects.select_for_update().filter(family=us.circle.family_id):
        page.identity = _resealed(page.identity, us, Recipient(page.link))
        page.save(update_fields=["identity"])


def _notes(us: OpenCircle) -> None:
    reseal_words(us)


OF_EVERY_CIRCLE: tuple[Step, ...] = (entrust_anew,)
OF_US: tuple[Step, ...] = (_names, _invitations, _stewardship, _pages, _notes)


def read_first_no_more(parent: OpenPerson, someone: Person) -> None:
    """Who is in no circle any more does not read before the parents what guests leave."""
    us = parent.circle(Circle.Kind.US)
    for page in Page.objects.select_for_update().filter(family=parent.family_id):
        with contextlib.suppress(SealingError):
            opened = open_for_us(page, us)
            if opened.content.first_reader == str(someone.pk):
                content = replace(opened.content, first_reader="", reader="")
                page.content = opened.seal(content.to_json())
                page.save(update_fields=["content"])


def _resealed(sealed: bytes, circle: OpenCircle, *others: Recipient) -> Sealed:
    """The same for the circle's newest key. What does not open stays as it is, to be named by
    `heartleaf check`: a damaged name must not keep anyone in."""
    try:
        return seal(unseal(sealed, *circle.identities), circle.recipient, *others)
    except CannotOpen:
        return Sealed(bytes(sealed))
