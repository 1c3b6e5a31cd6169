"""The days of a family: which there are, for whom, and when they come."""

import datetime
from datetime import date

import pytest
from django.db import connection

from heartleaf.days.calendars import Chosen, Day, change_calendar, open_calendar
from heartleaf.days.gathering import KnownDays
from heartleaf.days.models import Calendar
from heartleaf.family.facts import Child
from heartleaf.sealing import NotBound


def names(person):
    return {day.key.partition(".")[2] or day.title: day for day in KnownDays(person)}


def falls(person, key, first=date(2026, 1, 1), last=date(2028, 12, 31)):
    [day] = [day for day in KnownDays(person) if day.key == key]
    return [on.isoformat() for on in day.dates(first, last)]


def given_day(person, circle="us", **says):
    day = Day(**says)
    change_calendar(person.circle(circle), lambda calendar: calendar.days.append(day))
    return day


def given_child(person, **says):
    child = Child(**says)
    person.change_facts(lambda facts: facts.children.append(child))
    return child


def test_a_child_who_was_born_and_died_on_one_day_has_one_day(ada):
    rowan = next(child for child in ada.facts.children if child.name == "Rowan")

    [day] = [day for day in KnownDays(ada) if rowan in day.children]

    assert day.what == {"born", "died"}
    assert falls(ada, f"{rowan.id}.born") == ["2026-05-12", "2027-05-12", "2028-05-12"]


def test_a_twin_who_lives_keeps_a_birthday_of_their_own(ada):
    given_child(ada, name="Finn", living=True, born="2025-02-01")
    noah = given_child(ada, name="Noah", born="2025-02-01", died="2025-02-03")

    keys = [day.key for day in KnownDays(ada) if day.children[0].name in {"Finn", "Noah"}]

    assert len(keys) == 3
    assert falls(ada, f"{noah.id}.born")[0] == "2026-02-01"
    assert falls(ada, f"{noah.id}.died")[0] == "2026-02-03"


def test_a_due_date_that_lies_ahead_comes_too(ada):
    """She was told in May that he had died; the day he was due has not been yet."""
    child = given_child(ada, due="2026-09-29", died="2026-05-12")

    assert falls(ada, f"{child.id}.due")[:2] == ["2026-09-29", "2027-09-29"]


def test_a_day_of_which_only_the_month_is_known_comes_with_the_month(ada):
    day = given_day(ada, title="the day we knew", date="2025-03")

    assert falls(ada, day.id) == ["2026-03-01", "2027-03-01", "2028-03-01"]


def test_a_month_that_lies_ahead_is_the_first_to_come(ada):
    once = given_day(ada, title="the naming", date="2027-03", comes=[])
    yearly = given_day(ada, title="the move", date="2027-03")

    assert falls(ada, once.id) == ["2027-03-01"]
    assert falls(ada, yearly.id) == ["2027-03-01", "2028-03-01"]


def test_no_days_are_counted_from_a_month(ada):
    day = given_day(ada, title="the funeral", date="2026-03", comes=["days 7 40", "japanese"])

    assert falls(ada, day.id) == ["2026-03-01"]


@pytest.mark.parametrize("when", ["2025", "2025-21", "2025-05-10/2025-05-14", ""])
def test_a_day_that_is_known_less_closely_does_not_come_by_itself(ada, when):
    day = given_day(ada, title="the day we knew", date=when)

    assert falls(ada, day.id) == []


def test_a_29_february_comes_as_the_family_chose(ada):
    child = given_child(ada, born="2024-02-29", died="2024-02-29")
    key = f"{child.id}.born"

    assert falls(ada, key, date(2027, 1, 1), date(2027, 12, 31)) == ["2027-02-28", "2027-03-01"]

    change_calendar(ada.circle("us"), lambda calendar: calendar.leaps.update({key: "mar1"}))

    assert falls(ada, key, date(2027, 1, 1), date(2028, 12, 31)) == ["2027-03-01", "2028-02-29"]


def test_a_day_of_hers_alone_is_nowhere_for_him(ada, jonas):
    given_day(ada, circle="only-me", title="the scan", date="2025-04-20")
    given_day(ada, circle="us", title="the funeral", date="2025-05-20")

    assert {"the scan", "the funeral"} <= names(ada).keys()
    assert "the funeral" in names(jonas)
    assert "the scan" not in names(jonas)


def test_a_grandmother_knows_the_childrens_days_and_not_the_parents(ada, inge):
    given_day(ada, circle="us", title="the funeral", date="2025-05-20")

    assert [sorted(day.what) for day in KnownDays(inge)] == [["born", "died"], ["born"]]


