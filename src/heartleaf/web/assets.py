"""One stylesheet and one script, put together from their small files when the program starts, and
beside them a script for each of the few pages that alone need much.

No build step: files are joined in a stated order, without what only their readers need,
compressed once, and addressed by their hash, so that a browser may keep them for ever.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).parent / "static" / "heartleaf"
# The first file names the layers; after it the cascade does not depend on the order.
FIRST = "layers.css"
SCRIPT = "text/javascript; charset=utf-8"


@dataclass(frozen=True)
class Asset:
    """Bytes with their type, plain and gzipped."""

    name: str
    type: str
    plain: bytes
    packed: bytes


class Addresses(NamedTuple):
    """Where the stylesheet, the scripts and the icon are, for templates."""

    style: str
    script: str
    icon: str
    framing: str
    nearing: str


@cache
def assets() -> dict[str, Asset]:
    """Every asset by its hashed name."""
    made = [
        _asset("style", "css", "text/css; charset=utf-8", _style()),
        _asset("script", "js", SCRIPT, _script()),
        _asset("leaf", "svg", "image/svg+xml", (STATIC / "img" / "leaf.svg").read_bytes()),
        _asset("framing", "js", SCRIPT, _alone("framing")),
        _asset("nearing", "js", SCRIPT, _alone("nearing")),
    ]
    return {asset.name: asset for asset in made}


@cache
def addresses() -> Addresses:
    return Addresses(*(f"/assets/{name}" for name in assets()))


def _style() -> bytes:
    found = sorted((STATIC / "css").glob("*.css"), key=lambda path: (path.name != FIRST, path))
    text = "\n".join(path.read_text(encoding="utf-8") for path in found)
    return _bare(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).encode()


def _script() -> bytes:
    htmx = Path(str(files("django_htmx"))) / "static" / "django_htmx" / "htmx-2.min.js"
    ours = [path.read_text(encoding="utf-8") for path in sorted((STATIC / "js").glob("*.js"))]
    return ";\n".join([htmx.read_text(encoding="utf-8"), *map(_bare, ours)]).encode()


def _alone(name: str) -> bytes:
    return _bare((STATIC / "js" / "alone" / f"{name}.js").read_text(encoding="utf-8")).encode()


def _bare(text: str) -> str:
    """Its lines without indentation; those that are empty or a comment are left out."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _asset(stem: str, ending: str, type: str, plain: bytes) -> Asset:
    digest = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(f"{stem}-{digest}.{ending}", type, plain, gzip.compress(plain, mtime=0))
