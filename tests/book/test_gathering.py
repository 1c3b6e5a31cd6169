"""What comes into a book, and what never does."""

import datetime
import io
import wave
from dataclasses import replace

import pytest
from django.utils import timezone

from heartleaf.archive.ending.carrying_out import let_keys_go
from heartleaf.archive.ending.deciding import ask_own
from heartleaf.book import files
from heartleaf.book.plans import Plan, begin, choose, forget_plan, plan_of, plans_of
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.media import remove_bytes
from heartleaf.keepsakes.notebook import NotThere
from tests.book.choosing import a_plan, gathered, pieces, titles
from tests.cast import MILA, ROWAN


def test_what_jonas_keeps_alone_never_enters_adas_book(ada, jonas, given_a_letter):
    his = given_a_letter(jonas, title="His alone", circle="only-me")
    theirs = given_a_letter(jonas, title="Theirs", circle="us")
    plan = a_plan(ada, his, theirs, circles=["us", "friends", "only-me"])
    assert titles(ada, plan) == ["Theirs"]
    assert gathered(ada, plan).without


def test_inge_makes_a_book_of_what_she_may_see(ada, inge, given_a_letter):
    theirs = given_a_letter(ada, title="For us", circle="us")
    shared = given_a_letter(ada, title="For all", circle="friends")
    assert titles(inge, a_plan(inge, theirs, shared)) == ["For all"]


def test_what_ada_keeps_alone_enters_only_if_she_chose_that_circle(ada, given_a_letter):
    hers = given_a_letter(ada, title="Mine", circle="only-me")
    assert titles(ada, a_plan(ada, hers)) == []
    assert titles(ada, a_plan(ada, hers, circles=["only-me"])) == ["Mine"]


def test_a_covered_letter_enters_only_if_it_was_chosen_by_itself(ada, given_a_letter):
    covered = given_a_letter(ada, title="Covered", circle="us", covered=True)
    plan = a_plan(ada, covered)
    assert titles(ada, plan) == []
    choose(plan, [str(covered.id)], [str(covered.id)], {str(covered.id): 1})
    assert titles(ada, plan) == ["Covered"]
    us = ada.circle("us")
    keeping.change(covered, us, keeping.open_card(covered, us))
    assert titles(ada, plan) == []
    choose(plan, [str(covered.id)], [], {})
    assert (plan.chosen, plan.covered) == ([], {})


def test_what_was_covered_after_it_was_chosen_stays_out(ada, given_a_letter):
    letter = given_a_letter(ada, title="Open then", circle="us")
    plan = a_plan(ada, letter)
    ada.change_own(lambda own: own.covers.update({str(letter.id): True}))
    assert titles(ada, plan) == []


def test_what_is_not_yet_is_nowhere_in_a_book(ada, given_a_letter):
    soon = ada.today() + datetime.timedelta(days=1)
    closed = given_a_letter(ada, title="Tomorrow", circle="us", until=soon.isoformat())
    asked = given_a_letter(ada, title="When asked", circle="us", until_asked=True)
    assert titles(ada, a_plan(ada, closed, asked)) == []


def test_what_closes_or_goes_to_the_bin_after_it_was_chosen_stays_out(ada, given_a_letter):
    closing = given_a_letter(ada, title="Closes", circle="us")
    binned = given_a_letter(ada, title="Goes", circle="us")
    stays = given_a_letter(ada, title="Stays", circle="us")
    plan = a_plan(ada, closing, binned, stays)
    us = ada.circle("us")
    card = keeping.open_card(closing, us)
    card.until = "2199-05-12"
    keeping.change(closing, us, card)
    keeping.put_in_bin(binned)
    assert titles(ada, plan) == ["Stays"]


def test_what_was_brought_to_another_circle_stays_out(ada, given_a_letter):
    letter = given_a_letter(ada, title="Taken back", circle="us")
    plan = a_plan(ada, letter)
    keeping.move(letter, ada.circle("us"), ada.circle("only-me"))
    assert titles(ada, plan) == []


def test_chapters_are_years_or_children_or_none(ada, given_a_letter):
    rowan, mila, both, nobody = (
        given_a_letter(ada, title=title, circle="us", date=date, children=children)
        for title, date, children in (
            ("To Rowan", "12 May 2025", [ROWAN.id]),
            ("To Mila", "3 April 2024", [MILA.id]),
            ("To both", "1 June 2025", [ROWAN.id, MILA.id]),
            ("About us", "", []),
        )
    )
    kept = (rowan, mila, both, nobody)

    def chapters(kind):
        volume = gathered(ada, a_plan(ada, *kept, chapters=kind)).volume
        return [(one.title, [piece.title for piece in one.pieces]) for one in volume.chapters]

    assert chapters("years") == [
        ("2024", ["To Mila"]),
        ("2025", ["To Rowan", "To both"]),
        ("Without a day", ["About us"]),
    ]
    assert chapters("children") == [
        ("Rowan", ["To Rowan"]),
        ("Rowan and Mila", ["To both"]),
        ("Mila", ["To Mila"]),
        ("All of us", ["About us"]),
    ]
    assert chapters("one") == [("", ["To Mila", "To Rowan", "To both", "About us"])]


def test_words_for_the_book_are_as_they_were_typed(ada, given_a_letter):
    letter = given_a_letter(ada, words="Dear", circle="us")
    (piece,) = pieces(ada, a_plan(ada, letter, captions={str(letter.id): "5 * 6\n* 7"}))
    assert piece.words == "Dear\n\n*5 \\* 6 \\* 7*"


