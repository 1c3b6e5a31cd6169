"""Who may have what taken away for good, and when it is.

    one's own place    asked ──30 days──────────────► due     at once: with the passphrase
    a relative's       asked ──30 days──────────────► due     once in no circle; never at once
    the whole family   asked ──yes of each parent──30 days──► due     at once: if each insists

Silence is never a yes: where there are two parents neither can have the other's memories taken
away, also where they parted: whoever was a parent counts as one here while they have a way in.
Until it is due whoever said yes, and whoever's place it is, stops it with one tap.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from heartleaf.archive.ending.models import Ending, Yes
from heartleaf.archive.ending.telling import tell, tell_of_it_no_more, with_a_way_in
from heartleaf.circle.gathering import parents_of
from heartleaf.circle.parting import having_a_say
from heartleaf.family.keyrings import gate
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.opening import NotAParent, OpenPerson

WAIT = datetime.timedelta(days=30)
FAMILY, PERSON = Ending.Of.FAMILY, Ending.Of.PERSON


class OnlyParent(Exception):
    """Without her nobody could open what the family keeps: she ends all of it, or hands it on."""


class StillInACircle(Exception):
    """A relative's place is taken away only once they are in no circle any more."""


class WasAParent(Exception):
    """What a parent kept for themselves alone goes on their own word, also after they parted."""


class OthersAreHere(Exception):
    """Others have a place of their own in it, who are told and have the thirty days."""


# ── Asking, agreeing, stopping ──────────────────────────────────────────────────────────────


def ask_own(person: OpenPerson, *, named: bool = True, at_once: bool = False) -> Ending:
    """Her own place. Asked twice, it is asked once. Raises OnlyParent."""
    with _held(person.family_id):
        if is_only_parent(person.id, person.family_id):
            raise OnlyParent
        due = timezone.now() + (datetime.timedelta() if at_once else WAIT)
        row = Ending.objects.filter(person=person.id, keys_gone_at=None).first()
        if row is None:
            row = _new(PERSON, person, person=person.person, named=named, due_at=due)
            tell(row)
        elif at_once:
            row.by, row.named, row.due_at = person.person, named, due
            row.save(update_fields=["by", "named", "due_at"])
        return row


def ask_for_relative(parent: OpenPerson, other: UUID, *, named: bool = True) -> Ending:
    """A relative who is in no circle any more; they are told, and can stop it. Raises KeyError for
    who is not of this family, WasAParent, StillInACircle, NotAParent."""
    with _held(parent.family_id):
        _must_be_parent(parent)
        someone = Person.objects.filter(pk=other, family=parent.family_id).first()
        if someone is None or someone.pk == parent.id:
            raise KeyError(other)
        if someone.was_parent:
            raise WasAParent
        if is_in_a_circle(other):
            raise StillInACircle
        row = Ending.objects.filter(person=other).first()
        if row is None:
            due = timezone.now() + WAIT
            row = _new(PERSON, parent, person=someone, named=named, due_at=due)
            tell(row)
        return row


def ask_for_all(parent: OpenPerson) -> Ending:
    """All that the family has here. Another parent, or who was one, is told and has to say yes.
    Raises NotAParent."""
    with _held(parent.family_id):
        _must_be_parent(parent)
        row = of_family(parent.family_id)
        if row is None:
            row = _new(FAMILY, parent)
            _say_yes(row, parent, at_once=False)
            if row.due_at is None:
                tell(row, parent.id)
        return row


def agree(person: OpenPerson) -> None:
    """Of a parent, or of who was one. Raises KeyError if nothing is asked, NotAParent."""
    with _held(person.family_id):
        if not having_a_say(person.family_id).filter(pk=person.id).exists():
            raise NotAParent
        row = of_family(person.family_id)
        if row is None:
            raise KeyError(person.family_id)
        _say_yes(row, person, at_once=False)


def insist(parent: OpenPerson) -> Ending:
    """At once, as far as it is up to this parent; each has to say so. It is asked by that too, if
    it was not. Raises OthersAreHere, NotAParent: then nothing is asked that was not before."""
    with _held(parent.family_id):
        _must_be_parent(parent)
        if others_here(parent.family_id):
            raise OthersAreHere
        asked = of_family(parent.family_id)
        row = asked or _new(FAMILY, parent)
        _say_yes(row, parent, at_once=True)
        if asked is None and row.due_at is None:
            tell(row, parent.id)
        return row


def stop(person: OpenPerson, ending: Ending) -> bool:
    """All is as before. False if it was too late, or is not theirs to stop."""
    with _held(person.family_id):
        row = _waiting(person.family_id).filter(pk=ending.pk).first()
        if row is None or not may_stop(person, row):
            return False
        tell_of_it_no_more(row)
        row.delete()
        return True


# ── Asked by the pages and by the clock ─────────────────────────────────────────────────────


def of_family(family: UUID) -> Ending | None:
    """What waits for the whole family."""
    return _waiting(family).filter(of=FAMILY).first()


