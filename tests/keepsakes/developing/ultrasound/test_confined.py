"""Ultrasound in a confined child: what was made to do harm does none."""

import random
import zlib
from pathlib import Path

import pydicom
import pytest
from pydicom import uid

from tests.vectors import confined, dicom
from tests.vectors.dicom import colours, greys
from tests.vectors.lossless_jpeg import encoded

BUNDLED = Path(pydicom.__file__).parent / "data" / "test_files"
"""Samples that come with pydicom itself, from many machines."""

DEEP = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff" * 10_000
LITTLE = uid.ExplicitVRLittleEndian


def huge(rows, columns, drawn, data=bytes(100), **values):
    ds = dicom.dataset(drawn, Rows=rows, Columns=columns, **values)
    return dicom.with_bytes(ds, data, LITTLE)


def claiming(frame, marker, syntax, drawn, side):
    """A JPEG whose own header says another size."""
    harmed = bytearray(frame)
    at = harmed.index(marker)
    harmed[at + 5 : at + 9] = side.to_bytes(2) * 2
    return dicom.enclosed(dicom.dataset(drawn), [bytes(harmed)], syntax)


def inflating(megabytes):
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(b"\x08\0\1\0OB\0\0\0\0\0\x7f" + bytes(megabytes * 2**20))
    return dicom.head(uid.DeflatedExplicitVRLittleEndian) + packed + packer.flush()


def rle_bomb():
    segment = (1).to_bytes(4, "little") + (64).to_bytes(4, "little") + bytes(56)
    return dicom.enclosed(dicom.dataset(greys()), [segment + b"\x81\0" * 10**6], uid.RLELossless)


@pytest.fixture(scope="module")
def harmful():
    j, big = dicom.jpeg(colours()), b"\xff\xc0"
    pieces = dicom.enclosed(dicom.dataset(greys()), [b"aa"], uid.JPEGBaseline8Bit)[:-8]
    return confined.outcomes(
        "ultrasound",
        {
            "65535 x 65535": huge(65535, 65535, greys()),
            "a million frames": huge(500, 500, greys(), NumberOfFrames=10**6, FrameTime="40"),
            "sequences in sequences": dicom.head(LITTLE) + DEEP,
            "wanted sequences": dicom.head(LITTLE) + DEEP.replace(DEEP[:4], b"\x28\0\x10\x30"),
            "run lengths without end": rle_bomb(),
            "another size": claiming(j, big, uid.JPEGBaseline8Bit, colours(), 65535),
            "a larger size": claiming(j, big, uid.JPEGBaseline8Bit, colours(), 2000),
            "elements": dicom.head(LITTLE) + b"\x09\0\1\0LO\0\0" * 150_000,
            "pieces": pieces + b"\xfe\xff\0\xe0\0\0\0\0" * 150_000,
        },
    )


def test_harm_ends_soon_and_within_bounds(harmful):
    for outcome in harmful.values():
        assert not outcome["killed"], outcome
        assert outcome.get("reason") != "crashed", outcome
        assert outcome["megabytes"] < 1000


def test_harm_is_called_by_its_name(harmful):
    reasons = {name: outcome.get("reason") for name, outcome in harmful.items()}

    assert reasons["65535 x 65535"] == reasons["another size"] == "TooLarge"
    assert reasons["elements"] == "TooLarge"
    assert reasons["sequences in sequences"] == reasons["wanted sequences"] == "Broken"
    assert harmful["a million frames"]["partial"]
    assert reasons["run lengths without end"] is None


@pytest.mark.slow
def test_a_deflated_bomb_is_not_unfolded():
    outcome = confined.outcomes("ultrasound", {"bomb": inflating(600)})["bomb"]

    assert outcome["reason"] == "TooLarge"
    assert outcome["megabytes"] < 1000


@pytest.mark.slow
def test_changed_bytes_never_do_more_than_end_their_child():
    chance, files = random.Random(11), {}
    originals = [
        dicom.plain(greys()),
        dicom.jpeg_file(colours(), "YBR_FULL_422"),
        dicom.jpeg_2000(colours(), "RGB", turned=True),
        dicom.rle(colours()),
        dicom.enclosed(dicom.dataset(greys()), [encoded(greys(), 8)], uid.JPEGLosslessSV1),
    ]
    for number in range(200):
        harmed = bytearray(chance.choice(originals))
        for _ in range(chance.randint(1, 20)):
            harmed[chance.randrange(132, min(2000, len(harmed)))] = chance.randrange(256)
        files[str(number)] = bytes(harmed[: chance.choice((None, None, 1500))])

    for outcome in confined.outcomes("ultrasound", files).values():
        assert outcome["killed"] in ("", "SIGSEGV", "SIGABRT", "SIGXCPU"), outcome
        assert outcome.get("reason") != "crashed", outcome


@pytest.mark.slow
def test_the_samples_of_many_machines_do_no_harm():
    files = {
        str(path.relative_to(BUNDLED)): path.read_bytes()
        for path in sorted(BUNDLED.rglob("*"))
        if path.is_file() and path.suffix in (".dcm", "")
    }
    ran = confined.outcomes("ultrasound", files)

    assert not any(outcome["killed"] for outcome in ran.values())
    assert sum("size" in outcome for outcome in ran.values()) > 80
    assert "crashed" not in {outcome.get("reason") for outcome in ran.values()}
