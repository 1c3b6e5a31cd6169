"""Ada asks people in. Whoever has the link makes their own way in; nobody else learns a thing."""

import datetime
import itertools
import json

import pytest
from django.utils import timezone

from heartleaf.circle.accepting import NoInvitation, accept, find
from heartleaf.circle.inviting import (
    entrust_to_parents,
    invitation,
    invitations,
    invite,
    sweep_invitations,
    take_back,
)
from heartleaf.circle.models import Entrusted, Invitation
from heartleaf.family.beginning import AddressTaken, Beginner, begin_circle
from heartleaf.family.entering import enter_by_passphrase
from heartleaf.family.keyrings import all_keys, take_out
from heartleaf.family.models import Circle, Membership, Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import NotAParent, OpenPerson
from heartleaf.sealing import CannotOpen, Identity, Link, seal, unseal
from tests.cast import PASSPHRASE

JONAS = Beginner("jonas@example.org", PASSPHRASE, "Jonas")
INGE = Beginner("inge@example.org", PASSPHRASE, "Inge")


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


def asked(by, circles=("friends",), role="adds", **more):
    return invite(by, circles, role, **{"ends": in_days(14), **more})


def again(person):
    """The same person in their next request."""
    return OpenPerson(Person.objects.get(pk=person.id), person.identity)


def opens_nothing(secret):
    with pytest.raises(NoInvitation):
        find(secret)
    return True


@pytest.fixture
def grandparents(ada):
    """A circle of the family's own."""
    return begin_circle(ada.person.family, Circle.Kind.OWN, [ada.person], "grandparents")


# ── Coming in ───────────────────────────────────────────────────────────────────────────────


def test_jonas_comes_in_as_a_parent_and_each_has_an_only_me(ada, given_a_letter):
    theirs = given_a_letter(ada, circle="us", words="Dear Rowan")
    made = asked(ada, role="parent")

    jonas = accept(find(made.link.text), JONAS)

    assert jonas.is_parent
    assert {c.handle: c.role for c in jonas.circles.values()} == {
        "only-me": "parent",
        "us": "parent",
        "friends": "parent",
    }
    us = jonas.circle("us")
    card = us.open_card(theirs.card, theirs.epoch, {"id": str(theirs.id)})
    assert card["words"] == "Dear Rowan"
    assert jonas.facts.name == "Rowan's place"
    assert name_for_us(jonas.person, again(ada).circle("us")) == "Jonas"
    for keyring in Person.objects.get(pk=jonas.id).circles.get(kind="only-me").epochs.all():
        with pytest.raises(CannotOpen):
            unseal(keyring.keyring, ada.identity, again(ada).circle("us").identity())


def test_he_comes_in_again_by_the_passphrase_he_chose(ada):
    jonas = accept(find(asked(ada, role="parent").link.text), JONAS)

    assert enter_by_passphrase("jonas@example.org", PASSPHRASE).id == jonas.id


def test_inge_is_let_into_what_was_chosen_and_nothing_else(ada, grandparents):
    made = asked(again(ada), [str(grandparents.id)], "looks")

    inge = accept(find(made.link.text), INGE)

    handles = {circle.handle: circle.role for circle in inge.circles.values()}
    assert handles == {"only-me": "parent", str(grandparents.id): "looks"}
    assert inge.circle_name(str(grandparents.id)) == "grandparents"
    assert not inge.is_parent


@pytest.mark.parametrize(("circles", "role"), [(["us"], "looks"), ([], "parent")])
def test_who_is_asked_into_us_is_a_parent_in_every_shared_circle(ada, grandparents, circles, role):
    jonas = accept(find(asked(again(ada), circles, role).link.text), JONAS)

    assert {one.role for one in jonas.circles.values()} == {"parent"}
    assert len(jonas.circles) == 4


def test_whatever_is_chosen_nobody_is_in_more_than_that(ada, grandparents):
    """Every choice of circles with every role."""
    handles = ["us", "friends", str(grandparents.id)]
    choices = [c for n in (1, 2, 3) for c in itertools.combinations(handles, n)]
    for number, (circles, role) in enumerate(itertools.product(choices, Membership.Role.values)):
        who = Beginner(f"{number}@example.org", PASSPHRASE, "X")
        came = accept(find(asked(again(ada), circles, role).link.text), who)

        parent = role == "parent" or "us" in circles
        meant = dict.fromkeys(handles if parent else circles, "parent" if parent else role)
        assert {c.handle: c.role for c in came.circles.values()} == {"only-me": "parent", **meant}
        for circle in came.circles.values():
            assert circle.identity().recipient == circle.recipient


def test_only_a_parent_asks_someone_in(inge):
    for act in (lambda: asked(inge), lambda: invitations(inge), lambda: asked(inge, ["us"])):
        with pytest.raises(NotAParent):
            act()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("circles", [["only-me"], ["somewhere"], ["friends", "only-me"]])