def test_the_order_given_by_hand_stands(ada, given_a_letter):
    first = given_a_letter(ada, title="First", circle="us", date="1 May 2025")
    last = given_a_letter(ada, title="Last", circle="us", date="2 May 2025")
    assert titles(ada, a_plan(ada, last, first)) == ["First", "Last"]
    assert titles(ada, a_plan(ada, last, first, by_hand=True)) == ["Last", "First"]


def test_a_picture_comes_as_our_view_with_her_words_for_the_book(ada, given_a_picture):
    picture = given_a_picture(ada, circle="us", title="The sea")
    plan = a_plan(ada, picture, captions={str(picture.id): "In June"}, cover=str(picture.id))
    book = gathered(ada, plan)
    (plate,) = book.volume.chapters[0].pieces[0].plates
    assert (plate.caption, plate.alt) == ("In June", "Photograph: The sea")
    assert book.volume.cover.key == plate.key
    us = ada.circle("us")
    card = keeping.open_card(picture, us)
    card.attachments = [replace(one, alt="Grey water") for one in card.attachments]
    keeping.change(picture, us, card)
    (described,) = pieces(ada, a_plan(ada, picture))[0].plates
    assert (described.caption, described.alt) == ("", "Grey water")
    data = book.pictures(plate.key)
    assert data.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in data
    remove_bytes(picture.media.get().id)
    assert book.pictures(plate.key) is None
    assert book.pictures("another") is None


def test_a_typed_file_is_read_in_the_book_as_it_was_typed(ada, given_files):
    from_orla = {"Orla.txt": b"She had *hair*.\n\n# 1\n"}
    paper = given_files(ada, from_orla, circle="us", title="Orla", words="I asked.")
    (piece,) = pieces(ada, a_plan(ada, paper))
    assert piece.words == "I asked.\n\nShe had \\*hair\\*\\.\n\n\\# 1"
    assert piece.note == ""


def test_a_typed_file_that_goes_on_and_what_cannot_be_printed_are_told(ada, given_files):
    long = given_files(ada, {"long.txt": b"a b " * 12_000}, circle="us", date="1 May 2025")
    other = given_files(ada, {"kept.rtf": b"{\\rtf1 A}"}, circle="us", date="2 May 2025")
    first, second = pieces(ada, a_plan(ada, long, other))
    assert len(first.words) <= files.LONGEST
    assert first.note.startswith("It goes on; the whole is kept in")
    assert second.note.startswith("With it belongs a file that cannot be printed")


def test_a_sound_keeps_its_title_and_says_what_it_is_below(ada, given_files):
    sound = given_files(ada, {"heart.wav": two_seconds()}, circle="us", title="His heart")
    (piece,) = pieces(ada, a_plan(ada, sound))
    assert (piece.title, piece.sort) == ("His heart", "Sound")
    assert piece.note.startswith("A sound, 0:02")


def test_where_a_thing_is_kept_is_in_the_book_only_if_asked_for(ada, given_a_picture):
    hat = given_a_picture(ada, circle="us", kind="thing", whereabouts="In my drawer")
    assert [one.words for one in pieces(ada, a_plan(ada, hat))] == [""]
    asked = pieces(ada, a_plan(ada, hat, whereabouts=True))
    assert [one.words for one in asked] == ["It is kept here: In my drawer"]


def test_the_days_of_a_book_are_those_of_its_circles_and_the_remembered_come_first(ada):
    for circle, day in (
        ("us", Day(title="*Ours*", date="2026-01-02")),
        ("only-me", Day(title="Hers alone", date="2026-01-03")),
    ):
        change_calendar(ada.circle(circle), lambda calendar, day=day: calendar.days.append(day))
    (days,) = pieces(ada, a_plan(ada, days=True))
    assert days.words.split("\n\n") == [
        "*12 May 2025* Rowan\\, born and died",
        "*4 March 2020* Mila\\, born",
        "*2 January 2026* \\*Ours\\*",
    ]


def test_a_letter_is_signed_by_who_wrote_it(ada, jonas, inge, given_a_letter):
    hers = given_a_letter(ada, title="Hers", circle="friends", date="1 May 2025")
    his = given_a_letter(jonas, title="His", circle="friends", date="2 May 2025")
    brought = given_a_letter(ada, circle="friends", origin="mail", date="3 May 2025")
    kept = (hers, his, brought)
    assert [one.signed for one in pieces(ada, a_plan(ada, *kept))] == ["Ada", "Jonas", ""]
    assert [one.signed for one in pieces(inge, a_plan(inge, *kept))] == ["", "", ""]


def test_what_jonas_wrote_is_signed_by_him_also_once_he_ended_his_place(ada, jonas, given_a_letter):
    his = given_a_letter(jonas, title="His", circle="us")
    let_keys_go(ask_own(jonas, named=True, at_once=True), timezone.now(), insisted=True)
    [piece] = pieces(ada, a_plan(ada, his))
    assert piece.signed == "Jonas"


def two_seconds():
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x80" * 16_000)
    return file.getvalue()


def test_a_plan_comes_back_as_it_was_and_is_nobody_elses(ada, jonas):
    plan = Plan(title="Rowan", chosen=["a"], captions={"a": "b"})
    begin(ada, plan)
    begin(ada, plan)
    assert plans_of(ada) == [plan]
    assert plans_of(jonas) == []
    with pytest.raises(NotThere):
        plan_of(jonas, plan.id)
    forget_plan(ada, plan.id)
    assert plans_of(ada) == []
