"""The libraries that read foreign files are no older than docs/dependencies.md says they may be."""

import json
import re
from importlib import metadata
from pathlib import Path

import av
import pi_heif
import pypdfium2
import pytest
import pyvips
import rawpy
from openjpeg.utils import get_openjpeg_version

ROOT = Path(__file__).parents[2]
SAID = (ROOT / "docs/dependencies.md").read_text().partition("## Decoders")[2]
ROW = re.compile(r"^\| (\w+) \| `([\w-]+)` \| ([\d.]+) \|", re.MULTILINE)
FLOORS = {library: (package, floor) for library, package, floor in ROW.findall(SAID)}


def numbers(version):
    return tuple(map(int, re.findall(r"\d+", str(version))))


def libjxl():
    """It is built into the wheel, whose bill of materials names it."""
    files = metadata.files("pillow-jxl-plugin") or []
    bill = next(file for file in files if file.name.endswith(".cyclonedx.json"))
    parts = json.loads(bill.read_text())["components"]
    return next(part["version"] for part in parts if part["name"] == "jpegxl-src")


INSIDE = {
    "libvips": lambda: ".".join(str(pyvips.version(part)) for part in range(3)),
    "libheif": lambda: pi_heif.libheif_info()["libheif"],
    "libde265": lambda: pi_heif.libheif_info()["decoders"]["libde265"].rpartition(" ")[2],
    "Pillow": lambda: metadata.version("pillow"),
    "libjxl": libjxl,
    "LibRaw": lambda: rawpy.libraw_version,
    "FFmpeg": lambda: av.ffmpeg_version_info,
    "PDFium": lambda: pypdfium2.PDFIUM_INFO.build,
    "pydicom": lambda: metadata.version("pydicom"),
    "libjpeg": lambda: metadata.version("pylibjpeg-libjpeg"),
    "OpenJPEG": get_openjpeg_version,
}
"""How old the library says it is, or else the package around it."""


def test_every_decoder_has_its_floor():
    assert FLOORS.keys() == INSIDE.keys()


@pytest.mark.parametrize("library", INSIDE)
def test_no_decoder_is_older_than_it_may_be(library):
    assert numbers(INSIDE[library]()) >= numbers(FLOORS[library][1])


@pytest.mark.parametrize("package", sorted({package for package, _ in FLOORS.values()}))
def test_no_older_package_is_installed(package):
    project = (ROOT / "pyproject.toml").read_text()
    floor = re.search(rf'"{package}>=([\d.]+)"', project)

    assert floor is not None
    assert numbers(metadata.version(package)) >= numbers(floor[1])
