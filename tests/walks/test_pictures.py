"""The pictures of the README are of the program as it is.

    HEARTLEAF_TAKE_PICTURES=1 pytest tests/walks/test_pictures.py

takes them anew, of the sample family; otherwise they are only looked at.
"""

import io
import os

import pytest
from PIL import Image

from tests.walks.houses import ROOT, Demo, plain

FOLDER = ROOT / "docs" / "pictures"
SIZE = (1280, 860)
LARGEST = 400_000
PAGES = {"today": "/", "timeline": "/timeline/", "tree": "/tree/"}
ALL_SHOWN = """[...document.images].every(
  each => each.complete || each.getBoundingClientRect().top > innerHeight)"""
taking = bool(os.environ.get("HEARTLEAF_TAKE_PICTURES"))


@pytest.mark.skipif(not taking, reason="takes the README's pictures: HEARTLEAF_TAKE_PICTURES=1")
def test_take_them(empty_house, tmp_path, window):
    demo = Demo(plain(empty_house), tmp_path)
    try:
        take(window(demo.open(), width=SIZE[0], height=SIZE[1], still=True))
    finally:
        demo.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_picture_is_there_and_light(name):
    file = FOLDER / f"{name}.png"

    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("PNG", SIZE)
    assert file.stat().st_size < LARGEST


def take(visitor):
    visitor.go("/demo/")
    visitor.step_in()
    for name, path in PAGES.items():
        visitor.page.goto(path, wait_until="networkidle")
        visitor.page.wait_for_function(ALL_SHOWN)
        (FOLDER / f"{name}.png").write_bytes(small_enough(visitor.page.screenshot()))


def small_enough(png):
    """As it is, packed well; in 256 colours if that is still too large to look at on a page."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    whole = packed(picture)
    return whole if len(whole) < LARGEST else packed(picture.quantize(256))


def packed(picture):
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