def test_nobody_is_asked_into_what_is_adas_alone(ada, circles):
    with pytest.raises(KeyError):
        asked(ada, circles)
    assert not Invitation.objects.exists()


def test_nobody_is_asked_into_nothing(ada):
    with pytest.raises(ValueError, match="one circle"):
        asked(ada, [])


def test_everyone_who_was_there_still_opens_everything(ada, jonas, inge, given_a_letter):
    letters = [given_a_letter(ada, circle=circle) for circle in ("us", "friends")]
    accept(find(asked(ada, role="parent").link.text), Beginner("x@example.org", PASSPHRASE, "X"))

    for person, kept in ((ada, letters), (jonas, letters), (inge, letters[1:])):
        for letter in kept:
            circle = again(person).circle(letter.circle.kind)
            assert circle.open_card(letter.card, letter.epoch, {})["id"] == str(letter.id)


# ── One answer ──────────────────────────────────────────────────────────────────────────────


def test_a_link_is_good_once(ada):
    secret = asked(ada).link.text
    accept(find(secret), INGE)

    assert opens_nothing(secret)
    assert not Invitation.objects.exists()
    assert not Entrusted.objects.exists()


def test_of_two_who_come_at_once_one_gets_in(ada):
    secret = asked(ada).link.text
    one, other = find(secret), find(secret)
    accept(one, INGE)

    with pytest.raises(NoInvitation):
        accept(other, Beginner("paul@example.org", PASSPHRASE, "Paul"))
    assert Person.objects.count() == 2


def test_taken_back_it_opens_nothing(ada):
    made = asked(ada)
    held = find(made.link.text)

    assert take_back(made.row)
    assert not take_back(made.row)
    assert opens_nothing(made.link.text)
    with pytest.raises(NoInvitation):
        accept(held, INGE)
    assert Person.objects.count() == 1


def test_ended_it_opens_nothing_and_the_clock_takes_it_away(ada):
    ended, good = asked(ada, ends=in_days(-1)), asked(ada)

    assert opens_nothing(ended.link.text)
    assert [made.id for made in invitations(ada)] == [good.id]
    sweep_invitations(timezone.now())
    assert [row.id for row in Invitation.objects.all()] == [good.id]
    assert not Entrusted.objects.filter(invitation=ended.id).exists()


def test_it_ends_for_whoever_was_still_choosing_a_passphrase(ada):
    made = asked(ada)
    held = find(made.link.text)
    Invitation.objects.update(ends_at=in_days(-1))

    with pytest.raises(NoInvitation):
        accept(held, INGE)


@pytest.mark.parametrize("typed", ["", "abc", "Ü" * 25, "\0" * 25, "0" * 25, "A" * 10_000_000])
def test_what_is_no_link_opens_nothing(ada, typed):
    asked(ada)

    assert opens_nothing(typed)


def test_it_is_read_however_it_was_typed(ada):
    made = asked(ada)
    typed = made.link.secret.lower().replace("0", "o").replace("1", "l")

    assert find(f"  {typed[:7]} {typed[7:]}\n").row == made.row


def test_an_altered_invitation_opens_nothing(ada):
    made, other = asked(ada), asked(ada, role="looks")
    Invitation.objects.filter(pk=other.id).delete()
    for altered in (
        {"greeting": other.row.greeting},
        {"role": "parent"},
        {"greeting": seal(b"[]", made.link.identity.recipient)},
        {"greeting": seal(b"no json", made.link.identity.recipient)},
    ):
        as_it_was = {name: getattr(made.row, name) for name in altered}
        Invitation.objects.filter(pk=made.id).update(**altered)
        assert opens_nothing(made.link.text)
        Invitation.objects.filter(pk=made.id).update(**as_it_was)
    assert find(made.link.text).greeting.role == "adds"


@pytest.mark.parametrize("keys", [b"", b"[]", b'{"1": "no key"}', b'{"x": 1}', b"{}"])
def test_keys_that_are_none_let_nobody_in_and_close_nothing(ada, keys, given_a_letter):
    made = asked(ada)
    Entrusted.objects.update(keys=seal(keys, made.link.identity.recipient))

    with pytest.raises(NoInvitation):
        accept(find(made.link.text), INGE)
    assert Person.objects.count() == 1
    assert again(ada).circle("friends").identity()


def test_a_strangers_key_does_not_take_the_place_of_the_circles(ada):
    made, foreign = asked(ada, role="parent"), Identity.generate()
    forged = seal(json.dumps({"1": foreign.secret}).encode(), made.link.identity.recipient)
    Entrusted.objects.filter(circle__kind="us").update(keys=forged)

    with pytest.raises(NoInvitation):
        accept(find(made.link.text), JONAS)
    us = again(ada).circle("us")
    assert us.identity().recipient == us.recipient


