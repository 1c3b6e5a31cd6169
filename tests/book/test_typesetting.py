"""A book as a PDF: its words, its pages, what it says of itself."""

import io

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartleaf.book.typesetting import lay_out
from heartleaf.book.volume import Chapter, Piece, Said
from tests.book.volumes import (
    LETTER,
    jpeg,
    letter,
    pages_of,
    picture,
    plate,
    set_in_pages,
    volume,
)

MILLIMETRE = 72 / 25.4
PAPERS = {"a5": (148, 210), "a4": (210, 297), "square": (210, 210), "letter": (215.9, 279.4)}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h5v5z"/></svg>'


def test_words_are_found_again_where_the_contents_say():
    book = volume(letter(), letter("Snow", "It is *here*.\n\n- one\n- two"), dedication="For you")
    pages = pages_of(set_in_pages(book, {}))

    contents = next(page for page in pages if page.startswith("Contents"))
    number = int(contents.split("Rain ")[1].split()[0])
    assert "It has been raining since Sunday." in pages[number - 1]
    assert "Your mother" in pages[number - 1]
    assert "It is here. – one – two" in " ".join(pages)
    assert "For you" in pages


def test_a_letter_with_a_picture_begins_on_the_left_and_faces_it():
    book = volume(letter("One"), letter("Two", LETTER * 9), letter("Three", plates=[plate()]))
    pages = pages_of(set_in_pages(book))

    at = next(number for number, page in enumerate(pages, 1) if "Three Dear" in page)
    assert at % 2 == 0
    assert "His hat." in pages[at]


def test_running_heads_name_the_place_and_the_chapter():
    pages = pages_of(set_in_pages(volume(letter("One", LETTER * 20))))

    left, right = ([page for page in pages[at::2] if "raining" in page] for at in (1, 0))
    assert all("Rowan’s place" in page for page in left)
    assert all("Twelfth of May" in page for page in right)


def test_a_few_lines_share_a_page():
    pages = pages_of(set_in_pages(volume(letter("One", "A."), letter("Two", "B.")), {}))

    assert any("One A." in page and "Two B." in page for page in pages)


def test_a_few_words_of_a_thing_stand_below_its_picture():
    thing = Piece("thing", "His hat", words="Inge made it.", plates=(plate(caption=""),))

    assert any("His hat Inge made it." in page for page in pages_of(set_in_pages(volume(thing))))


def test_a_tall_picture_leaves_room_for_all_the_words_below_it():
    tall, size = plate(caption="A handprint"), (300, 430)
    thing = Piece("thing", "His hat", words="It came in an envelope. " * 8, plates=(tall,))
    pages = pages_of(set_in_pages(volume(letter(), thing), {"hat": jpeg(size)}))

    at = next(number for number, page in enumerate(pages) if "It came" in page)
    assert "raining" in pages[at - 1]


@pytest.mark.parametrize(("size", "together"), [((900, 500), True), ((400, 500), False)])
def test_two_pictures_share_a_page_where_they_fit(size, together):
    two = [picture(plate(key, size, "")) for key in ("one", "two")]
    pictures = {"one": jpeg(size), "two": jpeg((size[0], size[1] + 1))}

    with pikepdf.open(io.BytesIO(set_in_pages(volume(*two), pictures))) as pdf:
        counts = [len(page.get_images()) for page in pdf.pages]

    assert (2 in counts) is together
    assert sum(counts) == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_a_printer_finds_the_edge_and_three_millimetres_beyond(paper):
    book = volume(letter(), picture(plate()), paper=paper, bleed=True)

    with pikepdf.open(io.BytesIO(set_in_pages(book))) as pdf:
        trim = [float(number) for number in pdf.pages[0].trimbox]
        bleed = [float(number) for number in pdf.pages[-1].obj.BleedBox]

    size = [(trim[2] - trim[0]) / MILLIMETRE, (trim[3] - trim[1]) / MILLIMETRE]
    assert size == pytest.approx(PAPERS[paper], abs=0.01)
    beyond = [(there - here) / MILLIMETRE for here, there in zip(trim, bleed, strict=True)]
    assert beyond == pytest.approx([-3, -3, 3, 3], abs=0.01)


def test_the_file_is_for_archives_and_for_those_who_hear_it():
    chapter = Chapter("Rowan", (letter(plates=[plate()]),), DRAWING, "The tree")
    book = volume(chapters=(chapter,), language="de-AT")

    with pikepdf.open(io.BytesIO(set_in_pages(book))) as pdf:
        told = pdf.open_metadata()
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == "For Rowan"
        assert str(pdf.Root.Lang).startswith("de")
        assert pdf.check_pdf_syntax() == []
        alts = {str(thing.Alt) for thing in pdf.objects if _is_figure(thing)}

    assert alts == {"A knitted hat", "The tree"}


