"""Taking everything along: one button, one file, and who gets which."""

import io
import itertools
import socket
import threading
import time
import zipfile
from uuid import uuid4

import bagit
import pytest
import waitress

from heartleaf.family.entering import end_everywhere, make_sheet, prove_sheet
from heartleaf.family.models import Membership
from heartleaf.web import exporting, turns

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/export/"


@pytest.fixture(autouse=True)
def every_turn_is_given_back():
    yield
    assert turns._taken == {}


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
    saved(plain)
    named = browser.post(ADDRESS, {"make": "everything", "named": "on"})
    saved(named)

    called = f"archive-open-{ada.today()}.zip"
    assert f'filename="{called}"' in plain["Content-Disposition"]
    assert f"Your browser saves it as {called}" in browser.get(ADDRESS).text
    assert f'filename="rowans-place-open-{ada.today()}.zip"' in named["Content-Disposition"]


def test_no_two_kinds_of_export_have_one_name(ada, inge, browser_of):
    make_sheet(ada)
    prove_sheet(ada)
    names, folders = set(), set()
    for make in ("everything", "sealed", "someone"):
        response = browser_of(ada).post(ADDRESS, {"make": make, "whom": str(inge.id)})
        names.add(response["Content-Disposition"])
        data = io.BytesIO(b"".join(response.streaming_content))
        folders |= {name.partition("/")[0] for name in zipfile.ZipFile(data).namelist()}

    assert len(names) == 3
    assert folders == {"archive-open", "archive-sealed", "archive-shared"}


def test_what_inge_would_get_is_said_before_it_is_made(ada, inge, browser_of, given_a_letter):
    browser = browser_of(ada)
    assert "nothing in a circle with Inge to be read yet" in browser.get(ADDRESS).text

    given_a_letter(ada, circle="friends", title="Covered", date="2025-12-02", covered=True)
    assert "in a circle with Inge is covered" in browser.get(ADDRESS).text

    given_a_letter(ada, circle="friends", title="For all", date="2025-12-02")
    assert "What is kept in: " in browser.get(ADDRESS).text


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


def test_each_person_has_one_turn_and_there_are_few_in_all(ada, inge, browser_of, monkeypatch):
    monkeypatch.setattr(turns, "IN_ALL", 1)
    adas = browser_of(ada)
    running = adas.post(ADDRESS, {"make": "everything"})

    again = adas.post(ADDRESS, {"make": "everything"})
    other = browser_of(inge).post(ADDRESS, {"make": "everything"})
    saved(running)

    assert (again.status_code, other.status_code) == (503, 503)
    assert "on its way to you already" in again.text
    assert "Others are saving theirs" in other.text


def test_a_turn_comes_back_from_an_export_that_fails(ada, browser_of, monkeypatch):
    browser = browser_of(ada)
    browser.raise_request_exception = False

    def fails(*_):
        raise OSError("gone")

    monkeypatch.setattr("heartleaf.web.exporting._name", fails)
    assert browser.post(ADDRESS, {"make": "everything"}).status_code == 500
    assert turns._taken == {}


def test_whoever_reads_no_further_is_cut_off_and_the_turn_comes_back(monkeypatch):
    """As waitress serves it, to a browser that was paused."""
    monkeypatch.setattr(turns, "STILL", 0.5)
    whose = uuid4()

    def endless(environ, start):
        turn = turns.take_turn(whose, environ)
        start("200 OK", [("Content-Type", "application/zip")])
        return _Stream(turn)

    server = waitress.create_server(endless, host="127.0.0.1", port=0, threads=1)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        with socket.create_connection(("127.0.0.1", server.effective_port)) as paused:
            paused.sendall(b"GET / HTTP/1.0\r\n\r\n")
            assert until(lambda: whose in turns._taken)
            assert until(lambda: whose not in turns._taken)
    finally:
        server.close()


class _Stream(exporting._Stream):
    def __init__(self, turn):
        self._parts, self._turn = (bytes(one) for one in itertools.repeat(2**20)), turn


def until(happens):
    last = time.monotonic() + 20
    while not happens() and time.monotonic() < last:
        time.sleep(0.02)
    return happens()


def test_a_child_is_led_home(ada, inge, browser_of):
    Membership.objects.filter(person=inge.id).exclude(circle__kind="only-me").update(role="child")
    browser = browser_of(inge)

    assert browser.get(ADDRESS).status_code == 302
    assert browser.post(ADDRESS, {"make": "everything"}).status_code == 404


def test_the_page_says_in_plain_words_who_can_read_it(ada, browser_of):
    page = browser_of(ada).get(ADDRESS).text
    assert "Whoever has the file can read all of it" in page
