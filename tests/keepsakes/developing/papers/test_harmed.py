"""Papers that are harmed, or were made to do harm, in the process of the test itself."""

import contextlib
import io
import random

import pytest

from heartleaf.keepsakes.developing import papers
from heartleaf.keepsakes.developing.looks import MOST_PIXELS, Broken, Unreadable
from tests.keepsakes.developing.papers.test_papers import colour, look
from tests.vectors.papers import close_to, coloured, ink, paper, pdf, stream


@pytest.mark.parametrize("end", [b"xref\n0 ", b"5 0 obj", b"0 0 1 rg"])
def test_a_paper_that_was_cut_off_shows_what_is_there(end):
    whole = paper([ink("red"), ink("blue")])

    made = look(whole[: whole.index(end)])

    assert made.partial
    assert colour(made.views.large) == close_to("red")


def test_a_first_page_that_is_not_there_is_passed_over():
    data = paper([ink("red"), ink("blue")]).replace(b"3 0 R 5 0 R]", b"9 0 R 5 0 R]")

    made = look(data)

    assert made.partial
    assert colour(made.views.large) == close_to("blue")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"garbage " * 1000,
        pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"]),
        pdf(["<</Type/Catalog>>"]),
    ],
    ids=["head", "garbage", "no pages", "nothing"],
)
def test_what_is_no_paper_is_broken(data):
    with pytest.raises(Broken):
        look(data)


def test_pages_that_hold_themselves_are_not_gone_through_for_ever():
    loop = pdf(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 1000000000/Parent 2 0 R>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 3 0 R>>",
        ]
    )
    with pytest.raises(Unreadable):
        papers.page(io.BytesIO(loop), "pdf", 4999, MOST_PIXELS)


def test_drawings_that_draw_themselves_end():
    form = stream(
        "/X Do 1 0 0 rg 0 0 9 9 re f",
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
    )
    data = paper(["/X Do"], more="/Resources<</XObject<</X 5 0 R>>>>", objects=[form])

    assert look(data).pages == 1


def test_changed_bytes_never_raise_anything_else():
    whole = coloured(("red", "blue"))
    chance = random.Random(5)
    for _ in range(40):
        harmed = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            harmed[chance.randrange(len(harmed))] = chance.randrange(256)
        with contextlib.suppress(Unreadable):
            look(bytes(harmed))


def test_a_million_small_things_are_drawn_as_far_as_patience_goes(monkeypatch):
    monkeypatch.setattr(papers, "PATIENCE", 0.0)
    many = stream(ink("red") + "0 0 1 rg 9 9 9 9 re f " * 20_000, packed=True)

    made = look(paper([many]))

    assert made.partial
