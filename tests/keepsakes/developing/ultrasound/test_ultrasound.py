"""Ultrasound: what was drawn is what is seen, in whatever way it was written."""

import io

import numpy as np
import pytest
from PIL import Image
from pydicom import uid

from heartleaf.keepsakes.developing import ultrasound
from heartleaf.keepsakes.developing.looks import MOST_PIXELS, UNFRAMED, NotShown, TooLarge
from tests.vectors import dicom, papers
from tests.vectors.dicom import COLUMNS, ROWS, colours, greys
from tests.vectors.lossless_jpeg import encoded

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")

WRITTEN = {
    "implicit": uid.ImplicitVRLittleEndian,
    "explicit": uid.ExplicitVRLittleEndian,
    "big endian": uid.ExplicitVRBigEndian,
    "deflated": uid.DeflatedExplicitVRLittleEndian,
}


def look(data, frame=UNFRAMED, most=MOST_PIXELS):
    return ultrasound.look(io.BytesIO(data), "dicom", most, frame)


def seen(view):
    image = Image.open(io.BytesIO(view.data)).convert("RGB")
    assert image.size == (view.width, view.height)
    return np.asarray(image)


def alike(ours, drawn, within=4.0):
    """On the whole: a view is a JPEG, so that at edges single pixels differ."""
    theirs = drawn if drawn.ndim == 3 else np.repeat(drawn[..., np.newaxis], 3, axis=2)
    return ours.shape == theirs.shape and np.abs(ours.astype(int) - theirs).mean() < within


def ybr(pixels):
    return np.asarray(Image.fromarray(pixels).convert("YCbCr"))


