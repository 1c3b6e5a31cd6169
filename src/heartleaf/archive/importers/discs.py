"""The disc a hospital gives: pictures of an ultrasound, a list of them, and a program to see them.

Facts: DICOM PS3.10, section 8 (the list is called DICOMDIR, other names have no endings); IHE
Radiology TF-2, 4.47 (README.TXT and INDEX.HTM lie beside it, for whoever opens the disc by hand).
"""

from __future__ import annotations

from collections.abc import Iterable

from heartleaf.archive.importers.names import suffix
from heartleaf.archive.importers.sorts import PROGRAMS

_LIST = "dicomdir"
_PAGES = {"web", "svg"}
_LEAFLETS = (
    *("readme", "liesmich", "lisezmoi", "leggimi", "leeme", "index", "help", "hilfe"),
    *("license", "licence", "copying", "version"),
)


class Discs:
    """The discs among these names: each begins in the folder where a DICOMDIR lies."""

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        self._roots = {_folder(name) for name in names if _last(name) == _LIST}
        self._programs = {
            room for name in names if suffix(name) in PROGRAMS and (room := self._room(name))
        }

    def is_list(self, name: str, kind: str) -> bool:
        """Whether it only tells which pictures there are."""
        return kind == "dicom" and _last(name) == _LIST

    def is_the_viewers(self, name: str, kind: str) -> bool:
        """Whether a file belongs to the program. `kind` is empty for one that is not known.

        What lies in one folder with a program is the program's, whatever it is, except ultrasound.
        Elsewhere on the disc only what nobody knows, web pages, and leaflets about the program: a
        report or a clip the hospital put there comes in.
        """
        root = self._root(name)
        if root is None or kind == "dicom":
            return False
        if not kind or kind in _PAGES or self._room(name) in self._programs:
            return True
        return kind == "text" and _folder(name) == root and _last(name).startswith(_LEAFLETS)

    def _root(self, name: str) -> str | None:
        """The nearest folder above that is the beginning of a disc."""
        folder = _folder(name)
        while folder not in self._roots:
            if not folder:
                return None
            folder = _folder(folder.rstrip("/"))
        return folder

    def _room(self, name: str) -> str | None:
        """The first folder below the beginning of the disc, None for what lies beside the list."""
        root = self._root(name)
        step, slash, _ = name[len(root or "") :].partition("/")
        return f"{root}{step}{slash}" if root is not None and slash else None


def _folder(name: str) -> str:
    """Empty, or ending in "/"."""
    above, slash, _ = name.rpartition("/")
    return above + slash


def _last(name: str) -> str:
    """The name without its folders, in small letters and without the version some systems show."""
    return name.rpartition("/")[2].lower().removesuffix(";1").removesuffix(".")
