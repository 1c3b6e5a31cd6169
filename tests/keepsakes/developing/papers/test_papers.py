"""Papers: the pages of a PDF as they would be printed."""

import io

import numpy as np
import pytest
import typst
from PIL import Image

from heartleaf.keepsakes.developing import papers
from heartleaf.keepsakes.developing.looks import (
    MOST_PIXELS,
    Box,
    Broken,
    Frame,
    Locked,
    NotShown,
    TooLarge,
)
from tests.vectors import papers as vectors
from tests.vectors.papers import close_to, coloured, ink, paper, stream
from tests.vectors.pictures import corners


def look(data, kind="pdf", **options):
    return papers.look(io.BytesIO(data), kind, MOST_PIXELS, **options)


def page(data, number):
    return papers.page(io.BytesIO(data), "pdf", number, MOST_PIXELS)


def colour(view, across=0.5, down=0.5):
    image = Image.open(io.BytesIO(view.data)).convert("RGB")
    assert image.size == (view.width, view.height)
    return image.getpixel((int(across * (image.width - 1)), int(down * (image.height - 1))))


def test_a_paper_is_seen_by_its_first_page():
    made = look(coloured(("red", "green", "blue")))

    assert (made.kind, made.width, made.height, made.pages) == ("pdf", 1600, 800, 3)
    assert (made.partial, made.taken, made.plays) == (False, None, "")
    assert colour(made.views.large) == close_to("red")


def test_every_page_can_be_looked_at():
    data = coloured(("red", "green", "blue"))

    assert [colour(page(data, number)) for number in range(3)] == [
        close_to("red"),
        close_to("green"),
        close_to("blue"),
    ]
    for number in (-1, 3, 10**9):
        with pytest.raises(Broken):
            page(data, number)


def test_paper_is_white_where_nothing_is_drawn():
    assert colour(look(paper([""])).views.large) == close_to("white")


@pytest.mark.parametrize(
    ("turn", "size", "upper_left"),
    [(0, (1600, 800), "red"), (90, (800, 1600), "white"), (180, (1600, 800), "white")],
)
def test_a_page_is_the_right_way_up(turn, size, upper_left):
    data = paper([ink("red", "0 50 100 50")], more=f"/Rotate {turn}")

    made = look(data)

    assert (made.width, made.height) == size
    assert colour(made.views.large, 0.25, 0.25) == close_to(upper_left)


def test_a_frame_is_applied():
    data = paper([ink("red", "0 0 100 100")])

    made = look(data, frame=Frame(crop=Box(0, 0, 0.5, 1)))

    assert (made.views.large.width, made.views.large.height) == (800, 800)
    assert colour(made.views.large, 0.9) == close_to("red")


@pytest.mark.parametrize(
    "box",
    [
        "0 0 0 0",
        "100 100 -100 -100",
        "0 0 14400 14400",
        "0 0 1e9 1e9",
        "-1e38 -1e38 1e38 1e38",
        "0 0 99999999999999999999 1",
        "0 0 1 100000",
        "nan nan inf inf",
        "0 0 /A (b)",
        "",
    ],
)
def test_an_absurd_box_does_no_harm(box):
    made = look(coloured(["red"], box))

    assert 1 <= made.width <= 1600
    assert 1 <= made.height <= 1600


def test_notes_and_fields_are_drawn():
    note = "<</Type/Annot/Subtype/Square/Rect[0 0 100 100]/AP<</N 6 0 R>>/F 4>>"
    field = (
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Rect[100 0 200 100]/AP<</N 8 0 R>>/F 4/P 3 0 R>>"
    )
    drawn = "/Type/XObject/Subtype/Form/BBox[0 0 100 100]"
    data = paper(
        [""],
        more="/Annots[5 0 R 7 0 R]",
        root="/AcroForm<</Fields[7 0 R]>>",
        objects=[note, stream(ink("green"), drawn), field, stream(ink("blue"), drawn)],
    )

    made = look(data)

    assert colour(made.views.large, 0.25) == close_to("green")
    assert colour(made.views.large, 0.75) == close_to("blue")


def test_no_script_runs_and_no_link_is_followed():
    script = "/OpenAction<</S/JavaScript/JS(while \\(1\\) ;)>>/AA<</WC<</S/URI/URI(file:///)>>>>"

    assert colour(look(paper([ink("red")], root=script)).views.large) == close_to("red")


def test_a_paper_with_a_password_says_so():
    with pytest.raises(Locked):
        look(vectors.locked(b"open"))


def test_a_paper_locked_against_changes_only_is_seen():
    assert colour(look(vectors.locked(b"")).views.large) == close_to("green")


def test_what_a_typesetter_made_is_seen():
    source = (
        b'#set page(width: 10cm, height: 5cm)\n#rect(width: 100%, height: 100%, fill: rgb("00f"))'
    )

    made = look(typst.compile(io.BytesIO(source).getvalue()))

    assert colour(made.views.large) == close_to("blue")


def test_a_scanned_page_is_seen():
    file = io.BytesIO()
    corners(800, 600).save(file, "PDF", resolution=72)

    made = look(file.getvalue())
    seen = Image.open(io.BytesIO(made.views.large.data)).convert("RGB").resize((800, 600))

    assert np.abs(np.asarray(seen).astype(int) - np.asarray(corners(800, 600))).mean() < 4


@pytest.mark.parametrize("kind", ["document", "text", "web", "mail"])
def test_other_papers_are_kept_and_not_shown(kind):
    with pytest.raises(NotShown):
        look(b"Dear aunt, today", kind)


def test_more_than_a_quarter_of_a_gigabyte_is_refused():
    class Endless(io.RawIOBase):
        def seek(self, offset, whence=0):
            return 2**28 + 1

    with pytest.raises(TooLarge):
        papers.look(Endless(), "pdf", MOST_PIXELS)
