"""What is sent, what is dropped, and what is named afterwards."""

import datetime

import pytest

from heartleaf.care import reminding
from heartleaf.care.mailing import Post
from heartleaf.care.missing import forget, missed
from heartleaf.care.models import Channel, Quiet, Reminder
from heartleaf.care.stopping import stop
from tests.care.reminders import NOON, states

pytestmark = pytest.mark.django_db
LATER = NOON + datetime.timedelta(days=1)


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


def _quiet(channel):
    Quiet.begin(channel.person)


def _gone(channel):
    Channel.objects.filter(pk=channel.pk).delete()


@pytest.mark.parametrize("no_more", [_quiet, stop, _gone])
def test_where_a_server_is_slow_no_more_come_once_she_said_so(
    ada_by_mail, told_by, ada, due, tick, mail, monkeypatch, no_more
):
    monkeypatch.setattr(reminding, "FEWEST", 20)
    monkeypatch.setattr(reminding, "ASKED_HOLDS", 0.0)
    for minutes in range(5):
        due(ada_by_mail, ago=minutes)
    due(told_by(ada, "other@example.org"))
    hand_over = Post.hand_over

    def and_then_she_says_so(post, message):
        outcome = hand_over(post, message)
        if message.channel == ada_by_mail.pk:
            no_more(ada_by_mail)
        return outcome

    monkeypatch.setattr(Post, "hand_over", and_then_she_says_so)
    tick()

    assert sorted(mail.addresses) == ["ada@example.org", "other@example.org"]
    assert "claimed" not in states()
    assert missed(ada.person, LATER) == []


def test_a_turn_begins_with_few_and_takes_as_many_as_go_in_a_second():
    assert reminding.FEWEST <= 2
    assert reminding.ASKED_HOLDS <= 1
    assert reminding._as_many_as_in_a_second(2, 0.01) == 8
    assert reminding._as_many_as_in_a_second(100, 0.5) == 200
    assert reminding._as_many_as_in_a_second(400, 0.1) == 400
    assert reminding._as_many_as_in_a_second(8, 40) == reminding.FEWEST


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
