"""The printed sheet: its key lets in for good, so whoever would see it says the passphrase."""

import datetime
import re

import pytest
from django.utils import timezone

from heartleaf.family.entering import (
    NotOpened,
    begin_session,
    enter_by_sheet,
    has_proved_sheet,
    make_sheet,
    prove_sheet,
)
from heartleaf.family.models import Person, WayIn
from heartleaf.web import sheet, slowing
from heartleaf.web.sessions import KEY, TOKEN
from tests.cast import PASSPHRASE

MAKE = {"make": "yes"}
MAKE_KNOWING = MAKE | {"passphrase": PASSPHRASE}
LINK = re.compile(r'href="(/settings/sheet/sheet\.pdf[^"]*)"')


@pytest.fixture(autouse=True)
def no_earlier_tries():
    slowing._failed.clear()


@pytest.fixture
def settled(ada):
    """Ada, some days after the first evening."""
    joined = timezone.now() - datetime.timedelta(days=3)
    Person.objects.filter(pk=ada.id).update(joined_at=joined)
    ada.person.joined_at = joined
    return ada


@pytest.fixture
def hers(settled, browser_of):
    return browser_of(settled)


def asked(browser, form):
    return browser.post("/settings/sheet/", form, follow=True).content.decode()


def test_at_an_unlocked_phone_nobody_gets_a_new_sheet(settled, hers):
    old = make_sheet(settled)
    prove_sheet(settled)

    for form in (MAKE, MAKE | {"passphrase": ""}, MAKE | {"passphrase": "not this one"}):
        assert LINK.search(asked(hers, form)) is None

    assert enter_by_sheet(old).id == settled.id
    assert WayIn.objects.filter(kind=WayIn.Kind.SHEET).count() == 1


def test_nor_one_where_there_is_none_yet(settled, hers):
    assert LINK.search(asked(hers, MAKE)) is None

    assert not WayIn.objects.filter(kind=WayIn.Kind.SHEET).exists()


def test_nor_sees_one_that_waits_to_be_proved(settled, hers):
    make_sheet(settled)

    page = hers.get("/settings/sheet/").content.decode()
    assert "Show it once more" in page
    assert LINK.search(page) is None
    assert LINK.search(asked(hers, MAKE)) is None
    assert hers.get("/settings/sheet/sheet.pdf").status_code == 404


def test_guessing_at_it_is_slowed(settled, hers):
    for _try in range(slowing.FREE + 2):
        asked(hers, MAKE | {"passphrase": "not this one"})

    assert "Please wait" in asked(hers, MAKE_KNOWING)


def test_ada_says_her_passphrase_and_opens_it(settled, hers):
    [link] = LINK.findall(asked(hers, MAKE_KNOWING))

    assert hers.get(link).content.startswith(b"%PDF")


def test_what_opened_it_opens_nothing_later_nor_in_another_session(settled, hers, monkeypatch):
    [link] = LINK.findall(asked(hers, MAKE_KNOWING))
    cookies = begin_session(settled)
    before = hers.cookies[TOKEN].value, hers.cookies[KEY].value

    hers.cookies[TOKEN], hers.cookies[KEY] = cookies.token, cookies.key
    assert hers.get(link).status_code == 404

    hers.cookies[TOKEN], hers.cookies[KEY] = before
    monkeypatch.setattr(sheet, "SHOWN_FOR", -1)
    assert hers.get(link).status_code == 404


def test_a_sheet_that_waits_is_shown_again_and_not_made_anew(settled, hers):
    key = make_sheet(settled)

    assert LINK.search(asked(hers, MAKE_KNOWING))
    assert enter_by_sheet(key).id == settled.id


def test_if_the_printing_is_left_the_old_paper_stays_good(settled, hers):
    old = make_sheet(settled)
    prove_sheet(settled)

    page = asked(hers, MAKE_KNOWING)

    assert "The paper you tried before stays good until then." in page
    assert enter_by_sheet(old).id == settled.id


def test_the_sheet_is_proved_by_typing_a_part_of_it_back(settled, hers):
    old = make_sheet(settled)
    prove_sheet(settled)
    key = make_sheet(settled)

    answer = hers.post("/settings/sheet/", {"part": "QQQQQQQQ"})
    assert "look once more" in answer.content.decode()
    assert enter_by_sheet(old).id == settled.id

    hers.post("/settings/sheet/", {"part": key[-8:].lower()})
    assert has_proved_sheet(settled.person)
    with pytest.raises(NotOpened):
        enter_by_sheet(old)
    assert hers.get("/settings/sheet/sheet.pdf").status_code == 404


def test_on_the_first_evening_nobody_is_asked(ada, browser_of):
    hers = browser_of(ada)
    [link] = LINK.findall(asked(hers, MAKE))

    assert hers.get(link).content.startswith(b"%PDF")


def test_also_then_a_proved_sheet_is_not_replaced_without_the_passphrase(ada, browser_of):
    make_sheet(ada)
    prove_sheet(ada)

    assert LINK.search(asked(browser_of(ada), MAKE)) is None
