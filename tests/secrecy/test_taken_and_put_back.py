"""Someone who can write to the database takes things away, or puts earlier ones back.

They hold no key, so they cannot change what the sealed index remembers.
"""

import pytest
from django.db.models import F

from heartleaf.archive.checking import check_all
from heartleaf.archive.choosing import keep_chosen
from heartleaf.family.models import Circle
from heartleaf.keepsakes import images, keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.models import Gone, Keepsake, Version
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import Sealed

CANNOT = "Something here cannot be opened"
PUT_BACK = "An earlier version was put in its place."


@pytest.fixture(autouse=True)
def index_written_at_every_look(monkeypatch):
    monkeypatch.setattr(images, "APPLY_AT_MOST", 0)


@pytest.fixture
def letter(ada, given_a_letter):
    """A letter in its second version, which the index has seen."""
    letter = given_a_letter(ada, circle="us", title="First", words="Dear Rowan", date="2025-06-01")
    change(ada, letter, "Second")
    assert look_around(ada) == ["Second"]
    return letter


def change(person, keepsake, title):
    circle = person.circle("us")
    card = open_card(keepsake, circle)
    card.title = title
    keeping.change(keepsake, circle, card)


def look_around(person):
    """What stands in the timeline."""
    return [shown.card.title for shown in Shelf(person).page().entries]


def problems_of(person):
    return "\n".join(check_all(person).problems)


# ── What a thief does ───────────────────────────────────────────────────────────────────────


def take_away(keepsake):
    Keepsake.objects.filter(pk=keepsake.pk).delete()


def count_up(circle):
    Circle.objects.filter(pk=circle).update(seq=F("seq") + 1)
    return Circle.objects.get(pk=circle).seq


def put_first_version_back(keepsake):
    """Its card and the number that belongs to it, and nothing beside it that could tell."""
    first = keepsake.versions.get(revision=1)
    row = Keepsake.objects.filter(pk=keepsake.pk)
    row.update(card=Sealed(bytes(first.card)), revision=1)
    Version.objects.filter(keepsake=keepsake).delete()


def put_first_version_back_as_if_it_were_new(keepsake):
    put_first_version_back(keepsake)
    Keepsake.objects.filter(pk=keepsake.pk).update(seq=count_up(keepsake.circle_id))


EITHER_WAY = pytest.mark.parametrize(
    "put_back", [put_first_version_back, put_first_version_back_as_if_it_were_new]
)


# ── What is missing ─────────────────────────────────────────────────────────────────────────


def test_checking_names_what_was_taken_away(ada, letter):
    assert check_all(ada).whole
    take_away(letter)

    assert check_all(ada).problems == [
        "A thing that was here is missing.",
        f"It was here: {letter.id}, letter, 2025-06-01, “Second”",
    ]


def test_several_are_counted_and_each_is_named(ada, letter, given_a_letter):
    others = [given_a_letter(ada, circle="us", title=str(number)) for number in range(2)]
    look_around(ada)
    for one in (letter, *others):
        take_away(one)

    said = problems_of(ada)
    assert "3 things that were here are missing." in said
    assert all(str(one.id) in said for one in (letter, *others))


def test_a_thief_who_writes_that_it_left_in_order_is_not_believed(ada, letter):
    take_away(letter)
    seq = count_up(letter.circle_id)
    Gone.objects.create(circle_id=letter.circle_id, keepsake_id=letter.id, seq=seq)

    assert str(letter.id) in problems_of(ada)


def test_what_is_missing_says_no_more_than_it_may(ada, letter, given_a_letter):
    covered = given_a_letter(ada, circle="us", title="Under a cover", covered=True)
    waiting = given_a_letter(ada, circle="us", title="For later", until="2099-01-01")
    look_around(ada)
    for one in (covered, waiting):
        take_away(one)

    said = problems_of(ada)
    assert f"It was here: {covered.id}, letter\n" in said + "\n"
    assert f"It was here: {waiting.id}\n" in said + "\n"
    assert "Under a cover" not in said
    assert "For later" not in said


def test_what_left_in_order_is_not_missed(ada, letter, given_a_letter):
    moved = given_a_letter(ada, circle="us", title="Moved")
    look_around(ada)
    keeping.move(moved, ada.circle("us"), ada.circle("friends"))
    keeping.put_in_bin(letter)
    look_around(ada)
    keeping.destroy(letter)

    assert check_all(ada).whole


# ── What was put back ───────────────────────────────────────────────────────────────────────


@EITHER_WAY
def test_an_earlier_version_in_the_place_of_a_later_one_is_shown_as_such(
    ada, letter, browser_of, put_back
):
    put_back(letter)
    hers = browser_of(ada)

    for path in (f"/keepsakes/{letter.id}/", "/timeline/"):
        page = hers.get(path).content.decode()
        assert CANNOT in page, path
        assert PUT_BACK in page, path
        for words in ("First", "Dear Rowan"):
            assert words not in page, words
    for path in ("/tree/", "/tree/list/"):
        assert "First" not in hers.get(path).content.decode(), path


@EITHER_WAY
def test_checking_names_it_once(ada, letter, put_back):
    put_back(letter)

    said = [f"The keepsake {letter.id} was set back to an earlier version."]
    assert check_all(ada).problems == said
    look_around(ada)
    assert check_all(ada).problems == said


@EITHER_WAY
def test_it_can_be_put_in_the_bin_like_anything_else(ada, letter, browser_of, put_back):
    put_back(letter)
    hers = browser_of(ada)
    hers.post(f"/keepsakes/{letter.id}/bin/")

    assert CANNOT in hers.get("/bin/").content.decode()
    assert str(letter.id) not in hers.get("/timeline/").content.decode()


def test_it_does_not_get_into_another_circle_from_where_nobody_could_tell(ada, letter):
    put_first_version_back(letter)
    keep_chosen(ada, [letter.id], "friends")

    assert Keepsake.objects.get(pk=letter.id).circle_id == letter.circle_id


def test_a_row_that_only_claims_to_be_newer_does_not_spoil_the_true_one(ada, letter):
    """What does not open proves nothing: once its row is put right, the letter is there again."""
    true = {name: getattr(Keepsake.objects.get(pk=letter.id), name) for name in ("card", "seq")}
    forged = {"card": Sealed(bytes(true["card"])[:-40]), "revision": 900}
    row = Keepsake.objects.filter(pk=letter.id)
    row.update(**forged, seq=count_up(letter.circle_id))
    assert look_around(ada) == [""]
    row.update(card=true["card"], revision=2, seq=count_up(letter.circle_id))

    assert look_around(ada) == ["Second"]
    assert [shown.card.title for shown in Shelf(ada).find("rowan").entries] == ["Second"]
    assert check_all(ada).whole


def test_a_letter_that_was_damaged_when_the_index_first_met_it_is_found_once_put_right(
    ada, given_a_letter
):
    letter = given_a_letter(ada, circle="us", title="New", words="About the linden")
    card, row = Sealed(bytes(letter.card)), Keepsake.objects.filter(pk=letter.id)
    row.update(card=Sealed(bytes(card)[:-40]))
    assert Shelf(ada).find("linden").entries == []
    row.update(card=card, seq=count_up(letter.circle_id))

    assert [shown.card.title for shown in Shelf(ada).find("linden").entries] == ["New"]