def test_days_are_told_in_their_order():
    book = volume(
        letter("Later", day="2025-06-01"),
        letter("Sooner", day="2025-05-12"),
        letter("Never", day=""),
        index_of_days=True,
    )

    days = pages_of(set_in_pages(book, {}))[-2]

    assert days.index("Sooner") < days.index("Later")
    assert "Never" not in days


def test_in_the_index_of_days_a_thing_is_called_by_its_title_or_its_kind():
    hat = Piece("thing", "", "May", "2025-05-12", plates=(plate(),), sort="Thing", note="One of 3.")
    pages = pages_of(set_in_pages(volume(hat, index_of_days=True)))

    assert "May Thing" in pages[-2]
    assert "One of 3." in " ".join(pages)
    assert "A knitted hat" not in " ".join(pages)


def test_no_page_is_empty_that_nothing_needs():
    tree = Chapter("The tree", (), DRAWING, "The tree")
    days = Chapter("Days that matter", (Piece("days", words="*May* One\n\n*June* Two"),))
    letters = Chapter("2025", (letter("One"), letter("Two", LETTER * 9)))
    book = volume(dedication="For you", chapters=(tree, days, letters), index_of_days=True)
    pages = pages_of(set_in_pages(book, {}))

    assert [number for number, page in enumerate(pages, 1) if not page] == [2]
    assert [page for page in pages if "The tree" in page][1:] == ["The tree"]
    assert any("Days that matter May One June Two" in page for page in pages)


def test_the_same_volume_gives_the_same_bytes():
    book = volume(letter(plates=[plate()]), made_at=1_795_686_000)

    assert set_in_pages(book) == set_in_pages(book)


def test_a_sign_that_no_font_has_is_told_by_its_name():
    laid = lay_out(volume(letter(words="See \ue000 here")), {}.get)

    assert laid.unwritten == "\ue000"
    assert laid.standards
    assert "See [U+E000] here" in " ".join(pages_of(b"".join(laid.written())))


def test_letters_that_no_font_has_are_told_and_the_book_is_made():
    book = volume(letter(words="\U00011f04\U00011f05"), said=Said(unwritten="Some are wanting."))
    laid = lay_out(book, {}.get)

    assert laid.unwritten == "\U00011f04\U00011f05"
    assert laid.standards == ()
    assert "Some are wanting." in pages_of(laid.pdf)[-1]


def test_a_broken_drawing_leaves_its_words():
    chapter = Chapter("Rowan", (letter(),), "<svg", "The tree")

    assert "The tree" in " ".join(pages_of(set_in_pages(volume(chapters=(chapter,)), {})))


@pytest.mark.parametrize(
    "words",
    [
        '#panic("no")',
        '#read("/etc/passwd")',
        "$ x $ @label <label> \\ = + - / // /* `",
        '"] #import "x.typ" [',
    ],
)
def test_nothing_that_is_written_is_run(words):
    book = volume(letter(words, words), title=words, place=words, subtitle=words, dedication=words)

    assert words.split()[0].strip("#\\") in " ".join(pages_of(set_in_pages(book, {})))


_words = st.text(st.characters(), max_size=30) | st.text("#$*_`<>@[]\\-=+/~'\"{}()\n ", max_size=30)


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(_words, min_size=12, max_size=12), st.sampled_from(["en", "he", "ja", "", "x-y"]))
def test_any_words_anywhere_make_a_book(words, language):
    _sets_anything(words, language)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(_words, min_size=12, max_size=12), st.sampled_from(["en", "he", "ja", "", "x-y"]))
def test_truly_any_words_anywhere_make_a_book(words, language):
    _sets_anything(words, language)


def _sets_anything(words, language):
    title, place, subtitle, dedication, colophon, chapter, *piece, key, caption, alt = words
    shown = plate(key or "hat", caption=caption)
    said = Said(contents=alt, days=alt, missing=alt, colophon=colophon, set_in=alt)
    written = letter(piece[0], piece[1], [shown], day=piece[2])
    book = volume(
        title=title,
        place=place,
        subtitle=subtitle,
        dedication=dedication,
        chapters=(Chapter(chapter, (written, letter(alt, caption, day="x")), "", alt),),
        cover=shown,
        language=language,
        index_of_days=True,
        said=said,
    )

    assert set_in_pages(book, {"hat": jpeg()}).startswith(b"%PDF-1.7")


def _is_figure(thing):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
