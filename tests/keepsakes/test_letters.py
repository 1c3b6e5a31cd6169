"""Letters: kept, changed, closed, covered, found again, put into the bin."""

import datetime

import pytest

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.media import open_original
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf


def words_on_the_shelf(person, **shelf):
    return [shown.card.words for shown in Shelf(person, **shelf).page().entries]


def test_a_letter_only_for_ada_is_nowhere_for_jonas(ada, jonas, given_a_letter):
    given_a_letter(ada, words="for me alone")
    given_a_letter(ada, words="for both of us", circle="us")

    assert words_on_the_shelf(jonas) == ["for both of us"]
    assert sorted(words_on_the_shelf(ada)) == ["for both of us", "for me alone"]


def test_the_grandmother_sees_only_what_is_with_family_and_friends(ada, inge, given_a_letter):
    given_a_letter(ada, words="for us", circle="us")
    given_a_letter(ada, words="for all of you", circle="friends")

    assert words_on_the_shelf(inge) == ["for all of you"]


def test_a_stranger_sees_nothing(ada, vera, given_a_letter):
    given_a_letter(ada, words="ours", circle="friends")

    assert words_on_the_shelf(vera) == []


def test_the_timeline_begins_with_the_newest_and_ends_with_what_has_no_day(ada, given_a_letter):
    for date in ("May 2025", "", "2025", "12 May 2025", "about spring 2024"):
        given_a_letter(ada, words=date, date=date)

    assert words_on_the_shelf(ada) == ["2025", "May 2025", "12 May 2025", "about spring 2024", ""]


def test_a_timeline_read_in_pages_misses_nothing_and_says_nothing_twice(ada, given_a_letter):
    for day in range(1, 25):
        circle = "us" if day % 3 else "only-me"
        given_a_letter(ada, words=str(day), date=f"2025-03-{1 + day % 7:02}", circle=circle)
    given_a_letter(ada, words="some day")

    for rising in (False, True):
        seen, after = [], None
        while True:
            page = Shelf(ada).page(after=after, size=5, rising=rising)
            seen += [shown.card.words for shown in page.entries]
            if (after := page.after) is None:
                break

        assert sorted(seen) == sorted([*map(str, range(1, 25)), "some day"])
        assert seen[-1] == "some day"


def test_a_letter_that_is_not_yet_is_nowhere_until_its_day(ada, given_a_letter):
    letter = given_a_letter(ada, words="for that day", until="2027-05-12")

    assert words_on_the_shelf(ada, today=datetime.date(2027, 5, 11)) == []
    assert Shelf(ada, today=datetime.date(2027, 5, 11)).get(letter.id) is None
    assert Shelf(ada, today=datetime.date(2027, 5, 11)).find("day").entries == []
    assert words_on_the_shelf(ada, today=datetime.date(2027, 5, 12)) == ["for that day"]


def test_a_letter_closed_until_asked_for_appears_to_the_one_who_asked(ada, jonas, given_a_letter):
    letter = given_a_letter(ada, words="when you ask", circle="us", until_asked=True)

    ada.change_own(lambda own: own.asked.append(str(letter.id)))

    assert words_on_the_shelf(ada) == ["when you ask"]
    assert words_on_the_shelf(jonas) == []


def test_each_parent_has_covers_of_their_own(ada, jonas, given_a_letter):
    letter = given_a_letter(ada, words="both", circle="us", covered=True)

    ada.change_own(lambda own: own.covers.update({str(letter.id): False}))

    assert Shelf(ada).get(letter.id).is_covered is False
    assert Shelf(jonas).get(letter.id).is_covered is True


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("The yellow blanket on the chair", "yell"),
        ("Übermorgen, sagte sie", "ubermorgen"),
        ("今日は雨が降っています", "雨"),
        ("今日は雨が降っています", "降って"),
        ("كتبت لك رسالة اليوم", "رسال"),
        ("كَتَبْتُ لَكَ", "كتبت"),
        ("אהבנו אותך מאוד", "אהב"),
        ("हम तुम्हें याद करते हैं", "याद"),
        ("우리는 너를 사랑해", "사랑"),
        ("Ты был с нами", "ты был"),
    ],
)
def test_a_letter_is_found_by_a_part_of_a_word_in_any_script(ada, given_a_letter, words, typed):
    given_a_letter(ada, words=words)
    given_a_letter(ada, words="another one entirely")

    assert [shown.card.words for shown in Shelf(ada).find(typed).entries] == [words]


def test_a_changed_letter_is_found_by_its_new_words_only(ada, given_a_letter):
    letter = given_a_letter(ada, words="about the river")
    circle = ada.circle("only-me")
    card = Shelf(ada).get(letter.id).card
    card.words = "about the harbour"

    keeping.change(letter, circle, card)

    assert Shelf(ada).find("river").entries == []
    assert len(Shelf(ada).find("harbour").entries) == 1
    assert letter.versions.count() == 1


