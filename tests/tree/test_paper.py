"""The tree on paper: no stylesheet, no link, no word that was not asked for."""

import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from heartleaf.tree.colouring import BARE, TINTS
from heartleaf.tree.drawing import Beside, Leaf, draw
from heartleaf.tree.inks import TOKENS, inked, srgb
from heartleaf.tree.poster import PAPERS, NotSet, Sheet, as_svg, poster
from heartleaf.web.assets import STATIC
from tests.tree.kept import WOOD

LEAVES = [
    Leaf(k, (*TINTS, BARE)[k % (len(TINTS) + 1)], f"/keepsakes/{k}/", "To Rowan") for k in range(80)
]


def drawn():
    said = {"title": "Rowan’s tree", "description": "About"}
    return draw(WOOD, LEAVES, linked=False, beside=Beside((1, 2)), **said)


def drawing(**how):
    return inked(drawn(), **how)


@pytest.mark.parametrize("outlines", [False, True])
def test_a_drawing_by_itself_has_its_colours_and_no_word(outlines):
    svg = drawing(outlines=outlines)
    picture = ElementTree.fromstring(svg)  # noqa: S314  # our own drawing

    assert not re.search(r"class=|style=|aria-|role=|<a |title|desc|Rowan|keepsakes", svg)
    assert not "".join(picture.itertext()).strip()
    assert set(re.findall(r'(?:xlink:)?href="([^#][^"]*)', svg)) == set()


def test_every_class_of_a_drawing_has_an_ink():
    classes = set(re.findall(r'class="([^"]*)"', drawn()))
    plain = {"before", BARE}  # a group, and a bud whose parts have theirs

    def without_ink(**how):
        look = (f'<svg ><desc></desc><g class="{one}"/></svg>' for one in classes - plain)
        return {svg for svg in look if "<g/>" in inked(svg, **how)}

    assert without_ink() == set()
    # In one ink, leaves have the outline of their blade, whatever their tint.
    assert len(without_ink(outlines=True)) == len({*TINTS, "behind"})


def test_in_outlines_there_is_one_ink():
    colours = set(re.findall(r'"(#[0-9a-f]+)"', drawing(outlines=True)))

    assert colours == {"#000", "#fff", "#8a8272"}


def test_the_inks_are_the_light_tokens_of_the_pages():
    css = "".join(
        (STATIC / "css" / name).read_text() for name in ("tree.css", "candle.css", "tokens.css")
    )
    for name, token in TOKENS.items():
        first = re.search(rf"--{name}: oklch\(([^)]*)\)", css)[1]
        assert tuple(map(float, first.split())) == token, name


def test_colours_are_what_every_program_knows():
    assert srgb(1, 0, 0) == "#ffffff"
    assert srgb(0, 0, 0) == "#000000"
    assert srgb(0.628, 0.2577, 29.23) == "#ff0000"


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_is_as_large_as_its_paper_and_holds_the_whole_tree(paper):
    sheet = Sheet(drawing(), paper, "Rowan", "2025")
    left, top, wide, high = sheet.placed
    svg = ElementTree.fromstring(as_svg(sheet))  # noqa: S314  # our own drawing

    assert svg.get("width") == f"{PAPERS[paper][0]:g}mm"
    assert min(left, top) > 0
    assert left + wide < sheet.size[0]
    assert top + high < sheet.lines[0]["y"] < sheet.lines[1]["y"] < sheet.size[1]


def test_words_under_the_tree_stay_words():
    sheet = Sheet(drawing(), name="<b>\x0b\x1b&\ufffe", years="\x07")
    svg = ElementTree.fromstring(as_svg(sheet))  # noqa: S314

    assert "".join(svg.itertext()) == "<b>&"


@pytest.mark.parametrize(("name", "years"), [("Rowan", "2025"), ("Rowan", ""), ("", "")])
def test_tree_and_words_stand_in_the_middle_of_the_sheet_a_little_raised(name, years):
    sheet = Sheet(drawing(), "a4", name, years)
    _left, top, _wide, high = sheet.placed
    end = max([top + high, *(line["y"] + line["size"] / 2 for line in sheet.lines)])

    assert 0.8 * (sheet.size[1] - end) < top < sheet.size[1] - end


def test_typst_sets_a_pdf():
    assert poster(Sheet(drawing(), "a5", "Rowan", "2025"), "pdf").startswith(b"%PDF")


def test_a_png_has_white_paper_on_which_words_can_be_read_anywhere():
    with Image.open(io.BytesIO(poster(Sheet(drawing(), "a5", "Rowan", "2025"), "png"))) as made:
        assert made.convert("RGBA").getpixel((3, 3)) == (255, 255, 255, 255)


def test_what_cannot_be_set_says_so():
    with pytest.raises(NotSet):
        poster(Sheet("<svg></svg>"), "pdf")
