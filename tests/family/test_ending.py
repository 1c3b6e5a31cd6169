"""A place is taken away for good only by whom it belongs to, and nothing of it opens after."""

import datetime

import pytest
from django.utils import timezone

from heartleaf.archive.ending import deciding, remains
from heartleaf.archive.ending.carrying_out import carry_on, carry_out_endings, let_keys_go
from heartleaf.archive.ending.deciding import (
    OnlyParent,
    OthersAreHere,
    StillInACircle,
    WasAParent,
    agree,
    ask_for_all,
    ask_for_relative,
    ask_own,
    insist,
    may_stop,
    of_family,
    stop,
)
from heartleaf.archive.ending.models import Ending
from heartleaf.archive.ending.settling import settle
from heartleaf.care.channels import Address, new_channel
from heartleaf.care.models import Reminder
from heartleaf.circle.gathering import let_go, let_in, take_out_parent
from heartleaf.circle.people import people_of
from heartleaf.family.models import Circle, Family, Membership, Person
from heartleaf.family.opening import NotAParent
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.vault import VaultError
from tests.circle.holding import again, card_of, kept, keys_of, opens, sealed_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def days_pass(days, step=1):
    """The clock as it runs, once a day."""
    now = timezone.now()
    for day in range(0, days + 1, step):
        carry_out_endings(now + DAY * day)


def settled_by(person):
    """Whom a visit of theirs takes out of the circles."""
    return settle(again(person), deciding.all_of(person.family_id))


def in_the_vault():
    return [*vault().names()]


# ── The whole family ────────────────────────────────────────────────────────────────────────


def test_while_jonas_has_not_said_yes_nothing_of_the_family_goes(ada, jonas):
    ask_for_all(ada)
    days_pass(400, step=80)

    assert Family.objects.count() == 1
    assert of_family(ada.family_id).due_at is None


def test_when_both_said_yes_it_goes_after_thirty_days_and_not_before(ada, jonas):
    kept(ada, "us", "a letter", b"a file")
    ask_for_all(ada)
    agree(jonas)
    days_pass(29, step=7)
    assert Keepsake.objects.count() == 1
    carry_out_endings(timezone.now() + 31 * DAY)
    assert Keepsake.objects.count() == 1  # the clock only saw that the time has come
    carry_out_endings(timezone.now() + 32 * DAY)

    assert not Family.objects.exists()
    assert not Person.objects.exists()
    assert in_the_vault() == []
    assert Ending.objects.get().done_at


def test_either_parent_stops_it_and_a_grandmother_cannot(ada, jonas, inge):
    row = ask_for_all(ada)
    agree(jonas)
    assert not may_stop(inge, row)
    assert not stop(inge, row)
    assert of_family(ada.family_id)
    assert stop(jonas, row)
    days_pass(40, step=8)

    assert Family.objects.count() == 1


def test_a_grandmother_and_a_stranger_cannot_ask_for_it(ada, inge, vera):
    for act in (ask_for_all, insist):
        with pytest.raises(NotAParent):
            act(inge)
    row = ask_for_all(ada)
    assert not stop(vera, row)
    with pytest.raises(KeyError):
        agree(vera)
    assert not row.yeses.filter(person=vera.id).exists()


def test_a_computer_that_was_away_for_all_of_the_time_leaves_a_day_to_look(ada):
    row = ask_for_all(ada)
    carry_out_endings(timezone.now() + 300 * DAY)
    assert Family.objects.exists()
    carry_out_endings(timezone.now())  # it was only the clock that was wrong
    carry_out_endings(timezone.now() + 2 * DAY)

    assert Family.objects.exists()
    row.refresh_from_db()
    assert row.seen_due_at is None


def test_at_once_needs_that_both_insist(ada, jonas):
    row = ask_for_all(ada)
    agree(jonas)
    insist(ada)
    assert not let_keys_go(row, timezone.now(), insisted=True)
    assert let_keys_go(insist(jonas), timezone.now(), insisted=True)