@pytest.mark.parametrize("syntax", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("drawn", [colours(), greys(), greys(16)], ids=["rgb", "8", "16"])
def test_a_picture_is_seen_as_it_was_drawn(syntax, drawn):
    made = look(dicom.plain(drawn, syntax))

    eight = (drawn >> 8).astype(np.uint8) if drawn.dtype == np.uint16 else drawn
    assert (made.kind, made.width, made.height, made.pages) == ("dicom", COLUMNS, ROWS, 1)
    assert alike(seen(made.views.large), eight)


def test_a_file_without_a_word_about_itself_is_seen_too():
    for syntax in (uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian):
        assert alike(seen(look(dicom.plain(colours(), syntax, bare=True)).views.large), colours())


def test_an_odd_picture_of_swapped_words_is_seen():
    drawn = colours(61, 41)
    ds = dicom.dataset(drawn)
    words = np.frombuffer(drawn.tobytes() + b"\0", np.uint16).byteswap().tobytes()
    ds.add_new(0x7FE00010, "OW", words)

    assert alike(seen(look(dicom.saved(ds, uid.ExplicitVRBigEndian)).views.large), drawn)


@pytest.mark.parametrize(
    ("meaning", "bare", "options"),
    [
        ("YBR_FULL_422", False, {}),
        ("YBR_FULL", True, {"subsampling": 0}),
        ("RGB", False, {}),  # it says so, and is not
        ("RGB", True, {"keep_rgb": True}),
    ],
)
def test_the_colours_of_a_jpeg_are_turned_once(meaning, bare, options):
    written = dicom.jpeg_file(colours(), meaning, bare=bare, **options)

    assert alike(seen(look(written).views.large), colours())


def test_a_jpeg_without_marks_whose_file_says_rgb_is_left_as_it_is():
    written = dicom.jpeg_file(colours(), "RGB", bare=True, mode="YCbCr", subsampling=0)

    assert alike(seen(look(written).views.large), colours())


@pytest.mark.parametrize(
    ("meaning", "turned"),
    [("YBR_RCT", True), ("RGB", False), ("YBR_FULL", False), ("YBR_FULL", True)],
)
def test_the_colours_of_a_jpeg_2000_are_turned_once(meaning, turned):
    """Where the frame turned them itself, what the file says of them no longer holds."""
    drawn = ybr(colours()) if meaning == "YBR_FULL" and not turned else colours()

    made = look(dicom.jpeg_2000(drawn, meaning, turned=turned))

    assert alike(seen(made.views.large), colours())


def test_a_lossy_jpeg_2000_is_seen():
    written = dicom.jpeg_2000(colours(), "YBR_ICT", turned=True, lossless=False)

    assert alike(seen(look(written).views.large), colours())


@pytest.mark.parametrize("drawn", [colours(), greys(), greys(16)], ids=["rgb", "8", "16"])
def test_run_lengths_are_seen(drawn):
    eight = (drawn >> 8).astype(np.uint8) if drawn.dtype == np.uint16 else drawn

    assert alike(seen(look(dicom.rle(drawn)).views.large), eight)


@pytest.mark.parametrize("syntax", [uid.JPEGLossless, uid.JPEGLosslessSV1])
@pytest.mark.parametrize("bits", [8, 12])
def test_a_lossless_jpeg_is_seen(syntax, bits):
    drawn = greys(bits)
    ds = dicom.dataset(drawn, BitsStored=bits, HighBit=bits - 1)

    made = look(dicom.enclosed(ds, [encoded(drawn, bits)], syntax))

    assert alike(seen(made.views.large), (drawn >> (bits - 8)).astype(np.uint8))


@pytest.mark.parametrize("planar", [0, 1])
@pytest.mark.parametrize("meaning", ["RGB", "YBR_FULL"])
def test_planes_and_pixels_are_told_apart(planar, meaning):
    stored = ybr(colours()) if meaning == "YBR_FULL" else colours()
    ds = dicom.dataset(stored, meaning, PlanarConfiguration=planar)
    data = (stored.transpose(2, 0, 1) if planar else stored).tobytes()

    made = look(dicom.with_bytes(ds, data, uid.ExplicitVRLittleEndian))

    assert alike(seen(made.views.large), colours())


def test_halved_colours_are_seen():
    pairs = ybr(colours()).reshape(-1, 2, 3)
    halved = np.concatenate([pairs[:, :, 0], pairs[:, 0, 1:]], axis=1).tobytes()
    ds = dicom.dataset(colours(), "YBR_FULL_422")

    made = look(dicom.with_bytes(ds, halved, uid.ExplicitVRLittleEndian))

    assert alike(seen(made.views.large), colours())
    assert not made.partial


def test_pixels_that_are_not_square_become_so():
    made = look(dicom.plain(greys(), PixelAspectRatio=[2, 1]))

    assert (made.width, made.height) == (COLUMNS, 2 * ROWS)


def test_a_view_tells_no_name():
    written = dicom.plain(colours())
    assert b"SECRET" in written

    made = look(written)

    assert not any(b"SECRET" in view.data or b"Exif" in view.data for view in made.views)


def test_what_has_no_picture_is_not_shown():
    ds = dicom.dataset(greys())
    with pytest.raises(NotShown):
        look(dicom.saved(ds))


def test_an_enclosed_paper_is_seen():
    ds = dicom.dataset(greys(), SOPClassUID="1.2.840.10008.5.1.4.1.1.104.1")
    ds.add_new(0x00420011, "OB", papers.coloured(("red", "blue")) + b"\0")
    data = dicom.saved(ds)

    made = look(data)
    second = ultrasound.page(io.BytesIO(data), "dicom", 1, MOST_PIXELS)

    assert (made.kind, made.pages) == ("dicom", 2)
    assert tuple(seen(made.views.large)[50, 50]) == papers.close_to("red")
    assert tuple(seen(second)[50, 50]) == papers.close_to("blue")


def test_what_else_is_enclosed_is_not_shown():
    ds = dicom.dataset(greys())
    ds.add_new(0x00420011, "OB", b"<?xml version='1.0'?><ClinicalDocument/>")
    with pytest.raises(NotShown):
        look(dicom.saved(ds))


def test_too_many_pixels_are_refused():
    with pytest.raises(TooLarge):
        look(dicom.plain(greys()), most=1000)
