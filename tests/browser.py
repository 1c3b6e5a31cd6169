"""A real Chromium for the stories that go through the page."""

import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import needs

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")

# No sound in the room: nothing is fetched, updated or reported by the browser itself.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole session. Each test opens its own context in it and closes it."""
    try:
        path = find()
    except needs.Missing as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        yield browser
        browser.close()


def flags() -> list[str]:
    # Chromium's own sandbox refuses to be started by root, as a container does.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if as_root else FLAGS


@functools.cache
def find() -> str:
    """The path of a Chromium that runs: an installed one, else Playwright's, else the system's."""
    for look in (installed, playwrights, fetched_by_playwright, from_the_system):
        if (path := look()) and needs.runs(path, "--version"):
            return path
    raise needs.Missing(
        "The tests need Chromium, and none could be found or fetched. Install Chromium or "
        "Google Chrome, or say where one is: CHROMIUM=/path/to/chromium"
    )


def installed() -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    on_mac = (str(path) for name in MAC if (path := Path("/Applications") / name).exists())
    every = [os.environ.get("CHROMIUM"), *on_path, *on_mac]
    # Ubuntu's `chromium-browser` may be a stub that only tells to install a snap.
    return next((path for path in every if path and needs.runs(path, "--version")), None)


def playwrights() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetched_by_playwright() -> str | None:
    print("Fetching Chromium for the tests …", file=sys.stderr, flush=True)
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        fetched = subprocess.run(fetch, capture_output=True, timeout=600).returncode == 0
    except subprocess.TimeoutExpired:
        return None
    return playwrights() if fetched else None


def from_the_system() -> str | None:
    return installed() if needs.apt_installs("chromium") else None
