"""Every kind is read where no file of the disk can be: nothing is loaded only when it is needed."""

import base64
import json
import subprocess
import sys

import pytest

from tests.vectors import pictures as vectors
from tests.vectors import raws
from tests.vectors.heics import Heic
from tests.vectors.pictures import corners, saved

READ = """
import base64, io, json, os, sys
from heartleaf.keepsakes.developing import confining, kinds, looks, pictures
pictures.warm()
threads = len(os.listdir("/proc/self/task"))
confining.confine(1536 << 20, 30)
said = {}
for name, text in json.load(sys.stdin).items():
    data = base64.b64decode(text)
    kind = kinds.kind_of(data[:4096], name)
    try:
        said[name] = pictures.look(io.BytesIO(data), kind, looks.MOST_PIXELS).width
    except looks.Unreadable as told:
        said[name] = repr(told.__cause__ or told)
print(json.dumps([threads, said]))
"""


def files():
    heic, bright = Heic(), Heic()
    heic.grid(corners(), 128)
    bright.picture(corners(), depth=10, colour=(9, 18))
    kinds = ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF", "JXL", "BMP", "JPEG2000"]
    moving = {"save_all": True, "append_images": [corners().rotate(180)]}
    return {
        **{f"a.{kind.lower()}": saved(corners(), kind) for kind in kinds},
        "a.zstd.tiff": saved(corners(), "TIFF", compression="zstd"),
        "a.moving.avif": saved(corners(), "AVIF", **moving),
        "a.p3.jpg": saved(corners(), "JPEG", icc_profile=vectors.display_p3()),
        "a.p3.avif": vectors.with_primaries(saved(corners(), "AVIF"), 12),
        "a.inks.jpg": saved(corners().convert("CMYK"), "JPEG"),
        "a.packed.jxl": vectors.packed(saved(corners(), "JPEG")),
        "a.psd": vectors.photoshop(corners()),
        "a.heic": heic.data(),
        "a.bright.heic": bright.data(),
        "a.preview.dng": raws.dng(corners()),
        "a.light.dng": raws.dng(corners(), preview=False),
        "a.scan.dng": saved(corners(), "TIFF"),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes the disk away")
def test_every_kind_is_read_without_a_disk_and_warming_starts_no_thread():
    given = {name: base64.b64encode(data).decode() for name, data in files().items()}

    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=60,
    )

    threads, said = json.loads(done.stdout)
    assert said == dict.fromkeys(given, 240)
    assert threads == 1
