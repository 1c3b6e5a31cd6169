"""Browsers at the pages' doors. Django is set up after this is read, so what needs it is asked for
inside."""

import datetime

import pytest


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def hers(adas):
    return adas


@pytest.fixture
def send(adas):
    """As the script does: `send("a.jpg", data)` gives the id of what has arrived."""
    from heartleaf.keepsakes.media import PART

    def to_the_house(name, data, browser=adas):
        upload = browser.post("/uploads/", {"name": name, "size": len(data)}).json()
        for at in range(0, len(data), PART):
            body = data[at : at + PART]
            browser.post(f"/uploads/{upload['id']}/?offset={at}", body, "application/octet-stream")
        return upload["id"]

    return to_the_house


@pytest.fixture
def three(ada, jonas):
    from tests.web.tended import kept

    return kept(ada)


@pytest.fixture
def covered(ada, jonas):
    from tests.web.tended import kept

    return kept(ada, covered=True, title="Your hand")


@pytest.fixture
def made(ada):
    """Ada has asked Inge in."""
    from django.utils import timezone

    from heartleaf.circle.inviting import invite

    ends = timezone.now() + datetime.timedelta(days=14)
    return invite(ada, ["friends"], "adds", name="Inge", words="Come when you like.", ends=ends)