def of_person(person: UUID) -> Ending | None:
    """What waits for one person's place."""
    return Ending.objects.filter(person=person, keys_gone_at=None).first()


def all_of(family: UUID) -> list[Ending]:
    """Everything that waits in a family, or was done and is still to be settled."""
    return list(Ending.objects.filter(family=family).select_related("person"))


def waiting_for(person: OpenPerson, rows: Iterable[Ending]) -> list[Ending]:
    """What of these waits and is about this person, or was asked by them. What a parent is asked
    is nobody else's to know before each of them said yes."""
    waiting = [row for row in rows if row.keys_gone_at is None]
    return [
        row
        for row in waiting
        if person.id in (row.person_id, row.by_id)
        or (row.of == FAMILY and (row.due_at is not None or has_a_say(person)))
    ]


def has_a_say(person: OpenPerson) -> bool:
    """In whether all of it ends."""
    return person.is_parent or person.person.was_parent


def may_stop(person: OpenPerson, ending: Ending) -> bool:
    if ending.of == FAMILY:
        return has_a_say(person)
    return person.id in (ending.person_id, ending.by_id)


def settle_time(ending: Ending, now: datetime.datetime) -> bool:
    """Inside a transaction, everything held: when it is due as things are now. A parent may have
    come or gone since they all said yes. False if it was dropped, because it
    is not another's to ask any more."""
    if _is_no_more_for_another_to_ask(ending):
        tell_of_it_no_more(ending)
        ending.delete()
        return False
    due = ending.due_at
    if ending.of == FAMILY:
        due = _due_for_all(ending, now)
    elif ending.person_id and is_only_parent(ending.person_id, ending.family_id):
        due = None
    elif due is None:
        due = now + WAIT
    if due != ending.due_at:
        ending.due_at, ending.seen_due_at = due, None
        ending.save(update_fields=["due_at", "seen_due_at"])
        if due is not None and due > now:
            tell(ending)
    return True


def when_due(
    voices: set[UUID],
    at_once: Mapping[UUID, bool],
    due: datetime.datetime | None,
    now: datetime.datetime,
    *,
    others: bool,
) -> datetime.datetime | None:
    """When all of it goes: never while one whose yes it needs has not said it, thirty days after
    the last of them did, and at once if each wants that and nobody else has a place here. `at_once`
    says of each who said yes whether they want that; `due` is what was known before."""
    if not voices or voices - at_once.keys():
        return None
    if all(at_once[one] for one in voices) and not others:
        return min(now, due or now)
    return due or now + WAIT


def parents_now(family: UUID | None) -> QuerySet[Person]:
    """Those who have a way in: what is left of one who went is no parent."""
    if family is None:
        return Person.objects.none()
    return parents_of(family).filter(ways_in__isnull=False).distinct()


def others_here(family: UUID) -> list[UUID]:
    """Everyone with a place of their own here who is no parent."""
    parents = set(parents_now(family).values_list("pk", flat=True))
    return [one for one in with_a_way_in(family) if one not in parents]


def is_only_parent(person: UUID, family: UUID | None) -> bool:
    return list(parents_now(family).values_list("pk", flat=True)) == [person]


def is_in_a_circle(person: UUID) -> bool:
    shared = Membership.objects.exclude(circle__kind=Circle.Kind.ONLY_ME)
    return shared.filter(person=person).exists()


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _held(family: UUID) -> Iterator[None]:
    """Two who ask, agree or stop, and the clock, go one after the other."""
    with transaction.atomic():
        gate(family)
        yield


def _new(of: Ending.Of, by: OpenPerson, **columns: object) -> Ending:
    return Ending.objects.create(of=of, family=by.person.family, by=by.person, **columns)


def _say_yes(row: Ending, parent: OpenPerson, *, at_once: bool) -> None:
    said, _new_one = Yes.objects.get_or_create(
        ending=row, person=parent.person, defaults={"at_once": at_once}
    )
    if at_once and not said.at_once:
        said.at_once = True
        said.save(update_fields=["at_once"])
    settle_time(row, timezone.now())


def _due_for_all(ending: Ending, now: datetime.datetime) -> datetime.datetime | None:
    if ending.family_id is None:
        return None
    voices = set(having_a_say(ending.family_id).values_list("pk", flat=True))
    at_once = {yes.person_id: yes.at_once for yes in ending.yeses.all()}
    others = bool(others_here(ending.family_id))
    return when_due(voices, at_once, ending.due_at, now, others=others)


def _is_no_more_for_another_to_ask(ending: Ending) -> bool:
    """A relative who was let in again, or one who was a parent."""
    someone = ending.person
    if ending.of == FAMILY or someone is None or ending.by_id == someone.pk:
        return False
    return someone.was_parent or is_in_a_circle(someone.pk)


def _waiting(family: UUID) -> QuerySet[Ending]:
    return Ending.objects.filter(family=family, keys_gone_at=None)


def _must_be_parent(person: OpenPerson) -> None:
    if not parents_of(person.family_id).filter(pk=person.id).exists():
        raise NotAParent
