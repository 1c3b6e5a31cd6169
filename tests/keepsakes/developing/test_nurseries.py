"""Every kind is seen in the process it will be opened in: nothing is first looked for on the disk
when it is needed, and warming starts no thread."""

import json
import pickle
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom import uid

from heartleaf.keepsakes.developing.decoder import CRAFTS, Decoder, _environment
from heartleaf.keepsakes.developing.kinds import HEAD, kind_of
from heartleaf.keepsakes.developing.looks import UNFRAMED
from heartleaf.keepsakes.developing.wire import InMemory
from tests.vectors import dicom, films, papers, pictures, raws
from tests.vectors.heics import Heic
from tests.vectors.lossless_jpeg import encoded
from tests.vectors.pictures import corners, saved

SAMPLES = Path(pydicom.__file__).parent / "data" / "test_files"
SAMPLED = ["MR_small_jpeg_ls_lossless", "JPGExtended", "JPEG-lossy", "examples_palette"]
CRAFT = sorted(set(CRAFTS.values()))

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes the disk away")


def _pictures():
    heic, bright = Heic(), Heic()
    heic.grid(corners(), 128)
    bright.picture(corners(), depth=10, colour=(9, 18))
    kinds = ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "JXL", "BMP", "JPEG2000"]
    moving = {"save_all": True, "append_images": [corners().rotate(180)]}
    return {
        **{f"a.{kind.lower()}": saved(corners(), kind) for kind in kinds},
        "zstandard.tiff": saved(corners(), "TIFF", compression="zstd"),
        "moving.avif": saved(corners(), "AVIF", **moving),
        "p3.jpeg": saved(corners(), "JPEG", icc_profile=pictures.display_p3()),
        "p3.avif": pictures.with_primaries(saved(corners(), "AVIF"), 12),
        "inks.jpeg": saved(corners().convert("CMYK"), "JPEG"),
        "packed.jxl": pictures.packed(saved(corners(), "JPEG")),
        "a.psd": pictures.photoshop(corners()),
        "a.heic": heic.data(),
        "bright.heic": bright.data(),
        "preview.dng": raws.dng(corners()),
        "light.dng": raws.dng(corners(), preview=False),
        "scan.dng": saved(corners(), "TIFF"),
    }


def _films():
    return {
        **{f"film.{kind}": films.film(kind, seconds=0.3) for kind in ("mp4", "mov", "webm", "mts")},
        **{f"sound.{kind}": films.sound(kind) for kind in ("m4a", "mp3", "wav", "ogg", "flac")},
    }


def _papers():
    return {"two pages.pdf": papers.coloured(("red", "blue"))}


def _ultrasound():
    greys, colours = dicom.greys(), dicom.colours()
    lossless = dicom.enclosed(dicom.dataset(greys), [encoded(greys, 8)], uid.JPEGLosslessSV1)
    cine = np.repeat(dicom.screen()[np.newaxis], 10, axis=0)
    paper = dicom.dataset(greys)
    paper.add_new(0x00420011, "OB", papers.coloured(("red",)))
    return {
        "plain": dicom.plain(greys),
        "run lengths": dicom.rle(colours),
        "JPEG": dicom.jpeg_file(colours, "YBR_FULL_422"),
        "lossless JPEG": lossless,
        "JPEG 2000": dicom.jpeg_2000(colours, "RGB", turned=True),
        "cine": dicom.plain(cine, frames=10, FrameTime="40", StudyDate="20240229"),
        **{name: (SAMPLES / f"{name}.dcm").read_bytes() for name in SAMPLED},
        "paper": dicom.saved(paper),
    }


@cache
def files(craft):
    return globals()[f"_{craft}"]()


def kind(name, data):
    return kind_of(data[:HEAD], name)


@pytest.fixture(scope="module")
def decoder():
    with Decoder() as decoder:
        yield decoder


@linux
@pytest.mark.parametrize("craft", CRAFT)
def test_every_kind_is_seen_where_there_is_no_disk(decoder, craft):
    looking = {
        name: decoder.begin(InMemory(data), kind(name, data)) for name, data in files(craft).items()
    }
    shown = {name: one.result(60) for name, one in looking.items()}

    silent = {name for name, look in shown.items() if look.views is None and not any(look.bars)}
    assert silent == set()


@linux
@pytest.mark.parametrize(
    ("craft", "name"),
    [
        ("films", "film.webm"),
        ("films", "film.mp4"),
        ("films", "sound.wav"),
        ("films", "sound.mp3"),
        ("ultrasound", "cine"),
    ],
)
def test_what_plays_is_made_where_there_is_no_disk(decoder, craft, name):
    sink, data = Sink(), files(craft)[name]

    decoder.play(
        InMemory(data),
        kind(name, data),
        sink,
        seconds=60,
        tell=lambda share: None,
        frame=UNFRAMED,
    )

    assert sink.bytes > 1000


@linux
def test_a_page_is_drawn_where_there_is_no_disk(decoder):
    data = files("papers")["two pages.pdf"]

    assert decoder.page(InMemory(data), "pdf", 1).width == 1600


class Sink:
    bytes = 0

    def write(self, position, data):
        self.bytes += len(data)


WARMED = """
import importlib, io, json, os, pickle, sys
name, files = pickle.load(sys.stdin.buffer)
craft = importlib.import_module("heartleaf.keepsakes.developing." + name)
craft.warm()
threads, before = len(os.listdir("/proc/self/task")), set(sys.modules)
for kind, data in files:
    look = craft.look(io.BytesIO(data), kind, 10**8)
    if look.pages > 1:
        craft.page(io.BytesIO(data), kind, 1, 10**8)
    if look.plays:
        craft.play(io.BytesIO(data), kind, look.frame, io.BytesIO(), lambda share: None)
print(json.dumps([threads, sorted(set(sys.modules) - before)]))
"""


@linux
@pytest.mark.parametrize("craft", CRAFT)
def test_a_warm_nursery_has_one_thread_and_all_it_will_need(craft):
    given = [(kind(name, data), data) for name, data in files(craft).items()]

    told = subprocess.run(
        [sys.executable, "-I", "-c", WARMED],
        input=pickle.dumps((craft, given)),
        stdout=subprocess.PIPE,
        check=True,
        env=_environment(),
    )

    assert json.loads(told.stdout) == [1, []]
