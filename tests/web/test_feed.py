"""A calendar program asks with nothing but an address. Its person makes, replaces and ends it."""

import io
import logging
import re

import icalendar
import pytest
from django.test import Client, RequestFactory

from heartleaf.care import feeding
from heartleaf.care.models import Feed, Quiet
from heartleaf.care.wishes import Coming, change_wishes, wishes_of
from heartleaf.web import feed as pages
from heartleaf.web.logs import NothingPrivate
from tests.cast import ROWAN

pytestmark = pytest.mark.django_db
NEUTRAL, NAMED = "A day of yours", "Rowan, born and died"


@pytest.fixture
def secret(ada):
    choose(ada)
    return feeding.begin_feed(ada)


@pytest.fixture
def program():
    """What asks: no browser, no cookie, nobody signed in."""
    return Client(headers={"user-agent": "calendars/1.0", "accept": "*/*"})


def choose(person):
    change_wishes(person, lambda w: w.days.update({f"{ROWAN.id}.born": Coming(feed=True)}))


def at(secret):
    return f"/calendar/{secret}.ics"


def titles(answer):
    return {str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(answer.content).events}


def do(browser, what, **more):
    return browser.post("/days/feed/", {"do": what, "next": "/more/", **more})


# ── What programs get ───────────────────────────────────────────────────────────────────────


def test_whoever_has_the_address_gets_the_calendar(secret, program):
    answer = program.get(at(secret))

    assert answer.status_code == 200
    assert answer.content == feeding.read_feed(secret)
    assert titles(answer) == {NEUTRAL}


def test_it_says_what_it_is_and_that_it_is_nobody_elses(secret, program):
    answer = program.get(at(secret))
    told = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="days.ics"',
        "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }

    assert {name: answer[name] for name in told} == told
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer["ETag"])
    assert not answer.cookies


def test_to_ask_for_the_head_alone_is_enough(secret, program):
    head, whole = program.head(at(secret)), program.get(at(secret))

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


