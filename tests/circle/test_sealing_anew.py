"""Sealing anew what came before: nothing at rest opens with the keys of who was taken out."""

import contextlib
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartleaf.circle.gathering import let_in, let_out, take_out_parent
from heartleaf.circle.sealing_anew import bring_all, is_needed, seal_all_anew
from heartleaf.days.calendars import change_calendar, open_calendar
from heartleaf.days.models import Calendar
from heartleaf.family.beginning import Beginner
from heartleaf.family.joining import join
from heartleaf.family.models import Epoch, Membership
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import IndexImage, Keepsake, Media, Notebook
from heartleaf.keepsakes.notebook import Section as AnySection
from heartleaf.keepsakes.notebook import change_section, open_section
from heartleaf.keepsakes.receiving import is_here
from heartleaf.keepsakes.showing import Shelf
from tests.cast import PASSPHRASE, a_picture
from tests.circle.holding import again, card_of, kept, keys_of, opens, sealed_of

ADDS = Membership.Role.ADDS


@dataclass
class Section(AnySection):
    name = "any"


def test_nothing_at_rest_opens_for_who_was_taken_out(ada, jonas, inge, given_a_picture):
    letter = kept(ada, "friends", "first")
    card = card_of(ada, letter)
    card.words = "second"
    keeping.change(letter, again(ada).circle("friends"), card)
    picture = given_a_picture(ada, circle="friends")
    binned = kept(jonas, "friends", "", b"put away")
    keeping.put_in_bin(binned)
    change_calendar(again(ada).circle("friends"), lambda one: one.together.update(a=["b"]))
    change_section(again(ada).circle("friends"), Section, lambda one: one.unknown.update(a="b"))
    hers = keys_of(inge, "friends")
    let_out(ada, inge.id, ["friends"])
    assert is_needed(again(ada).circle("friends"))

    assert seal_all_anew(again(ada).circle("friends"))
    for one in (letter, picture, binned):
        assert not any(opens(sealed, hers) for sealed in sealed_of(one))
        assert all(opens(sealed, keys_of(jonas)) for sealed in sealed_of(one))
    assert not opens(Calendar.objects.get().sealed, hers)
    assert not opens(Notebook.objects.get().sealed, hers)
    assert not any(opens(vault().get(name), hers) for name in vault().names())
    assert open_calendar(again(jonas).circle("friends")).together == {"a": ["b"]}
    assert open_section(again(jonas).circle("friends"), Section).unknown == {"a": "b"}
    assert Epoch.objects.filter(circle__kind="friends").count() == 1
    [earlier] = Keepsake.objects.get(pk=letter.pk).versions.all()
    circle = again(jonas).circle("friends")
    assert open_card(Keepsake.objects.get(pk=letter.pk), circle, earlier).words == "first"


def test_everything_is_where_it_was(ada, jonas, inge, given_a_picture):
    given_a_picture(ada, circle="friends", title="By the sea")
    kept(ada, "friends", "a letter about rivers")
    before = [one.card.title for one in Shelf(again(jonas)).page().entries]
    let_out(ada, inge.id, ["friends"])
    seal_all_anew(again(ada).circle("friends"))
    shelf = Shelf(again(jonas))

    assert [one.card.title for one in shelf.page().entries] == before
    assert len(shelf.find("rivers").entries) == 1
    assert {image.epoch for image in IndexImage.objects.all()} <= {1, 2}
    assert not IndexImage.objects.filter(circle__kind="friends", epoch=1).exists()


def test_the_same_file_is_still_found_when_the_first_key_is_gone(ada, inge, given_a_picture):
    data = a_picture("same")
    picture = given_a_picture(ada, circle="friends", data=data)
    let_out(ada, inge.id, ["friends"])
    seal_all_anew(again(ada).circle("friends"))
    [one] = card_of(ada, picture).attachments

    assert is_here([again(ada).circle("friends")], one.sha256)
    with pytest.raises(AlreadyKept):
        given_a_picture(again(ada), circle="friends", data=data)
    keeping.put_in_bin(Keepsake.objects.get(pk=picture.pk))
    assert not is_here([again(ada).circle("friends")], one.sha256)


def test_what_is_damaged_stays_as_it_was_and_so_does_its_key(ada, inge):
    whole, harmed = kept(ada, "friends", "whole"), kept(ada, "friends", "harmed")
    Keepsake.objects.filter(pk=harmed.pk).update(card=whole.card)
    let_out(ada, inge.id, ["friends"])

    assert not seal_all_anew(again(ada).circle("friends"))
    assert Keepsake.objects.get(pk=whole.pk).epoch == 2
    assert Keepsake.objects.get(pk=harmed.pk).epoch == 1
    assert Epoch.objects.filter(circle__kind="friends").count() == 2


