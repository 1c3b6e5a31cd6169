"""What Today says of a day: to who asked, as they asked, and to nobody else."""

import datetime
from datetime import date
from html import unescape

import pytest
import time_machine

from heartleaf.care.channels import Address, new_channel
from heartleaf.care.due import Due
from heartleaf.care.models import Quiet, Reminder, Wishes
from heartleaf.care.wishes import Coming, change_wishes
from heartleaf.days.calendars import (
    Chosen,
    Day,
    Line,
    change_calendar,
    plan_name,
)
from heartleaf.sealing import seal

ON_THE_DAY = datetime.datetime(2026, 5, 12, 7, 30, tzinfo=datetime.UTC)


@pytest.fixture
def rowans(ada):
    """The key of the day on which Rowan was born and died."""
    return next(f"{child.id}.born" for child in ada.facts.children if child.name == "Rowan")


def wish(person, key, **how):
    change_wishes(person, lambda wishes: wishes.days.update({key: Coming(**how)}))


def today(browser, moment):
    with time_machine.travel(moment, tick=False):
        return browser.get("/").content.decode()


def at(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def test_nothing_is_said_of_a_day_nobody_asked_for(hers):
    page = today(hers, ON_THE_DAY)

    assert "Good morning, Ada." in page
    assert "12 May 2025" not in page


def test_the_day_she_asked_for_is_said_in_their_words(hers, ada, rowans):
    wish(ada, rowans, page=True)

    page = today(hers, ON_THE_DAY)

    assert "A year." in page
    assert "Our son, Rowan, was born and died on this day, 12 May 2025." in page
    assert "You asked to be told of this day." in page


def test_he_is_not_told_because_she_asked(ada, jonas, rowans, browser_of):
    wish(ada, rowans, page=True)

    assert "12 May 2025" not in today(browser_of(jonas), ON_THE_DAY)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-05-08T12:00", ""),
        ("2026-05-09T12:00", "In 3 days"),
        ("2026-05-11T12:00", "Tomorrow"),
        ("2026-05-13T12:00", "Yesterday"),
        ("2026-05-14T12:00", ""),
    ],
)
def test_a_line_comes_before_and_after_it_if_wished(hers, ada, rowans, moment, said):
    wish(ada, rowans, page=True, ahead=3, after=True)

    page = today(hers, at(moment))

    assert ("Rowan, born and died" in page) == bool(said)
    assert said in page


def test_no_more_today_holds_for_today_alone(hers, ada, rowans):
    wish(ada, rowans, page=True, after=True)

    with time_machine.travel(ON_THE_DAY, tick=False):
        hers.post("/let-be/")
    assert "12 May 2025" not in today(hers, ON_THE_DAY)
    assert "Yesterday" in today(hers, ON_THE_DAY + datetime.timedelta(days=1))


def test_nothing_is_said_while_she_is_quiet(hers, ada, rowans):
    wish(ada, rowans, page=True)
    Quiet.begin(ada.person)

    page = today(hers, ON_THE_DAY)

    assert "12 May 2025" not in page
    assert "Good morning, Ada." in page


def test_how_old_he_would_be_is_said_only_if_she_asked(hers, ada, rowans):
    wish(ada, rowans, page=True)
    assert "would have been" not in today(hers, ON_THE_DAY)

    change_wishes(ada, lambda wishes: setattr(wishes, "would_have_been", True))

    assert "Rowan would have been one." in today(hers, ON_THE_DAY)


def test_the_plan_for_the_day_stands_below_it(hers, ada, rowans):
    wish(ada, rowans, page=True)
    plan = [Line("Morning", "The river, with Jonas."), Line("", "Phones in the drawer.")]
    name = plan_name(rowans, date(2026, 5, 12))
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.plans.update({name: plan}))

    page = today(hers, ON_THE_DAY)

    assert "The river, with Jonas." in page
    assert "Phones in the drawer." in page
    assert "The river" not in today(hers, ON_THE_DAY + datetime.timedelta(days=1))


def test_a_day_that_is_a_name_and_no_more(hers, ada):
    chosen = Chosen(observance="mothers-day", country="IE")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.chosen.append(chosen))
    wish(ada, "observance.mothers-day.IE", page=True)

    assert "Mother’s Day" in unescape(today(hers, at("2026-03-15T12:00")))


def test_a_week_lasts_a_week(hers, ada):
    chosen = Chosen(observance="baby-loss-awareness-week", country="GB")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.chosen.append(chosen))
    wish(ada, "observance.baby-loss-awareness-week.GB", page=True)

    told = [
        "Baby Loss Awareness Week" in today(hers, at(f"2026-10-{day:02}T12:00"))
        for day in (8, 9, 15, 16)
    ]

    assert told == [False, True, True, False]


