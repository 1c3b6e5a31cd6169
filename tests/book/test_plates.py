"""Pictures in a book: of the size that is printed, and never a reason to fail."""

import io

import pikepdf
import pytest
from PIL import Image

from heartleaf.book.typesetting.galleries import Gallery
from heartleaf.book.typesetting.plates import for_print
from heartleaf.book.volume import Said
from tests.book.volumes import jpeg, letter, pages_of, picture, plate, set_in_pages, volume

LONGEST = (1748, 2480)


def test_a_picture_has_as_many_pixels_as_are_seen_in_print():
    assert for_print(jpeg((2500, 900)), LONGEST).width == 1748
    assert for_print(jpeg((1000, 3720)), LONGEST).height == 2480


@pytest.mark.parametrize("size", [(400, 300), (2100, 2100)])
def test_what_is_small_enough_or_nearly_goes_in_as_it_is(size):
    assert for_print(jpeg(size), LONGEST).data == jpeg(size)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_other_colours_become_three(mode):
    printed = for_print(jpeg(mode=mode), LONGEST)

    assert Image.open(io.BytesIO(printed.data)).mode == "RGB"


@pytest.mark.parametrize("broken", [None, b"", b"\xff\xd8\xff", jpeg()[:400], b"GIF89a"])
def test_a_picture_that_is_broken_leaves_its_words(broken):
    book = volume(letter(plates=[plate()]), said=Said(missing="It could not be put here."))

    pages = " ".join(pages_of(set_in_pages(book, {"hat": broken})))

    assert "It could not be put here. His hat." in pages


def test_the_true_picture_is_in_the_book():
    with pikepdf.open(io.BytesIO(set_in_pages(volume(picture(plate()))))) as pdf:
        (image,) = [image for page in pdf.pages for image in page.get_images().values()]
        assert (image.Width, image.Height) == (400, 300)
        assert image.read_raw_bytes() == jpeg()


def test_pictures_beyond_what_is_kept_are_asked_for_again(monkeypatch):
    monkeypatch.setattr("heartleaf.book.typesetting.galleries.AT_HAND", len(jpeg()) + 1)
    asked = []
    book = volume(picture(plate("one")), picture(plate("two")))
    gallery = Gallery(book, lambda key: asked.append(key) or jpeg(), LONGEST)

    for key in ("one", "two"):
        gallery.look(key)
    assert [gallery.printed(number).width for number in (0, 1)] == [400, 400]

    assert asked == ["one", "two", "two"]


def test_a_picture_that_goes_away_meanwhile_fails_nothing():
    given = iter([jpeg()])
    gallery = Gallery(volume(picture(plate())), lambda key: next(given, None), LONGEST)
    gallery.look("hat")

    assert gallery.printed(0)
    assert gallery.printed(0) is None
