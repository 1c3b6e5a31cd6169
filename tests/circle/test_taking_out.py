"""Who opens what before and after someone is let in or taken out, with the keys on the seals."""

import pytest

from heartleaf.circle import making
from heartleaf.circle.gathering import (
    LastParent,
    OfParents,
    let_go,
    let_in,
    let_out,
    take_out_parent,
)
from heartleaf.circle.people import people_of
from heartleaf.family.models import Family, Membership
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import NotAParent
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import AlreadyKept, NotLetIn, NotTheirs
from heartleaf.keepsakes.models import Keepsake
from tests.circle.holding import a_file, again, card_of, kept, keys_of, opens, sealed_of

LOOKS, ADDS = Membership.Role.LOOKS, Membership.Role.ADDS


def test_a_grandmother_taken_out_opens_nothing_that_is_kept_from_then_on(ada, jonas, inge):
    before, hers = kept(ada, "friends", "before"), keys_of(inge, "friends")
    let_out(ada, inge.id, ["friends"])
    after = kept(jonas, "friends", "after", b"a file of that day")

    assert all(opens(one, hers) for one in sealed_of(before))  # what she had cannot be taken back
    assert not any(opens(one, hers) for one in sealed_of(after))
    assert keys_of(inge, "friends") == []
    assert card_of(ada, after).words == "after"
    assert card_of(ada, before).words == "before"


def test_who_is_let_in_opens_what_was_kept_before_and_what_comes(ada, jonas, inge):
    garden = making.make(ada, "Garden")
    before = kept(ada, garden, "before", b"seeds")
    assert not any(opens(one, keys_of(inge)) for one in sealed_of(before))
    let_in(jonas, inge.id, garden, ADDS)

    assert all(opens(one, keys_of(inge)) for one in sealed_of(before))
    assert card_of(jonas, kept(inge, garden, "hers")).words == "hers"
    assert again(inge).circle_name(garden) == "Garden"


def test_the_name_of_a_circle_opens_for_no_key_of_who_was_taken_out(ada, jonas, inge):
    garden = making.make(ada, "Garden")
    let_in(ada, inge.id, garden, LOOKS)
    hers = keys_of(inge)
    let_out(ada, inge.id, [garden])
    making.call_circle(jonas, garden, "Orchard")

    assert not opens(bytes(again(ada).circle(garden).circle.name), hers)
    assert again(ada).circle(garden).name == "Orchard"


def test_what_the_family_says_of_itself_follows_the_new_key(ada, jonas, inge):
    hers = keys_of(inge)
    let_go(ada, inge.id)

    assert not opens(Family.objects.get().facts, hers)
    assert again(jonas).facts.name == "Rowan's place"
    assert again(inge).facts.name == ""


def test_someone_let_into_one_own_circle_alone_knows_the_children(ada, inge):
    let_go(ada, inge.id)
    walkers = making.make(ada, "Walkers")
    let_in(ada, inge.id, walkers, LOOKS)

    assert [child.name for child in again(inge).facts.children] == ["Rowan", "Mila"]


def test_a_person_in_no_circle_keeps_a_place_of_their_own(ada, inge, browser_of):
    own = kept(inge, "only-me", "mine alone")
    let_go(ada, inge.id)

    assert card_of(inge, own).words == "mine alone"
    assert [one.handle for one in again(inge).circles.values()] == ["only-me"]
    for page in ("/", "/timeline/", "/tree/", "/more/", "/days/", "/settings/", "/children/"):
        assert browser_of(again(inge)).get(page).status_code == 200


def test_a_parent_taken_out_knows_nobodys_new_name(ada, jonas, inge):
    his = keys_of(jonas)
    take_out_parent(ada, jonas.id)

    assert not opens(inge.person.__class__.objects.get(pk=inge.id).name, his)
    assert name_for_us(inge.person.__class__.objects.get(pk=inge.id), again(ada).circle("us"))
    assert again(jonas).facts.name == ""


def test_the_last_parent_stays(ada, jonas):
    take_out_parent(jonas, jonas.id)
    with pytest.raises(LastParent):
        take_out_parent(again(ada), ada.id)


