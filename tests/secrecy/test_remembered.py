"""Between two requests the program remembers nothing that could be read."""

import pytest

from heartleaf.family import entering
from heartleaf.sealing import Memory

MARKER = "marigold-seventeen"


@pytest.fixture
def memory(monkeypatch):
    memory = Memory(at_most=10_000_000)
    monkeypatch.setattr(entering, "MEMORY", memory)
    return memory


def held(memory):
    return b"".join(memory._held.values())


def test_after_a_page_what_is_remembered_of_it_is_closed(ada, browser_of, given_a_letter, memory):
    given_a_letter(ada, title=MARKER, words=f"Dear Rowan, {MARKER}.", circle="us")
    hers = browser_of(ada)

    assert MARKER in hers.get("/timeline/").text
    assert MARKER in hers.get(f"/search/?words={MARKER}").text

    assert held(memory)
    for word in (MARKER, "Ada", "Rowan's place", "AGE-SECRET-KEY"):
        assert word.encode() not in held(memory)


def test_signing_out_forgets_what_this_browser_looked_at(ada, browser_of, given_a_letter, memory):
    given_a_letter(ada)
    hers, her_phone = browser_of(ada), browser_of(ada)
    hers.get("/timeline/")
    her_phone.get("/timeline/")
    both = len(held(memory))

    hers.post("/sign-out/")
    assert 0 < len(held(memory)) < both

    her_phone.post("/settings/everywhere/")
    assert held(memory) == b""


def test_what_another_session_opened_is_of_no_use_to_a_stranger(
    ada, vera, browser_of, given_a_letter, memory
):
    given_a_letter(ada, title=MARKER)
    browser_of(ada).get("/timeline/")

    assert MARKER not in browser_of(vera).get("/timeline/").text