def test_at_once_is_not_while_a_grandmother_has_a_place_of_her_own_in_it(ada, inge):
    with pytest.raises(OthersAreHere):
        insist(ada)
    assert not Ending.objects.exists()  # a refusal asks for nothing either
    row = ask_for_all(ada)
    with pytest.raises(OthersAreHere):
        insist(ada)

    assert not let_keys_go(row, timezone.now(), insisted=True)
    assert again(inge).circle("only-me").identity()


def test_who_becomes_a_parent_meanwhile_has_to_say_yes_too(ada, inge):
    ask_for_all(ada)
    us = Circle.objects.get(kind="us")
    Membership.objects.create(circle=us, person=inge.person, role="parent")
    days_pass(40, step=10)

    assert Family.objects.exists()
    assert of_family(ada.family_id).due_at is None


def test_another_familys_things_stay_as_they_are(ada, vera):
    kept(ada, "us", "ours", b"a file of ours")
    hers = kept(vera, "us", "hers", b"a file of hers")
    ask_for_all(ada)
    carry_on(insisted(ada))

    assert [one.pk for one in Keepsake.objects.all()] == [hers.pk]
    assert card_of(vera, hers).words == "hers"
    assert len(sealed_of(hers)) == 2


def insisted(parent):
    row = insist(parent)
    assert let_keys_go(row, timezone.now(), insisted=True)
    return row


def test_from_the_first_step_on_nothing_opens_though_the_rest_is_still_there(ada, jonas):
    letter = kept(ada, "us", "a letter", b"a file")
    rest = sealed_of(letter)
    ask_for_all(ada)
    insist(jonas)
    insisted(ada)

    assert Keepsake.objects.count() == 1
    assert len(in_the_vault()) == 1
    assert keys_of(jonas) == []
    assert not any(opens(bytes(person.identity), [ada.identity]) for person in Person.objects.all())
    assert not opens(bytes(Family.objects.get().facts), [ada.identity, jonas.identity])
    assert all(bytes(one).startswith(b"age-encryption.org") for one in rest)


@pytest.mark.parametrize("stopped_after", [0, 3])
def test_what_a_crash_leaves_the_clock_goes_on_with(ada, monkeypatch, stopped_after):
    for number in range(4):
        kept(ada, "us", f"letter {number}", b"file %d" % number)
    ask_for_all(ada)
    row = insisted(ada)
    removed = vault().remove
    left = iter(range(stopped_after))

    def removes(self, name):
        if next(left, None) is None:
            raise VaultError("the power is gone")
        removed(name)

    with monkeypatch.context() as power:
        power.setattr("heartleaf.vault.FolderVault.remove", removes)
        carry_out_endings(timezone.now())
    row.refresh_from_db()
    assert row.done_at is None
    named = {str(one) for one in remains.Media.objects.values_list("pk", flat=True)}
    assert {name.split("/")[1] for name in in_the_vault()} <= named  # each still has its row
    carry_out_endings(timezone.now())

    assert in_the_vault() == []
    assert not Family.objects.exists()


def test_it_cannot_be_stopped_once_no_key_is_there(ada):
    row = ask_for_all(ada)
    insisted(ada)

    assert not stop(ada, row)
    assert Ending.objects.get().keys_gone_at


def test_everyone_with_a_place_is_told_and_the_message_says_nothing(ada, jonas, inge):
    for one in (ada, jonas, inge):
        new_channel(one.person, Address(one.own.email)).save()
    ask_for_all(ada)
    assert told() == {jonas.id}
    agree(jonas)
    assert told() == {ada.id, jonas.id, inge.id}
    stop(ada, of_family(ada.family_id))

    assert told() == set()


def told():
    planned = Reminder.objects.filter(state="planned")
    return set(planned.values_list("channel__person", flat=True))


# ── One person ──────────────────────────────────────────────────────────────────────────────


def test_the_only_parent_cannot_end_her_place_alone(ada, inge):
    with pytest.raises(OnlyParent):
        ask_own(ada)


def test_where_both_go_the_second_stays_for_without_one_nobody_opens_anything(ada, jonas):
    ask_own(ada)
    ask_own(jonas)
    for day in (31, 33):
        carry_out_endings(timezone.now() + DAY * day)

    with_a_way_in = Person.objects.filter(ways_in__isnull=False).distinct()
    assert with_a_way_in.count() == 1
    assert Membership.objects.filter(circle__kind="us").exists()