@pytest.mark.parametrize("after", range(0, 12, 2))
def test_a_crash_in_the_middle_loses_nothing(ada, jonas, inge, after, monkeypatch):
    things = [kept(ada, "friends", str(n), f"file {n}".encode()) for n in range(4)]
    hers = keys_of(inge)
    let_out(ada, inge.id, ["friends"])
    put_all, left = vault().__class__.put_all, [after]

    class PowerCut(BaseException):
        pass

    def until_the_cut(self, named):
        if not left[0]:
            raise PowerCut
        left[0] -= 1
        return put_all(self, named)

    with monkeypatch.context() as cut:
        cut.setattr(vault().__class__, "put_all", until_the_cut)
        cut.setattr("heartleaf.keepsakes.keeping.discard", lambda id: None)
        with contextlib.suppress(PowerCut):
            seal_all_anew(again(ada).circle("friends"))
    for n, one in enumerate(things):
        assert card_of(jonas, one).words == str(n)
        assert all(opens(sealed, keys_of(jonas)) for sealed in sealed_of(one))

    assert seal_all_anew(again(jonas).circle("friends"))  # the other parent goes on
    for one in things:
        assert not any(opens(sealed, hers) for sealed in sealed_of(one))
        assert all(opens(sealed, keys_of(ada)) for sealed in sealed_of(one))
    assert Media.objects.exclude(keepsake=None).count() == len(things)


def test_after_a_parent_left_everything_of_us_is_sealed_for_who_stays(ada, jonas):
    letter = kept(ada, "us", "ours", b"a paper")
    his = keys_of(jonas)
    take_out_parent(jonas, jonas.id)
    for circle in again(ada).circles.values():
        seal_all_anew(circle)

    assert not any(opens(sealed, his) for sealed in sealed_of(letter))
    assert card_of(ada, letter).words == "ours"


def test_all_of_a_circle_is_brought_to_another(ada, jonas, inge):
    things = [kept(ada, "friends", str(n), f"file {n}".encode()) for n in range(3)]
    keeping.put_in_bin(things[0])
    person = again(jonas)

    assert bring_all(person.circle("friends"), person.circle("us"))
    for n, one in enumerate(things):
        assert card_of(ada, one).words == str(n)
        assert not any(opens(sealed, keys_of(inge)) for sealed in sealed_of(one))
    assert Keepsake.objects.get(pk=things[0].pk).binned_at


# ── Any order of it ─────────────────────────────────────────────────────────────────────────

WHO = st.sampled_from(["inge", "otto", "ruth"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("in"), WHO),
        st.tuples(st.just("out"), WHO),
        st.tuples(st.just("keep"), st.sampled_from(["ada", "jonas", "inge", "otto", "ruth"])),
        st.tuples(st.just("anew"), st.sampled_from(["ada", "jonas"])),
    ),
    max_size=9,
)


@given(STEPS)
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_after_each_step_exactly_the_right_people_open_exactly_the_right_things(family, steps):
    with transaction.atomic():
        _Story(family).lived(steps)
        transaction.set_rollback(True)


@pytest.fixture
def family(ada, jonas, inge):
    others = {
        name: join(ada, Beginner(f"{name}@example.org", PASSPHRASE, name), [])
        for name in ("otto", "ruth")
    }
    return {"ada": ada, "jonas": jonas, "inge": inge, **others}


class _Story:
    """What should hold, written down beside what happens: `held` says who ever had the key of a
    generation, `sealed` for which generation each thing was sealed last."""

    def __init__(self, people):
        self.people, self.now = people, 1
        self.members = {"ada", "jonas", "inge"}
        self.held = {1: {"ada", "jonas", "inge"}}
        self.sealed = {}
        self.hoard = {name: {} for name in people}

    def lived(self, steps):
        for act, who in steps:
            self._remember()
            getattr(self, f"_{act}")(who)
            self._remember()
            self._look()

    def _in(self, who):
        let_in(self.people["ada"], self.people[who].id, "friends", ADDS)
        self.members.add(who)
        for number in {self.now, *self.sealed.values()} | self._numbers():
            self.held[number].add(who)

    def _out(self, who):
        let_out(self.people["jonas"], self.people[who].id, ["friends"])
        if who in self.members:
            self.members.remove(who)
            self.now += 1
            self.held[self.now] = set(self.members)

    def _keep(self, who):
        if who in self.members:
            data = f"{len(self.sealed)} of {who}".encode()
            self.sealed[kept(self.people[who], "friends", "words", data)] = self.now

    def _anew(self, who):
        assert seal_all_anew(again(self.people[who]).circle("friends"))
        self.sealed = dict.fromkeys(self.sealed, self.now)

    def _numbers(self):
        return set(again(self.people["ada"]).circle("friends").numbers)

    def _remember(self):
        for name, person in self.people.items():
            self.hoard[name] |= {key.secret: key for key in keys_of(person, "friends")}

    def _look(self):
        for one, number in self.sealed.items():
            for name, person in self.people.items():
                hoarded, now = list(self.hoard[name].values()), keys_of(person, "friends")
                for sealed in sealed_of(one):
                    assert opens(sealed, hoarded) == (name in self.held[number])
                    assert opens(sealed, now) == (name in self.members)
