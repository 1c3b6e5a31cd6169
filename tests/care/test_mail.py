"""What a mail says, and who may be written to."""

import datetime
import re

import pytest

from heartleaf.care.mailing import NotSent, mail_is_set_up, try_mail
from heartleaf.care.models import Channel
from tests.care.reminders import NOON, states

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(days=1)


def words_of(message):
    return message.get_content().replace("\r\n", "\n")


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
