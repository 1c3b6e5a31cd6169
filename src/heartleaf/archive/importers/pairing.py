"""Which still and which film belong together: a phone that films around a picture writes two files.

Their names suggest it (IMG_0001.HEIC and IMG_0001.MOV, PXL_1.MP.jpg and PXL_1.MP). Where a program
gave them other names on the way, Apple's identifier inside both says it. Neither is believed here
for good: whoever opens the two decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from heartleaf.archive.importers.limits import MIB
from heartleaf.archive.importers.names import suffix
from heartleaf.archive.importers.pair_identifiers import of_film, of_still
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source

_STILLS, _FILMS = {"heic", "jpeg"}, {"mov", "mp4"}
_SHORT = 40 * MIB
_SHORT_TO_LOOK_INTO = 16 * MIB  # three seconds of film are three to eight
_ENDINGS = {
    *("heic", "heif", "hif", "jpg", "jpeg", "jpe"),
    *("mov", "qt", "mp4", "m4v"),
    *("mp", "mv"),  # as Google's phones name a still with a film, and its Takeout that film
}

# Files of one name, chosen one by one, are set apart by `Source` in folders called so.
_SET_APART = re.compile(r"\Apart-[0-9]+/")


def pairs(source: Source, kinds: Mapping[str, str]) -> dict[str, str]:
    """Each still of which a film seems to be a part, and that film. `kinds` are by name."""
    stills = [name for name, kind in kinds.items() if kind in _STILLS]
    films = [name for name, kind in kinds.items() if kind in _FILMS]
    together = {
        still: film
        for still, film in _by_name(stills, films).items()
        if source.size(film) <= _SHORT
    }
    taken = set(together.values())
    short = [name for name in films if source.size(name) <= _SHORT_TO_LOOK_INTO]
    return together | _by_identifier(
        source,
        [name for name in stills if name not in together],
        [name for name in short if name not in taken],
    )


def _by_name(stills: Iterable[str], films: Iterable[str]) -> dict[str, str]:
    """Exactly one of each: of IMG_0001.HEIC and IMG_0001.JPG the name does not say whose it is."""
    called: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for still in stills:
        called[_stem(still)][0].append(still)
    for film in films:
        called[_stem(film)][1].append(film)
    return {s[0]: f[0] for s, f in called.values() if len(s) == len(f) == 1}


def _stem(name: str) -> str:
    """What is left of a name without its endings; in its folder, where alone it means anything."""
    folder, slash, last = name.rpartition("/")
    last = last.lower()
    while (ending := suffix(last)) in _ENDINGS:
        last = last[: -len(ending) - 1]
    return folder + slash + last.removesuffix("_hevc")  # a tool's word for the film of a HEIC


def _by_identifier(source: Source, stills: list[str], films: list[str]) -> dict[str, str]:
    """Stills are opened only where a film in their folder has an identifier. Of several with the
    same one the first counts."""
    beside = {_folder(still) for still in stills}
    told: dict[tuple[str, str], str] = {}
    for film in films:
        if _folder(film) in beside and (said := _read(source, film, of_film)):
            told.setdefault((_folder(film), said), film)
    folders = {folder for folder, _ in told}
    together = {}
    for still in stills:
        if _folder(still) in folders and (said := _read(source, still, of_still)):
            film_of_it = told.pop((_folder(still), said), None)
            if film_of_it:
                together[still] = film_of_it
    return together


def _read(source: Source, name: str, identifier: Callable[[BinaryIO], str]) -> str:
    try:
        with source.open(name) as stream:
            return identifier(stream)
    except CannotRead:
        return ""  # whoever reads it next will hear of it


def _folder(name: str) -> str:
    return _SET_APART.sub("", name).rpartition("/")[0]
