"""Small files that promise to be immense: refused by their header, or stopped by the limits.

Each is opened in a process of its own with the memory a real child has.
"""

import subprocess
import sys
import time

import pytest
from PIL import Image

from tests.vectors import pictures as vectors
from tests.vectors.heics import Heic, size
from tests.vectors.pictures import corners, saved

OPEN = """
import io, resource, sys
from heartleaf.keepsakes.developing import kinds, looks, pictures
pictures.warm()
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
data = sys.stdin.buffer.read()
kind = kinds.kind_of(data[:4096], sys.argv[1])
try:
    said = pictures.look(io.BytesIO(data), kind, looks.MOST_PIXELS).width
except looks.Unreadable as told:
    said = type(told).__name__
sys.stdout.write(f"{said} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")
"""


def opened(data, name=""):
    """What is said of it, and the most memory it took, in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", OPEN, name], input=data, capture_output=True, timeout=60
    )
    said, most = done.stdout.decode().split() if done.stdout else ("ended", "0")
    return said, int(most)


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
    yield "png", vectors.png_of_zeros(20_000, 20_000, honest=False)
    yield "png", vectors.png_of_zeros(65_536, 65_536, honest=False)
    yield "png", vectors.png_of_zeros(1_000_000, 1_000_000, honest=False)
    yield "gif", vectors.gif_of_a_huge_frame(65_535, 65_535)
    yield "heic", heic_said_to_be(17_000, 17_000)
    yield "avif", avif_said_to_be(17_000, 17_000)
    yield "jxl", jxl_said_to_be_wide()
    yield "bmp", saved(corners(), "BMP")[:18] + b"\x50\xc3\0\0" * 2 + bytes(300)
    yield "psd", vectors.photoshop(corners()).replace(b"\0\0\0\xa0\0\0\0\xf0", b"\0\0\x75\x30" * 2)


@pytest.mark.parametrize(("kind", "data"), list(bombs()), ids=lambda value: value[:4])
def test_a_bomb_is_refused_by_its_header(kind, data):
    began = time.monotonic()

    said, most = opened(data, f"bomb.{kind}")

    assert said in ("TooLarge", "Broken")
    assert most < 400
    assert time.monotonic() - began < 8


@pytest.mark.slow
def test_the_largest_picture_that_is_opened_stays_within_its_memory():
    said, most = opened(vectors.png_of_zeros(12_000, 10_000))

    assert said == "12000"
    assert most < 1500


def test_a_real_picture_is_opened_there_as_well():
    assert opened(saved(Image.new("RGB", (800, 600)), "JPEG"))[0] == "800"
