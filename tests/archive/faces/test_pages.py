"""The pages of an export open from the disk, in fifty years, and show nothing unasked."""

import posixpath
import re
from urllib.parse import unquote

import commonmark
import html5lib
import pytest
import time_machine
from markdown_it import MarkdownIt

from heartleaf.archive import exporting
from heartleaf.archive.bag.asked import Asked
from heartleaf.archive.bag.faces import days
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.sharing import begin_page
from heartleaf.keepsakes import keeping

pytestmark = pytest.mark.django_db
HTML = "{http://www.w3.org/1999/xhtml}"
WORDS = (
    "# Snow\n\nWe *miss* you, [here](https://example.org).\nAnd again.\n\n<script>alert(1)</script>"
)


_made: dict[str, object] = {}


@pytest.fixture
def export(request):
    """Made once, and read in all these tests."""
    if not _made:
        _made.update(request.getfixturevalue("export_of")(request.getfixturevalue("filled")))
    return _made


@pytest.fixture
def filled(ada, jonas, given_a_letter, given_a_picture, given_files):
    given_a_letter(ada, circle="us", title="Snow & <ice>", words=WORDS, date="2025-12-02")
    given_a_letter(jonas, circle="us", title="Hidden", words="A secret.", date="2025", covered=True)
    given_a_letter(ada, title="For later", words="Later words.", until="2199-05-12")
    given_a_letter(ada, title="No day", words="Some day.")
    given_a_picture(ada, circle="us", title="The hat", date="2024-05-12", neutral="Photograph")
    given_files(ada, {"note.txt": b"Dear Ada"}, circle="us", date="2024-06-01", kind="paper")
    begin_page(ada, PageContent(title="For friends", words="Thank you."))
    return ada


def pages(export):
    parser = html5lib.HTMLParser(strict=True)
    return {
        path: parser.parse(data.decode()) for path, data in export.items() if path.endswith(".html")
    }


def test_every_page_is_valid_and_asks_for_nothing_but_its_own_folder(export):
    for path, page in pages(export).items():
        assert not list(page.iter(f"{HTML}script"))
        for one in page.iter():
            for name in ("src", "poster", "href"):
                address = one.get(name, "")
                if not address or (one.tag == f"{HTML}a" and address.startswith("https:")):
                    continue
                found = posixpath.normpath(
                    posixpath.join(posixpath.dirname(path), unquote(address))
                )
                assert found in export, (path, address)
            assert not [name for name in one.attrib if name.startswith("on") or name == "style"]
    assert "url(" not in export["style.css"].decode()
    assert "@import" not in export["style.css"].decode()


def test_every_page_is_reached_from_the_first(export):
    found, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in found or not path.endswith(".html"):
            continue
        found.add(path)
        links = re.findall(r'href="([^"#]+)"', export[path].decode())
        here = [unquote(link) for link in links if not link.startswith("http")]
        waiting += [
            posixpath.normpath(posixpath.join(posixpath.dirname(path), one)) for one in here
        ]
    assert found == {path for path in export if path.endswith(".html")}


def test_every_picture_has_words_that_say_what_it_is(export):
    pictures = [one for page in pages(export).values() for one in page.iter(f"{HTML}img")]
    assert [one for one in pictures if one.get("alt")] == pictures != []


def test_what_is_covered_stands_behind_a_fold(export):
    [fold] = pages(export)["data/read/2025.html"].iter(f"{HTML}details")
    [summary] = fold.iter(f"{HTML}summary")

    assert "Hidden" not in "".join(summary.itertext())
    assert "A secret." in "".join(fold.itertext())
    assert export["data/read/2025.html"].count(b"A secret.") == 1
    assert fold.get("open") is None


def test_what_is_not_yet_is_on_a_page_of_its_own(export):
    told = [path for path, data in export.items() if b"Later words." in data and b"<html" in data]
    assert told == ["data/read/not-yet.html"]
    assert b"not yet to be read, in data/not-yet/" in export["README.txt"]


def test_what_was_asked_for_or_has_come_lies_open_in_its_year(ada, export_of, given_a_letter):
    come = given_a_letter(ada, title="Has come", date="2025-05-12", until="2001-01-01")
    asked = given_a_letter(ada, title="Asked for", date="2025-05-12", until_asked=True)
    bare = given_a_letter(ada, title="Uncovered", date="2025-05-12", covered=True)
    ada.change_own(lambda own: own.asked.append(str(asked.id)))
    ada.change_own(lambda own: own.covers.update({str(bare.id): False}))

    page = export_of(ada)["data/read/2025.html"].decode()

    assert "<details>" not in page
    assert all(f'id="k{one.id}"' in page for one in (come, asked, bare))


def test_words_of_theirs_can_do_nothing_but_be_read(export):
    page = export["data/read/2025.html"].decode()
    assert "&lt;script&gt;" in page
    assert "Snow &amp; &lt;ice&gt;" in page


def test_the_words_are_the_same_to_another_reader(export):
    files = [data.decode() for path, data in export.items() if path.endswith("/words.md")]
    assert len(files) == 6
    for text in files:
        assert MarkdownIt("commonmark").render(text) == commonmark.commonmark(text)
    assert any(
        "# Snow &amp; &lt;ice&gt;" in text or "# Snow \\& \\<ice\\>" in text for text in files
    )


def test_a_long_year_goes_on_on_another_page(ada, export_of, given_a_letter, monkeypatch):
    monkeypatch.setattr("heartleaf.archive.bag.faces.walking.A_PAGE", 2)
    for number in range(5):
        given_a_letter(ada, title=f"Letter {number}", date="2025-05-12")

    export = export_of(ada)

    assert b"Letter 4" in export["data/read/2025-3.html"]
    assert b'href="2025-2.html"' in export["data/read/2025.html"]


def test_the_readme_is_in_their_language_and_in_english_too(ada, export_of, monkeypatch):
    monkeypatch.setattr("heartleaf.archive.bag.faces.readme.get_language", lambda: "de")

    told = export_of(ada)["README.txt"].decode()

    assert told.count("sha512sum -c manifest-sha512.txt") == 2


def test_the_calendars_say_the_same_in_any_year(ada):
    def calendars():
        walk = Walk(exporting.gather(ada, Asked()))
        return {one.path: b"".join(one.parts()) for one in days.entries(walk)}

    with time_machine.travel("2026-03-01"):
        once = calendars()
    with time_machine.travel("2031-03-01"):
        again = calendars()

    assert b"DTSTART;VALUE=DATE:20700512" in once["data/days.ics"]
    assert again == once


def test_what_is_in_the_bin_is_on_no_page(ada, export_of, given_a_letter):
    letter = given_a_letter(ada, title="Thrown away", date="2025-05-12")
    keeping.put_in_bin(letter)

    assert not [
        path for path, data in export_of(ada).items() if b"Thrown away" in data and b"<html" in data
    ]


def test_a_childs_days_are_told_in_a_sentence_and_none_that_hurts(ada, export_of):
    def change(facts):
        child = facts.children[0]
        child.due, child.born, child.died = "2025-09-29", "2025-05-12", "2025-05-12"
        child.weeks = "20"

    ada.change_facts(change)
    page = export_of(ada)["data/read/children.html"].decode()

    assert "Born and died 12 May 2025, at 20 weeks" in page
    assert "September" not in page
    assert "<dt>" not in page
