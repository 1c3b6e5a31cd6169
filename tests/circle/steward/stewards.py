"""What the tests of the steward share."""

import datetime

from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson

CAME = {
    "name": "Ruth",
    "email": "ruth@example.org",
    "passphrase": "nine grey herons by the weir",
    "zone": "UTC",
}


def again(person):
    return OpenPerson(Person.objects.get(pk=person.id), person.identity)


def typed(one, two, **more):
    return {"one": " ".join(one), "two": ", ".join(two), **more}


def days(number):
    return datetime.timedelta(days=number)
