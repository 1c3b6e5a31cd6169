"""No more of these, by the link in a mail; and the browsers that are told."""

import pytest
from django.urls import reverse

from heartleaf.care.browsers import browsers_of
from heartleaf.care.channels import way_of
from heartleaf.care.models import Channel, Reminder
from heartleaf.care.stopping import stopping_path

pytestmark = pytest.mark.django_db
ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc"
FIREFOX = {"HTTP_USER_AGENT": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Firefox/130.0"}


@pytest.fixture
def hers(ada, told_by, due):
    channel = told_by(ada, "ada@example.org")
    due(channel, ago=-60)
    return channel


def test_to_look_changes_nothing(hers, client):
    page = client.get(stopping_path(hers.pk))

    assert page.status_code == 200
    assert "Send me no more of these" in page.text
    assert not Channel.objects.get().stopped
    assert Reminder.objects.exists()


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_one_tap_stops_them_without_signing_in(hers, client, body):
    page = client.post(stopping_path(hers.pk), body)

    assert "No more of these" in page.text
    assert Channel.objects.get().stopped
    assert not Reminder.objects.exists()


def test_a_mail_program_needs_no_form_of_ours(hers):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stopping_path(hers.pk)).status_code == 200


def test_the_page_says_nothing_of_whose_place_it_is(hers, ada, client, browser_of):
    for browser in (client, browser_of(ada)):
        page = browser.get(stopping_path(hers.pk)).text
        assert not any(word in page for word in ("Rowan", "Ada", "ada@", "Mila"))


def test_what_was_sent_before_stays_sent(hers, client):
    Reminder.objects.update(state="sent")
    client.post(stopping_path(hers.pk))

    assert Reminder.objects.get().state == "sent"


@pytest.mark.parametrize(
    "change", [lambda w: w[:-2], lambda w: "x" + w, lambda w: w[40:], str.upper]
)
def test_a_link_that_was_made_up_stops_nothing(hers, client, change):
    word = change(stopping_path(hers.pk).split("/")[2])

    assert client.get(f"/told/{word}/").status_code == 404
    assert client.post(f"/told/{word}/").status_code == 404
    assert not Channel.objects.get().stopped


def test_after_the_address_is_gone_its_link_is_nothing(hers, client):
    path = stopping_path(hers.pk)
    hers.delete()

    assert client.post(path).status_code == 404


def test_the_link_is_where_the_pages_are(hers):
    word = stopping_path(hers.pk).split("/")[2]

    assert reverse("told", kwargs={"word": word}) == stopping_path(hers.pk)


# ── Browsers ────────────────────────────────────────────────────────────────────────────────


def test_a_browser_is_added_once_and_named(ada, browser_of):
    phone = browser_of(ada)
    for _time in range(2):
        answer = phone.post("/settings/push/", {"endpoint": ENDPOINT}, **FIREFOX)
        assert answer.status_code == 204

    [(id, name)] = browsers_of(ada.person)
    assert name == "Firefox, Android"
    assert way_of(Channel.objects.get(pk=id)).endpoint == ENDPOINT


def test_a_browser_that_was_stopped_begins_again(ada, browser_of):
    phone = browser_of(ada)
    phone.post("/settings/push/", {"endpoint": ENDPOINT})
    Channel.objects.update(stopped=True)
    phone.post("/settings/push/", {"endpoint": ENDPOINT})

    assert not Channel.objects.get().stopped


@pytest.mark.parametrize("endpoint", ["", "https://localhost/", "http://fcm.googleapis.com/x"])
def test_no_other_address_is_taken_from_a_browser(ada, browser_of, endpoint):
    answer = browser_of(ada).post("/settings/push/", {"endpoint": endpoint})

    assert answer.status_code == 422
    assert answer.json()["sentence"].endswith(".")
    assert not Channel.objects.exists()


def test_twenty_browsers_are_enough(ada, browser_of):
    phone = browser_of(ada)
    answers = [phone.post("/settings/push/", {"endpoint": f"{ENDPOINT}{n}"}) for n in range(21)]

    assert [answer.status_code for answer in answers] == [*[204] * 20, 422]


def test_ending_one_leaves_the_other_and_nobody_ends_jonas_s(ada, jonas, browser_of):
    for person, ending in ((ada, "a"), (ada, "b"), (jonas, "c")):
        browser_of(person).post("/settings/push/", {"endpoint": ENDPOINT + ending})
    [(theirs, _name)] = browsers_of(jonas.person)
    first, second = (id for id, _name in browsers_of(ada.person))
    phone = browser_of(ada)

    phone.post("/settings/push/end/", {"browser": str(first)})
    phone.post("/settings/push/end/", {"browser": str(theirs)})

    assert [id for id, _name in browsers_of(ada.person)] == [second]
    assert len(browsers_of(jonas.person)) == 1


def test_a_browser_tells_who_asked_in_it_last(ada, jonas, browser_of):
    for person in (ada, jonas):
        browser_of(person).post("/settings/push/", {"endpoint": ENDPOINT})

    assert browsers_of(ada.person) == []
    assert len(browsers_of(jonas.person)) == 1


@pytest.mark.parametrize("out", ["/sign-out/", "/settings/everywhere/"])
def test_signing_out_ends_it_in_this_browser_and_in_no_other(ada, browser_of, out):
    phone = browser_of(ada)
    for endpoint in (ENDPOINT, f"{ENDPOINT}-laptop"):
        phone.post("/settings/push/", {"endpoint": endpoint})

    phone.post(out, {"browser": ENDPOINT})

    [(id, _name)] = browsers_of(ada.person)
    assert way_of(Channel.objects.get(pk=id)).endpoint == f"{ENDPOINT}-laptop"


def test_signing_out_ends_nothing_of_someone_else(ada, jonas, browser_of):
    browser_of(ada).post("/settings/push/", {"endpoint": ENDPOINT})
    browser_of(jonas).post("/sign-out/", {"browser": ENDPOINT})

    assert len(browsers_of(ada.person)) == 1


def test_nobody_signed_in_adds_nothing(client, ada):
    client.post("/settings/push/", {"endpoint": ENDPOINT})

    assert not Channel.objects.exists()


def test_the_worker_says_one_sentence_and_keeps_nothing(client):
    answer = client.get("/push.js")

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-store, private"
    assert "Something you asked to be told of" in answer.text
    assert not any(word in answer.text for word in ("caches", "fetch", "indexedDB"))


def test_a_worker_of_ours_may_run_and_no_other(client):
    assert "worker-src 'self'" in client.get("/sign-in/")["Content-Security-Policy"]