def test_who_leaves_seals_everything_for_who_stays(ada, jonas, inge):
    letter = kept(jonas, "us", "from us both")
    take_out_parent(jonas, jonas.id)

    assert card_of(ada, letter).words == "from us both"
    assert again(ada).facts.name == "Rowan's place"
    assert {one.name for one in people_of(again(ada))} == {"Ada", "Jonas", "Inge"}


def test_a_parent_is_not_simply_taken_out(ada, jonas):
    with pytest.raises(OfParents):
        let_go(ada, jonas.id)
    with pytest.raises(OfParents):
        let_in(ada, jonas.id, "friends", LOOKS)


def test_only_parents_see_and_change_who_is_in_which_circle(ada, inge):
    for act in (
        lambda: people_of(inge),
        lambda: let_go(inge, ada.id),
        lambda: let_in(inge, inge.id, "friends", ADDS),
        lambda: making.make(inge, "Mine"),
    ):
        with pytest.raises(NotAParent):
            act()


def test_a_stranger_is_let_into_nothing(ada, vera):
    with pytest.raises(KeyError):
        let_in(ada, vera.id, "friends", ADDS)


def test_both_parents_are_in_a_circle_either_makes(ada, jonas):
    garden = making.make(jonas, "Garden")
    assert card_of(ada, kept(jonas, garden, "beans")).words == "beans"


def test_a_circle_goes_only_when_nothing_is_in_it(ada, jonas):
    garden = making.make(ada, "Garden")
    letter = kept(ada, garden, "beans")
    with pytest.raises(making.NotEmpty):
        making.take_away(ada, garden)
    person = again(ada)
    keeping.move(letter, person.circle(garden), person.circle("us"))
    making.take_away(again(jonas), garden)

    assert again(ada).facts.name == "Rowan's place"
    assert card_of(ada, letter).words == "beans"
    assert garden not in {one.handle for one in again(ada).circles.values()}


# ── What a role allows ──────────────────────────────────────────────────────────────────────


def test_who_may_only_look_keeps_and_changes_nothing(ada, inge):
    let_in(ada, inge.id, "friends", LOOKS)
    letter = kept(ada, "friends", "hers to read")
    with pytest.raises(NotLetIn):
        kept(inge, "friends", "hers to write")
    with pytest.raises(NotTheirs):
        keeping.change(letter, again(inge).circle("friends"), Card(words="other"))


def test_who_may_add_changes_what_they_kept_and_nothing_else(ada, jonas, inge):
    circle = again(inge).circle("friends")
    hers, adas = kept(inge, "friends", "hers"), kept(ada, "friends", "Ada's")
    card = card_of(inge, hers)
    card.words = "changed"
    keeping.change(hers, circle, card)
    with pytest.raises(NotTheirs):
        keeping.change(adas, circle, card_of(inge, adas))
    with pytest.raises(NotTheirs):
        keeping.move(adas, circle, again(inge).circle("only-me"))
    shared = again(jonas).circle("friends")
    keeping.change(Keepsake.objects.get(pk=hers.pk), shared, card_of(jonas, hers))

    assert card_of(ada, hers).words == "changed"


def test_who_was_taken_out_while_they_wrote_keeps_nothing_there(ada, inge):
    person, card = again(inge), Card(words="half a sentence")
    circle = person.circle("friends")
    let_out(ada, inge.id, ["friends"])
    with pytest.raises(NotLetIn):
        keeping.keep(person, circle, card)


def test_what_is_on_its_way_while_another_is_taken_out_is_sealed_for_the_new_key(ada, jonas, inge):
    hers, person = keys_of(inge), again(jonas)
    circle = person.circle("friends")
    card = Card(kind="paper", attachments=[a_file(circle, b"begun before")])
    let_out(ada, inge.id, ["friends"])
    one = keeping.keep(person, circle, card)

    assert not any(opens(sealed, hers) for sealed in sealed_of(one))
    assert all(opens(sealed, keys_of(ada)) for sealed in sealed_of(one))


def test_the_same_file_is_found_again_under_a_new_key(ada, jonas, inge):
    kept(ada, "friends", "", b"the same bytes")
    let_out(ada, inge.id, ["friends"])
    with pytest.raises(AlreadyKept):
        kept(jonas, "friends", "", b"the same bytes")
