"""Coming with an invitation: the first page, the greeting, a way in of one's own."""

import datetime
import io
import logging
import re

import pytest
from django.test import Client
from django.utils import timezone

from heartleaf.circle.inviting import invitation, invite, take_back
from heartleaf.circle.models import Invitation
from heartleaf.family.models import Person
from heartleaf.sealing import Link
from heartleaf.web import slowing
from heartleaf.web.logs import NothingPrivate
from tests.cast import PASSPHRASE

NEW = {"name": "Inge", "role": "adds", "circles": ["friends"], "words": "Come.", "days": "14"}
WAY_IN = {"name": "Inge", "email": "inge@example.org", "passphrase": "nine lamps along the quay"}
NOTHING = "Nothing opens with this"


@pytest.fixture(autouse=True)
def nobody_waits():
    slowing._failed.clear()


@pytest.fixture
def guest():
    """The browser of someone who is not of the family."""
    return Client()


@pytest.fixture
def inside(guest, made):
    """The same with the invitation in the hand."""
    assert opened(guest, made).status_code == 302
    return guest


def opened(browser, made):
    return browser.post("/invited/", {"secret": made.link.text})


def text(answer):
    return answer.content.decode()


# ── The first page ──────────────────────────────────────────────────────────────────────────


def test_the_first_page_is_the_same_for_everybody(made, guest, adas):
    """But for the form's own word, which is new each time, and for what closes the screen."""
    pages = [text(guest.get("/invited/")), text(adas.get("/invited/"))]
    Invitation.objects.all().delete()
    pages.append(text(Client().get("/invited/")))

    bodies = {
        re.sub(r'value="\w{64}"', "", page.partition("<main")[2].partition("</main>")[0])
        for page in pages
    }
    assert len(bodies) == 1
    assert not any(word in "".join(bodies) for word in ("Rowan", "Ada", "Inge"))


def test_a_chat_program_shows_a_neutral_card(made, guest):
    page = text(guest.get("/invited/"))

    assert '<meta property="og:title" content="Heartleaf">' in page
    assert "og:image" not in page
    assert "<title>Heartleaf</title>" in page
    assert "noindex" in guest.get("/invited/")["X-Robots-Tag"]


@pytest.mark.parametrize("path", ["", "greeting/", "way-in/", "signing-out/", "sheet/"])
def test_looking_spends_nothing(inside, made, path):
    before = Invitation.objects.filter(pk=made.id).values().get()
    for browser in (inside, Client()):
        for ask in (browser.get, browser.head, browser.options):
            ask(f"/invited/{path}", {"secret": made.link.text, "letters": made.link.text})

    assert Invitation.objects.filter(pk=made.id).values().get() == before
    assert Person.objects.count() == 1
    assert "Ada asks you in" in text(inside.get("/invited/greeting/"))


def test_the_secret_in_a_query_opens_nothing(made, guest):
    guest.get("/invited/", {"secret": made.link.text})

    assert guest.get("/invited/greeting/").status_code == 302


def test_every_link_that_opens_nothing_gets_one_answer(ada, made, guest):
    """Used, ended, taken back, altered, of another place, never made, and no link at all."""
    secrets = {"never": Link.new().text, "none": "x", "empty": "", "long": "A" * 1_000_000}
    for name in ("used", "ended", "taken back", "altered"):
        ends = timezone.now() + datetime.timedelta(days=1)
        row = invite(ada, ["friends"], "adds", ends=ends)
        secrets[name] = row.link.text
        if name == "used":
            opened(guest, row)
            guest.post("/invited/way-in/", WAY_IN)
            guest.post("/sign-out/")
        elif name == "ended":
            Invitation.objects.filter(pk=row.id).update(ends_at=timezone.now())
        elif name == "altered":
            Invitation.objects.filter(pk=row.id).update(greeting=made.row.greeting)
        else:
            take_back(row.row)

    answers = set()
    for secret in secrets.values():
        slowing._failed.clear()
        answer = Client().post("/invited/", {"secret": secret})
        told = {**answer.headers, "Set-Cookie": [*answer.cookies]}
        answers.add((answer.status_code, re.sub(r'"\w{64}"', "", text(answer)), str(told)))
    assert len(answers) == 1
    [(status, page, _told)] = answers
    assert status == 404
    assert NOTHING in page


def test_many_wrong_ones_wait_and_a_good_one_is_then_still_good(made, guest):
    said = [text(guest.post("/invited/", {"letters": Link.new().text})) for _ in range(7)]
    assert "Please wait" in said[-1]
    assert "Please wait" in text(opened(guest, made))

    slowing._failed.clear()
    assert opened(guest, made).status_code == 302


def test_a_good_link_forgives_nothing_at_the_door(made, guest):
    wrong = {"email": "ada@example.org", "passphrase": "not hers at all"}
    for _ in range(6):
        guest.post("/sign-in/", wrong)
    opened(guest, made)

    assert "Please wait" in text(guest.post("/sign-in/", wrong))


def test_what_was_typed_wrong_can_be_mended(made, guest):
    typed = made.link.text[:-1] + ("A" if made.link.text[-1] != "A" else "B")

    assert typed in text(guest.post("/invited/", {"letters": typed}))


# ── The greeting ────────────────────────────────────────────────────────────────────────────


def test_the_greeting_says_who_asks_to_what(inside):
    page = text(inside.get("/invited/greeting/"))

    for words in ("Ada asks you in", "place", "Come when you like.", "family and friends"):
        assert words in page
    assert "Inge" not in page


