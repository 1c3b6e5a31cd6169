"""Two come with the same link at the same moment, while parents ask, take back and take out."""

import datetime
import threading

import pytest
from django.db import connections
from django.utils import timezone

from heartleaf.archive.checking import check_all
from heartleaf.circle.accepting import NoInvitation, accept, find
from heartleaf.circle.inviting import invite, take_back
from heartleaf.circle.models import Entrusted, Invitation
from heartleaf.family.beginning import Beginner
from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def asked(by, role="adds"):
    return invite(by, ["friends"], role, ends=timezone.now() + datetime.timedelta(days=1))


def at_once(*acts):
    """All of them in the same moment; what each gave, or the error it ended with."""
    start, ended = threading.Barrier(len(acts)), [None] * len(acts)

    def do(place, act):
        start.wait(30)
        try:
            ended[place] = act()
        except Exception as error:
            ended[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return ended


def coming(made, name):
    held = find(made.link.text)
    who = Beginner(f"{name}@example.org", PASSPHRASE, name)
    return lambda: accept(held, who)


def fits(person):
    """Whether they open every circle they are in."""
    again = OpenPerson(Person.objects.get(pk=person.id), person.identity)
    return all(one.identity().recipient == one.recipient for one in again.circles.values())


def test_of_two_at_once_one_gets_in_and_the_other_is_told(ada, jonas):
    for number in range(ROUNDS):
        made = asked(ada, "parent")
        ended = at_once(coming(made, f"one{number}"), coming(made, f"other{number}"))

        [came] = [one for one in ended if isinstance(one, OpenPerson)]
        [told] = [one for one in ended if not isinstance(one, OpenPerson)]
        assert isinstance(told, NoInvitation)
        assert all(fits(one) for one in (ada, jonas, came))
    assert Person.objects.count() == 2 + ROUNDS
    assert check_all(ada).problems == []


def test_taken_back_in_the_same_moment_it_is_one_or_the_other(ada):
    for number in range(ROUNDS):
        made, before = asked(ada), Person.objects.count()
        came, taken = at_once(coming(made, f"one{number}"), lambda row=made.row: take_back(row))

        assert isinstance(came, OpenPerson) != taken
        assert Person.objects.count() == before + (not taken)
    assert not Invitation.objects.exists()
    assert not Entrusted.objects.exists()


def test_two_with_invitations_of_their_own_both_get_in_while_a_third_is_made(ada, jonas):
    for number in range(ROUNDS):
        one, other = asked(ada), asked(jonas, "parent")
        ended = at_once(
            coming(one, f"one{number}"), coming(other, f"other{number}"), lambda: asked(jonas)
        )

        assert not [each for each in ended if isinstance(each, Exception)]
        assert all(fits(each) for each in (ada, jonas, *ended[:2]))
