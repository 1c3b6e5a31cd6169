"""The share sheet of a phone: into the tray, into a draft, and from no page of anyone else."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heartleaf.archive.models import Import, Upload
from heartleaf.keepsakes.drafting import drafts_of
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture
from tests.web.test_bringing_in import until_done

pytestmark = pytest.mark.django_db(transaction=True)
FROM_THE_PHONE = {"Sec-Fetch-Site": "none"}


@pytest.fixture
def adas(ada, browser_of):
    """A browser that minds the form's token, as a real one does."""
    signed_in, strict = browser_of(ada), Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    return strict


def share(browser, *names, headers=FROM_THE_PHONE, **said):
    files = [SimpleUploadedFile(name, a_picture(name)) for name in names]
    return browser.post("/share/", {**said, "files": files}, headers=headers)


def draft_of(person):
    [(row, words)] = drafts_of(person)
    return row, words.fields


def test_shared_pictures_come_into_the_tray(adas, ada):
    answer = share(adas, "a.jpg", "b.jpg", title="IMG_1")

    until_done(adas, answer.headers["Location"])
    tray = Shelf(ada).page(place="tray").entries
    assert sorted(shown.card.attachments[0].name for shown in tray) == ["a.jpg", "b.jpg"]
    assert all(shown.is_covered for shown in tray)
    assert drafts_of(ada) == []


def test_shared_words_are_a_draft(adas, ada):
    answer = share(adas, title="A poem", text="Some words", url="https://example.org/poem")

    row, fields = draft_of(ada)
    assert answer.headers["Location"] == f"/keepsakes/new/?draft={row.id}"
    assert (fields["title"], fields["words"]) == (
        "A poem",
        "Some words\n\nhttps://example.org/poem",
    )
    assert fields["circle"] == "only-me"
    assert "Some words" in adas.get(answer.headers["Location"]).content.decode()


def test_a_title_that_is_too_long_for_one_is_not_cut(adas, ada):
    share(adas, title="t" * 200, text="Some words")

    assert draft_of(ada)[1]["words"] == "t" * 200 + "\n\nSome words"


def test_words_beside_a_picture_are_not_lost(adas, ada):
    answer = share(adas, "a.jpg", text="The hat")

    until_done(adas, answer.headers["Location"])
    assert draft_of(ada)[1]["words"] == "The hat"
    assert len(Shelf(ada).page(place="tray").entries) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", None])
def test_a_page_of_anyone_else_shares_nothing(adas, ada, site, monkeypatch):
    monkeypatch.setattr("heartleaf.archive.uploads.begin_upload", None)  # the body is not even read
    headers = {} if site is None else {"Sec-Fetch-Site": site}

    answer = share(adas, "a.jpg", text="Some words", headers=headers)

    assert answer.status_code == 403
    assert not Import.objects.exists()
    assert drafts_of(ada) == []


def test_for_nobody_signed_in_it_stays_on_the_phone(ada):
    answer = share(Client(enforce_csrf_checks=True), "a.jpg")

    assert answer.headers["Location"] == "/sign-in/"
    assert not Upload.objects.exists()
    assert not Import.objects.exists()


def test_the_way_in_says_that_it_is_still_on_the_phone(ada):
    browser = Client()
    page = browser.get(share(browser, "a.jpg").headers["Location"]).content.decode()

    assert "What you shared is still on your phone." in page


def test_nothing_shared_changes_nothing(adas, ada):
    assert share(adas).headers["Location"] == "/"
    assert adas.get("/share/").headers["Location"] == "/"
    assert not Import.objects.exists()


def test_the_manifest_says_nothing_of_the_family_and_where_to_share(adas):
    answer = adas.get("/manifest.webmanifest")
    told = json.loads(answer.content)

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert told["name"] == told["short_name"] == "Heartleaf"
    assert (told["share_target"]["action"], told["share_target"]["method"]) == ("/share/", "POST")
    assert adas.get(told["icons"][0]["src"]).status_code == 200


def test_only_pages_of_someone_signed_in_speak_of_it(adas):
    link = '<link rel="manifest" href="/manifest.webmanifest">'

    assert link in adas.get("/").content.decode()
    assert link not in Client().get("/sign-in/").content.decode()