@pytest.mark.parametrize("named", [True, False])
def test_ada_goes_and_what_she_shared_stays_with_jonas(ada, jonas, named):
    alone, shared = kept(ada, "only-me", "mine", b"my own"), kept(ada, "us", "ours", b"of us")
    hers = [*keys_of(ada, "us"), ada.identity]
    row = ask_own(ada, named=named, at_once=True)
    assert let_keys_go(row, timezone.now(), insisted=True)
    carry_on(row)

    assert not Keepsake.objects.filter(pk=alone.pk).exists()
    assert card_of(jonas, shared).words == "ours"
    assert len(in_the_vault()) == 1
    [gone] = settled_by(jonas)
    assert gone.name == "Ada"
    later = kept(jonas, "us", "later")
    assert not any(opens(one, hers) for one in sealed_of(later))
    assert [one.name for one in people_of(again(jonas))] == ["Jonas"]
    assert Person.objects.filter(pk=ada.id).exists() is named
    assert settled_by(jonas) == []
    assert card_of(jonas, shared).author == str(ada.id)


def test_a_grandmother_goes_and_a_parent_gives_the_circle_a_new_key(ada, inge):
    hers, letter = keys_of(inge, "friends"), kept(inge, "friends", "from Inge")
    row = ask_own(inge, named=False, at_once=True)
    let_keys_go(row, timezone.now(), insisted=True)
    carry_on(row)
    assert settled_by(inge) == []
    assert [gone.name for gone in settled_by(ada)] == ["Inge"]

    assert not Person.objects.filter(pk=inge.id).exists()
    assert card_of(ada, letter).words == "from Inge"
    assert not any(opens(one, hers) for one in sealed_of(kept(ada, "friends", "after")))


def test_a_relatives_place_waits_until_they_are_in_no_circle_and_they_can_stop_it(ada, inge, vera):
    with pytest.raises(StillInACircle):
        ask_for_relative(ada, inge.id)
    with pytest.raises(KeyError):
        ask_for_relative(vera, inge.id)
    let_go(ada, inge.id)
    with pytest.raises(NotAParent):
        ask_for_relative(inge, ada.id)
    row = ask_for_relative(ada, inge.id)
    assert not let_keys_go(row, timezone.now(), insisted=True)
    assert stop(inge, row)
    ask_for_relative(ada, inge.id, named=False)
    days_pass(33, step=3)

    assert not Person.objects.filter(pk=inge.id).exists()
    assert Family.objects.exists()


def test_a_grandmother_who_is_let_in_again_is_not_taken_away(ada, inge):
    let_go(ada, inge.id)
    ask_for_relative(ada, inge.id)
    let_in(ada, inge.id, "friends", "adds")
    days_pass(33, step=3)

    assert not Ending.objects.exists()
    assert again(inge).circle("only-me").identity()


def test_who_was_taken_out_as_a_parent_keeps_what_is_theirs_until_they_say_yes(ada, jonas):
    new_channel(jonas.person, Address(jonas.own.email)).save()
    take_out_parent(ada, jonas.id)
    his = kept(again(jonas), "only-me", "his alone")
    with pytest.raises(OthersAreHere):
        insist(ada)
    with pytest.raises(WasAParent):
        ask_for_relative(ada, jonas.id)
    row = ask_for_all(ada)
    days_pass(90, step=30)
    assert Keepsake.objects.filter(pk=his.pk).exists()
    assert told() == {jonas.id}
    assert deciding.waiting_for(again(jonas), deciding.all_of(jonas.family_id)) == [row]
    assert stop(again(jonas), row)
    ask_for_all(ada)
    agree(again(jonas))
    days_pass(33, step=3)

    assert not Family.objects.exists()


def test_once_who_was_a_parent_has_taken_their_place_away_the_other_decides_alone(ada, jonas):
    take_out_parent(ada, jonas.id)
    row = ask_own(again(jonas), at_once=True)
    let_keys_go(row, timezone.now(), insisted=True)
    carry_on(row)

    assert let_keys_go(insist(again(ada)), timezone.now(), insisted=True)
