"""A circle that is made later reaches everyone who was already asked in, or named."""

import datetime

from django.utils import timezone

from heartleaf.circle import steward
from heartleaf.circle.accepting import accept, find
from heartleaf.circle.inviting import invite
from heartleaf.circle.making import make
from heartleaf.circle.models import Entrusted
from heartleaf.family.beginning import Beginner
from tests.cast import PASSPHRASE
from tests.circle.holding import again

SOON = datetime.timedelta(days=7)


def test_a_parent_who_was_asked_in_before_comes_into_it(ada):
    asked = invite(ada, [], "parent", ends=timezone.now() + SOON)
    handle = make(ada, "The Thursday group")
    jonas = accept(find(asked.asked.secret), Beginner("jonas@example.org", PASSPHRASE, "Jonas"))

    assert again(jonas).circle_name(handle) == "The Thursday group"
    assert again(jonas).facts.name == "Rowan's place"


def test_a_grandmother_who_was_asked_in_before_does_not(ada):
    asked = invite(ada, ["friends"], "looks", ends=timezone.now() + SOON)
    handle = make(ada, "The Thursday group")
    inge = accept(find(asked.asked.secret), Beginner("inge@example.org", PASSPHRASE, "Inge"))

    assert handle not in [one.handle for one in again(inge).circles.values()]


def test_the_steward_receives_it_too(ada, inge):
    steward.name_steward(ada, "Inge", steward=inge.person, days=30)
    handle = make(ada, "The Thursday group")

    assert Entrusted.objects.filter(circle_id=handle).exclude(stewardship=None).count() == 1
