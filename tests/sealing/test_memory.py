"""What was opened is remembered closed: for one session, with its key, and not for ever."""

import pytest

from heartleaf.sealing import Memory, Recall, RowKey
from heartleaf.sealing.memory import EACH

WORDS = b"Dear Rowan, it rained today."


def recall_of(memory, whose="ada", key=None):
    return Recall(memory, whose, RowKey(key or RowKey.generate()))


def never():
    raise AssertionError("It was opened a second time.")


def test_what_was_opened_need_not_be_opened_again():
    recall = recall_of(Memory(at_most=10_000))
    recall("letter", lambda: WORDS)

    assert recall("letter", never) == WORDS


def test_nothing_readable_is_remembered():
    memory = Memory(at_most=10_000)
    recall_of(memory)("letter", lambda: WORDS)

    assert WORDS not in memory.get("ada", "letter")


@pytest.mark.parametrize("whose", ["ada", "jonas"])
def test_another_key_recalls_nothing(whose):
    memory = Memory(at_most=10_000)
    recall_of(memory)("letter", lambda: WORDS)

    assert recall_of(memory, whose)("letter", lambda: b"opened anew") == b"opened anew"


def test_what_was_exchanged_in_memory_is_not_believed():
    memory, key = Memory(at_most=10_000), RowKey.generate()
    recall = recall_of(memory, key=key)
    recall("letter", lambda: WORDS)
    memory.put("ada", "other", memory.get("ada", "letter"))

    assert recall("other", lambda: b"the other one") == b"the other one"


def test_what_was_not_asked_for_goes_first():
    memory = Memory(at_most=3 * (len(WORDS) + 28 + EACH))
    recall = recall_of(memory)
    for name in ("first", "second", "third"):
        recall(name, lambda: WORDS)
    recall("first", never)

    recall("fourth", lambda: WORDS)

    assert memory.get("ada", "second") is None
    assert recall("first", never) == recall("fourth", never) == WORDS


def test_what_is_larger_than_all_of_it_is_opened_each_time():
    recall = recall_of(Memory(at_most=10))

    assert recall("letter", lambda: WORDS) == recall("letter", lambda: WORDS) == WORDS


def test_a_session_that_has_ended_is_forgotten():
    memory = Memory(at_most=10_000)
    hers, his = recall_of(memory, "ada"), recall_of(memory, "jonas")
    hers("letter", lambda: WORDS)
    his("letter", lambda: WORDS)

    memory.forget("ada")

    assert memory.get("ada", "letter") is None
    assert his("letter", never) == WORDS
    hers("letter", lambda: WORDS)  # a page that was on its way
    assert memory.get("ada", "letter") is None
