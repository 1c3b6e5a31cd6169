"""Small files that promise to be immense: refused by their header, or stopped by the limits.

They are opened by processes that have the memory a real child has.
"""

import base64
import json
import subprocess
import sys
from typing import NamedTuple

import pytest
from PIL import Image

from tests.vectors import pictures as vectors
from tests.vectors.heics import Heic, size
from tests.vectors.pictures import corners, saved

OPEN = """
import base64, io, json, os, resource, sys, time
from heartleaf.keepsakes.developing import kinds, looks, pictures
pictures.warm()
for name, text in json.load(sys.stdin).items():
    data, began = base64.b64decode(text), time.monotonic()
    if os.fork() == 0:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
        try:
            kind = kinds.kind_of(data[:4096], name)
            said = pictures.look(io.BytesIO(data), kind, looks.MOST_PIXELS).width
        except looks.Unreadable as told:
            said = type(told).__name__
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps([name, str(said), most, time.monotonic() - began]), flush=True)
        os._exit(0)
    os.wait()
"""


class Outcome(NamedTuple):
    """What is said of a file, the most memory it took in MiB, and the seconds."""

    said: str
    most: int
    seconds: float


def opened(files):
    given = {name: base64.b64encode(data).decode() for name, data in files.items()}
    done = subprocess.run(
        [sys.executable, "-c", OPEN],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {name: Outcome(*told) for name, *told in lines}


def heic_said_to_be(width, height):
    file = Heic()
    file.picture(corners())
    return file.data().replace(size((240, 160)), size((width, height)))


def avif_said_to_be(width, height):
    return saved(corners(), "AVIF").replace(size((240, 160))[12:], size((width, height))[12:])


def jxl_said_to_be_wide():
    """Sides of thirty bits each (ISO/IEC 18181-1, D.3.1)."""
    side = 0b11 << 1 | (2**29) << 3
    return b"\xff\x0a" + (side | (0b11 << 36) | (2**29 << 38)).to_bytes(12, "little") + bytes(300)


def bombs():
    bmp, psd = saved(corners(), "BMP"), vectors.photoshop(corners())
    return {
        "wide.png": vectors.png_of_zeros(20_000, 20_000, honest=False),
        "wider.png": vectors.png_of_zeros(65_536, 65_536, honest=False),
        "widest.png": vectors.png_of_zeros(1_000_000, 1_000_000, honest=False),
        "wide.gif": vectors.gif_of_a_huge_frame(65_535, 65_535),
        "wide.heic": heic_said_to_be(17_000, 17_000),
        "wide.avif": avif_said_to_be(17_000, 17_000),
        "wide.jxl": jxl_said_to_be_wide(),
        "wide.bmp": bmp[:18] + b"\x50\xc3\0\0" * 2 + bmp[26:],
        "wide.psd": psd.replace(b"\0\0\0\xa0\0\0\0\xf0", b"\0\0\x75\x30" * 2),
        "wide.tif": wide_tiff(),
        "wide.webp": wide_webp(),
        "fine.jpg": saved(Image.new("RGB", (800, 600)), "JPEG"),
    }


def wide_webp():
    """A canvas of 24 bits each way (RFC 9649, 2.7.1)."""
    data = saved(corners(), "WEBP", exif=vectors.exif(1))
    at = data.index(b"VP8X") + 12
    return data[:at] + (20_000 - 1).to_bytes(3, "little") * 2 + data[at + 6 :]


def wide_tiff():
    data = bytearray(saved(Image.new("L", (240, 160)), "TIFF"))
    for tag in (256, 257):
        at = data.index(bytes((tag & 255, tag >> 8, 4, 0, 1, 0, 0, 0)))
        data[at + 8 : at + 12] = (60_000).to_bytes(4, "little")
    return bytes(data)


@pytest.fixture(scope="module")
def outcomes():
    return opened(bombs())


@pytest.mark.parametrize(
    "name",
    [
        "wide.png",
        "wider.png",
        "widest.png",
        *(f"wide.{kind}" for kind in ["gif", "heic", "avif", "jxl", "bmp", "psd", "tif", "webp"]),
    ],
)
def test_a_bomb_is_refused_by_its_header(outcomes, name):
    assert outcomes[name].said in ("TooLarge", "Broken")
    assert outcomes[name].most < 300
    assert outcomes[name].seconds < 3


def test_a_real_picture_is_opened_there_as_well(outcomes):
    assert outcomes["fine.jpg"].said == "800"


@pytest.mark.slow
def test_the_largest_picture_that_is_opened_stays_within_its_memory():
    outcome = opened({"large.png": vectors.png_of_zeros(12_000, 10_000)})["large.png"]

    assert outcome.said == "12000"
    assert outcome.most < 1500
