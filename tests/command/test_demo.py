"""Someone looks at the sample before they trust it with anything: a demo in its own process."""

import contextlib
import html
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from importlib import resources

import pytest

from heartleaf import sample
from heartleaf.sample.family import BROUGHT
from heartleaf.sample.letters import letters
from heartleaf.sample.papers import FROM_ORLA

NEVER = re.compile(
    r"celebrat|happy|journey|\bheal(s|ed|ing)?\b|closure|move on|\bstage|angel|rainbow|\blost\b|!",
    re.IGNORECASE,
)


class Visitor:
    """A browser without script, and its cookies."""

    def __init__(self, port: int) -> None:
        self.address = f"http://localhost:{port}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> str:
        with self._opener.open(self.address + path) as answer:
            return answer.read().decode("utf-8", "replace")

    def post(self, path: str, **fields: str) -> str:
        data = urllib.parse.urlencode(fields).encode()
        with self._opener.open(self.address + path, data) as answer:
            return answer.read().decode()

    def step_in_as(self, name: str) -> str:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)', self.get("/demo/"))[1]
        return self.post("/demo/", csrfmiddlewaretoken=token, **{"as": name})


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The address of a demo, and the folder in which it must keep to itself."""
    port, around = _free_port(), tmp_path_factory.mktemp("around")
    command = [sys.executable, "-m", "heartleaf", "demo", "--port", str(port), "--no-browser"]
    environment = _environment(around)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            _wait_for(process)
            yield port, around, process
        finally:
            process.kill()


@pytest.fixture
def ada(demo):
    visitor = Visitor(demo[0])
    visitor.step_in_as("Ada")
    return visitor


def test_the_first_page_says_that_it_is_a_sample(demo):
    page = Visitor(demo[0]).get("/")

    assert "This family does not exist." in page
    assert "thrown away" in page


def test_one_button_lets_ada_in(demo):
    assert ", Ada." in Visitor(demo[0]).step_in_as("Ada")


def test_the_button_cannot_be_pressed_from_another_site(demo):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        Visitor(demo[0]).post("/demo/", **{"as": "Ada"})


def test_every_place_has_something_true_to_show(ada):
    timeline = ada.get("/timeline/")
    assert "Red boots" in timeline
    assert "Uncover" in timeline
    assert ada.get("/tree/").count("<a ") > 20
    assert ada.get("/tray/").count('name="chosen"') == sum(one.tray for one in BROUGHT)
    assert all(name in ada.get("/children/") for name in ("Rowan", "Mila", "Emil"))
    assert "The yellow blanket" not in ada.get("/search/?words=blanket")  # only Jonas may


def test_every_kind_of_thing_is_there_and_ready(ada):
    pages = _pages(ada)

    assert "His heart, at sixteen weeks" in _only(pages, "<audio")
    assert "Play the moment around it" in _only(pages, "Emil’s stone")
    assert "All pages" in _only(pages, "the prints of two feet<")
    assert "He was never by himself." in _only(pages, "for Ada and Jonas.txt")
    assert "in the tin with the stamps" in _only(pages, "His bracelet</h1>")
    assert sum("<video" in page for page in pages) == 3  # and what is around a still
    shown = [page.partition("<template")[0] for page in pages]  # without the closed screen
    assert not [page for page in shown if "being made ready" in page or "It cannot be" in page]


def test_nobody_has_looked_over_the_ultrasound_yet(ada):
    covered = _only(_pages(ada), "<h1>Ultrasound, hospital")
    where = re.search(r'action="(/keepsakes/[\w-]+/uncovering/)"', covered)[1]
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)', covered)[1]

    page = ada.post(where, csrfmiddlewaretoken=token)

    assert "Look it over" in page
    assert "<video" in page


def test_what_is_closed_until_their_next_day_is_nowhere(ada):
    for path in ("/timeline/", "/timeline/?order=beginning", "/tree/list/", "/search/?words=flask"):
        assert "For your next day" not in ada.get(path)


def test_jonas_sees_what_is_his(demo):
    jonas = Visitor(demo[0])
    jonas.step_in_as("Jonas")

    assert "The yellow blanket" in jonas.get("/search/?words=blanket")
    assert "Six in the morning" not in jonas.get("/timeline/")


def test_no_passphrase_page_is_in_the_way(demo):
    assert 'type="password"' not in Visitor(demo[0]).get("/sign-in/")


def test_nothing_is_said_that_we_never_say():
    said = [f"{one.title} {one.words}" for one in letters()]
    said += [f"{one.title} {one.words} {one.neutral} {one.whereabouts}" for one in BROUGHT]
    said += [file.alt for one in BROUGHT for file in one.files]
    said += [FROM_ORLA, resources.files(sample).joinpath("certificate.typ").read_text()]

    assert not [text for text in said if NEVER.search(text)]


def test_when_it_is_closed_nothing_of_it_is_left(demo):
    _port, around, process = demo
    assert list(around.glob("heartleaf-demo-*"))

    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0
    assert not list(around.iterdir())


def test_closed_at_once_it_leaves_nothing_either(tmp_path):
    command = [sys.executable, "-m", "heartleaf", "demo", "--port", str(_free_port())]
    environment = _environment(tmp_path)
    with subprocess.Popen(
        [*command, "--no-browser"], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        _wait_for(process)
        process.send_signal(signal.SIGINT)

        assert process.wait(20) == 0
    assert not list(tmp_path.iterdir())


def _pages(visitor: Visitor) -> list[str]:
    """The page of every keepsake in the timeline."""
    found, path = list[str](), "/timeline/"
    while path:
        listed = visitor.get(path)
        found += re.findall(r'href="(/keepsakes/[\w-]{36}/)"', listed)
        onward = re.search(r'href="([^"]+)" rel="next"', listed)
        path = html.unescape(onward[1]) if onward else ""
    return [visitor.get(one) for one in dict.fromkeys(found)]


def _only(pages: list[str], words: str) -> str:
    (page,) = [page for page in pages if words in page]
    return page


def _environment(around) -> dict[str, str]:
    return os.environ | {
        "TMPDIR": str(around),
        "HEARTLEAF_DATA": str(around / "a-persons-own-place"),
        "XDG_CONFIG_HOME": str(around / "a-persons-own-config"),
        "DATABASE_URL": "postgres://nobody@localhost:1/not-to-be-touched",
    }


def _free_port() -> int:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(process) -> None:
    began = time.monotonic()
    while "is open at" not in (line := process.stdout.readline()):
        assert line, "the demo ended"
        assert time.monotonic() - began < 60
