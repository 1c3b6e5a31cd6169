"""Coming in and going out: passphrase, sheet, sessions."""

import datetime
import random
import time

import pytest
from django.utils import timezone

from heartleaf.family import beginning, entering
from heartleaf.family.beginning import AddressTaken, Beginner, begin_family
from heartleaf.family.entering import NotOpened
from heartleaf.family.facts import FamilyFacts
from heartleaf.family.models import Session, WayIn
from heartleaf.sealing import passphrase
from tests.cast import PASSPHRASE


def test_ada_comes_in_with_her_passphrase(ada):
    came = entering.enter_by_passphrase("ada@example.org", PASSPHRASE)

    assert came.id == ada.id
    assert came.facts.name == "Rowan's place"


def test_the_address_may_be_written_in_capitals_and_the_letters_composed_otherwise(installation):
    begin_family(FamilyFacts(), Beginner("zoe@example.org", "ein schöner langer Satz für dich"))

    assert entering.enter_by_passphrase(
        " Zoe@Example.org ", "ein scho\u0308ner langer Satz fu\u0308r dich"
    )


@pytest.mark.parametrize(
    ("email", "words"),
    [("ada@example.org", "something else altogether"), ("nobody@example.org", PASSPHRASE)],
)
def test_a_wrong_passphrase_and_an_unknown_address_do_the_same_work(ada, monkeypatch, email, words):
    derivations = []
    real = passphrase.hash_secret_raw
    monkeypatch.setattr(
        passphrase, "hash_secret_raw", lambda *a, **k: derivations.append(1) or real(*a, **k)
    )

    with pytest.raises(NotOpened):
        entering.enter_by_passphrase(email, words)

    assert derivations == [1]


def test_two_families_may_live_in_one_archive_unless_the_way_in_is_the_same(ada, vera):
    assert ada.family_id != vera.family_id
    with pytest.raises(AddressTaken):
        begin_family(FamilyFacts(), Beginner("ada@example.org", PASSPHRASE))


def test_after_a_change_only_the_new_passphrase_opens(ada):
    entering.change_passphrase(ada, "ada@new.example", "a quiet harbour before the rain")

    assert entering.enter_by_passphrase("ada@new.example", "a quiet harbour before the rain")
    with pytest.raises(NotOpened):
        entering.enter_by_passphrase("ada@example.org", PASSPHRASE)


def test_the_sheet_opens_when_the_passphrase_is_forgotten(ada):
    key = entering.make_sheet(ada)
    entering.change_passphrase(ada, "ada@example.org", "nobody remembers this one at all")

    came = entering.enter_by_sheet(key[:20].lower() + " \n" + key[20:])

    assert came.own.name == "Ada"


@pytest.mark.parametrize("first_row", ["", "age secret key 1", "AGE-SECERT-KEY-1"])
def test_the_first_row_of_the_sheet_may_be_left_out_or_slip(ada, first_row):
    key = entering.make_sheet(ada)

    rows = first_row + " \n" + key.removeprefix("AGE-SECRET-KEY-1")

    assert entering.enter_by_sheet(rows).id == ada.id


def test_a_new_sheet_ends_the_old_one_once_it_is_proved(ada):
    old = entering.make_sheet(ada)
    entering.prove_sheet(ada)
    new = entering.make_sheet(ada)
    assert entering.enter_by_sheet(old).id == entering.enter_by_sheet(new).id == ada.id
    assert entering.has_proved_sheet(ada.person)

    entering.prove_sheet(ada)

    with pytest.raises(NotOpened):
        entering.enter_by_sheet(old)
    assert entering.enter_by_sheet(new).id == ada.id
    header = bytes(ada.person.identity).split(b"\n--- ")[0]
    assert header.count(b"-> X25519") == WayIn.objects.filter(person=ada.person).count() == 2


def test_a_sheet_that_was_not_proved_ends_with_the_next_one(ada):
    old = entering.make_sheet(ada)
    new = entering.make_sheet(ada)

    with pytest.raises(NotOpened):
        entering.enter_by_sheet(old)
    assert entering.enter_by_sheet(new)