def test_both_agreed_so_both_are_told(ada, jonas, browser_of):
    day = Day(title="The due date", date="2025-09-29")

    def fill(calendar):
        calendar.days.append(day)
        calendar.together[day.id] = [str(ada.id), str(jonas.id)]

    change_calendar(ada.circle("us"), fill)

    for person in (ada, jonas):
        assert "The due date" in today(browser_of(person), at("2026-09-28T12:00"))


@pytest.mark.parametrize(
    ("zone", "moment", "is_day"),
    [
        ("Pacific/Auckland", "2026-05-11T12:30", True),  # half past midnight on the 12th
        ("Pacific/Auckland", "2026-05-12T12:30", False),
        ("America/Los_Angeles", "2026-05-12T06:30", False),  # still the 11th
        ("America/Los_Angeles", "2026-05-13T06:30", True),  # still the 12th
        ("Europe/Dublin", "2026-05-11T23:30", True),  # summer time: already the 12th
        ("Asia/Kathmandu", "2026-05-11T18:20", True),
        ("UTC", "2026-05-12T00:00", True),
        ("UTC", "2026-05-11T23:59", False),
    ],
)
def test_the_day_is_where_she_is(hers, ada, rowans, zone, moment, is_day):
    wish(ada, rowans, page=True)
    ada.change_own(lambda own: setattr(own, "zone", zone))

    assert ("12 May 2025" in today(hers, at(moment))) == is_day


def test_a_relative_has_the_childrens_days_for_herself(ada, inge, rowans, browser_of):
    wish(inge, rowans, page=True)

    page = today(browser_of(inge), ON_THE_DAY)

    assert "Our son, Rowan, was born and died on this day" in page


def test_a_letter_she_closed_until_today_lies_there_closed(hers, ada, given_a_letter):
    letter = given_a_letter(
        ada,
        circle="us",
        title="To Rowan, for the first year",
        words="I kept the hat.",
        until="2026-05-12",
        author=str(ada.id),
        written_at="2025-12-02T21:10+00:00",
    )

    page = today(hers, ON_THE_DAY)
    assert "To Rowan, for the first year" in page
    assert "A letter from you, written on 2 December 2025." in page
    assert "I kept the hat." not in page
    assert "To Rowan" not in today(hers, ON_THE_DAY - datetime.timedelta(days=1))

    with time_machine.travel(ON_THE_DAY, tick=False):
        hers.post(f"/keepsakes/{letter.id}/later/")
    assert "To Rowan" not in today(hers, ON_THE_DAY)


def test_no_letter_lies_there_while_she_is_quiet_nor_for_him(
    hers, ada, jonas, browser_of, given_a_letter
):
    says = {"circle": "us", "title": "To Rowan", "until": "2026-05-12", "author": str(ada.id)}
    given_a_letter(ada, **says)
    Quiet.begin(ada.person)

    assert "To Rowan" not in today(hers, ON_THE_DAY)
    assert "To Rowan" not in today(browser_of(jonas), ON_THE_DAY)


def test_what_was_kept_of_this_day_is_named_only_if_she_asked(hers, ada, given_a_letter):
    given_a_letter(ada, title="The hat", date="12 May 2025")
    assert "On this day, before" not in today(hers, ON_THE_DAY)

    change_wishes(ada, lambda wishes: setattr(wishes, "on_this_day", True))

    assert "On this day, before" in today(hers, ON_THE_DAY)
    assert "On this day, before" not in today(hers, ON_THE_DAY + datetime.timedelta(days=1))


def test_wishes_that_cannot_be_read_leave_today_as_on_any_day(hers, ada, rowans):
    wish(ada, rowans, page=True)
    Wishes.objects.update(sealed=seal(b"harmed", ada.identity.recipient))

    page = today(hers, ON_THE_DAY)

    assert "Good morning, Ada." in page
    assert "12 May 2025" not in page


def test_a_message_that_may_not_have_come_is_named_unless_she_is_quiet(hers, ada):
    channel = new_channel(ada.person, Address("ada@example.org"))
    channel.save()
    due = Due(ON_THE_DAY - datetime.timedelta(hours=1), ON_THE_DAY.date())
    id = due.name(channel.pk)
    Reminder.objects.create(
        id=id, channel=channel, tag=b"t" * 16, sealed=due.hidden(id), state="claimed"
    )
    assert "may not have reached you" in today(hers, ON_THE_DAY)

    Quiet.begin(ada.person)
    assert "may not have reached you" not in today(hers, ON_THE_DAY)
