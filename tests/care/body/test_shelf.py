"""The shelf: every page and every fact says where it stands, when that was looked at, and who
agreed; and none says what it must not."""

import datetime
import re

import pytest

from heartleaf.care.body.shelf import (
    OUR_LANGUAGE,
    PAGES,
    WrongPage,
    languages,
    page_of,
    read,
    read_sources,
    shelf,
)

EVERY = [page for language in languages() for page in shelf(language)]
FACTS = {"says", "differ"}
SOURCES = read_sources(PAGES.joinpath("sources.toml").read_text())
HERE = {"a": SOURCES["leeds"], "b": SOURCES["plida"]}
ASKED_FOR = {
    "milk", "bleeding", "wounds", "cycle", "pelvic-floor", "sex", "tiredness", "trying-again",
    "other-parent", "mental-health", "next-pregnancy",
}  # fmt: skip

DOSES = (
    r"\d\s*(mg|mcg|µg|g|ml|iu|units?)\b|\b(tablets?|pills?|capsules?|drops|milligrams?)\b"
    r"|\b(paracetamol|acetaminophen|ibuprofen|aspirin|codeine|cabergoline|bromocriptine"
    r"|sertraline|diazepam|misoprostol|mifepristone)\b"
    r"|\b(times|once|twice) (a|per) day .*medicine"
)
# Of what a page could show, only these belong to a page that has not been read by a clinician.
HEAD = 'title = "Milk"\nabout = "x"\norder = 1\nchecked = 2026-11-26\nreviewed_by = ""\n'


def a_page(lines, head=HEAD):
    text = f'{head}[[part]]\nheading = "One"\nlines = [{lines}]\n'
    return read(text, "milk", "en", HERE)


def ids(pages):
    return [f"{page.language}/{page.name}" for page in pages]


def test_every_page_that_was_asked_for_is_there():
    assert {page.name for page in shelf()} == ASKED_FOR
    assert [page.order for page in shelf()] == list(range(1, len(ASKED_FOR) + 1))


@pytest.mark.parametrize("page", EVERY, ids=ids(EVERY))
def test_every_page_and_every_fact_has_source_date_and_review(page):
    assert page.title
    assert page.about
    assert datetime.date(2026, 11, 1) < page.checked
    assert isinstance(page.reviewed_by, str)
    assert any(line.kind in FACTS for line in page.lines())
    for line in page.lines():
        facts = [page.sources[id] for id in line.sources]
        assert facts or line.kind not in FACTS, line.words
        assert all(one.name and one.kind for one in facts)
        assert all(re.fullmatch(r"|\d{4}(-\d\d(-\d\d)?)?", one.date) for one in facts)


def test_no_clinician_has_agreed_to_a_page_yet():
    """It is taken out on the day on which one has, with their name in the page."""
    assert [page.name for page in EVERY if page.reviewed_by] == []


@pytest.mark.parametrize("page", EVERY, ids=ids(EVERY))
def test_no_page_names_a_medicine_or_a_dose(page):
    said = [word for line in page.lines() for word in (line.words, line.ask)]

    assert [one for one in said if re.search(DOSES, one, re.IGNORECASE)] == []


@pytest.mark.parametrize("page", EVERY, ids=ids(EVERY))
def test_a_page_is_a_few_screens_at_most(page):
    assert sum(len(line.words) + len(line.ask) for line in page.lines()) < 2_200
    assert max(len(line.words) for line in page.lines()) < 280


def test_a_source_whose_whole_address_is_not_known_has_none():
    addresses = [source.address for source in SOURCES.values() if source.address]

    assert addresses
    assert all(re.fullmatch(r"https://[^\s~…]+", one) for one in addresses)
    assert {source.kind for source in SOURCES.values() if source.address} <= {
        "official", "charity", "study", "news",
    }  # fmt: skip


def test_every_source_is_named_by_a_page():
    assert {id for page in EVERY for id in page.sources} == set(SOURCES)


def test_where_sources_conflict_it_is_said_as_such():
    words = [line.words for page in shelf() for line in page.lines() if line.kind == "differ"]

    assert len(words) >= 5
    assert all(one.startswith("Sources differ") for one in words)


@pytest.mark.parametrize("name", ["wounds", "other-parent", "bleeding"])
def test_what_nobody_confirmed_is_said_to_be_missing_with_whom_to_ask(name):
    missing = [line for line in page_of(name).lines() if line.kind == "missing"]

    assert missing
    assert all("sk" in line.ask for line in missing)


def test_a_language_that_is_not_there_comes_in_ours():
    assert {page.language for page in shelf("xx")} == {OUR_LANGUAGE}
    assert page_of("milk", "../..").title == "Milk"


@pytest.mark.parametrize(
    "lines",
    [
        '{ says = "Milk comes." }',
        '{ says = "Milk comes.", sources = [] }',
        '{ says = "Milk comes.", sources = ["nobody"] }',
        '{ differ = "Sources differ: …", sources = ["a"] }',
        '{ missing = "Much." }',
        '{ cares = "Ask.", ask = "whom" }',
        '{ says = "a", cares = "b", sources = ["a"] }',
        '{ shows = "a picture" }',
    ],
)
def test_a_line_that_does_not_say_where_it_stands_is_refused(lines):
    with pytest.raises(WrongPage):
        a_page(lines)


@pytest.mark.parametrize("field", ["title", "about", "order", "checked", "reviewed_by"])
def test_a_page_without_one_of_its_fields_is_refused(field):
    head = re.sub(rf"^{field} = .*\n", "", HEAD, flags=re.MULTILINE)

    with pytest.raises(WrongPage, match=field):
        a_page('{ says = "Milk comes.", sources = ["a"] }', head)
    assert a_page('{ says = "Milk comes.", sources = ["a"] }').title == "Milk"