def test_a_change_based_on_an_older_version_overwrites_nothing(ada, given_a_letter):
    letter = given_a_letter(ada, words="first")
    circle, card = ada.circle("only-me"), Shelf(ada).get(letter.id).card
    card.words = "second"
    keeping.change(letter, circle, card, based_on=1)

    card.words = "from an older window"
    with pytest.raises(ChangedMeanwhile):
        keeping.change(letter, circle, card, based_on=1)

    assert words_on_the_shelf(ada) == ["second"]


def test_a_letter_moved_to_us_leaves_only_me_with_its_versions(ada, jonas, given_a_letter):
    letter = given_a_letter(ada, words="first")
    me, us = ada.circle("only-me"), ada.circle("us")
    card = Shelf(ada).get(letter.id).card
    card.words = "second"
    keeping.change(letter, me, card)
    assert Shelf(ada).find("second").entries

    keeping.move(letter, me, us)

    assert words_on_the_shelf(jonas) == ["second"]
    assert words_on_the_shelf(ada) == ["second"]
    assert [shown.circle.kind for shown in Shelf(ada).find("second").entries] == ["us"]


def test_a_letter_changed_on_its_way_to_ada_alone_is_never_read_by_jonas(
    ada, jonas, given_a_letter, monkeypatch
):
    letter = given_a_letter(ada, words="for us", circle="us")
    me, us, card = ada.circle("only-me"), ada.circle("us"), Shelf(ada).get(letter.id).card
    card.words, seen = "for me alone", []
    next_seq = keeping._next_seq

    def looked_at_meanwhile(circle):
        seen.extend(words_on_the_shelf(jonas))
        return next_seq(circle)

    monkeypatch.setattr(keeping, "_next_seq", looked_at_meanwhile)
    keeping.move(letter, us, me, card, based_on=1)

    assert set(seen) == {"for us"}
    assert (words_on_the_shelf(ada), words_on_the_shelf(jonas)) == (["for me alone"], [])
    assert (letter.revision, letter.circle_id) == (2, me.id)
    assert [open_card(letter, me, one).words for one in letter.versions.all()] == ["for us"]


def test_a_picture_takes_its_new_words_and_its_file_along(ada, jonas, given_a_picture):
    picture = given_a_picture(ada, title="His hat")
    card = Shelf(ada).get(picture.id).card
    card.title = "His woollen hat"

    keeping.move(picture, ada.circle("only-me"), ada.circle("us"), card)

    shown = Shelf(jonas).get(picture.id)
    assert shown.card.title == "His woollen hat"
    assert b"".join(open_original(shown.card.attachments[0], shown.circle.identity()))
    assert check_all(ada).problems == []


def test_a_move_based_on_an_older_version_changes_nothing(ada, given_a_letter):
    letter = given_a_letter(ada, words="first", circle="us")
    us, card = ada.circle("us"), Shelf(ada).get(letter.id).card
    card.words = "second"
    keeping.change(letter, us, card)

    card.words = "from an older window"
    with pytest.raises(ChangedMeanwhile):
        keeping.move(letter, us, ada.circle("only-me"), card, based_on=1)

    assert [shown.circle.kind for shown in Shelf(ada).find("second").entries] == ["us"]


def test_what_is_in_the_bin_meanwhile_is_not_changed_there(ada, given_a_letter):
    letter = given_a_letter(ada, words="put away")
    shown = Shelf(ada).get(letter.id)
    keeping.put_in_bin(letter)

    for act in (
        lambda: keeping.change(shown.keepsake, shown.circle, shown.card),
        lambda: keeping.move(shown.keepsake, shown.circle, ada.circle("us")),
    ):
        with pytest.raises(ChangedMeanwhile):
            act()


def test_cards_are_sealed_before_the_short_transaction(ada, given_a_letter, monkeypatch):
    letter, me = given_a_letter(ada, words="first"), ada.circle("only-me")
    card, held = Shelf(ada).get(letter.id).card, []
    real_seal, real_held = keeping.seal_card, keeping._held
    monkeypatch.setattr(keeping, "_held", lambda row: held.append("held") or real_held(row))
    monkeypatch.setattr(keeping, "seal_card", lambda *a: held.append("sealed") or real_seal(*a))

    keeping.change(letter, me, card)
    keeping.move(letter, me, ada.circle("us"))

    assert held == ["sealed", "held", "sealed", "sealed", "held"]


def test_the_bin_gives_back_within_thirty_days_and_empties_itself_after(ada, given_a_letter):
    letter = given_a_letter(ada, words="put away")
    keeping.put_in_bin(letter)
    assert words_on_the_shelf(ada) == []
    assert len(Shelf(ada).page(place="bin").entries) == 1

    keeping.take_back(letter, ada.circle("only-me"))
    assert words_on_the_shelf(ada) == ["put away"]

    keeping.put_in_bin(letter)
    later = letter.binned_at + datetime.timedelta(days=31)
    keeping.empty_bins(later)
    assert not Keepsake.objects.exists()
    assert Shelf(ada).page(place="bin").entries == []
