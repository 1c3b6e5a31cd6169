"""The programs that families have read the feed of a Heartleaf that is really running."""

from __future__ import annotations

import datetime
import http.client
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events

from tests.conftest import on_postgres
from tests.walks.conftest import environment
from tests.walks.houses import House, plain

# What a person does beside the running program: Ada's words first, then what is to be done.
BESIDE = """
from heartleaf.command.speaking import ready
ready()
from heartleaf.care.feeding import begin_feed, fill_feed
from heartleaf.care.wishes import Coming, change_wishes, wishes_of
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.entering import NotOpened, enter_by_passphrase
from heartleaf.family.facts import FamilyFacts
from heartleaf.family.models import Installation
WHO = ("{who}@example.org", "seven small boats upon the river")
try:
    ada = enter_by_passphrase(*WHO)
except NotOpened:
    Installation.objects.update(passes=1, memory_kib=1024)
    ada = begin_family(FamilyFacts(name="Rowan's place"), Beginner(*WHO, "Ada"))
only_me = ada.circle("only-me")
def wish(change):
    change_wishes(ada, change)
    fill_feed(ada)
def day(title, date, **more):
    one = Day(title=title, date=date, **more)
    change_calendar(only_me, lambda calendar: calendar.days.append(one))
    wish(lambda wishes: wishes.days.update({one.id: Coming(feed=True)}))
"""
# As `heartleaf serve`, but everything that is logged anywhere is told, and a view can be broken.
TALKATIVE = """
import logging, os
os.environ["DJANGO_SETTINGS_MODULE"] = "heartleaf.settings"
from heartleaf import settings
settings.LOGGING["root"]["level"] = "DEBUG"
for logger in settings.LOGGING["loggers"].values():
    logger.update(level="DEBUG", handlers=["console"])
from heartleaf.command.speaking import ready
ready()
from heartleaf.web import feed
read = feed.read_feed
def read_or_break(secret):
    if secret.startswith("broken"):
        raise RuntimeError(f"cannot read {secret}")
    return read(secret)
feed.read_feed = read_or_break
logging.getLogger("heartleaf").debug("The log is on.")
from heartleaf.__main__ import main
main()
"""
ROWAN, ASHES = "Rowan; our son, 20 weeks", "Ashes home 💛 ليلة"
NEXT = datetime.datetime.now(datetime.UTC).year + 1
NEXT_YEAR = [f"{ROWAN} {NEXT}-05-12", f"{ASHES} {NEXT}-06-01"]
ALL_OF_IT = (f"{NEXT}-01-01", "365d")


