"""Ultrasound files, made by the tests: drawn pixels in every way that DICOM writes them."""

from __future__ import annotations

import io
import zlib
from typing import Any

import numpy as np
from openjpeg.utils import encode_array
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pydicom import uid
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate
from pydicom.filebase import DicomIO
from pydicom.filewriter import write_dataset
from pydicom.pixels.encoders.base import RLELosslessEncoder

from tests.vectors.pictures import corners

ULTRASOUND = "1.2.840.10008.5.1.4.1.1.6.1"
ROWS, COLUMNS = 160, 240


def colours(columns: int = COLUMNS, rows: int = ROWS) -> np.ndarray:
    """Four corners, four colours."""
    return np.asarray(corners(columns, rows))


def greys(bits: int = 8, columns: int = COLUMNS, rows: int = ROWS) -> np.ndarray:
    """From black at the left to white at the right."""
    line = np.linspace(0, 2**bits - 1, columns).astype(np.uint16 if bits > 8 else np.uint8)
    return np.repeat(line[np.newaxis], rows, axis=0)


def screen(name: str = "DOE^JANE 1990-01-01", columns: int = 640, rows: int = 480) -> np.ndarray:
    """What a machine shows: a name in its upper edge, and a fan of speckle below."""
    noise = np.random.default_rng(7).normal(110, 45, (rows, columns)).clip(0, 255).astype(np.uint8)
    speckle = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(1))
    fan = Image.new("L", (columns, rows))
    ImageDraw.Draw(fan).pieslice((60, -200, columns - 60, rows - 60), 50, 130, 255)
    image = Image.composite(speckle, Image.new("L", fan.size), fan)
    ImageDraw.Draw(image).text((20, 14), name, 255, ImageFont.load_default(18))
    return np.array(image)


def dataset(pixels: np.ndarray, meaning: str = "", frames: int = 1, **values: Any) -> Dataset:
    """The values that go with pixels: of frames, rows, columns and samples."""
    shape = pixels.shape[1:] if frames > 1 else pixels.shape
    ds = Dataset()
    ds.SOPClassUID, ds.SOPInstanceUID = ULTRASOUND, uid.UID("1.2.3")
    ds.PatientName, ds.PatientID = "SECRET^NAME", "SECRET"
    ds.Rows, ds.Columns = shape[0], shape[1]
    ds.SamplesPerPixel = 3 if len(shape) == 3 else 1
    ds.PhotometricInterpretation = meaning or ("RGB" if len(shape) == 3 else "MONOCHROME2")
    ds.BitsAllocated = ds.BitsStored = 8 * pixels.dtype.itemsize
    ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, int(pixels.dtype.kind == "i")
    if ds.SamplesPerPixel == 3:
        ds.PlanarConfiguration = 0
    if frames > 1:
        ds.NumberOfFrames = frames
    for keyword, value in values.items():
        setattr(ds, keyword, value)
    return ds


def saved(ds: Dataset, syntax: str = uid.ExplicitVRLittleEndian, *, bare: bool = False) -> bytes:
    """A file of it; `bare` without preamble and without a word about its syntax."""
    body = io.BytesIO()
    target = DicomIO(body)
    target.is_implicit_VR = syntax == uid.ImplicitVRLittleEndian
    target.is_little_endian = syntax != uid.ExplicitVRBigEndian
    write_dataset(target, ds)
    data = body.getvalue()
    if bare:
        return data
    if syntax == uid.DeflatedExplicitVRLittleEndian:
        deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        data = deflater.compress(data) + deflater.flush()
    return head(syntax) + data


def head(syntax: str) -> bytes:
    """The preamble and the group that says how the rest is written."""
    said = syntax.encode() + b"\0" * (len(syntax) % 2)
    element = b"\2\0\x10\0UI" + len(said).to_bytes(2, "little") + said
    length = b"\2\0\0\0UL\4\0" + len(element).to_bytes(4, "little")
    return bytes(128) + b"DICM" + length + element


def plain(
    pixels: np.ndarray,
    syntax: str = uid.ExplicitVRLittleEndian,
    meaning: str = "",
    frames: int = 1,
    *,
    bare: bool = False,
    **values: Any,
) -> bytes:
    ds = dataset(pixels, meaning, frames, **values)
    big = syntax == uid.ExplicitVRBigEndian
    data = pixels.astype(pixels.dtype.newbyteorder(">" if big else "<")).tobytes()
    return with_bytes(ds, data, syntax, bare=bare)


def with_bytes(ds: Dataset, data: bytes, syntax: str, *, bare: bool = False) -> bytes:
    ds.add_new(0x7FE00010, "OB" if ds.BitsAllocated == 8 else "OW", data + b"\0" * (len(data) % 2))
    return saved(ds, syntax, bare=bare)


def enclosed(ds: Dataset, frames: list[bytes], syntax: str, *, table: bool = True) -> bytes:
    """Frames that are compressed already."""
    ds.add_new(0x7FE00010, "OB", encapsulate(frames, has_bot=table))
    ds["PixelData"].is_undefined_length = True
    return saved(ds, syntax)


def rle(pixels: np.ndarray, **values: Any) -> bytes:
    ds = dataset(pixels, **values)
    frame = RLELosslessEncoder.encode(
        pixels,
        rows=ds.Rows,
        columns=ds.Columns,
        samples_per_pixel=ds.SamplesPerPixel,
        bits_allocated=ds.BitsAllocated,
        bits_stored=ds.BitsStored,
        pixel_representation=ds.PixelRepresentation,
        photometric_interpretation=ds.PhotometricInterpretation,
        number_of_frames=1,
        planar_configuration=0,
        encoding_plugin="pydicom",
    )
    return enclosed(ds, [bytes(frame)], uid.RLELossless)


def jpeg(pixels: np.ndarray, mode: str = "", **options: Any) -> bytes:
    """A frame by Pillow; with `keep_rgb` or as YCbCr already, its colours are not turned."""
    packed, image = io.BytesIO(), Image.fromarray(pixels)
    if mode:
        image = Image.frombytes(mode, image.size, image.tobytes())
    image.save(packed, "JPEG", quality=95, **options)
    return packed.getvalue()


def jpeg_file(pixels: np.ndarray, meaning: str, *, bare: bool = False, **options: Any) -> bytes:
    """With JPEG's own marks, or `bare` of them, as many machines write it."""
    frame = jpeg(pixels, **options)
    if bare:
        frame = frame[:2] + frame[4 + int.from_bytes(frame[4:6]) :]
    return enclosed(dataset(pixels, meaning), [frame], uid.JPEGBaseline8Bit)


def jpeg_2000(pixels: np.ndarray, meaning: str, *, turned: bool, lossless: bool = True) -> bytes:
    stated: dict[str, Any] = {} if lossless else {"compression_ratios": [4.0]}
    interpretation = 1 if pixels.ndim == 3 else 2
    bits = 8 * pixels.dtype.itemsize
    frame = encode_array(
        pixels,
        bits_stored=bits,
        photometric_interpretation=interpretation,
        use_mct=turned,
        **stated,
    )
    syntax = uid.JPEG2000Lossless if lossless else uid.JPEG2000
    return enclosed(dataset(pixels, meaning), [frame], syntax)
