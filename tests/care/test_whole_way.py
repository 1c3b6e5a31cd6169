"""From what she chose on a page to what arrives: the whole way of a message."""

import datetime
import re
from datetime import UTC

import pytest
import time_machine

from heartleaf.care.models import Quiet
from heartleaf.care.planning import plan
from heartleaf.care.sending import send_mail
from heartleaf.care.wishes import change_wishes
from heartleaf.days.calendars import Day, change_calendar

pytestmark = pytest.mark.django_db
WINTER = datetime.datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
THE_DAY = datetime.datetime(2026, 5, 12, 9, 0, 20, tzinfo=UTC)


@pytest.fixture
def rowans(ada):
    return next(f"{child.id}.born" for child in ada.facts.children if child.name == "Rowan")


@pytest.fixture
def chosen(ada, rowans, ada_by_mail, browser_of):
    """In winter Ada chose to be told of Rowan's day by mail, on the day and the day before."""
    change_wishes(ada, lambda wishes: setattr(wishes, "mail", "ada@example.org"))
    with time_machine.travel(WINTER, tick=False):
        form = {"way": "told", "by": ["mail"], "ahead": "1", "on": "on", "hour": ""}
        answer = browser_of(ada).post(f"/days/{rowans}/", form)
    assert answer.status_code == 302


def minutes(begin, end):
    moment = begin
    while moment <= end:
        yield moment
        moment += datetime.timedelta(minutes=30)


def test_what_she_chose_in_winter_comes_in_may_and_only_then(chosen, mail):
    arrived = []
    for moment in minutes(THE_DAY - datetime.timedelta(days=3), THE_DAY.replace(day=14)):
        before = len(mail.mails)
        send_mail(moment)
        arrived += [moment.isoformat()[:16]] * (len(mail.mails) - before)

    assert arrived == ["2026-05-11T09:00", "2026-05-12T09:00"]
    assert not any(re.search("Rowan|born", message.as_string()) for message in mail.mails)


def test_nothing_comes_while_she_is_quiet_and_nothing_afterwards(ada, chosen, mail):
    Quiet.begin(ada.person)
    send_mail(THE_DAY)
    Quiet.end(ada.person)
    send_mail(THE_DAY + datetime.timedelta(hours=1))

    assert mail.mails == []


def test_a_day_chosen_after_the_message_of_its_neighbour_is_told_by_itself(
    ada, chosen, mail, rowans
):
    send_mail(THE_DAY)
    day = Day(title="The funeral", date="2025-05-13")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.days.append(day))
    change_wishes(ada, lambda wishes: wishes.days.update({day.id: wishes.days[rowans]}))
    plan(ada, THE_DAY + datetime.timedelta(hours=2))
    send_mail(THE_DAY + datetime.timedelta(days=1))

    assert len(mail.mails) == 2


def test_two_days_close_together_are_one_message_however_often_it_is_planned(
    ada, chosen, mail, rowans
):
    day = Day(title="The funeral", date="2025-05-13")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.days.append(day))
    change_wishes(ada, lambda wishes: wishes.days.update({day.id: wishes.days[rowans]}))

    for moment in minutes(THE_DAY - datetime.timedelta(days=2), THE_DAY.replace(day=15)):
        plan(ada, moment)
        send_mail(moment)

    assert len(mail.mails) == 2
