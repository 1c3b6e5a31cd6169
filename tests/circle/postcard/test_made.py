"""An image to post is of the very size that was asked for, and says nothing but what is seen."""

from __future__ import annotations

import itertools
import threading
import time

import pytest
from PIL import Image, ImageChops

from heartleaf.circle.postcard import making
from heartleaf.circle.postcard.looks import COLOURS, HEIGHTS, ROOMS, Postcard
from heartleaf.circle.postcard.making import Busy, NotAPicture, make, preview
from tests.circle.postcard.pictures import a_jpeg, chunks_of_png, opened, segments_of_jpeg

LAYOUTS, SHAPES, PAPERS = ("picture", "full", "words"), ("post", "story"), ("light", "dark")
WORDS = "He was here for twenty weeks, and he is ours."


def a_postcard(**says) -> Postcard:
    return Postcard(**{"words": WORDS, "names": "Rowan", "picture": a_jpeg(), **says})


@pytest.mark.parametrize(
    ("layout", "shape", "paper"), list(itertools.product(LAYOUTS, SHAPES, PAPERS))
)
def test_every_layout_has_the_size_of_its_shape_and_the_paper_that_was_chosen(layout, shape, paper):
    made = opened(make(a_postcard(layout=layout, shape=shape, paper=paper), "png").data)

    assert made.size == (1080, HEIGHTS[shape])
    if layout != "full":
        assert made.getpixel((4, 4)) == _rgb(COLOURS[paper].paper)
        assert made.getpixel((1075, HEIGHTS[shape] - 4)) == _rgb(COLOURS[paper].paper)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_png_holds_its_size_its_picture_and_its_end(layout):
    made = make(a_postcard(layout=layout), "png").data

    assert set(chunks_of_png(made)) == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_jpeg_holds_nothing_but_what_is_needed_to_draw_it(layout):
    segments = segments_of_jpeg(make(a_postcard(layout=layout), "jpeg").data)

    assert {marker for marker, _content in segments} <= {0xE0, 0xDB, 0xC0, 0xC4}
    # JFIF 1.1, a shape of pixels of 1 by 1 and no small picture of it: nothing of the place or day.
    assert [content for marker, content in segments if marker == 0xE0] == [
        b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    ]


def test_the_same_postcard_is_made_of_the_same_bytes():
    assert make(a_postcard()) == make(a_postcard())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_said_can_be_seen(layout):
    says = [{}, {"words": "Our son."}, {"names": "Iris"}, {"dates": "May 2025"}]
    made = {make(a_postcard(layout=layout, **one)).data for one in says}

    assert len(made) == len(says)


def test_a_small_look_shows_the_same_and_is_small():
    look = preview(a_postcard(shape="story")).data

    assert opened(look).size == (400, 711)
    whole = opened(make(a_postcard(shape="story"), "png").data).resize((400, 711))
    assert (
        max(most for _least, most in ImageChops.difference(whole, opened(look)).getextrema()) < 90
    )
    assert len(look) < 60_000


@pytest.mark.parametrize("size", [(1600, 1200), (900, 1600), (1600, 120), (120, 1600), (3, 2)])
@pytest.mark.parametrize(("layout", "shape"), [("picture", "story"), ("full", "post")])
def test_all_of_a_picture_of_any_shape_is_shown_if_that_is_wanted(size, layout, shape):
    card = a_postcard(picture=a_jpeg(size), layout=layout, shape=shape, whole=True)
    made = opened(make(card, "png").data)

    if min(size) > 200:
        box = _reds(made)
        assert abs((box[2] - box[0]) / (box[3] - box[1]) - size[0] / size[1]) < 0.03
        assert box[3] < made.height - 100


def test_a_picture_to_the_edges_leaves_no_paper_above():
    for size in [(1600, 1200), (1600, 120)]:
        made = opened(make(a_postcard(picture=a_jpeg(size), layout="full")).data)

        assert _rgb(COLOURS["light"].paper) not in {made.getpixel((x, 300)) for x in range(1080)}


@pytest.mark.parametrize(("paper", "shape"), [("light", "post"), ("dark", "story")])
@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ff0000", "#00ff00"])
def test_letters_can_be_read_over_any_picture(paper, shape, colour):
    """4.5 : 1, also for the dates, which are softer (WCAG 2.2, 1.4.3)."""
    picture = a_jpeg((1080, 1920), colour)
    says = {"layout": "full", "dates": "12 May 2025", "paper": paper, "shape": shape}
    plain = opened(make(a_postcard(picture=picture, **says)).data)
    # Beside the letters, from the first line to the last.
    lines = range(ROOMS[shape].bottom - 180, ROOMS[shape].bottom)
    behind = [plain.getpixel((60, y)) for y in lines]

    soft = _rgb(COLOURS[paper].soft)
    assert min(_contrast(soft, colour) for colour in behind) >= 4.5


def test_without_a_picture_there_are_the_words_and_the_leaf():
    assert make(a_postcard(picture=None)).data == make(a_postcard(layout="words")).data
    assert make(a_postcard(picture=None, words="", names="")).data


def test_a_picture_without_a_word_stands_alone():
    made = opened(make(a_postcard(words="", names="", layout="full"), "png").data)

    assert made.getpixel((540, 1300)) == made.getpixel((540, 300))


@pytest.mark.parametrize("broken", [b"\x00" * 99, a_jpeg()[:2000], b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_of_ours_is_refused(broken):
    with pytest.raises(NotAPicture):
        make(a_postcard(picture=broken))


def test_a_picture_far_larger_than_a_view_is_refused_before_it_is_opened():
    with pytest.raises(NotAPicture):
        make(a_postcard(picture=a_jpeg((3000, 2000))))


def test_no_more_than_two_are_made_at_once(monkeypatch):
    running, most, lock = [0], [], threading.Lock()

    def slow(*_args, **_kwargs):
        with lock:
            running[0] += 1
            most.append(running[0])
        time.sleep(0.05)
        with lock:
            running[0] -= 1
        return Image.new("RGB", (4, 4))

    monkeypatch.setattr(making, "lettering", lambda *_args: None)
    monkeypatch.setattr(making, "_laid", slow)
    threads = [threading.Thread(target=make, args=[a_postcard()]) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) <= 2
    assert len(most) == 6


def test_whoever_has_waited_too_long_is_told(monkeypatch):
    monkeypatch.setattr(making, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(making, "_AT_ONCE", threading.BoundedSemaphore(1))
    making._AT_ONCE.acquire()

    with pytest.raises(Busy):
        make(a_postcard())


def test_a_failed_one_takes_nobodys_turn():
    for _each in range(4):
        with pytest.raises(NotAPicture):
            make(a_postcard(picture=b"no"))

    assert make(a_postcard()).data


def _reds(image: Image.Image):
    red, green, _blue = image.split()
    found = ImageChops.multiply(
        red.point(lambda value: 255 * (value > 200)), green.point(lambda value: 255 * (value < 80))
    )
    return found.getbbox()


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [value / 255 for value in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
