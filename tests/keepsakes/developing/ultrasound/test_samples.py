"""The samples that come with pydicom, from many machines: seen as pydicom itself sees them."""

from pathlib import Path

import numpy as np
import pydicom
import pytest

from heartleaf.keepsakes.developing.blocks import in_blocks
from heartleaf.keepsakes.developing.looks import MOST_PIXELS
from heartleaf.keepsakes.developing.ultrasound.header import read
from heartleaf.keepsakes.developing.ultrasound.pixels import Frames
from heartleaf.keepsakes.developing.ultrasound.tones import Tones

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")

BUNDLED = Path(pydicom.__file__).parent / "data" / "test_files"

COLOURED = [
    "ExplVR_BigEnd",
    "GDCMJ2K_TextGBR",
    "SC_jpeg_no_color_transform",
    "SC_jpeg_no_color_transform_2",
    *(f"SC_rgb_dcmtk_+eb+{how}" for how in ("cr", "cy+n1", "cy+n2", "cy+np", "cy+s2", "cy+s4")),
    *(f"SC_rgb_{how}" for how in ("gdcm_KY", "jls_lossy_line", "jls_lossy_sample", "jpeg")),
    *(f"SC_rgb_jpeg_{how}" for how in ("app14_dcmd", "dcmd", "dcmtk", "gdcm", "lossy_gdcm")),
    *(f"SC_rgb_{how}" for how in ("rle", "rle_16bit", "rle_2frame", "small_odd_big_endian")),
    "SC_ybr_full_422_uncompressed",
    "examples_jpeg2k",
    "examples_rgb_color",
    "examples_ybr_color",
]
MEASURED = [
    "CT_small",
    "J2K_pixelrep_mismatch",
    "JPGExtended",
    "MR_small_RLE",
    "MR_small_bigendian",
    "MR_small_jp2klossless",
    "MR_small_jpeg_ls_lossless",
    "image_dfl",
]


def frames_of(name):
    header = read(in_blocks((BUNDLED / f"{name}.dcm").open("rb")))
    return header, Frames(header, MOST_PIXELS)


@pytest.mark.parametrize("name", COLOURED)
def test_colours_are_those_that_pydicom_sees(name):
    header, frames = frames_of(name)
    theirs = pydicom.dcmread(BUNDLED / f"{name}.dcm").pixel_array
    theirs = theirs[0] if theirs.ndim == 4 else theirs
    theirs = (theirs >> 8).astype(np.uint8) if theirs.dtype.itemsize == 2 else theirs

    ours = Tones(header, frames.shape).shown(frames.opened(0))

    assert np.abs(ours.astype(int) - theirs).max() <= 3


@pytest.mark.parametrize("name", MEASURED)
def test_stored_values_are_those_that_pydicom_reads(name):
    _, frames = frames_of(name)
    ds = pydicom.dcmread(BUNDLED / f"{name}.dcm")

    ours = frames.opened(0).pixels.astype(np.int64)

    stored = 2**ds.BitsStored
    assert np.array_equal(ours % stored, ds.pixel_array.astype(np.int64) % stored)
