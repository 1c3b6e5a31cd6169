"""Is everything whole? The parents ask on a page, and have put back what a backup has."""

import time

import pytest

from heartleaf.archive.checking import beside
from heartleaf.archive.models import Checkup
from heartleaf.keepsakes.media import vault
from tests.archive.checking.test_naming import original_of
from tests.archive.checking.test_repairing import a_backup

pytestmark = pytest.mark.django_db

PAGE, LOOK, PUT_BACK = "/settings/whole/", "/settings/whole/look/", "/settings/whole/put-back/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """The look happens in the request itself: another thread would not see this test's rows."""

    monkeypatch.setattr(beside, "_begin", beside._work)
    monkeypatch.setattr(beside, "close_old_connections", lambda: None)
    monkeypatch.setattr(beside.connections, "close_all", lambda: None)


@pytest.fixture
def place(tmp_path, settings):
    settings.HEARTLEAF_DATA = tmp_path
    settings.HEARTLEAF_BACKUPS = [tmp_path / "other disk"]
    settings.HEARTLEAF_BACKUPS[0].mkdir()
    return settings.HEARTLEAF_BACKUPS[0]


def text(browser, path):
    return browser.get(path).content.decode()


def test_what_is_damaged_is_named_and_put_back_after_a_second_yes(
    ada, place, given_a_picture, browser_of
):
    picture = given_a_picture(ada, circle="us", title="In the garden", date="2025-05-12")
    a_backup(place)
    hers = browser_of(ada)
    assert "A disk can go bad" in text(hers, PAGE)
    hers.post(LOOK)
    assert "Everything that you can open is whole." in text(hers, PAGE)

    vault().remove(original_of(picture))
    hers.post(LOOK)
    page = text(hers, PAGE)
    assert "Photograph, 12 May 2025, “In the garden”" in page
    assert f'href="/keepsakes/{picture.id}/"' in page
    assert "The backup of 3 May" in page
    assert "heartleaf check --email … --repair" in page
    assert "Photograph, 12 May 2025" in text(hers, PUT_BACK)
    hers.post(PUT_BACK)
    assert original_of(picture) not in set(vault().names())
    hers.post(PUT_BACK, {"sure": "yes"})
    assert original_of(picture) in set(vault().names())
    page = text(hers, PAGE)
    assert "The good copies are in their places." in page
    assert "Everything that you can open is whole." in page


def test_of_another_family_and_of_the_other_parent_nothing_is_named(
    ada, jonas, vera, place, given_a_picture, browser_of
):
    theirs = given_a_picture(vera, circle="us", title="Theirs")
    mine = given_a_picture(ada, title="Mine alone")
    for picture in (theirs, mine):
        vault().remove(original_of(picture))
    his = browser_of(jonas)
    his.post(LOOK)
    page = text(his, PAGE)

    assert "Something that only somebody else here can open" in page
    assert original_of(theirs) not in page
    assert "Mine alone" not in page
    assert "Theirs" not in page


def test_a_grandmother_finds_nothing_there(inge, browser_of):
    hers = browser_of(inge)

    assert [hers.get(PAGE).status_code, hers.get(PUT_BACK).status_code] == [404, 404]
    assert [hers.post(LOOK).status_code, hers.post(PUT_BACK).status_code] == [404, 404]


def test_what_was_found_is_sealed(ada, place, given_a_picture, browser_of):
    picture = given_a_picture(ada, circle="us", title="In the garden")
    vault().remove(original_of(picture))
    browser_of(ada).post(LOOK)
    row = Checkup.objects.get(person=ada.person)

    assert row.state == "done"
    assert b"garden" not in bytes(row.report)


def test_a_look_that_was_cut_off_is_said_so_and_can_be_asked_for_again(ada, place, browser_of):
    long_ago = "2025-05-12T00:00:00Z"
    Checkup.objects.create(person=ada.person, alive_at=long_ago)
    hers = browser_of(ada)

    assert "The last look was cut off." in text(hers, PAGE)
    hers.post(LOOK)
    assert "whole." in text(hers, PAGE)


def test_while_one_is_at_work_another_is_not_begun(ada, browser_of):
    Checkup.objects.create(person=ada.person, alive_at=time.strftime("%Y-%m-%dT%H:%M:%SZ"))
    hers = browser_of(ada)
    hers.post(LOOK)

    assert "Every seal that your key opens is being opened" in text(hers, PAGE)
