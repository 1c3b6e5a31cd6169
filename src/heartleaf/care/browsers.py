"""The browsers in which a person takes push."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from heartleaf.care.channels import Kind, Subscription, new_channel, place_of, put, way_of
from heartleaf.care.models import Channel
from heartleaf.family.models import Person
from heartleaf.sealing import CannotOpen

MOST = 20


class TooMany(Exception):
    """More browsers than anyone has."""


def browsers_of(person: Person) -> list[tuple[UUID, str]]:
    """Each with its name, for a page that lets them be ended."""
    return [(row.pk, way.name) for row, way in _known(person)]


def add_browser(person: Person, endpoint: str, name: str) -> Channel:
    """Tell this browser too. Where it is known already, it goes on; if it told someone else, it is
    in other hands now, and tells them no more. Raises TooMany."""
    way = Subscription(endpoint, name)
    here = Channel.objects.filter(place=place_of(endpoint))
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # one browser in two tabs
        here.exclude(person=person).delete()
        row = here.first()
        if row is None:
            if len(browsers_of(person)) >= MOST:
                raise TooMany
            row = new_channel(person, way)
        put(row, way)
        row.stopped = False
        row.save()
    return row


def end_browser(person: Person, which: str) -> None:
    """By the id of its row, or by the address the browser itself knows."""
    gone = [row.pk for row, way in _known(person) if which in {str(row.pk), way.endpoint}]
    Channel.objects.filter(pk__in=gone).delete()


def _known(person: Person) -> Iterator[tuple[Channel, Subscription]]:
    for row in person.channels.filter(kind=Kind.PUSH):
        with contextlib.suppress(CannotOpen):
            way = way_of(row)
            if isinstance(way, Subscription):
                yield row, way
