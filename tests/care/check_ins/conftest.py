"""Ada's browser, and questions she asks herself."""

import pytest


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def asked(ada):
    """One question for each way of answering, by that way."""
    from heartleaf.care.check_ins.keeping import add_question
    from heartleaf.care.check_ins.section import Question

    questions = {
        "slider": Question(words="How heavy it is", low="light", high="a stone"),
        "colour": Question(words="Its colour", answered="colour"),
        "tick": Question(words="Somebody held me", answered="tick"),
        "words": Question(words="Outside", answered="words"),
    }
    for one in questions.values():
        add_question(ada, one)
    return questions
