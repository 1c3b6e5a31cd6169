"""Taking everything along: one button, one file, and who gets which."""

import io
import zipfile

import bagit
import pytest

from heartleaf.family.entering import end_everywhere, make_sheet, prove_sheet
from heartleaf.family.models import Membership
from heartleaf.web import exporting

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/export/"


@pytest.fixture(autouse=True)
def every_turn_is_given_back():
    yield
    assert exporting._turns._value == exporting.AT_ONCE


def saved(response):
    """The files of the zip that the browser saves, by their paths."""
    assert response["Content-Type"] == "application/zip"
    data = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_one_button_saves_everything(ada, browser_of, given_a_letter, tmp_path):
    given_a_letter(ada, title="Snow", words="There was snow.", date="2025-12-02")

    files = saved(browser_of(ada).post(ADDRESS, {"make": "everything"}))

    assert b"There was snow." in files["data/read/2025.html"]
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    bagit.Bag(str(tmp_path)).validate()


def test_the_file_is_called_nothing_unless_she_wants_it(ada, browser_of):
    browser = browser_of(ada)
    plain = browser.post(ADDRESS, {"make": "everything"})
    named = browser.post(ADDRESS, {"make": "everything", "named": "on"})
    saved(plain)
    saved(named)

    assert 'filename="archive-' in plain["Content-Disposition"]
    assert 'filename="rowans-place-' in named["Content-Disposition"]


def test_without_a_sheet_there_is_nothing_sealed(ada, browser_of):
    browser = browser_of(ada)
    assert "Make the sheet" in browser.get(ADDRESS).text
    assert browser.post(ADDRESS, {"make": "sealed"}).status_code == 422

    make_sheet(ada)
    prove_sheet(ada)

    assert "data/index.age" in saved(browser.post(ADDRESS, {"make": "sealed"}))


def test_inge_takes_along_what_is_hers_to_see(ada, inge, browser_of, given_a_letter):
    given_a_letter(ada, circle="us", title="Between us", date="2025-12-02")
    given_a_letter(ada, circle="friends", title="For all", date="2025-12-02")
    browser = browser_of(inge)

    told = b"".join(saved(browser.post(ADDRESS, {"make": "everything"})).values())

    assert b"For all" in told
    assert b"Between us" not in told
    assert "For someone" not in browser.get(ADDRESS).text
    assert browser.post(ADDRESS, {"make": "someone", "whom": str(ada.id)}).status_code == 422


def test_a_parent_makes_one_for_inge(ada, inge, vera, browser_of, given_a_letter):
    given_a_letter(ada, circle="friends", title="For all", date="2025-12-02")
    browser = browser_of(ada)

    files = saved(browser.post(ADDRESS, {"make": "someone", "whom": str(inge.id)}))

    assert b"For all" in files["data/read/2025.html"]
    for whom in ("", str(vera.id), str(ada.id)):
        assert browser.post(ADDRESS, {"make": "someone", "whom": whom}).status_code == 422


def test_a_session_that_ends_meanwhile_does_no_harm(ada, browser_of, given_a_letter):
    given_a_letter(ada, title="Snow", date="2025-12-02")
    browser = browser_of(ada)
    response = browser.post(ADDRESS, {"make": "everything"})

    end_everywhere(ada.person)

    assert "data/read/2025.html" in saved(response)
    assert browser.post(ADDRESS, {"make": "everything"}).status_code == 302


def test_a_third_one_at_once_waits_in_a_sentence(ada, browser_of):
    browser = browser_of(ada)
    running = [browser.post(ADDRESS, {"make": "everything"}) for _ in range(exporting.AT_ONCE)]

    answer = browser.post(ADDRESS, {"make": "everything"})
    for one in running:
        saved(one)

    assert answer.status_code == 503
    assert "on their way already" in answer.text


def test_a_child_is_led_home(ada, inge, browser_of):
    Membership.objects.filter(person=inge.id).exclude(circle__kind="only-me").update(role="child")
    browser = browser_of(inge)

    assert browser.get(ADDRESS).status_code == 302
    assert browser.post(ADDRESS, {"make": "everything"}).status_code == 404


def test_the_page_says_in_plain_words_who_can_read_it(ada, browser_of):
    page = browser_of(ada).get(ADDRESS).text
    assert "Whoever has the file can read all of it" in page
