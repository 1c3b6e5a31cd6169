"""The first page: open from this machine only, and gone once there is a family."""

import pytest
from django.test import Client

from heartleaf.family.models import Family, WayIn
from heartleaf.web import welcome
from tests.cast import PASSPHRASE


@pytest.fixture
def first(installation, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return Client()


def a_way_in(**says):
    return {"place": "Rowan's place", "email": "ada@example.org", "passphrase": PASSPHRASE, **says}


def test_every_address_leads_to_the_first_page_while_there_is_no_family(first):
    for address in ("/", "/timeline/", "/tree/", "/sign-in/"):
        assert first.get(address).headers["Location"] == "/welcome/"


def test_ada_begins_with_nothing_but_a_way_in(first):
    first.post("/welcome/", {"place-name": ""})
    answer = first.post("/welcome/way-in/", a_way_in(place=""), follow=True)

    assert answer.status_code == 200
    assert "Our place" in first.get("/").content.decode()


def test_going_back_to_the_name_finds_it_as_it_was_typed(first):
    on = first.post("/welcome/", {"place-name": "Rowan's place"}).content.decode()
    back = first.post("/welcome/", {"place-name": "Rowan's place", "back": "yes"}).content.decode()

    assert 'name="back"' in on
    assert "What would you like to call this place?" in back
    assert 'value="Rowan&#x27;s place"' in back


@pytest.mark.parametrize(("told", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("Nowhere", "UTC")])
def test_whoever_skips_the_questions_has_the_time_of_their_device(first, told, zone):
    first.post("/welcome/way-in/", a_way_in(zone=told))

    assert zone in first.get("/settings/").content.decode()
    assert f'value="{zone}" selected' in first.get("/welcome/place/").content.decode()


def test_a_weak_passphrase_is_said_to_be_weak_and_what_was_typed_stays(first):
    answer = first.post("/welcome/way-in/", a_way_in(passphrase="rowan"))

    assert answer.status_code == 422
    assert "guessed quickly" in answer.content.decode()
    assert "ada@example.org" in answer.content.decode()
    assert not Family.objects.exists()


@pytest.mark.parametrize(
    "far", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}]
)
def test_from_elsewhere_the_first_page_asks_for_the_code_of_the_start(first, far):
    without = first.post("/welcome/way-in/", a_way_in(), **far)
    wrong = first.post("/welcome/way-in/", a_way_in(code="0000-0000-0000"), **far)
    assert (without.status_code, wrong.status_code) == (422, 422)
    assert not Family.objects.exists()

    right = first.post("/welcome/way-in/", a_way_in(code=welcome.ONE_TIME_CODE), **far)
    assert right.status_code == 302
    assert Family.objects.count() == 1


def test_at_a_public_address_everyone_is_asked_for_the_code(first, settings):
    settings.HEARTLEAF_URL = "https://leaf.example.org"

    page = first.post("/welcome/", {"place-name": ""})
    refused = first.post("/welcome/way-in/", a_way_in())

    assert 'name="code"' in page.content.decode()
    assert refused.status_code == 422
    assert not Family.objects.exists()


def test_once_there_is_a_family_the_first_page_is_gone(first):
    first.post("/welcome/way-in/", a_way_in())
    stranger = Client()

    assert stranger.get("/welcome/").status_code == 302
    stranger.post("/welcome/way-in/", a_way_in(email="else@example.org"))
    assert Family.objects.count() == 1


def test_the_evening_goes_on_with_children_words_place_and_a_sheet(first):
    first.post("/welcome/way-in/", a_way_in())
    first.post("/welcome/children/", {"name": "Rowan", "died": "12 May 2025", "weeks": "20"})
    first.post("/welcome/children/", {"name": "Mila", "living": "yes"})
    first.post("/welcome/words/", {"us": "the two of us"})
    first.post("/welcome/place/", {"zone": "Australia/Hobart", "hemisphere": "south"})
    sheet = first.post("/settings/sheet/", {"make": "yes"}, follow=True)

    assert "Rowan" in first.get("/children/").content.decode()
    assert "the two of us" in first.get("/settings/").content.decode()
    assert "Australia/Hobart" in first.get("/settings/").content.decode()
    assert sheet.status_code == 200
    assert "Open the sheet" in sheet.content.decode()
    assert WayIn.objects.count() == 2