def test_an_observance_is_there_once_it_was_chosen(ada, jonas):
    assert not any("observance" in day.what for day in KnownDays(ada))

    chosen = Chosen(observance="mothers-day", country="IE")
    change_calendar(ada.circle("only-me"), lambda calendar: calendar.chosen.append(chosen))

    assert falls(ada, "observance.mothers-day.IE") == ["2026-03-15", "2027-03-07", "2028-03-26"]
    assert "mothers-day.IE" not in names(jonas)


def test_of_several_customs_the_one_that_was_chosen_comes(ada):
    chosen = Chosen(observance="national-sons-day", country="US", choice="28 September")
    change_calendar(ada.circle("us"), lambda calendar: calendar.chosen.append(chosen))

    assert falls(ada, "observance.national-sons-day.US.28-september")[0] == "2026-09-28"


def test_both_must_agree_before_they_tell_each_other(ada, jonas):
    day = given_day(ada, title="the due date", date="2025-09-29")

    def agree(person):
        change_calendar(
            person.circle("us"),
            lambda calendar: calendar.together.setdefault(day.id, []).append(str(person.id)),
        )

    agree(ada)
    assert not KnownDays(ada).get(day.id).together

    agree(jonas)
    assert KnownDays(ada).get(day.id).together
    assert KnownDays(jonas).get(day.id).together


def test_a_parent_alone_has_nobody_to_agree_with(ada):
    day = given_day(ada, title="the due date", date="2025-09-29")
    agreed = {day.id: [str(ada.id)]}
    change_calendar(ada.circle("us"), lambda calendar: calendar.together.update(agreed))

    assert not KnownDays(ada).get(day.id).together


def test_what_falls_is_in_order(ada):
    given_day(ada, title="the funeral", date="2025-05-20")

    found = KnownDays(ada).fallings(date(2026, 3, 1), date(2027, 3, 31))

    assert [falling.on.isoformat() for falling in found] == [
        "2026-03-04",
        "2026-05-12",
        "2026-05-20",
        "2027-03-04",
    ]


def test_two_parents_writing_at_once_both_stand(ada, jonas):
    given_day(ada, title="the funeral", date="2025-05-20")
    given_day(jonas, title="ashes home", date="2025-06-03")

    assert [day.title for day in open_calendar(ada.circle("us")).days] == [
        "the funeral",
        "ashes home",
    ]


def test_a_calendar_put_into_another_circle_is_not_believed(ada, jonas):
    given_day(jonas, circle="only-me", title="the scan", date="2025-04-20")
    given_day(ada, circle="us", title="the funeral", date="2025-05-20")
    us = Calendar.objects.get(circle__kind="us")
    theirs = ada.circle("us").seal(b'{"days": [], "format": "heartleaf-calendar/1"}')
    Calendar.objects.filter(pk=us.pk).update(sealed=theirs)

    with pytest.raises(NotBound):
        open_calendar(ada.circle("us"))

    known = KnownDays(ada)
    assert [day for day in known if day.title == "the funeral"] == []
    assert known.damaged == ["us"]


def test_a_calendar_that_is_no_age_file_leaves_the_others_readable(ada):
    given_day(ada, circle="us", title="the funeral", date="2025-05-20")
    given_day(ada, circle="only-me", title="the scan", date="2025-04-20")
    with connection.cursor() as cursor:
        us = str(ada.circle("us").id)
        us = us if connection.vendor == "postgresql" else us.replace("-", "")
        cursor.execute(
            "UPDATE heartleaf_calendar SET sealed = %s WHERE circle_id = %s", [b"harmed", us]
        )

    known = KnownDays(ada)

    assert "the scan" in {day.title for day in known}
    assert known.damaged == ["us"]


def test_what_a_later_version_wrote_stays(ada):
    later = {"id": "x", "title": "naming", "date": "2025-05-12", "sung": "yes"}
    change_calendar(ada.circle("us"), lambda c: c.days.append(Day.from_json(later)))
    change_calendar(ada.circle("us"), lambda c: c.unknown.update(hymns=["one"]))
    change_calendar(ada.circle("us"), lambda c: None)

    calendar = open_calendar(ada.circle("us"))

    assert calendar.unknown == {"hymns": ["one"]}
    assert calendar.days[0].unknown == {"sung": "yes"}


@pytest.mark.parametrize("year", [1900, 2100, 2200])
def test_a_day_never_comes_before_it_was(ada, year):
    day = given_day(ada, title="the funeral", date="2025-05-20")

    found = falls(ada, day.id, date(year, 1, 1), date(year, 12, 31))

    assert found == ([] if year < 2025 else [datetime.date(year, 5, 20).isoformat()])
