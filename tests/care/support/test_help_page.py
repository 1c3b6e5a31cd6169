"""Help now: for anyone, by the country in the address, with nothing of it written down."""

import io
import logging
import re

import pytest
import time_machine
from django.core import serializers

from heartleaf.care.support.directory import corrected_by
from heartleaf.family.models import Session
from heartleaf.web.logs import NothingPrivate
from tests.care.support.test_host_file import OURS

WHOLE = "/help-now/everywhere/"


@pytest.fixture
def stranger(installation, browser_of):
    return browser_of(None)


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def with_ward(settings, tmp_path):
    """The host has a ward of their own, which Nora called on 20 November 2026."""
    (tmp_path / "lines.toml").write_text(OURS, encoding="utf-8")
    settings.HEARTLEAF_SUPPORT = str(tmp_path / "lines.toml")
    yield
    corrected_by.cache_clear()


def read(browser, address="/help-now/"):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_chooses_a_country_and_sees_whom_to_call(stranger):
    page = read(stranger, "/help-now/?country=IE")

    assert 'href="tel:112"' in page
    assert 'href="tel:999"' in page
    assert '<option value="IE" selected>Ireland</option>' in page
    assert 'href="tel:116123"' in page
    assert 'href="sms:51444?body=HELP"' in page
    assert "HELP to 51444" in page
    assert "Every hour, every day · English" in page
    assert "Seen in two lists, last in October 2025" in page
    assert "Not yet called by us." in page
    assert "988lifeline" not in page


def test_hours_are_told_with_their_zone(stranger):
    assert "09:00 to 23:00, Japan" in read(stranger, "/help-now/?country=JP")


def test_where_lists_disagree_their_own_site_is_shown_and_no_number(stranger):
    page = read(stranger, "/help-now/?country=IT")

    assert "https://www.telefonoamico.it" in page
    assert set(re.findall(r'href="tel:(\d+)"', page)) == {"112"}
    assert "Lists give different numbers for these" in page
    assert "telefonoamico.it, not yet looked at by us" in page


def test_a_wrong_reason_is_not_given_where_one_list_alone_has_a_number(stranger):
    page = read(stranger, "/help-now/?country=LU")

    assert "Only one list or page has a number for these" in page
    assert "Lists give different" not in page


def test_the_signs_are_those_that_the_sources_name(stranger):
    signs = read(stranger).partition('id="signs"')[2]

    for sign in ("38 °C", "Trouble breathing", "Heavy bleeding", "One leg or arm", "overwhelms"):
        assert sign in signs
    assert not re.search("clots|pad after pad|flashes|yourself or |can be treated|fault", signs)


@pytest.mark.parametrize("asked", ["", "?country=", "?country=XX", "?country=%00", "?country=TR"])
def test_without_a_country_there_is_help_wherever_one_is(stranger, asked):
    page = read(stranger, f"/help-now/{asked}")

    assert "the emergency number of the country you are in" in page
    assert "findahelpline.com" in page
    assert "Signs not to wait with" in page
    assert "tel:" not in page


def test_ada_begins_where_her_time_zone_is_and_is_told_so(ada, adas):
    ada.change_own(lambda own: setattr(own, "zone", "Europe/Dublin"))

    assert "By the time zone in your settings" in read(adas)
    assert 'href="tel:116123"' in read(adas)
    assert "By the time zone" not in read(adas, "/help-now/?country=")
    assert "tel:" not in read(adas, "/help-now/?country=")


def test_on_a_closed_screen_it_does_not_say_where_she_is(ada, adas):
    ada.change_own(lambda own: setattr(own, "zone", "Europe/Dublin"))
    adas.post("/closed/begin/")

    assert "tel:" not in read(adas)
    assert 'href="tel:116123"' in read(adas, "/help-now/?country=IE")


def test_what_was_seen_half_a_year_ago_says_so(with_ward, stranger):
    with time_machine.travel("2027-01-10"):
        page = read(stranger, "/help-now/?country=IE")
    assert "Checked 20 November 2026, by Nora, midwife." in page
    assert "Monday to Friday, 09:00 to 17:00" in page

    with time_machine.travel("2027-09-10"):
        page = read(stranger, "/help-now/?country=IE")
    assert "Checked 20 November 2026, by Nora, midwife, some time ago" in page
    assert page.count('class="line faded"') == 4


def test_what_a_host_calls_for_all_the_world_is_shown_with_its_number(tmp_path, settings, stranger):
    world = OURS.replace('country = "IE"\n', 'page = "https://ward.example"\n')
    (tmp_path / "lines.toml").write_text(world, encoding="utf-8")
    settings.HEARTLEAF_SUPPORT = str(tmp_path / "lines.toml")

    page = read(stranger)

    assert 'href="tel:012345678"' in page
    assert "Checked 20 November 2026, by Nora, midwife" in page
    assert "Nor have we looked at their site" not in page


def test_a_site_that_somebody_looked_at_is_told_as_looked_at(tmp_path, settings, stranger):
    looked = OURS.replace('call = ["01 234 5678"]', 'page = "https://ward.example"')
    (tmp_path / "lines.toml").write_text(looked, encoding="utf-8")
    settings.HEARTLEAF_SUPPORT = str(tmp_path / "lines.toml")

    said = read(stranger, "/help-now/?country=IE").partition("https://ward.example")[2]

    assert "Checked 20 November 2026, by Nora, midwife." in said.partition("</li>")[0]
    assert "not yet looked at" not in said.partition("</li>")[0]


def test_the_page_that_stays_on_a_device_is_the_same_for_everyone(ada, adas, stranger):
    ada.change_own(lambda own: setattr(own, "theme", "dark"))

    hers = read(adas, WHOLE)

    assert hers == read(stranger, WHOLE)
    assert not re.search("Rowan|csrf|data-person|Ada", hers)
    assert 'data-country="IE"' in hers


def test_the_worker_keeps_that_page_and_what_it_needs_and_nothing_else(stranger, adas):
    worker = read(stranger, "/help-now/worker.js")

    assert worker == read(adas, "/help-now/worker.js")
    assert re.findall(r'"(/[^"]*)"', worker)[0] == WHOLE
    assert all(a.startswith("/assets/") for a in re.findall(r'"(/[^"]*)"', worker)[1:])
    assert 'credentials: "omit"' in worker


def test_the_worker_changes_with_a_word_of_the_page(with_ward, stranger, settings):
    with_the_ward = read(stranger, "/help-now/worker.js")
    settings.HEARTLEAF_SUPPORT = ""

    assert read(stranger, "/help-now/worker.js") != with_the_ward


def test_no_site_it_leads_to_is_told_where_one_came_from(stranger):
    answer = stranger.get("/help-now/?country=US")
    outgoing = re.findall(r"<a [^>]*https://[^>]*>", answer.content.decode())

    assert answer["Referrer-Policy"] == "no-referrer"
    assert len(outgoing) > 10
    assert [link for link in outgoing if 'rel="noopener noreferrer"' not in link] == []


def test_nothing_is_written_down_when_it_is_opened(ada, adas, stranger, monkeypatch):
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(NothingPrivate())
    for name in ("", "django", "django.request", "django.server"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    read(adas)
    before = serializers.serialize("json", Session.objects.all())

    for browser in (adas, stranger):
        for address in ("/help-now/", "/help-now/?country=IE", WHOLE, "/help-now/worker.js"):
            answer = browser.get(address)
            assert not answer.cookies.keys() - {"heartleaf-form"}

    assert log.getvalue() == ""
    assert serializers.serialize("json", Session.objects.all()) == before
