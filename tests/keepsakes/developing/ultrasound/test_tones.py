"""From what was measured to what is seen: windows, tables, palettes, signs."""

import io

import numpy as np
import pytest
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset

from heartleaf.keepsakes.developing import ultrasound
from heartleaf.keepsakes.developing.looks import MOST_PIXELS, UNFRAMED, NotShown
from tests.vectors import dicom
from tests.vectors.dicom import COLUMNS, greys

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")


def line(data):
    """The grey of one line of what is seen, from left to right."""
    made = ultrasound.look(io.BytesIO(data), "dicom", MOST_PIXELS, UNFRAMED)
    image = Image.open(io.BytesIO(made.views.large.data)).convert("RGB")
    return np.asarray(image)[40].astype(int)


def near(ours, theirs, by=4):
    return np.abs(ours - np.asarray(theirs)).max() <= by


def test_a_window_shows_what_lies_in_it():
    seen = line(dicom.plain(greys(16), WindowCenter="32768", WindowWidth="16384"))[:, 0]

    wanted = np.clip((greys(16)[0] - 32767.5) / 16383 + 0.5, 0, 1) * 255
    assert near(seen, wanted)


@pytest.mark.parametrize("function", ["SIGMOID", "LINEAR_EXACT"])
def test_the_other_windows_are_known(function):
    data = dicom.plain(greys(8), WindowCenter="128", WindowWidth="64", VOILUTFunction=function)
    distance = (greys(8)[0].astype(float) - 128) / 64
    wanted = 1 / (1 + np.exp(-4 * distance)) if function == "SIGMOID" else distance + 0.5

    assert near(line(data)[:, 0], np.clip(wanted, 0, 1) * 255, by=6)


def test_what_is_bright_in_the_one_is_dark_in_the_other():
    seen = line(dicom.plain(greys(8), meaning="MONOCHROME1"))[:, 0]

    assert near(seen, 255 - greys(8)[0])


def test_signed_values_and_a_scale_are_understood():
    signed = (greys(12).astype(np.int32) - 2048).astype(np.int16)
    data = dicom.plain(
        signed, RescaleSlope="2", RescaleIntercept="100", WindowCenter="100", WindowWidth="8192"
    )

    assert near(line(data)[:, 0], np.linspace(0, 255, COLUMNS))


@pytest.mark.parametrize("shift", [0, 4])
def test_bits_that_are_not_stored_are_not_seen(shift):
    stray = greys(12) << 4 | 0xA if shift else greys(12) | 0xF000
    window = {"WindowCenter": "2048", "WindowWidth": "4096"}
    data = dicom.plain(stray, BitsStored=12, HighBit=11 + shift, **window)

    assert near(line(data)[:, 0], np.linspace(0, 255, COLUMNS))


def test_without_a_window_the_darkest_is_black_and_the_brightest_white():
    data = dicom.plain((greys(8).astype(np.uint16) + 1000), BitsStored=12, HighBit=11)

    assert near(line(data)[:, 0], np.linspace(0, 255, COLUMNS))


@pytest.mark.parametrize("syntax", [uid.ExplicitVRLittleEndian, uid.ImplicitVRLittleEndian])
def test_tables_of_the_file_are_used(syntax):
    turned_over, brightness = Dataset(), Dataset()
    turned_over.add_new(0x00283002, "US", [256, 0, 16])
    turned_over.add_new(0x00283006, "US", list(range(255, -1, -1)))
    brightness.add_new(0x00283002, "US", [256, 0, 8])
    brightness.add_new(0x00283006, "US", [value // 2 for value in range(256)])
    data = dicom.plain(
        greys(8), syntax, ModalityLUTSequence=[turned_over], VOILUTSequence=[brightness]
    )

    assert near(line(data)[:, 0], (255 - greys(8)[0].astype(int)) // 2)


def palette(segmented, bits=16, first=0):
    """Red grows to the right, green to the left, blue does neither."""
    top = 65535 if bits == 16 else 255
    values, curves = {}, {"Red": (0, top), "Green": (top, 0), "Blue": (top // 2, top // 2)}
    for colour, (begins, ends) in curves.items():
        values[f"{colour}PaletteColorLookupTableDescriptor"] = [256, first, bits]
        if segmented:
            words = [0, 1, begins, 1, 255, ends]
            data = np.array(words, np.uint16).tobytes()
            values[f"Segmented{colour}PaletteColorLookupTableData"] = data
        else:
            kind = np.uint16 if bits == 16 else np.uint8
            data = np.linspace(begins, ends, 256).astype(kind).tobytes()
            values[f"{colour}PaletteColorLookupTableData"] = data
    return values


@pytest.mark.parametrize(("segmented", "bits"), [(False, 16), (False, 8), (True, 16)])
def test_a_palette_gives_its_colours(segmented, bits):
    seen = line(dicom.plain(greys(8), meaning="PALETTE COLOR", **palette(segmented, bits)))

    grey = greys(8)[0].astype(int)
    assert near(seen[4:-4], np.stack([grey, 255 - grey, np.full(COLUMNS, 127)], 1)[4:-4], by=12)


def test_a_palette_may_begin_later():
    seen = line(dicom.plain(greys(8), meaning="PALETTE COLOR", **palette(False, 16, first=128)))

    assert near(seen[:100, 0], 0, by=8)
    assert seen[-1, 0] > 100


def test_a_palette_that_repeats_itself_for_ever_ends():
    again = np.array([0, 1, 9, 2, 65535, 0, 0], np.uint16).tobytes()
    lookup = palette(True)
    lookup["SegmentedRedPaletteColorLookupTableData"] = again

    line(dicom.plain(greys(8), meaning="PALETTE COLOR", **lookup))


def test_a_palette_without_a_table_is_not_shown():
    with pytest.raises(NotShown):
        line(dicom.plain(greys(8), meaning="PALETTE COLOR"))


@pytest.mark.parametrize("width", ["0", "-5", "nan", "1e300", "x"])
def test_an_absurd_window_is_passed_over(width):
    ds = dicom.dataset(greys(8))
    ds.add_new(0x00281050, "DS", "128")
    data = dicom.with_bytes(ds, greys(8).tobytes(), uid.ExplicitVRLittleEndian)
    window = b"(\0Q\x10DS" + len(width.ljust(6)).to_bytes(2, "little") + width.ljust(6).encode()
    at = data.index(b"(\0P\x10DS")
    end = at + 8 + int.from_bytes(data[at + 6 : at + 8], "little")

    assert near(line(data[:end] + window + data[end:])[:, 0], greys(8)[0])
