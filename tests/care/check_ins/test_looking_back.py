"""Looking back: the field and the list say the same, and neither says what was not said."""

import csv
import datetime
import html
import io
import re

import pytest

from heartleaf.care.check_ins.keeping import change_question, keep_check_in, put_aside, show_days
from heartleaf.care.check_ins.section import CheckIn, CheckIns, open_check_ins
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.family.facts import mark_of
from heartleaf.keepsakes.notebook import change_section
from tests.care.check_ins.test_days import ON, said

BACK = "/check-ins/looking-back/"


@pytest.fixture
def some_days(ada, asked):
    """Of three years; with a note, and in each way of answering."""
    slider, colour = asked["slider"].id, asked["colour"].id
    kept = {
        "2024-12-31": CheckIn({slider: "1"}),
        "2026-05-11": CheckIn({colour: "blue"}, "Rain <all> day"),
        "2026-05-12": CheckIn({slider: "6", colour: "rust"}, "The river"),
        "2026-08-02": CheckIn({asked["words"].id: "The heron", asked["tick"].id: "yes"}),
    }
    change_section(ada.circle("only-me"), CheckIns, lambda section: section.days.update(kept))
    return kept


def drawn(page):
    """The marks of the field, by their days: what each says, and how it is drawn."""
    links = re.findall(r'<a href="/check-ins/days/([\d-]+)/" transform.*?</a>', page)
    bodies = re.findall(r'<a href="/check-ins/days/[\d-]+/" transform(.*?)</a>', page)
    return dict(zip(links, bodies, strict=True))


def listed(page):
    return re.findall(r'<p class="when"><a href="/check-ins/days/([\d-]+)/"', page)


def test_where_nothing_is_said_of_any_day_the_page_is_calm(adas):
    assert "Nothing is said of any day." in said(adas.get(BACK))


def test_the_field_and_the_list_have_the_same_days(adas, some_days):
    page = said(adas.get(BACK))

    assert list(drawn(page)) == listed(page) == ["2026-05-11", "2026-05-12", "2026-08-02"]


def test_what_a_mark_says_is_what_the_list_says(adas, asked, some_days):
    page = said(adas.get(BACK, {"question": asked["slider"].id}))
    marks = drawn(page)

    assert "d6" in marks["2026-05-12"]
    assert "near “a stone”" in html.unescape(marks["2026-05-12"])
    assert '<dd dir="auto">near “a stone”</dd>' in page
    assert 'class="seed"' in marks["2026-08-02"]
    assert 'class="noted"' in marks["2026-05-12"]
    assert 'class="noted"' not in marks["2026-08-02"]


@pytest.mark.parametrize(
    ("way", "day", "look"),
    [
        ("colour", "2026-05-12", "c-rust"),
        ("tick", "2026-08-02", 'class="ticked"'),
        ("words", "2026-08-02", 'class="written"'),
    ],
)
def test_each_way_of_answering_has_its_mark(adas, asked, some_days, way, day, look):
    page = said(adas.get(BACK, {"question": asked[way].id}))

    assert look in drawn(page)[day]


def test_skipped_days_and_months_are_nowhere(adas, some_days):
    page = said(adas.get(BACK))

    assert "June" not in page
    assert "13 May" not in page
    assert page.count("<figure>") == 2


def test_every_year_and_month_is_within_reach(adas, some_days):
    page = said(adas.get(BACK))
    assert 'href="?span=2024' in page
    assert 'href="?span=2026-05' in page

    assert listed(said(adas.get(BACK, {"span": "2024"}))) == ["2024-12-31"]
    assert listed(said(adas.get(BACK, {"span": "2026-05"}))) == ["2026-05-11", "2026-05-12"]
    for odd in ("1999", "20", "2026-5", "x' onclick"):
        assert len(listed(said(adas.get(BACK, {"span": odd, "question": odd})))) == 3


def test_words_are_words_on_the_page(adas, some_days):
    page = said(adas.get(BACK))

    assert "Rain &lt;all&gt; day" in page
    assert "&lt;dl" not in page
    assert page.count('<dl class="said">') == 3


def test_days_that_matter_are_shown_once_she_wants_it(adas, ada, some_days):
    change_calendar(
        ada.circle("us"),
        lambda days: days.days.append(Day(title="The funeral", date="2026-05-20")),
    )
    assert "Rowan, born" not in said(adas.get(BACK))

    answer = adas.post(BACK, {"show": "yes", "span": "2026"})
    page = said(adas.get(answer.url))
    assert 'class="matters"' in drawn(page)["2026-05-12"]
    assert "Rowan, born and died" in html.unescape(drawn(page)["2026-05-12"])
    assert "The funeral" in page
    assert "2026-05-20" not in listed(page)

    adas.post(BACK, {"hide": "yes"})
    assert "The funeral" not in said(adas.get(BACK))


def test_years_of_days_ask_the_database_no_more(adas, ada, django_assert_max_num_queries):
    begun = datetime.date(2024, 1, 1)
    days = {
        (begun + datetime.timedelta(days=n)).isoformat(): CheckIn({"q": "4"}, "Some words")
        for n in range(800)
    }
    change_section(ada.circle("only-me"), CheckIns, lambda section: section.days.update(days))
    show_days(ada, True)

    with django_assert_max_num_queries(20):
        page = said(adas.get(BACK))
    assert len(listed(page)) == len([on for on in days if on.startswith(max(days)[:4])])


def test_the_file_has_a_column_for_each_question_whatever_it_is_called_now(adas, ada, asked):
    keep_check_in(ada, ON, {asked["words"].id: "=1+1", asked["slider"].id: "6"}, "The river", "")
    there = open_check_ins(ada).question(asked["words"].id)
    renamed = type(there)(there.id, "The window", there.answered)
    change_question(ada, renamed, mark_of(there))
    put_aside(ada, asked["colour"].id)

    answer = adas.get("/check-ins/days.csv")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert lines == [
        [
            "Day",
            "How heavy it is (1 = light, 7 = a stone)",
            "Somebody held me",
            "The window",
            "Its colour",
            "Note",
        ],
        ["2026-05-12", "6", "", "'=1+1", "", "The river"],
    ]


def test_the_file_is_saved_under_a_name_that_says_nothing_and_stored_nowhere(adas, asked):
    answer = adas.get("/check-ins/days.csv")

    assert answer["Content-Disposition"] == 'attachment; filename="days.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert b'"Day";"How heavy' in adas.get("/check-ins/days.csv?split=semicolons").content
