"""A circle of the family's own: made, called something else, taken away when nothing is in it."""

from __future__ import annotations

from uuid import UUID

from heartleaf.circle.following import reseal_facts
from heartleaf.circle.gathering import gathered, parents_of
from heartleaf.circle.inviting import entrust_to_parents
from heartleaf.circle.steward import entrust as entrust_to_steward
from heartleaf.days.calendars import CalendarFacts, open_calendar
from heartleaf.family.beginning import begin_circle
from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes import notebook
from heartleaf.keepsakes.images import forget_images, remove_images
from heartleaf.keepsakes.media import discard
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.sealing import SealingError


class NotEmpty(Exception):
    """Something is kept in this circle, also if only in the bin, or stands in its calendar or
    notebook."""


def make(person: OpenPerson, name: str) -> str:
    """A circle with both parents in it; its handle. Raises NotAParent."""
    with gathered(person) as parent:
        members = list(parents_of(parent.family_id).order_by("joined_at"))
        handle = str(begin_circle(parent.person.family, Circle.Kind.OWN, members, name).pk)
        parent.__dict__.pop("circles", None)
        reseal_facts(parent)
        made = parent.circle(handle)
        entrust_to_parents(made)
        entrust_to_steward(made)
    return handle


def call_circle(person: OpenPerson, handle: str, name: str) -> None:
    """Raises KeyError for what is no circle of the family's own, NotAParent."""
    with gathered(person) as parent:
        circle = own_circle(parent, handle)
        Circle.objects.filter(pk=circle.id).update(name=circle.seal(name.encode()))


def take_away(person: OpenPerson, handle: str) -> None:
    """Raises NotEmpty, KeyError for what is no circle of the family's own, NotAParent."""
    with gathered(person) as parent:
        circle = own_circle(parent, handle)
        if not is_empty(circle):
            raise NotEmpty
        for id in Media.objects.filter(circle=circle.circle).values_list("pk", flat=True):
            discard(id)  # left by a crash, or by someone who gave up
        images = forget_images(circle.id)
        Circle.objects.filter(pk=circle.id).delete()
        parent.__dict__.pop("circles", None)
        reseal_facts(parent)
    remove_images(images)


def own_circle(person: OpenPerson, handle: str) -> OpenCircle:
    circle = person.circle(handle)
    if circle.kind != Circle.Kind.OWN:
        raise KeyError(handle)
    return circle


def is_empty(circle: OpenCircle) -> bool:
    """What cannot be read may hold anything."""
    if Keepsake.objects.filter(circle=circle.circle).exists():
        return False
    try:
        return open_calendar(circle) == CalendarFacts() and notebook.is_empty(circle)
    except SealingError:
        return False


def ids_in(circle: OpenCircle) -> list[UUID]:
    rows = Keepsake.objects.filter(circle=circle.circle).order_by("leaf")
    return list(rows.values_list("pk", flat=True))