def test_when_another_was_made_meanwhile_proving_the_one_before_loses_nothing(ada):
    entering.make_sheet(ada)
    entering.prove_sheet(ada)
    entering.make_sheet(ada)
    meanwhile = entering.make_sheet(entering.enter_by_passphrase("ada@example.org", PASSPHRASE))

    with pytest.raises(WayIn.DoesNotExist):
        entering.prove_sheet(ada)

    assert entering.enter_by_sheet(meanwhile).own.unproved_sheet == meanwhile
    assert entering.has_proved_sheet(ada.person)


def test_a_proved_sheet_is_forgotten_by_the_server(ada):
    entering.make_sheet(ada)
    assert not entering.has_proved_sheet(ada.person)

    entering.prove_sheet(ada)

    assert ada.own.unproved_sheet == ""
    assert entering.has_proved_sheet(ada.person)


@pytest.mark.parametrize("typed", ["", "AGE-SECRET-KEY-1", "hello", "AGE-SECRET-KEY-1" + "Q" * 58])
def test_what_is_no_key_opens_nothing(ada, typed):
    with pytest.raises(NotOpened):
        entering.enter_by_sheet(typed)


def test_a_session_needs_both_of_its_cookies(ada):
    cookies = entering.begin_session(ada)
    other = entering.begin_session(ada)

    assert entering.resume_session(cookies)
    assert entering.resume_session(entering.Cookies(cookies.token, other.key)) is None
    assert entering.resume_session(entering.Cookies("x", cookies.key)) is None


def test_a_session_that_was_left_for_two_weeks_has_ended(ada):
    cookies = entering.begin_session(ada)
    Session.objects.update(seen_at=timezone.now() - datetime.timedelta(days=15))

    assert entering.resume_session(cookies) is None

    entering.sweep_sessions(timezone.now())
    assert not Session.objects.exists()


def test_signing_out_everywhere_ends_every_session(ada):
    cookies = [entering.begin_session(ada) for _ in range(3)]

    entering.end_everywhere(ada.person)

    assert [entering.resume_session(one) for one in cookies] == [None, None, None]


@pytest.mark.parametrize(
    ("words", "strong"),
    [
        ("password1", False),
        ("Aa1!Aa1!", False),
        ("rowan2025", False),
        ("seven small boats upon the river", True),
        ("雨の日に小さな舟が七つ", True),
        ("x" * 80, True),
        ("1234567890", False),
        ("Rowan2025!", False),
        ("p@$$w0rd!1", False),
        ("x9/k$R(2m<Q!7+e|T4", True),
        ("password1!" * 7, False),
    ],
)
def test_a_passphrase_is_judged_by_how_hard_it_is_to_guess(words, strong):
    assert entering.is_strong(words, "Rowan") is strong


@pytest.mark.parametrize(
    "signs",
    [
        "@$0+7%2(4<8{[369!1|5",
        "4@({[<691!|7$5+%0238",
        "0123456789",
        "0123456789!@$+",
        "6677991166",
        "1|7!",
        "aabbccdd0017",
        "123456789qwertyu",
        "1990-05/.",
        "雨の日に小さな舟",
    ],
)
def test_no_passphrase_keeps_the_judge_busy(signs):
    """A twentieth of a second on a machine with nothing else to do; it was twelve seconds."""
    mixed = random.Random(signs)
    tried = [(signs * 36)[:72], *("".join(mixed.choices(signs, k=72)) for _ in range(10))]
    for words in tried:
        began = time.process_time()
        entering.is_strong(words, words * 100_000, "Rowan")
        assert time.process_time() - began < 0.25, words


def test_jonas_joins_and_neither_opens_what_is_only_for_the_other(ada, jonas):
    assert {circle.kind for circle in jonas.circles.values()} == {"only-me", "us", "friends"}
    assert jonas.circle("us").id == ada.circle("us").id
    assert jonas.circle("only-me").id != ada.circle("only-me").id


def test_every_way_in_is_a_recipient_of_the_person(ada):
    entering.make_sheet(ada)

    header = bytes(ada.person.identity).split(b"\n--- ")[0]
    assert header.count(b"-> X25519") == WayIn.objects.filter(person=ada.person).count() == 2


def test_the_installation_is_made_once(installation):
    assert beginning.installation() == installation
