"""Guessing costs: the same work whatever is wrong, waiting after several, two at once at most."""

import threading
import time

import pytest
from django.test import Client

from heartleaf.family import entering
from heartleaf.family.entering import NotOpened, enter_by_passphrase
from heartleaf.sealing import LONGEST_ADDRESS, Cost, TooLong, derive, passphrase
from heartleaf.web import slowing
from tests.cast import PASSPHRASE

WRONG = "seven small boats upon the sea"


@pytest.fixture(autouse=True)
def nobody_has_tried(monkeypatch):
    monkeypatch.setattr(slowing, "_failed", {})


@pytest.fixture
def no_time_passes(monkeypatch):
    monkeypatch.setattr(slowing.time, "monotonic", lambda: 1000.0)


@pytest.fixture
def derivations(monkeypatch):
    """Every derivation that is made: the memory, passes and lanes it takes."""
    made, derive_raw = [], passphrase.hash_secret_raw

    def counted(secret, salt, **cost):
        made.append(cost)
        return derive_raw(secret, salt, **cost)

    monkeypatch.setattr(passphrase, "hash_secret_raw", counted)
    return made


@pytest.mark.parametrize(
    ("email", "typed"),
    [
        ("ada@example.org", WRONG),
        ("nobody@example.org", WRONG),
        ("nobody@example.org", PASSPHRASE),
        ("ada@example.org", ""),
        ("", ""),
        ("vera@example.org", PASSPHRASE * 30),
    ],
)
def test_whatever_is_wrong_takes_one_derivation_and_says_the_same(ada, derivations, email, typed):
    answer = Client().post("/sign-in/", {"email": email, "passphrase": typed})

    assert answer.status_code == 422
    assert "This address and this passphrase together open nothing" in answer.content.decode()
    assert derivations == [right_cost(ada)]


def test_what_is_right_takes_the_same(ada, derivations):
    answer = Client().post("/sign-in/", {"email": "ada@example.org", "passphrase": PASSPHRASE})

    assert answer.status_code == 302
    assert derivations == [right_cost(ada)]


@pytest.mark.parametrize(
    ("email", "typed"),
    [
        ("ada@example.org", "\ufdfa" * 1001),
        ("nobody@example.org", "\ufdfa" * 1001),
        ("ada@example.org", PASSPHRASE + " " * 1000),
    ],
)
def test_what_is_longer_than_any_passphrase_derives_nothing_and_is_told_the_same(
    ada, derivations, email, typed
):
    answer = Client().post("/sign-in/", {"email": email, "passphrase": typed})

    assert answer.status_code == 422
    assert "This address and this passphrase together open nothing" in answer.content.decode()
    assert derivations == []


def test_a_long_address_is_cut_short_before_anything_is_made_of_it(ada, derivations):
    answer = Client().post("/sign-in/", {"email": "\ufdfa" * 100_000, "passphrase": WRONG})

    assert "This address and this passphrase together open nothing" in answer.content.decode()
    assert answer.content.decode().count("\ufdfa") == LONGEST_ADDRESS
    assert derivations == [right_cost(ada)]


@pytest.mark.parametrize(("words", "address"), [("w" * 1001, "a"), ("w", "a" * 321)])
def test_nothing_is_derived_from_more_than_is_ever_taken(words, address):
    with pytest.raises(TooLong):
        derive(words, address, salt=b"s", cost=Cost(passes=1, memory_kib=1024))


def test_what_was_typed_is_read_before_one_of_the_two_places_is_taken(monkeypatch):
    held, settled = [], passphrase._settled

    def watched(text):
        held.append(passphrase.AT_ONCE._value)
        return settled(text)

    monkeypatch.setattr(passphrase, "_settled", watched)
    derive("a", "b", salt=b"s", cost=Cost(passes=1, memory_kib=1024))

    assert held == [2, 2]


def test_wrong_and_unknown_ask_the_database_the_same(ada, django_assert_num_queries):
    for email in ("ada@example.org", "nobody@example.org"):
        with django_assert_num_queries(2), pytest.raises(NotOpened):
            enter_by_passphrase(email, WRONG)


def test_after_several_wrong_tries_the_next_waits_and_nothing_is_derived(ada, derivations):
    browser = Client()
    for _try in range(slowing.FREE):
        browser.post("/sign-in/", {"email": "ada@example.org", "passphrase": WRONG})
    derivations.clear()

    answer = browser.post("/sign-in/", {"email": "ada@example.org", "passphrase": PASSPHRASE})

    assert "Please wait" in answer.content.decode()
    assert derivations == []


def test_someone_elsewhere_waits_too_if_it_is_the_same_address(ada):
    for number in range(slowing.FREE):
        guess(f"10.0.0.{number}", "Ada@Example.org ")

    assert "Please wait" in guess("10.0.0.99", "ada@example.org")


def test_one_sender_trying_many_addresses_waits(ada):
    for number in range(slowing.FREE):
        guess("10.0.0.1", f"{number}@example.org")

    assert "Please wait" in guess("10.0.0.1", "another@example.org")
    assert "Please wait" not in guess("10.0.0.2", "another@example.org")


def test_behind_a_web_server_a_stranger_makes_only_themselves_wait(ada, settings):
    settings.SECURE = True
    for number in range(slowing.FREE):
        guess("127.0.0.1", f"{number}@example.org", by_way_of=f"1.1.1.{number}, 2.2.2.2")

    assert "Please wait" in guess("127.0.0.1", "ada@example.org", by_way_of="2.2.2.2")
    assert "Please wait" not in guess("127.0.0.1", "ada@example.org", by_way_of="3.3.3.3")


