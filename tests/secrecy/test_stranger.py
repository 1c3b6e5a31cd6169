"""Vera has a place of her own here and knows every address of Ada's. It helps her nothing."""

import datetime
import re

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from heartleaf.archive.uploads import begin_upload, new_import
from heartleaf.care.models import Quiet
from heartleaf.circle.inviting import invite
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.family.models import Session
from heartleaf.keepsakes.drafting import DraftWords, save_draft
from tests.secrecy.walking import Ids, addresses, look

# What opens without signing in, and is the same for everybody.
# The manifest too: browsers ask for it without their cookies. A calendar has its way in in its
# address, and this one is not the address of any.
OPEN = (
    *("/assets/", "/robots.txt", "/pieces/", "/manifest.webmanifest", "/calendar/"),
    *("/told/", "/push.js", "/invited/", "/page/", "/stewardship/sheets/", "/stewardship/stop/"),
    *("/sign-in/", "/closed/", "/help-now/", "/welcome/"),
    "/for-others/plain/",
    "/ended/",
)
# Derived: made at the first look and the same whenever it is made again.
DERIVED = {"GrownWood", "IndexImage"}
LEADS_ON = {301, 302}


@pytest.fixture
def adas(ada, given_a_letter, given_a_picture):
    """Everything that has an address of its own, all of it Ada's."""
    given_a_letter(ada, circle="us", title="To Rowan")
    given_a_letter(ada, circle="friends", words="For everybody")
    given_a_picture(ada, circle="us", covered=True)
    draft = "11111111-2222-4333-8444-555555555555"
    save_draft(ada, draft, DraftWords(fields={"words": "Half a sentence"}), 0)
    begun = new_import(ada)
    upload = begin_upload(ada.person, "IMG_1.jpg", 10, begun)
    children = [child.id for child in ada.facts.children]
    funeral = Day(title="The funeral", date="2025-05-20")
    change_calendar(ada.circle("us"), lambda calendar: calendar.days.append(funeral))
    soon = timezone.now() + datetime.timedelta(days=14)
    asked = invite(ada, ["friends"], "adds", name="Inge", ends=soon)
    return Ids.of_everything(draft, begun.id, upload.id, funeral.id, asked.id, *children)


def hers(adas):
    """The addresses that name something of Ada's."""
    named = [str(id) for id in (*adas.keepsakes, *adas.others)]
    return [path for path in addresses(adas) if any(id in path for id in named)]


def test_no_address_of_adas_answers_vera(adas, vera, browser_of):
    browser = browser_of(vera)
    answers = {path: browser.get(path).status_code for path in hers(adas)}

    assert len(answers) > 40
    assert {path: said for path, said in answers.items() if said not in (404, 405)} == {
        path: 302 for path in answers if path.startswith("/drafts/")
    }


def test_nothing_vera_sends_to_them_changes_anything(adas, vera, browser_of):
    browser = browser_of(vera)
    before = rows()
    form = {"words": "mine", "who": vera.id}
    answers = {path: browser.post(path, form).status_code for path in hers(adas)}

    begun = {path for path, said in answers.items() if said not in (404, 405, 409)}
    assert all(path.startswith("/drafts/") or path.endswith("/change/") for path in begun)
    assert {**rows(), "Draft": before["Draft"]} == before
    assert vera.person.drafts.count() == rows()["Draft"] - before["Draft"] == len(begun)


def test_adas_draft_stays_hers_when_vera_writes_to_its_address(adas, ada, vera, browser_of):
    [row] = ada.person.drafts.all()
    form = {"words": "mine", "revision": "1", "who": vera.id}
    browser_of(vera).post(f"/drafts/{row.id}/", form)
    browser_of(vera).post(f"/drafts/{row.id}/", {"discard": "yes"})

    [still] = ada.person.drafts.all()
    assert bytes(still.words) == bytes(row.words)


def test_whoever_is_not_signed_in_is_led_to_the_way_in(adas):
    for path in addresses(adas):
        answer = Client().get(path)
        if path.startswith(OPEN):
            assert answer.status_code in (200, 302, 404, 405), path
        else:
            assert answer.status_code == 405 or answer.get("Location") == "/sign-in/", path


@pytest.mark.parametrize("half", ["heartleaf-session", "heartleaf-key"])
def test_one_half_of_a_session_is_not_enough(ada, browser_of, half):
    browser = browser_of(ada)
    del browser.cookies[half]

    assert browser.get("/timeline/").get("Location") == "/sign-in/"


def test_veras_key_does_not_open_adas_session(ada, vera, browser_of):
    hers, other = browser_of(ada), browser_of(vera)
    hers.cookies["heartleaf-key"] = other.cookies["heartleaf-key"].value

    assert hers.get("/timeline/").get("Location") == "/sign-in/"


def test_looking_changes_nothing(adas, ada, browser_of):
    browser = browser_of(ada)
    before, sealed = rows(), everything_sealed()
    for path in addresses(adas):
        look(browser, path)

    assert rows() == before
    assert everything_sealed() == sealed


def test_looking_does_not_end_quiet_or_open_the_screen(ada, browser_of):
    Quiet.begin(ada.person)
    Session.objects.update(closed_at=None)
    browser = browser_of(ada)
    browser.post("/closed/begin/")
    for path in ("/", "/closed/", "/closed/open/", "/quiet/", "/sign-in/", "/timeline/"):
        browser.get(path)

    assert Quiet.is_on(ada.person)
    assert Session.objects.exclude(closed_at=None).exists()


def test_a_form_from_elsewhere_is_refused(adas, ada, browser_of):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = browser_of(ada).cookies
    before = rows()
    for path in addresses(adas):
        if not path.startswith(("/assets/", "/robots.txt")):
            assert browser.post(path, {"words": "river"}).status_code in (403, 404, 405), path

    assert rows() == before


@pytest.mark.parametrize(
    ("origin", "site", "status"),
    [
        ("http://testserver", "same-origin", 200),
        ("null", "same-origin", 200),
        ("null", "cross-site", 403),
        ("null", "same-site", 403),
        ("http://elsewhere.example", "cross-site", 403),
        ("http://elsewhere.example", "same-origin", 403),
    ],
)
def test_even_with_a_token_only_our_own_pages_may_send(ada, browser_of, origin, site, status):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = browser_of(ada).cookies
    page = browser.get("/search/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    headers = {"Origin": origin, "Sec-Fetch-Site": site}

    form = {"words": "river", "csrfmiddlewaretoken": token}
    assert browser.post("/search/", form, headers=headers).status_code == status


def rows():
    models = apps.get_app_config("heartleaf").get_models()
    return {m.__name__: m._default_manager.count() for m in models if m.__name__ not in DERIVED}


def everything_sealed():
    return {
        (model.__name__, row.pk): [
            bytes(getattr(row, f.name)) for f in model._meta.fields if value_of(row, f)
        ]
        for model in apps.get_app_config("heartleaf").get_models()
        if model.__name__ not in DERIVED
        for row in model._default_manager.all()
    }


def value_of(row, field):
    return "Sealed" in type(field).__name__ and getattr(row, field.name)
