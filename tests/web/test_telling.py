"""What was just done is told once, and on its way it says nothing of the family."""

import base64
import contextlib
import re
import zlib

import pytest

from heartleaf.web.told import COOKIE


@pytest.fixture
def hers(ada, browser_of):
    ada.change_facts(lambda facts: setattr(facts.vocabulary, "us", "Rowan's two"))
    return browser_of(ada)


def test_what_is_told_is_on_the_next_page_and_on_no_other(hers):
    hers.post("/keepsakes/new/", {"words": "Dear Rowan", "circle": "us"})

    told, later = (hers.get("/").content.decode() for _ in range(2))

    assert "Kept. It is with “Rowan&#x27;s two”." in told
    assert "Kept." not in later


def test_on_its_way_it_cannot_be_read(hers):
    hers.post("/keepsakes/new/", {"words": "Dear Rowan", "circle": "us"})

    carried = hers.cookies[COOKIE].value

    assert [one for one in as_it_might_be_read(carried) if b"Rowan" in one or b"Kept" in one] == []


def test_what_was_changed_on_its_way_is_not_told(hers):
    hers.post("/keepsakes/new/", {"words": "Dear Rowan", "circle": "us"})
    carried = hers.cookies[COOKIE].value
    hers.cookies[COOKIE] = carried[:-1] + ("0" if carried[-1] != "0" else "1")

    assert "Kept." not in hers.get("/").content.decode()


def test_signing_out_is_told_to_nobody_in_particular(hers):
    hers.post("/sign-out/")

    assert "Everything is as you left it." in hers.get("/sign-in/").content.decode()


def as_it_might_be_read(cookie):
    """As it is, and each of its parts out of hex and base64, unpacked where it is packed."""
    parts = [cookie, *re.split("[:.]", cookie)]
    found = [cookie.encode()]
    for part in parts:
        with contextlib.suppress(ValueError):
            found.append(bytes.fromhex(part))
        found.append(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    for one in list(found):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(one))
    return found
