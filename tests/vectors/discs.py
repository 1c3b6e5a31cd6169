"""The disc a hospital gave: two looks at a child, a list of them, and a program to see them."""

from __future__ import annotations

import functools
import io

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, UltrasoundImageStorage, generate_uid

from tests.vectors.folders import Files, picture

DIRECTORY = "1.2.840.10008.1.3.10"  # Media Storage Directory Storage, PS3.6 table A-1
SERIES = "DICOM/PA000001/ST000001/SE000001/"


@functools.cache
def scan(number: int = 1) -> bytes:
    """A grey square, another one for each number."""
    data = _begun(UltrasoundImageStorage)
    data.Modality, data.PatientName, data.InstanceNumber = "US", "Mustermann^Ada", number
    data.Rows = data.Columns = 16
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit, data.PixelRepresentation, data.SamplesPerPixel = 7, 0, 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.PixelData = bytes([number * 20 % 256]) * 256
    return _written(data)


@functools.cache
def listing() -> bytes:
    data = _begun(DIRECTORY)
    data.FileSetID = "DISC"
    return _written(data)


def disc() -> Files:
    return {
        "DICOMDIR": listing(),
        f"{SERIES}IM000001": scan(1),
        f"{SERIES}IM000002": scan(2),
        f"{SERIES}IM000010": scan(10),
        "AUTORUN.INF": b"[autorun]\nopen=VIEWER\\VIEWER.EXE\n",
        "INDEX.HTM": b"<html><body>How to see the pictures</body></html>",
        "README.TXT": b"Start VIEWER.EXE",
        "START.EXE": b"MZ" + bytes(60),
        "VIEWER/VIEWER.EXE": b"MZ" + bytes(60),
        "VIEWER/lib/codec.dll": b"MZ" + bytes(60),
        "VIEWER/jre/bin/java": b"\x7fELF" + bytes(60),
        "VIEWER/jre/lib/rt.jar": b"PK\3\4" + bytes(60),
        "VIEWER/icons/splash.png": picture(1, "PNG"),
        "VIEWER/help/help.html": b"<html></html>",
        "VIEWER/data.bin": b"",
    }


def _begun(kind: str) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID(kind), generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    data.SOPClassUID, data.SOPInstanceUID = kind, meta.MediaStorageSOPInstanceUID
    return data


def _written(data: Dataset) -> bytes:
    out = io.BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()