def test_who_has_it_already_is_told_so(secret, program):
    tag = program.get(at(secret))["ETag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = program.get(at(secret), headers={"if-none-match": said})
        assert (answer.status_code, answer.content) == (304, b""), said
        assert (answer["ETag"], answer["Cache-Control"]) == (tag, "private, no-cache")

    assert program.get(at(secret), headers={"if-none-match": '"other"'}).status_code == 200


def test_after_a_change_it_is_another(ada, secret, program):
    tag = program.get(at(secret))["ETag"]
    change_wishes(ada, lambda wishes: setattr(wishes, "feed_words", True))
    feeding.fill_feed(ada)
    answer = program.get(at(secret), headers={"if-none-match": tag})

    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_quiet_changes_the_tag_with_the_alarms(ada, secret, program):
    change_wishes(ada, lambda wishes: setattr(wishes, "feed_alarm", True))
    feeding.fill_feed(ada)
    loud = program.get(at(secret))
    Quiet.begin(ada.person)
    silent = program.get(at(secret), headers={"if-none-match": loud["ETag"]})

    assert (silent.status_code, silent.content.count(b"VALARM")) == (200, 0)
    assert b"BEGIN:VALARM" in loud.content


@pytest.mark.parametrize(
    "says",
    [
        {"accept": "text/html"},
        {"accept": "text/calendar;q=0.1, application/json"},
        {"accept": ""},
        {"accept": "no/such;;;q=x"},
        {"accept-encoding": "gzip, br"},
        {"accept-encoding": "identity;q=0"},
        {"accept-language": "de"},
        {"range": "bytes=0-10"},
        {"hx-request": "true"},
    ],
)
def test_it_does_not_matter_how_a_program_asks(secret, program, says):
    plain, answer = program.get(at(secret)), program.get(at(secret), headers=says)

    assert (answer.status_code, answer.content) == (200, plain.content)
    assert answer["ETag"] == plain["ETag"]
    assert "Content-Encoding" not in answer


def test_a_wrong_address_is_answered_in_plain_words(secret, program):
    for wrong in ("A" * 43, secret.swapcase(), secret[:-1], "x", "é"):
        answer = program.get(at(wrong))
        assert answer.status_code == 404
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["Cache-Control"] == "no-store, private"
        assert answer.content == b"There is no calendar at this address."


def test_every_wrong_address_costs_the_same_questions(secret, program, django_assert_num_queries):
    for wrong in ("A" * 43, secret[:-1], "x", "y" * 3000):
        with django_assert_num_queries(1):
            program.get(at(wrong))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written_there(secret, program, method):
    before = bytes(Feed.objects.get().sealed)

    assert getattr(program, method)(at(secret)).status_code == 405
    assert bytes(Feed.objects.get().sealed) == before


def test_it_is_the_same_to_someone_signed_in_even_behind_a_closed_screen(
    ada, vera, secret, program, browser_of
):
    plain = program.get(at(secret))
    hers, veras = browser_of(ada), browser_of(vera)
    hers.post("/closed/begin/")

    for browser in (hers, veras):
        answer = browser.get(at(secret))
        assert (answer.status_code, answer.content) == (200, plain.content)
        assert not answer.cookies


def test_a_view_that_fails_tells_nobody_the_address(secret, monkeypatch):
    handlers = logging.getLogger("django").handlers
    [log] = [one for one in handlers if isinstance(one.formatter, NothingPrivate)]
    monkeypatch.setattr(log, "stream", io.StringIO())

    def broken(asked):
        raise RuntimeError(f"cannot read {asked}")

    monkeypatch.setattr(pages, "read_feed", broken)
    answer = Client(raise_request_exception=False).get(at(secret))
    logged = log.stream.getvalue()

    assert answer.status_code == 500
    assert "RuntimeError" in logged
    assert "feed.py" in logged
    assert secret not in logged + answer.content.decode()
    assert "calendar/" not in logged


# ── What its person does ────────────────────────────────────────────────────────────────────


def test_an_address_is_made_with_one_tap(ada, adas, program):
    choose(ada)
    answer = do(adas, "begin")

    assert (answer.status_code, answer["Location"]) == (302, "/more/")
    assert titles(program.get(at(wishes_of(ada).feed))) == {NEUTRAL}


def test_a_second_tap_does_not_take_away_what_the_first_one_gave(ada, adas):
    do(adas, "begin")
    secret = wishes_of(ada).feed
    do(adas, "begin")

    assert wishes_of(ada).feed == secret


def test_replaced_the_old_address_answers_404(ada, adas, secret, program):
    do(adas, "replace")
    new = wishes_of(ada).feed

    assert new != secret
    assert program.get(at(secret)).status_code == 404
    assert titles(program.get(at(new))) == {NEUTRAL}


def test_to_replace_from_a_page_that_was_open_before_it_ended_begins_nothing(ada, adas, secret):
    do(adas, "end")
    do(adas, "replace")

    assert wishes_of(ada).feed == ""
    assert not Feed.objects.exists()


def test_ended_it_answers_404(adas, secret, program):
    do(adas, "end")

    assert program.get(at(secret)).status_code == 404


def test_names_and_alarm_are_ticked_and_unticked(ada, adas, secret, program):
    do(adas, "words", words="on", alarm="on")
    answer = program.get(at(secret))
    assert titles(answer) == {NAMED}
    assert b"BEGIN:VALARM" in answer.content

    do(adas, "words")
    answer = program.get(at(secret))
    assert titles(answer) == {NEUTRAL}
    assert b"BEGIN:VALARM" not in answer.content


def test_without_a_word_that_is_known_nothing_happens(ada, adas, secret):
    assert do(adas, "away").status_code == 400
    assert wishes_of(ada).feed == secret


def test_it_leads_back_only_to_our_own_pages(adas):
    answer = adas.post("/days/feed/", {"do": "begin", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_what_vera_does_changes_only_hers(ada, vera, secret, browser_of):
    do(browser_of(vera), "begin")
    do(browser_of(vera), "end")

    assert feeding.read_feed(secret) is not None


def test_looking_at_where_it_is_done_does_nothing(adas, secret):
    assert adas.get("/days/feed/").status_code == 405
    assert Client().post("/days/feed/", {"do": "end"})["Location"] == "/sign-in/"
    assert feeding.read_feed(secret) is not None


# ── What a page says of it ──────────────────────────────────────────────────────────────────


def shown(person, **more):
    request = RequestFactory().get("/days/", **more)
    request.visitor = person
    return pages.shown(request)


def test_the_address_is_whole_so_that_it_can_be_pasted(ada, secret, settings):
    here = shown(ada, headers={"host": "192.168.1.7:8000"})
    assert here.address == f"http://192.168.1.7:8000{at(secret)}"
    assert not here.only_here

    settings.HEARTLEAF_URL = "https://rowan.example"
    assert shown(ada).address == f"https://rowan.example{at(secret)}"


def test_an_address_that_no_phone_reaches_says_so(ada, secret):
    assert shown(ada, headers={"host": "localhost:8000"}).only_here


def test_before_it_is_made_there_is_no_address(ada):
    assert shown(ada).address == ""