def test_the_secret_is_held_for_these_pages_alone(made, guest):
    cookie = opened(guest, made).cookies["heartleaf-invitation"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/invited/"
    assert made.link.text not in cookie.value
    assert made.link.secret not in bytes.fromhex(cookie.value).decode(errors="replace")


@pytest.mark.parametrize("value", ["", "00", "x", "ab" * 90])
def test_nobody_makes_up_what_is_held(made, guest, value):
    guest.cookies["heartleaf-invitation"] = value

    assert guest.get("/invited/greeting/").status_code == 302
    assert guest.post("/invited/way-in/", WAY_IN).status_code == 302
    assert Person.objects.count() == 1


def test_another_time_lets_go_of_it_and_spends_nothing(made, inside):
    page = inside.post("/invited/greeting/", {"later": "yes"})

    assert "Another time, then" in text(page)
    assert inside.get("/invited/greeting/").status_code == 302
    assert opened(inside, made).status_code == 302


def test_taken_back_while_it_is_read_it_is_gone(made, inside):
    take_back(made.row)

    for answer in (inside.get("/invited/greeting/"), inside.post("/invited/way-in/", WAY_IN)):
        assert answer.status_code in {302, 404}
    assert Person.objects.count() == 1


def test_whoever_is_signed_in_already_is_told_and_chooses(made, ada, adas):
    opened(adas, made)
    page = text(adas.get("/invited/greeting/"))

    assert "signed in as Ada" in page
    assert "asks you in" not in page
    assert adas.post("/invited/way-in/", WAY_IN).headers["Location"] == "/invited/greeting/"
    assert Person.objects.count() == 1
    adas.post("/invited/signing-out/")
    assert "Ada asks you in" in text(adas.get("/invited/greeting/"))


# ── A way in of one's own ───────────────────────────────────────────────────────────────────


def test_inge_makes_her_way_in_and_is_led_to_today(ada, made, inside):
    answer = inside.post("/invited/way-in/", WAY_IN, follow=True)

    assert "A sheet of paper" in text(answer)
    page = inside.post("/invited/sheet/", follow=True)
    assert "There is no hurry, and nothing is asked of you." in text(page)
    assert "Inge." in text(page)
    assert "Inge" not in text(inside.get("/more/")).split("<h1>")[0]
    assert invitation(ada, made.id) is None
    assert "heartleaf-invitation" not in {n for n, c in inside.cookies.items() if c.value}


def test_she_makes_the_sheet_without_saying_the_passphrase_again(inside):
    inside.post("/invited/way-in/", WAY_IN)

    answer = inside.post("/settings/sheet/", {"make": "yes"}, follow=True)
    assert "sheet.pdf" in text(answer)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"passphrase": "summer"}, "guessed quickly"),
        ({"passphrase": "Rowan's place Ada"}, "guessed quickly"),
        ({"passphrase": ""}, "Please choose a passphrase"),
        ({"email": ""}, "Please give an address"),
        ({"email": "not one"}, "valid email"),
        ({"passphrase": "a" * 5000}, "at most 1000"),
    ],
)
def test_what_is_no_way_in_is_said_and_spends_nothing(made, inside, said, sentence):
    answer = inside.post("/invited/way-in/", WAY_IN | said)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert Invitation.objects.filter(pk=made.id).exists()
    assert Person.objects.count() == 1


def test_an_address_and_passphrase_of_another_place_are_refused(made, inside, vera):
    taken = {"email": "vera@example.org", "passphrase": PASSPHRASE, "name": "Vera"}

    answer = inside.post("/invited/way-in/", taken)

    assert "already open another place here" in text(answer)
    assert Invitation.objects.filter(pk=made.id).exists()


def test_of_two_browsers_one_gets_in_and_the_other_is_told(made, guest):
    other = Client()
    for browser in (guest, other):
        opened(browser, made)
    guest.post("/invited/way-in/", WAY_IN)

    answer = other.post("/invited/way-in/", WAY_IN | {"email": "paul@example.org"})

    assert answer.status_code == 404
    assert NOTHING in text(answer)
    assert Person.objects.count() == 2


def test_a_second_tap_comes_in_as_the_first_did(made, inside):
    other = Client()
    other.cookies["heartleaf-invitation"] = inside.cookies["heartleaf-invitation"].value
    inside.post("/invited/way-in/", WAY_IN)

    answer = other.post("/invited/way-in/", WAY_IN)

    assert answer.headers["Location"] == "/invited/sheet/"
    assert "Inge" in text(other.get("/", follow=True))
    assert Person.objects.count() == 2


def test_pages_of_an_invitation_refuse_forms_of_other_places(made):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/invited/", {"secret": made.link.text}).status_code == 403


def test_the_log_holds_nothing_of_it(made, guest, adas, monkeypatch):
    [log] = [
        one
        for one in logging.getLogger("django").handlers
        if isinstance(one.formatter, NothingPrivate)
    ]
    monkeypatch.setattr(log, "stream", io.StringIO())
    guest.post("/invited/", {"secret": Link.new().text})
    opened(guest, made)
    adas.get(f"/invitations/{made.id}/")
    guest.post("/invited/way-in/", WAY_IN)
    opened(guest, made)

    assert made.link.text not in log.stream.getvalue()
    assert made.link.secret not in log.stream.getvalue()
