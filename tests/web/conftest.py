"""Browsers at the pages' doors. Django is set up after this is read, so what needs it is asked for
inside."""

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
