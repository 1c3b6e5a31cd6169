"""A folder, a zip or a handful of files, without any export's lists.

Each picture, film, sound, paper and scan is one keepsake without words; a still and the film that a
phone made around it are one together. Its day is read later from the file itself: the time a file
was last copied is not the day it shows. Of a hospital's disc the ultrasound comes in, not its
program. Everything else is named and left.
"""

from __future__ import annotations

from collections.abc import Iterator

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.discs import Discs
from heartleaf.archive.importers.found import Found, Refused
from heartleaf.archive.importers.names import sayable, suffix
from heartleaf.archive.importers.pairing import pairs
from heartleaf.archive.importers.sorts import OF_NO_USE, SIDECARS, sort_out
from heartleaf.archive.importers.source import Source

KIND = "folder"


def recognise(source: Source) -> bool:
    """Any source is a folder of files, so this one is asked last."""
    return True


def find(source: Source) -> Iterator[Found | Refused]:
    """Everything in the order of its names, after what `source` itself refused."""
    yield from source.refused
    sorted_out = _sorted_out(source)
    kinds = {name: one for name, one in sorted_out.items() if isinstance(one, str)}
    films = pairs(source, kinds)
    with_a_still = set(films.values())
    for name, one in sorted_out.items():
        if isinstance(one, Refused):
            yield one
        elif name in films:
            yield Found(_key(source, name), (name, films[name]), pair=True)
        elif name not in with_a_still:
            yield Found(_key(source, name), (name,))


def _sorted_out(source: Source) -> dict[str, str | Refused]:
    """The kind of each file, or why it stays out, in the order of the names."""
    discs = Discs(source.names())
    sorted_out: dict[str, str | Refused] = {}
    for name in source.names():
        if suffix(name) in SIDECARS:
            continue
        one = sort_out(source, name)
        kind = one if isinstance(one, str) else ""
        if discs.is_list(name, kind):
            continue
        readable = isinstance(one, str) or one.reason in OF_NO_USE
        if readable and discs.is_the_viewers(name, kind):
            one = Refused(sayable(name), reasons.VIEWER)
        sorted_out[name] = one
    return sorted_out


def _key(source: Source, name: str) -> str:
    """Cameras begin again at IMG_0001, so the size tells two of that name apart. Of a pair it is
    the still's, which the still has also by itself."""
    return f"{KIND}:{name}:{source.size(name)}"
