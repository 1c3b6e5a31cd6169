"""A folder, a zip or a handful of pictures, without any export's lists.

Each picture is one keepsake without words. Its day is read later from the picture itself: the time
a file was last copied is not the day it shows. Everything else is named and left.
"""

from __future__ import annotations

from collections.abc import Iterator

from heartleaf.archive.importers.found import Found, Refused
from heartleaf.archive.importers.names import sayable, suffix
from heartleaf.archive.importers.sorts import SIDECARS, why_not
from heartleaf.archive.importers.source import Source

KIND = "folder"


def recognise(source: Source) -> bool:
    """Any source is a folder of files, so this one is asked last."""
    return True


def find(source: Source) -> Iterator[Found | Refused]:
    """Everything in the order of its names, after what `source` itself refused."""
    yield from source.refused
    for name in source.names():
        if suffix(name) in SIDECARS:
            continue
        if reason := why_not(source, name):
            yield Refused(sayable(name), reason)
        else:
            yield Found(_key(source, name), (name,))


def _key(source: Source, name: str) -> str:
    """Cameras begin again at IMG_0001, so the size tells two of that name apart."""
    return f"{KIND}:{name}:{source.size(name)}"
