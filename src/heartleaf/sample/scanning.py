"""An ultrasound of nine weeks and six days, as the machine of a hospital writes it: DICOM."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

COLUMNS, ROWS = 600, 450
FRAMES, FRAME_TIME = 24, 83
"""How many, and milliseconds from one to the next: two seconds in all."""
BEAT = 353
"""Milliseconds from one beat to the next: 170 a minute, as it is so early."""

PRINTED = "DOE, A.    02.03.2025    ST. ELSEWHERE"
APEX = (300.0, -46.0)
NEAR, FAR, WIDE = 92.0, 476.0, 0.66
LINES, DEPTHS = 170, 250

Grey = NDArray[np.float64]


def cine() -> bytes:
    """Two seconds, 24 pictures. The name is in its pixels, at the upper edge, as they do it."""
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID, ExplicitVRLittleEndian, UltrasoundMultiFrameImageStorage

    scan = Dataset()
    scan.SOPClassUID = UltrasoundMultiFrameImageStorage
    scan.SOPInstanceUID = UID("2.25.160229350306871325519200846105")
    scan.Modality, scan.PatientName = "US", "DOE^A"
    scan.StudyDate, scan.StudyTime = "20250302", "101200"
    scan.Rows, scan.Columns, scan.SamplesPerPixel = ROWS, COLUMNS, 1
    scan.PhotometricInterpretation = "MONOCHROME2"
    scan.BitsAllocated, scan.BitsStored, scan.HighBit, scan.PixelRepresentation = 8, 8, 7, 0
    scan.NumberOfFrames, scan.FrameTime = FRAMES, FRAME_TIME
    scan.add_new("PixelData", "OB", b"".join(_pictures()))
    scan.file_meta = FileMetaDataset()
    scan.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file = io.BytesIO()
    scan.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _pictures() -> Iterator[bytes]:
    screen, fan = _screen(), _Fan()
    for number in range(FRAMES):
        beats = 0.5 + 0.5 * np.cos(2 * np.pi * number * FRAME_TIME / BEAT)
        yield np.maximum(screen, fan.picture(beats)).tobytes()


def _screen() -> NDArray[np.uint8]:
    """What the machine prints around the picture."""
    image = Image.new("L", (COLUMNS, ROWS), 6)
    draw = ImageDraw.Draw(image)
    draw.text((14, 10), PRINTED, 205, ImageFont.load_default(15))
    for depth in range(60, 430, 22):
        draw.line((580, depth, 584 if depth % 110 else 590, depth), 120)
    return np.asarray(image)


class _Fan:
    """What the sound comes back from: speckle, whose grains lie along the arcs of the fan."""

    def __init__(self) -> None:
        y, x = np.mgrid[0:ROWS, 0:COLUMNS].astype(float)
        across, down = x - APEX[0], y - APEX[1]
        away, turned = np.hypot(across, down), np.arctan2(across, down)
        self._inside = (np.abs(turned) < WIDE) & (away > NEAR) & (away < FAR)
        self._line = _numbered((turned + WIDE) / (2 * WIDE), LINES)
        self._depth = _numbered((away - NEAR) / (FAR - NEAR), DEPTHS)
        self._chance = np.random.default_rng(210)
        self._still = self._noise()
        self._speckle = _speckle(x, y)
        self._heart = _round(x, y, 303, 252, 5, 4, 2)

    def picture(self, beats: float) -> NDArray[np.uint8]:
        grains = np.abs(self._still + 0.28 * self._noise())[self._depth, self._line]
        shown = self._speckle + self._heart * (1.2 * beats - 0.6)
        grey = 255 * np.clip(shown, 0, 1.4) * (0.3 + 0.62 * grains)
        seen = np.where(self._inside, np.clip(grey, 0, 255), 0).astype(np.uint8)
        return np.asarray(Image.fromarray(seen).filter(ImageFilter.GaussianBlur(1.1)))

    def _noise(self) -> NDArray[np.complex128]:
        """Echoes add up or cancel out, so their noise has a phase; a beam is some lines wide."""
        shape = (2, DEPTHS, LINES)
        real, imaginary = self._chance.normal(0, 0.8, shape)
        noise = real + 1j * imaginary
        return np.asarray((noise + np.roll(noise, 1, 1) + 0.6 * np.roll(noise, 2, 1)) / 1.6)


def _speckle(x: Grey, y: Grey) -> Grey:
    """How bright each place is: a dark round, and in it someone small."""
    bright = 0.52 - 0.22 * (y / ROWS) + 0.10 * np.sin(x / 47 + 1.3) * np.sin(y / 39)
    rim = _round(x, y, 300, 236, 128, 92, 16)
    bright = bright + 0.34 * (rim - _round(x, y, 300, 236, 112, 76, 12))
    bright = bright * (1 - 0.93 * _round(x, y, 300, 236, 116, 80, 10))
    for part in ((338, 244, 25, 22), (302, 256, 33, 17), (274, 262, 18, 12), (256, 258, 8, 7)):
        bright = np.maximum(bright, 0.78 * _round(x, y, *part, 9))
    for part in ((311, 236, 5, 7), (284, 245, 6, 6), (320, 270, 12, 4)):
        bright = np.maximum(bright, 0.6 * _round(x, y, *part, 6))
    return bright - 0.34 * _round(x, y, 341, 242, 11, 9, 8)


def _round(x: Grey, y: Grey, left: float, top: float, rx: float, ry: float, soft: float) -> Grey:
    """1 within an ellipse around a point, 0 without, and soft between."""
    away = (np.hypot((x - left) / rx, (y - top) / ry) - 1) * min(rx, ry)
    return np.clip(0.5 - away / (2 * soft), 0, 1)


def _numbered(share: Grey, count: int) -> NDArray[np.intp]:
    return np.clip(share * count, 0, count - 1).astype(np.intp)