def test_without_one_nobody_gets_new_tries_by_naming_others(ada):
    for number in range(slowing.FREE):
        guess("127.0.0.1", f"{number}@example.org", by_way_of=f"1.1.1.{number}")

    assert "Please wait" in guess("127.0.0.1", "ada@example.org", by_way_of="3.3.3.3")


def test_the_sheet_is_slowed_likewise(ada):
    form = {"key": "AGE-SECRET-KEY-1QQQ", "passphrase": "nine grey geese over a harbour"}
    for _try in range(slowing.FREE):
        Client().post("/sign-in/sheet/", form)

    assert "Please wait" in Client().post("/sign-in/sheet/", form).content.decode()


@pytest.fixture
def judged(monkeypatch):
    """Every passphrase whose strength is judged: that is work."""
    asked = []
    monkeypatch.setattr(entering, "zxcvbn", lambda words, **_: asked.append(words) or {"score": 4})
    return asked


def test_a_stranger_without_a_sheet_gets_no_passphrase_judged(ada, judged):
    form = {"key": "x", "passphrase": "nine grey geese over a harbour"}

    assert Client().post("/sign-in/sheet/", form).status_code == 422
    assert judged == []


def test_a_stranger_without_the_code_gets_no_passphrase_judged(installation, judged):
    form = {"email": "ada@example.org", "passphrase": "nine grey geese over a harbour"}
    for code in ({}, {"code": ""}, {"code": "0000-0000-0000"}):
        answer = Client(REMOTE_ADDR="192.0.2.7").post("/welcome/way-in/", form | code)
        assert answer.status_code == 422

    assert judged == []


def test_vera_cannot_try_adas_passphrase_as_a_new_one_of_her_own(
    ada, vera, browser_of, no_time_passes
):
    hers, said = browser_of(vera), []
    change = {"now": PASSPHRASE, "email": "ada@example.org"}
    for word in ("river", "shore", "marsh", "cliff", "beach", "creek"):
        new = f"nine grey geese over a {word}"
        said.append(hers.post("/settings/passphrase/", {**change, "passphrase": new}))
        change["now"] = new

    assert [answer.status_code for answer in said] == [302] * slowing.FREE + [200]
    assert "Please wait" in said[-1].content.decode()


def test_vera_cannot_try_it_with_her_sheet_either(ada, vera, no_time_passes):
    vera.change_own(lambda own: setattr(own, "email", "ada@example.org"))
    key, said = entering.make_sheet(vera), []
    for word in ("river", "shore", "marsh", "cliff", "beach", "creek"):
        form = {"key": key, "passphrase": f"nine grey geese over a {word}"}
        said.append(Client().post("/sign-in/sheet/", form))

    assert [answer.status_code for answer in said] == [302] * slowing.FREE + [422]
    assert "Please wait" in said[-1].content.decode()


def test_vera_coming_in_with_adas_address_forgives_no_guess_at_ada(ada, vera, no_time_passes):
    entering.change_passphrase(vera, "ada@example.org", "nine grey geese over a harbour")
    hers = {"email": "ada@example.org", "passphrase": "nine grey geese over a harbour"}
    for number in range(slowing.FREE):
        guess(f"10.0.2.{number}", "ada@example.org")
        if number < slowing.FREE - 1:
            assert Client().post("/sign-in/", hers).status_code == 302

    assert "Please wait" in guess("10.0.2.99", "ada@example.org")


def test_jonas_passphrase_does_not_pass_for_adas_though_they_share_an_address(
    ada, jonas, browser_of
):
    entering.change_passphrase(jonas, "ada@example.org", "nine grey geese over a harbour")
    form = {"now": "nine grey geese over a harbour", "email": "ada@example.org"}
    answer = browser_of(ada).post(
        "/settings/passphrase/", {**form, "passphrase": "a lantern under the old linden"}
    )

    assert "That passphrase does not open it." in answer.content.decode()
    assert enter_by_passphrase("ada@example.org", PASSPHRASE).id == ada.id


def test_however_full_the_memory_of_tries_is_counting_goes_on(ada, monkeypatch):
    monkeypatch.setattr(slowing, "AT_MOST", 4)
    for number in range(slowing.FREE * 2):
        guess(f"10.0.1.{number}", "ada@example.org")

    assert "Please wait" in guess("10.0.0.99", "ada@example.org")


def test_waiting_ends(ada, monkeypatch):
    for _try in range(slowing.FREE):
        guess("10.0.0.1", "ada@example.org")
    later = time.monotonic() + slowing.LONGEST + 1
    monkeypatch.setattr(slowing.time, "monotonic", lambda: later)

    assert "Please wait" not in guess("10.0.0.1", "ada@example.org")


def test_at_most_two_derivations_run_at_once(monkeypatch):
    running, most, lock = [], [0], threading.Lock()

    def slow(*_words, **_cost):
        with lock:
            running.append(1)
            most[0] = max(most[0], len(running))
        time.sleep(0.05)
        with lock:
            running.pop()
        return b"r" * 32

    monkeypatch.setattr(passphrase, "hash_secret_raw", slow)
    cost = Cost(passes=1, memory_kib=1024)
    threads = [
        threading.Thread(target=derive, args=("a", str(n)), kwargs={"salt": b"s", "cost": cost})
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [2]


def guess(sender, email, by_way_of=""):
    form = {"email": email, "passphrase": WRONG}
    named = {"HTTP_X_FORWARDED_FOR": by_way_of} if by_way_of else {}
    return Client(REMOTE_ADDR=sender, **named).post("/sign-in/", form).content.decode()


def right_cost(ada):
    from heartleaf.family.models import Installation

    cost = Installation.objects.get().cost
    return {
        "time_cost": cost.passes,
        "memory_cost": cost.memory_kib,
        "parallelism": 1,
        "hash_len": 32,
        "type": passphrase.Type.ID,
    }
