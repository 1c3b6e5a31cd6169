"""Every answer tells the browser to keep it to itself."""

import json
import os
import re
import runpy
import socket
import subprocess
import sys

import django.conf
import pytest

import heartleaf.settings
from tests.secrecy.walking import Ids, addresses

INLINE = re.compile(r"<style|\sstyle=|<script(?! src)|\son[a-z]+=|javascript:")
FROM_ELSEWHERE = re.compile(
    r"""(?:src|action|srcset|hx-\w+)="(?:\w+:)?//|<link[^>]*href="(?:\w+:)?//"""
)
ASK = """
import json, os, django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
from django.core.management import call_command
from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.facts import FamilyFacts
from heartleaf.family.models import Installation
setup_test_environment()
call_command("migrate", verbosity=0)
Installation.objects.create(salt=b"s" * 32, passes=1, memory_kib=1024)
begin_family(FamilyFacts(name="Rowan's place"), Beginner("ada@example.org", "seven boats"))
browser, told = Client(headers={"host": os.environ["HOST"]}), {}
for secure in (False, True):
    form = {"email": "ada@example.org", "passphrase": "seven boats"}
    answers = [browser.get("/sign-in/", secure=secure)]
    answers.append(browser.post("/sign-in/", form, secure=secure))
    answers.append(browser.post("/tray/chosen/", {"circle": "us"}, secure=secure))
    answers.append(browser.get("/search/", secure=secure))
    told[str(secure)] = {
        "status": [answer.status_code for answer in answers],
        "hsts": [answer.get("Strict-Transport-Security", "") for answer in answers],
        "cookies": [m.OutputString() for a in answers for m in a.cookies.values() if m.value],
    }
    browser.post("/sign-out/", secure=secure)
print(json.dumps(told))
"""


@pytest.fixture
def pages(ada, given_a_letter, given_a_picture, browser_of):
    """Every answer to Ada: pages, pictures, refusals, things that are not there."""
    given_a_letter(ada, circle="us", title="To Rowan")
    given_a_picture(ada, circle="us")
    browser = browser_of(ada)
    paths = [*addresses(Ids.of_everything()), "/nowhere/"]
    return {path: browser.get(path) for path in paths if "/assets/" not in path}


def test_no_script_or_style_but_our_own_files(pages):
    for path, page in pages.items():
        policy = page.headers.get("Content-Security-Policy", "")
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if rule.strip())
        assert rules["default-src"] == "'none'", path
        if path == "/keepsakes/new/sound/":  # what was just recorded, in the page's own memory
            assert rules.pop("media-src") == "'self' blob:"
        if "postcard" in path:  # a small look at an image that no address leads to
            assert rules.pop("img-src") in {"'self' data:", "'self'"}
        assert set(rules.values()) <= {"'none'", "'self'"}, path


def test_no_page_has_script_or_style_of_its_own(pages):
    for path, page in pages.items():
        if page.headers["Content-Type"].startswith("text/html"):
            text = page.content.decode()
            assert not INLINE.search(text), path


def test_nothing_is_kept_indexed_framed_or_handed_on(pages):
    for path, page in pages.items():
        assert page.headers["Referrer-Policy"] == "no-referrer", path
        assert "no-store" in page.headers["Cache-Control"], path
        assert "noindex" in page.headers["X-Robots-Tag"], path
        assert page.headers["X-Frame-Options"] == "DENY", path
        assert page.headers["X-Content-Type-Options"] == "nosniff", path
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin", path


def test_no_page_asks_anyone_else_for_anything(pages):
    for path, page in pages.items():
        if page.headers["Content-Type"].startswith("text/html"):
            text = page.content.decode().replace("http://www.w3.org/", "")
            assert not FROM_ELSEWHERE.search(text), path


def test_an_original_is_never_shown_by_the_browser_itself(pages):
    [original] = [page for page in pages.values() if page.streaming]

    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_cookies_are_out_of_reach_of_scripts_and_other_places(pages, ada, client):
    form = {"email": "ada@example.org", "passphrase": "seven small boats upon the river"}
    client.get("/sign-in/")
    client.post("/sign-in/", form)
    client.post("/search/", {"words": "river"})

    assert {"heartleaf-session", "heartleaf-key", "heartleaf-form"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in ("Lax", "Strict"), cookie.key
        assert (cookie["path"], cookie["domain"]) == ("/", ""), cookie.key


def answers_at(address, tmp_path):
    house = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "heartleaf.settings",
        "HEARTLEAF_DATA": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "HEARTLEAF_URL": address,
        "HOST": address.removeprefix("https://") or "localhost",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    told = subprocess.run([sys.executable, "-c", ASK], env=house, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)


def test_on_https_nothing_travels_in_the_open(tmp_path):
    told = answers_at("https://rowan.example.org", tmp_path)["True"]

    assert told["status"] == [200, 302, 302, 200]
    assert all("max-age=31536000" in hsts for hsts in told["hsts"])
    assert len(told["cookies"]) >= 4
    for cookie in told["cookies"]:
        assert cookie.startswith("__Host-")
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=", "Path=/"))
        assert "Domain" not in cookie


def test_on_http_at_home_the_cookies_still_come_back(tmp_path):
    told = answers_at("", tmp_path)["False"]

    assert told["status"] == [200, 302, 302, 200]
    assert not any(told["hsts"])
    assert not any("Secure" in cookie or "__Host-" in cookie for cookie in told["cookies"])


def test_a_machine_with_capitals_in_its_name_answers_to_it(client, installation, monkeypatch):
    monkeypatch.setattr(socket, "gethostname", lambda: "Rowans-MBP")
    names = runpy.run_path(heartleaf.settings.__file__)["OWN_NAMES"]
    monkeypatch.setattr(django.conf.settings, "OWN_NAMES", names)

    assert client.get("/help-now/", headers={"host": "Rowans-MBP:8000"}).status_code == 200
    assert client.get("/help-now/", headers={"host": "elsewhere.example"}).status_code == 400