class Talkative(House):
    def open(self) -> House:
        words = ["serve", "--port", str(self.port), "--no-browser"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", TALKATIVE, *words],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self._wait_for_the_first_page()
        return self


class Feeding:
    """A running house, and a person there whose feed has two days of each year."""

    def __init__(self, house: House, who: str) -> None:
        self.house, self.who = house, who
        self.secret = self.beside(
            f"day({ROWAN!r}, '2025-05-12')",
            f"day({ASHES!r}, '2025-06-01')",
            "wish(lambda wishes: setattr(wishes, 'feed_words', True))",
            "print(begin_feed(ada))",
        )

    def beside(self, *lines: str) -> str:
        code = BESIDE.replace("{who}", self.who) + "\n".join(lines)
        return self.house.run("-c", code).strip()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One for all; each test has a person there of its own."""
    at = tmp_path_factory.mktemp("feeding")
    here = Talkative(plain(environment(at)), at)
    try:
        yield here.open()
    finally:
        here.close()


@pytest.fixture
def running(house, request):
    return Feeding(house, f"ada.{request.node.name}")


def ask(running, secret, method="GET", **headers):
    connection = http.client.HTTPConnection("localhost", running.house.port, timeout=30)
    try:
        connection.request(method, f"/calendar/{secret}.ics", headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


class Folder:
    """vdirsyncer and khal with a folder of their own, and nothing of the person's."""

    def __init__(self, house: House, at: Path) -> None:
        at.mkdir()
        self.days = at / "days"
        self.environment = plain(house.environment) | {
            "HOME": str(at),
            "XDG_CONFIG_HOME": str(at),
            "XDG_DATA_HOME": str(at),
            "XDG_CACHE_HOME": str(at),
            "LC_ALL": "C.UTF-8",
            "VDIRSYNCER_CONFIG": str(at / "vdirsyncer.conf"),
        }
        self.khal_config, self.at = at / "khal.conf", at
        self.khal_config.write_text(
            f"[calendars]\n[[days]]\npath = {self.days}\ntype = calendar\n"
            "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
            f"[sqlite]\npath = {at / 'khal.db'}\n"
        )

    def ask_at(self, house: House, secret: str) -> None:
        (self.at / "vdirsyncer.conf").write_text(
            f'[general]\nstatus_path = "{self.at / "status"}"\n'
            '[pair days]\na = "there"\nb = "here"\ncollections = null\n'
            'conflict_resolution = "a wins"\n'
            f'[storage there]\ntype = "http"\nurl = "{house.address}/calendar/{secret}.ics"\n'
            f'[storage here]\ntype = "filesystem"\npath = "{self.days}"\nfileext = ".ics"\n'
        )
        self._run("vdirsyncer", "discover", input="y\n")

    def synchronise(self) -> str:
        return self._run("vdirsyncer", "sync")

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted(self.days.iterdir())}

    def listed(self, *when: str) -> list[str]:
        """What khal says of these days, each as "TITLE DATE"."""
        words = ["list", "--format", "{title} {start-date}", "--day-format", "", *when]
        told = self._run("khal", "--config", str(self.khal_config), *words)
        return [line for line in told.splitlines() if line]

    def _run(self, name: str, *words: str, input: str = "") -> str:
        command = [str(Path(sys.executable).with_name(name)), *words]
        done = subprocess.run(
            command, env=self.environment, input=input, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def folder(running, tmp_path):
    made = Folder(running.house, tmp_path / "programs")
    made.ask_at(running.house, running.secret)
    return made


def test_programs_show_each_day_once_and_know_when_nothing_changed(running, folder):
    secret = running.secret
    answer, data = ask(running, secret)
    assert answer.status == 200
    query = recurring_ical_events.of(icalendar.Calendar.from_ical(data))
    found = [f"{event['SUMMARY']} {event['DTSTART'].dt}" for event in query.between(NEXT, NEXT + 1)]
    assert found == NEXT_YEAR

    folder.synchronise()
    first = folder.files()
    assert len(first) == len(icalendar.Calendar.from_ical(data).events)
    assert folder.listed(*ALL_OF_IT) == NEXT_YEAR
    assert folder.listed(f"{NEXT}-05-12", "1d") == NEXT_YEAR[:1]

    told = folder.synchronise()
    assert folder.files() == first
    assert not any(word in told.casefold() for word in ("copying", "deleting"))

    # One day of the two is called otherwise: its entries change, and no other.
    running.beside(
        "def rename(calendar):",
        f"    [one] = [day for day in calendar.days if day.title == {ASHES!r}]",
        "    one.title = 'Your ashes came home'",
        "change_calendar(only_me, rename)",
        "fill_feed(ada)",
    )
    folder.synchronise()
    after = folder.files()
    assert len(after) == len(first)
    gone = {first[name] for name in first.keys() - after.keys()}  # its files are named by content
    assert gone == {one for one in first.values() if b"Ashes home" in one}
    assert folder.listed(*ALL_OF_IT) == [
        NEXT_YEAR[0],
        f"Your ashes came home {NEXT}-06-01",
    ]

    # One is no longer wanted there: it goes from the calendar, and no other.
    running.beside("key = max(wishes_of(ada).days)", "wish(lambda wishes: wishes.days.pop(key))")
    folder.synchronise()
    assert folder.files().items() < after.items()
    assert len({line[:-11] for line in folder.listed(f"{NEXT}-01-01", "700d")}) == 1


def test_after_a_restart_it_is_the_same_to_the_byte(running):
    secret = running.secret
    answer, before = ask(running, secret)
    running.house.close()
    running.house.open()
    running.beside("fill_feed(ada)")
    again, after = ask(running, secret)

    assert after == before
    assert again.headers["ETag"] == answer.headers["ETag"]
    assert ask(running, secret, **{"If-None-Match": answer.headers["ETag"]})[0].status == 304
    head, nothing = ask(running, secret, "HEAD")
    assert (head.status, nothing) == (200, b"")


def test_a_replaced_address_opens_nothing_and_the_new_one_has_the_same_days(running):
    _answer, before = ask(running, running.secret)
    new = running.beside("print(begin_feed(ada))")
    answer, after = ask(running, new)

    assert ask(running, running.secret)[0].status == 404
    assert answer.status == 200
    assert days(after) == days(before)
    assert uids(after).isdisjoint(uids(before))


def days(data):
    events = icalendar.Calendar.from_ical(data).events
    return [(event["DTSTART"].dt, str(event["SUMMARY"])) for event in events]


def uids(data):
    return {str(event["UID"]) for event in icalendar.Calendar.from_ical(data).events}


def test_the_address_is_in_no_log_and_nowhere_at_rest(running):
    secret = running.secret
    broken = f"broken{secret}"
    asked = [
        ask(running, secret),
        ask(running, secret, "HEAD"),
        ask(running, secret, "POST"),
        ask(running, secret, Host="elsewhere.example"),
        ask(running, secret, Cookie="heartleaf-session=x; heartleaf-key=y"),
        ask(running, f"{secret}x"),
        ask(running, f"{secret}/../{secret}"),
        ask(running, broken),
    ]
    running.beside("begin_feed(ada)")
    asked.append(ask(running, secret))
    log = running.house.log.read_text()

    assert [answer.status for answer, _ in asked] == [200, 200, 403, 400, 200, 404, 404, 500, 404]
    assert "heartleaf" in log
    assert "RuntimeError" in log
    assert secret not in log
    assert "calendar/" not in log
    assert not any(secret in body.decode() for _answer, body in asked)
    if not on_postgres():
        rest = Path(running.house.environment["HEARTLEAF_DATA"]).rglob("*")
        assert not any(secret.encode() in path.read_bytes() for path in rest if path.is_file())
