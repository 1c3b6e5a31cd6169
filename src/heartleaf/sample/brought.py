"""Something of the sample family's that consists of files, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PIL import Image

from heartleaf.sample.painting import photographed


@dataclass(frozen=True)
class File:
    """One file: `make` gives its bytes, in a painter's process; `alt` says what is seen in it."""

    make: Callable[[], bytes]
    name: str
    alt: str = ""


@dataclass(frozen=True)
class Brought:
    """One keepsake. A `thing` is one whose files are only pictures of it; `date` is what the family
    says, if its files know nothing. `neutral` is what its cover says. With `tray` it waits to be
    chosen."""

    files: tuple[File, ...]
    date: str = ""
    title: str = ""
    words: str = ""
    thing: bool = False
    whereabouts: str = ""
    to: tuple[str, ...] = ()
    by: str = "Ada"
    circle: str = "us"
    covered: bool = False
    neutral: str = ""
    tray: bool = False


def painted(
    paint: Callable[[], Image.Image], name: str, alt: str, *, taken: str = "", **said: Any
) -> Brought:
    """A painted picture as a camera hands it on; `taken` is what its EXIF says."""
    return Brought((File(partial(photographed, paint, taken), name, alt),), **said)