def test_an_address_that_opens_another_place_leaves_the_invitation_good(ada, vera):
    made = asked(ada)

    with pytest.raises(AddressTaken):
        accept(find(made.link.text), Beginner("vera@example.org", PASSPHRASE, "Vera"))
    assert accept(find(made.link.text), INGE).family_id == ada.family_id


# ── What changes meanwhile ──────────────────────────────────────────────────────────────────


def test_a_circle_that_is_gone_is_left_out(ada, grandparents):
    made = asked(again(ada), ["friends", str(grandparents.id)])
    grandparents.delete()

    inge = accept(find(made.link.text), INGE)

    assert [circle.handle for circle in inge.circles.values()] == ["only-me", "friends"]


def test_where_every_circle_is_gone_nobody_comes_in(ada, grandparents):
    made = asked(again(ada), [str(grandparents.id)])
    grandparents.delete()

    with pytest.raises(NoInvitation):
        accept(find(made.link.text), INGE)
    assert Person.objects.count() == 1


def test_a_circle_with_a_new_key_lets_in_whoever_was_entrusted_with_it(
    ada, jonas, inge, given_a_letter
):
    before = given_a_letter(ada, circle="friends")
    made = asked(ada)
    renewed = take_out(ada.circle("friends"), inge.person)
    keys = seal(all_keys(renewed), made.link.identity.recipient)
    Entrusted.objects.update(keys=keys)
    after = given_a_letter(again(ada), circle="friends")

    paul = accept(find(made.link.text), Beginner("paul@example.org", PASSPHRASE, "Paul"))

    friends = paul.circle("friends")
    for letter in (before, after):
        assert friends.open_card(letter.card, letter.epoch, {})["id"] == str(letter.id)


def test_a_circle_whose_new_key_was_not_entrusted_is_left_out(ada, inge, grandparents):
    made = asked(again(ada), ["friends", str(grandparents.id)])
    take_out(ada.circle("friends"), inge.person)

    paul = accept(find(made.link.text), Beginner("paul@example.org", PASSPHRASE, "Paul"))

    assert [circle.kind for circle in paul.circles.values()] == ["only-me", "own"]


def test_a_circle_made_meanwhile_is_a_new_parents_too(ada):
    made, other = asked(ada, role="parent"), asked(ada)
    new = begin_circle(ada.person.family, Circle.Kind.OWN, [ada.person], "grandparents")
    entrust_to_parents(again(ada).circle(str(new.id)))

    jonas, inge = accept(find(made.link.text), JONAS), accept(find(other.link.text), INGE)

    assert jonas.circle(str(new.id)).name == "grandparents"
    assert len(inge.circles) == 2


# ── Who can read what ───────────────────────────────────────────────────────────────────────


def test_both_parents_see_whom_they_asked_and_can_show_the_link_again(ada, jonas):
    made = asked(ada, name="Inge", words="Come when you like.")

    [seen] = invitations(jonas)
    assert (seen.asked.name, seen.asked.words) == ("Inge", "Come when you like.")
    assert seen.link == made.link
    assert invitation(jonas, made.id).link == made.link


def test_another_family_sees_none_of_it(ada, vera):
    made = asked(ada)

    assert invitations(vera) == []
    assert invitation(vera, made.id) is None


def test_the_greeting_says_who_asks_to_what_and_nothing_of_whom_they_mean(ada):
    made = asked(ada, name="Inge, do not tell Paul", words="Come.")
    greeting = find(made.link.text).greeting

    assert (greeting.by, greeting.place, greeting.words) == ("Ada", "Rowan's place", "Come.")
    assert (greeting.circles, greeting.role) == (["family and friends"], "adds")
    assert b"Paul" not in greeting.to_json()


def test_the_row_says_nothing_of_the_secret(ada):
    made = asked(ada, name="Inge", words="Come.")
    row = Invitation.objects.filter(pk=made.id).values().get()
    told = b"".join(str(value).encode() + bytes_of(value) for value in row.values())

    for word in (made.link.secret, made.link.text, "Inge", "Come", made.link.identity.secret):
        assert word.encode() not in told


def bytes_of(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def test_what_cannot_be_read_can_still_be_taken_back(ada, vera):
    made = asked(ada)
    Invitation.objects.update(about=asked(vera).row.about)

    seen = invitation(ada, made.id)
    assert seen.link is None
    assert take_back(seen.row)


def test_a_link_that_somebody_else_put_there_is_not_handed_on(ada):
    made, foreign = asked(ada), Link.new()
    forged = json.dumps({"name": "Inge", "secret": foreign.secret}).encode()
    Invitation.objects.update(about=again(ada).circle("us").seal(forged))

    assert invitation(ada, made.id).link is None
