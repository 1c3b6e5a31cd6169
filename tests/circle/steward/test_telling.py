"""The parents are told, in every way they have, and never twice in a day."""

import datetime
import re

import pytest

from heartleaf.care import key_notices
from heartleaf.care.channels import LineDown, Outcome, Subscription, new_channel
from heartleaf.care.key_notices import (
    send_key_notices,
    stopping_path,
    sweep_key_notices,
    told_after,
)
from heartleaf.care.models import KeyNotice, Quiet
from heartleaf.circle import steward
from heartleaf.circle.models import Stewardship
from heartleaf.family.beginning import Beginner
from tests.care.reminders import a_channel
from tests.cast import PASSPHRASE
from tests.circle.steward.conftest import BEGAN
from tests.circle.steward.stewards import days

pytestmark = pytest.mark.django_db


def test_both_parents_are_told_at_once_each_week_and_on_the_last_days(
    ada, jonas, inge, named, office, clock
):
    for person in (ada, jonas, inge):
        a_channel(person, f"{person.name}@example.org".lower())
    steward.ask(named)
    came = []
    for day in range(32):
        for _turn in range(2):
            send_key_notices(BEGAN + days(day))
        came += [day] * (len(office.mails) - len(came))

    assert came == [day for day in told_after(30) for _parent in range(2)]
    assert set(office.addresses) == {"ada@example.org", "jonas@example.org"}
    assert told_after(30) == [0, 7, 14, 21, 27, 28, 29]


def test_the_mail_is_neutral_and_its_link_stops_it(ada, named, office, clock, client):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    send_key_notices(BEGAN)

    mail = office.mails[0]
    assert mail["Subject"] == "Something you asked to be told of"
    assert not any(word in mail.as_string() for word in ("Rowan", "Ada", "Inge", "key", "baby"))
    path = re.search(r"https://leaf.example.org(/stewardship/stop/\S+)", mail.get_content())[1]
    client.post(path)
    assert Stewardship.objects.get().asked is None


def test_it_comes_in_quiet_too_as_was_said_when_it_was_arranged(ada, named, office, clock):
    a_channel(ada, "ada@example.org")
    Quiet.begin(ada.person)
    steward.ask(named)
    send_key_notices(BEGAN)

    assert office.addresses == ["ada@example.org"]


def test_who_stopped_their_mails_is_told_on_today_alone(ada, named, office, clock, browser_of):
    channel = a_channel(ada, "ada@example.org")
    type(channel).objects.update(stopped=True)
    steward.ask(named)
    send_key_notices(BEGAN)

    assert office.addresses == []
    assert "asks for the keys" in browser_of(ada).get("/").text


def test_where_the_server_takes_nothing_now_it_is_tried_again_and_never_twice(
    ada, named, office, clock
):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    office.rcpt = lambda address: "451 later"
    send_key_notices(BEGAN)
    assert not KeyNotice.objects.exists()

    office.rcpt = lambda address: ""
    office.data = lambda address: "taken die"
    send_key_notices(BEGAN)
    office.data = lambda address: ""
    send_key_notices(BEGAN)
    assert len(office.mails) == 1


def test_after_it_is_stopped_nothing_more_comes(ada, named, office, clock):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    send_key_notices(BEGAN)
    steward.stop(named)
    for day in range(1, 31):
        send_key_notices(BEGAN + days(day))

    assert len(office.mails) == 1


def test_asked_and_taken_back_again_and_again_they_are_told_once_a_day(
    ada, inge, named, office, clock, browser_of
):
    a_channel(ada, "ada@example.org")
    inges = browser_of(inge)
    for minute in range(6):
        now = BEGAN + datetime.timedelta(minutes=minute)
        clock.move_to(now)
        inges.post("/stewardship/ask/", {})
        send_key_notices(now)
        inges.post("/stewardship/ask/", {"take-back": "yes"})
    assert len(office.mails) == 1

    assert "told of it today already" in inges.post("/stewardship/ask/", {}, follow=True).text
    assert Stewardship.objects.get().asked is None
    clock.move_to(BEGAN + days(1))
    inges.post("/stewardship/ask/", {})
    send_key_notices(BEGAN + days(1))
    assert len(office.mails) == 2


def test_where_the_mail_server_is_down_a_push_goes_all_the_same(
    ada, jonas, named, office, clock, monkeypatch
):
    pushed = []

    class NoPost:
        def hand_over(self, message):
            raise LineDown

        def close(self):
            pass

    class Pushes(NoPost):
        def hand_over(self, message):
            pushed.append(message.to.endpoint)
            return Outcome.SENT

    monkeypatch.setattr(key_notices, "SET_UP", dict.fromkeys(("mail", "push"), lambda: True))
    monkeypatch.setattr(key_notices, "SENDERS", {"mail": NoPost, "push": Pushes})
    a_channel(ada, "ada@example.org")
    new_channel(jonas.person, Subscription("https://push.example.org/jonas")).save()
    steward.ask(named)
    send_key_notices(BEGAN)

    assert pushed == ["https://push.example.org/jonas"]
    assert KeyNotice.objects.count() == 1


def test_what_was_told_is_swept_once_it_cannot_come_again(ada, named, office, clock):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    for day in range(11):
        send_key_notices(BEGAN + days(day))
    assert KeyNotice.objects.count() == 2
    sweep_key_notices(BEGAN + days(11))
    assert KeyNotice.objects.count() == 1
    send_key_notices(BEGAN + days(11))
    assert len(office.mails) == 2

    steward.stop(named)
    sweep_key_notices(BEGAN + days(11))
    assert not KeyNotice.objects.exists()


def test_a_link_whose_stewardship_ends_meanwhile_says_so(ada, named, client, monkeypatch):
    steward.ask(named)
    path = stopping_path(named)
    monkeypatch.setattr(steward, "stop", lambda row: steward.end(ada))
    answer = client.post(path)

    assert answer.status_code == 404
    assert "has ended" in answer.text


def test_a_parent_who_is_still_there_learns_that_it_was_opened(
    ada, jonas, sheets, office, clock, browser_of
):
    a_channel(ada, "ada@example.org")
    opening = steward.Opening.of(sheets[0], sheets[1])
    steward.open_by_sheets(opening, Beginner("ruth@example.org", PASSPHRASE, "Ruth"))
    for hours in range(3):
        send_key_notices(BEGAN + datetime.timedelta(hours=hours))

    assert office.addresses == ["ada@example.org"]
    assert "given to Ruth on 12 May 2026" in browser_of(ada).get("/").text
