"""Mail through a real server, with all that servers do."""

import datetime
import re
import socket
import time

import pytest

from heartleaf.care import reminding
from heartleaf.care.mailing import NotSent, mail_is_set_up, try_mail
from heartleaf.care.missing import forget, missed
from heartleaf.care.models import Channel, Quiet, Reminder
from tests.care.post_office import PostOffice
from tests.care.reminders import NOON, states

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(days=1)


def words_of(message):
    return message.get_content().replace("\r\n", "\n")


@pytest.fixture
def ada_by_mail(ada, told_by):
    return told_by(ada, "ada@example.org")


def test_a_reminder_comes_once_however_often_the_clock_asks(ada_by_mail, due, tick, mail):
    due(ada_by_mail)

    for minute in range(3):
        tick(minute)

    assert mail.addresses == ["ada@example.org"]
    assert states() == ["sent"]


def test_what_is_due_later_waits(ada_by_mail, due, tick, mail):
    due(ada_by_mail, ago=-1)

    tick()
    assert mail.addresses == []

    tick(minutes=1)
    assert mail.addresses == ["ada@example.org"]


def test_the_message_says_nothing_of_anyone(ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    tick()

    [message] = mail.mails
    assert message["Subject"] == "Something you asked to be told of"
    assert message["From"] == "Heartleaf <days@example.org>"
    assert message["To"] == "ada@example.org"
    assert message["Reply-To"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert not re.search("Ada|Rowan|our son|2026|May", words_of(message))
    assert "https://leaf.example.org/\n" in words_of(message)


def test_two_messages_have_nothing_in_common_by_which_to_count_them(ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    due(ada_by_mail, ago=1)
    tick()

    first, second = (message["Message-ID"] for message in mail.mails)
    assert first != second
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", first)


def test_their_own_words_are_in_it_only_if_they_asked(ada_by_mail, due, tick, mail):
    due(ada_by_mail, words="Rowan’s day\nGrüße an Mila\n.a dot")
    tick()

    [message] = mail.mails
    assert message["Subject"] == "Something you asked to be told of"
    assert "Rowan’s day\nGrüße an Mila\n.a dot\n" in words_of(message)
    [(_to, content)] = mail.envelopes
    assert content.isascii()
    assert max(map(len, content.splitlines())) < 998


def test_one_tap_in_the_mail_program_stops_them(ada_by_mail, due, tick, mail, client):
    due(ada_by_mail)
    due(ada_by_mail, ago=-60)
    tick()
    [message] = mail.mails
    [(_to, content)] = mail.envelopes
    link = re.search(
        rb"\r\nList-Unsubscribe: <https://leaf\.example\.org(/told/\S+/)>\r\n", content
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link[1].decode() in words_of(message)

    client.get(link[1].decode())
    assert not Channel.objects.get().stopped

    answer = client.post(link[1].decode(), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    tick(minutes=60)
    assert len(mail.mails) == 1
    assert states() == ["sent"]


def test_greylisting_is_tried_again_and_then_it_comes(ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    answers = iter(["450 come back later", "451 not yet", ""])
    mail.rcpt = lambda address: next(answers)

    came = [len(mail.addresses) for minute in range(5) if tick(minute) is None]

    assert came == [0, 0, 0, 1, 1]  # tried at once, a minute later, and two minutes after that
    assert Reminder.objects.get().tries == 2


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_an_address_that_is_refused_is_not_tried_again(ada, ada_by_mail, due, tick, mail, step):
    due(ada_by_mail)
    setattr(mail, step, lambda address: "550 nobody here")

    tick()
    setattr(mail, step, lambda address: "")
    tick(minutes=10)

    assert mail.addresses == []
    assert [one.why for one in missed(ada.person)] == ["refused"]


def test_a_server_that_refuses_the_sender_is_the_hosts_to_mend(ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    mail.mail = lambda address: "550 who are you"
    tick()
    mail.mail = lambda address: ""
    tick(minutes=1)

    assert mail.addresses == ["ada@example.org"]


def test_nothing_is_missing_after_a_server_was_away(ada, ada_by_mail, due, tick, mail_by):
    due(ada_by_mail)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        mail_by(type("Nowhere", (), {"port": nobody.getsockname()[1]}))
        tick()
    assert states() == ["planned"]

    with PostOffice() as office:
        mail_by(office)
        tick(minutes=200)
        assert office.addresses == ["ada@example.org"]
    assert missed(ada.person, LATER) == []


def test_a_wrong_password_burns_no_message(ada_by_mail, due, tick, mail_by):
    due(ada_by_mail)
    with PostOffice(password="right") as office:
        mail_by(office, user="days", password="wrong")
        tick()
        assert states() == ["planned"]

        mail_by(office, user="days", password="right")
        tick(minutes=1)
        assert office.addresses == ["ada@example.org"]


@pytest.mark.parametrize("was_taken", ["", "taken "])
def test_a_line_that_dies_after_the_message_gives_no_second_one(
    ada, ada_by_mail, due, tick, mail, was_taken
):
    due(ada_by_mail)
    mail.data = lambda address: f"{was_taken}die"

    for minute in range(5):
        tick(minute)
        mail.data = lambda address: ""

    assert len(mail.addresses) == bool(was_taken)
    assert states() == ["claimed"]
    assert [one.why for one in missed(ada.person, LATER)] == ["unclear"]


def test_just_after_it_was_claimed_nobody_is_alarmed(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    mail.data = lambda address: "die"
    tick()

    assert missed(ada.person, NOON + datetime.timedelta(minutes=10)) == []


def test_a_server_that_hangs_costs_one_message_and_not_all(
    ada, jonas, told_by, due, tick, mail_by, post_office
):
    mail_by(post_office, patience=0.3)
    for person, where in ((ada, "ada@example.org"), (jonas, "jonas@example.org")):
        due(told_by(person, where))
    post_office.data = lambda address: "hang"
    began = time.monotonic()

    tick()

    assert time.monotonic() - began < 3
    assert states() == ["claimed", "planned"]
    post_office.data = lambda address: ""
    tick(minutes=1)
    assert states() == ["claimed", "sent"]


def test_one_message_at_which_the_line_dies_does_not_hold_up_the_others(
    ada, told_by, due, tick, mail
):
    for number in range(5):
        due(told_by(ada, f"{number}@example.org"))
    mail.rcpt = lambda address: "die" if address == "2@example.org" else ""

    tick()

    assert sorted(mail.addresses) == [f"{number}@example.org" for number in (0, 1, 3, 4)]
    assert states() == ["planned", *["sent"] * 4]


def test_a_server_may_close_a_line_that_was_used_before(ada, told_by, due, tick, mail):
    for number in range(4):
        due(told_by(ada, f"{number}@example.org"))
    seen = []
    mail.mail = lambda sender: "421 enough for one line" if odd_time(seen) else ""

    tick()

    assert len(mail.addresses) == 4
    assert states() == ["sent"] * 4


def odd_time(seen):
    seen.append(1)
    return len(seen) % 3 == 2


def test_quiet_sends_nothing_and_nothing_comes_later(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    Quiet.begin(ada.person)
    tick()
    Quiet.end(ada.person)
    tick(minutes=5)

    assert mail.addresses == []
    assert missed(ada.person, LATER) == []
    assert not Reminder.objects.exists()


def test_quiet_is_for_one_person_only(ada, jonas, told_by, due, tick, mail):
    due(told_by(ada, "ada@example.org"))
    due(told_by(jonas, "jonas@example.org"))
    Quiet.begin(ada.person)
    tick()

    assert mail.addresses == ["jonas@example.org"]


def test_after_twelve_hours_it_is_too_late(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail, ago=12 * 60)
    tick(minutes=1)

    assert mail.addresses == []
    assert [one.why for one in missed(ada.person, LATER)] == ["late"]


def test_within_twelve_hours_it_still_comes(ada_by_mail, due, tick, mail):
    due(ada_by_mail, ago=12 * 60 - 1)
    tick()

    assert mail.addresses == ["ada@example.org"]


def test_no_clock_for_a_day_and_nothing_comes_but_it_is_named(ada, ada_by_mail, due, tick, mail):
    due(ada_by_mail)
    tick(minutes=24 * 60)

    assert mail.addresses == []
    [one] = missed(ada.person, LATER)
    assert (one.why, one.kind, one.due.at) == ("late", "mail", NOON.replace(second=0))

    forget(ada.person, [one.id])
    assert missed(ada.person, LATER) == []


def test_what_jonas_missed_is_not_ada_s_to_see_or_forget(ada, jonas, told_by, due, tick, mail):
    due(told_by(jonas, "jonas@example.org"))
    mail.rcpt = lambda address: "550 nobody"
    tick()

    [one] = missed(jonas.person)
    forget(ada.person, [one.id])
    assert missed(ada.person) == []
    assert missed(jonas.person) == [one]


def test_a_row_put_in_place_of_another_sends_nothing_anywhere(ada, vera, told_by, due, tick, mail):
    """Whoever can write into the database cannot have Ada's words sent to Vera."""
    hers, other = told_by(ada, "ada@example.org"), told_by(vera, "vera@example.org")
    words = due(hers, words="Rowan").sealed
    Reminder.objects.all().delete()
    due(other)
    Reminder.objects.update(sealed=words)

    tick()

    assert mail.addresses == []


def test_a_row_put_under_another_channel_sends_nothing_there(ada, vera, told_by, due, tick, mail):
    hers, other = told_by(ada, "ada@example.org"), told_by(vera, "vera@example.org")
    due(hers, words="Rowan")
    Reminder.objects.update(channel=other)

    tick()

    assert mail.addresses == []


def test_an_address_put_in_place_of_another_is_told_nothing(ada, vera, told_by, due, tick, mail):
    hers, other = told_by(ada, "ada@example.org"), told_by(vera, "vera@example.org")
    due(hers, words="Rowan")
    Channel.objects.filter(pk=hers.pk).update(sealed=other.sealed)

    tick()

    assert mail.addresses == []


def test_when_the_program_ends_what_was_not_handed_over_goes_back(
    ada, told_by, due, tick, mail, monkeypatch
):
    for number in range(5):
        due(told_by(ada, f"{number}@example.org"))

    def and_then_the_program_ends(address):
        reminding.ending.set()
        return ""

    mail.data = and_then_the_program_ends
    try:
        tick()
    finally:
        reminding.ending.clear()

    assert states() == [*["planned"] * 4, "sent"]


def test_something_nobody_thought_of_costs_one_message_at_most(
    ada, told_by, due, tick, mail, monkeypatch
):
    for number in range(3):
        due(told_by(ada, f"{number}@example.org"))
    monkeypatch.setattr("heartleaf.care.mailing.Post.hand_over", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        tick()

    assert states() == ["claimed", "planned", "planned"]


def test_without_a_server_or_an_address_of_ours_no_mail_goes_out(settings, mail):
    assert mail_is_set_up()
    settings.HEARTLEAF_URL = ""
    assert not mail_is_set_up()


def test_an_address_is_tried_by_a_code(mail):
    try_mail("ada@example.org", "041 372")

    [message] = mail.mails
    assert "041 372" in words_of(message)
    assert message["Subject"] == "A code to try this address"


@pytest.mark.parametrize("answer", ["550 nobody", "450 later", "hang", "die"])
def test_a_code_that_cannot_be_sent_is_said_so_soon(mail, answer, monkeypatch):
    monkeypatch.setattr("heartleaf.care.mailing.A_SHORT_WHILE", 0.3)
    mail.rcpt = lambda address: answer

    with pytest.raises(NotSent, match="server"):
        try_mail("ada@example.org", "041 372")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "a@b\r\nRCPT TO:<eve@example.org>",
        "ada@example.org, eve@example.org",
        "ü@example",
    ],
)
def test_what_is_no_address_is_refused_and_never_an_error(mail, address):
    with pytest.raises(NotSent):
        try_mail(address, "041 372")

    assert mail.addresses == []
