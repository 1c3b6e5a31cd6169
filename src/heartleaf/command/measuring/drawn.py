"""Pictures, papers and an ultrasound to measure with, as phones and clinics write them."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageDraw
from pydicom import dcmwrite, uid
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate

from heartleaf.sample.painting import jpeg
from heartleaf.sample.pictures import PICTURES

PHOTOGRAPH = (4032, 3024)
SCAN = (1654, 2339)
"""A4 at 200 dots an inch."""
SCREEN = (800, 600)
_ULTRASOUND_OF_SEVERAL_FRAMES = "1.2.840.10008.5.1.4.1.1.3.1"


def photograph(number: int, size: tuple[int, int] = PHOTOGRAPH) -> Image.Image:
    """A painted picture with the grain of a camera."""
    painted = Image.open(io.BytesIO(PICTURES[-1 - number].files[0].make()))
    return _grained(painted.resize(size, Image.Resampling.BICUBIC))


def as_jpeg(photograph: Image.Image) -> bytes:
    return jpeg(photograph, "2025:05:12 10:00:00")


def paper(pages: int) -> bytes:
    """A PDF of scanned pages."""
    first, *others = [photograph(number % 4, SCAN) for number in range(min(4, pages))]
    scans = [first, *others] * pages
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=scans[1:pages], resolution=200)
    return file.getvalue()


def cine(frames: int) -> bytes:
    """A moving ultrasound in JPEG, a name in its upper edge."""
    said = Dataset()
    said.SOPClassUID, said.SOPInstanceUID = _ULTRASOUND_OF_SEVERAL_FRAMES, uid.generate_uid()
    said.Columns, said.Rows = SCREEN
    said.SamplesPerPixel, said.PhotometricInterpretation = 1, "MONOCHROME2"
    said.BitsAllocated, said.BitsStored, said.HighBit, said.PixelRepresentation = 8, 8, 7, 0
    said.NumberOfFrames, said.FrameTime = frames, "33"
    said.PixelData = encapsulate([_of_screen(number) for number in range(frames)])
    said["PixelData"].VR, said["PixelData"].is_undefined_length = "OB", True
    said.file_meta = FileMetaDataset()
    said.file_meta.TransferSyntaxUID = uid.JPEGBaseline8Bit
    file = io.BytesIO()
    dcmwrite(file, said, enforce_file_format=True)
    return file.getvalue()


def _grained(image: Image.Image) -> Image.Image:
    grain = Image.effect_noise(image.size, 24)
    return ImageChops.overlay(image, Image.merge("RGB", [grain] * 3))


def _of_screen(number: int) -> bytes:
    """Speckle in a fan that swings a little."""
    fan = Image.new("L", SCREEN)
    across, down = SCREEN
    box = (60, -200, across - 60, down - 60)
    ImageDraw.Draw(fan).pieslice(box, 50 + number % 10, 130 - number % 10, 255)
    screen = ImageChops.multiply(Image.effect_noise(SCREEN, 90), fan)
    ImageDraw.Draw(screen).text((20, 14), "NAME 1990-01-01", 255)
    file = io.BytesIO()
    screen.save(file, "JPEG", quality=90)
    return file.getvalue()
