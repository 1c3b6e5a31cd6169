"""Two windows, two parents, the clock: whatever they do to the same things at the same moment,
each act happens wholly or not at all, and none waits for another for ever."""

import contextlib
import random
import threading

import pytest
from django.db import connections

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes import images, keeping
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.models import IndexImage, Keepsake
from heartleaf.keepsakes.showing import Shelf

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def test_nothing_is_torn_apart_by_several_hands(
    ada, jonas, given_a_letter, given_a_picture, monkeypatch
):
    monkeypatch.setattr(images, "APPLY_AT_MOST", 3)  # images are written all the time
    for number in range(3):
        given_a_letter(ada, circle="us", words=f"letter {number}")
        given_a_picture(ada, circle="us", title=f"picture {number}")
    failures = together(
        lambda chance: act(ada, chance), lambda chance: act(jonas, chance), lambda _: look(ada)
    )

    assert failures == []
    assert check_all(ada).problems == []
    for circle in ada.circles.values():
        assert IndexImage.objects.filter(circle=circle.circle).count() <= 2


def act(person, chance):
    """Something to one of the things that this person can open."""
    shelf = Shelf(person)
    there = [facts.uuid for place in ("shelf", "bin") for facts in shelf.all(place)]
    shown = shelf.get(chance.choice(there)) if there else None
    if shown is None:
        return
    keepsake, here = shown.keepsake, shown.circle
    other = person.circle("friends" if here.kind == "us" else "us")
    chance.choice(
        [
            lambda: keeping.change(keepsake, here, shown.card),
            lambda: keeping.put_in_bin(keepsake),
            lambda: keeping.take_back(keepsake, here),
            lambda: keeping.move(keepsake, here, other),
            lambda: keeping.move(keepsake, here, other),
            lambda: chance.random() < 0.1 and keeping.destroy(keepsake),
        ]
    )()


def look(person):
    for place in ("shelf", "bin"):
        Shelf(person).page(place=place)


def together(*acts):
    """Each act again and again in a thread of its own; what failed, besides what may."""
    failures = []

    def work(act, seed):
        chance = random.Random(seed)
        try:
            for _ in range(ROUNDS):
                with contextlib.suppress(ChangedMeanwhile):
                    act(chance)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=one) for one in zip(acts, range(9), strict=False)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_two_that_empty_the_same_bin_do_it_once(ada, given_a_letter):
    letter = given_a_letter(ada)
    keeping.put_in_bin(letter)

    failures = together(
        lambda _: keeping.destroy(Keepsake.objects.filter(pk=letter.pk).first() or letter),
        lambda _: keeping.destroy(Keepsake.objects.filter(pk=letter.pk).first() or letter),
    )

    assert failures == []
    assert not Keepsake.objects.exists()
