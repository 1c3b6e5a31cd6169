"""The bag around an export's files: BagIt 1.0 (RFC 8493), in a zip.

It is made in one go, forwards; the manifests, which need every file, come last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.layout import DATA, FORMAT
from heartleaf.archive.bag.zipping import Zip

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True)
class About:
    """What the bag says of itself. `made` is an ISO date, and the only time of making in it.
    `sealed`, or only a `part` of an archive: neither can come home as it is. `kind` is in the name
    of its folder, so that nobody takes one export for another."""

    archive: str
    made: str
    software: str
    sealed: bool = False
    part: bool = False
    kind: str = "open"

    @property
    def folder(self) -> str:
        """The bag's own folder in the zip. Paths of entries are below it."""
        return f"archive-{self.kind}"


class TwoOfOneName(ValueError):
    """Two files of an export have one name. That is a fault of ours."""


@dataclass
class _Written:
    """What was written of a file: its hash, and how many bytes it is."""

    sha512: str = ""
    size: int = 0


def bag(entries: Iterable[Entry], about: About) -> Iterator[bytes]:
    """The zip of a bag. Whatever the entries are told of is in its folder `data`."""
    zip, payload, tags = Zip(), dict[str, _Written](), dict[str, _Written]()

    def add(entry: Entry, written: dict[str, _Written]) -> Iterator[bytes]:
        if entry.path in written:
            raise TwoOfOneName(entry.path)
        written[entry.path] = _Written()
        parts = _counted(entry, written[entry.path])
        yield from zip.add(f"{about.folder}/{entry.path}", parts, entry.size)

    yield from add(Entry.of(DECLARATION, DECLARED), tags)
    for entry in entries:
        yield from add(entry, payload if entry.path.startswith(f"{DATA}/") else tags)
    yield from add(Entry.of(INFO, _info(about, payload.values())), tags)
    yield from add(Entry.of(MANIFEST, _manifest(payload)), tags)
    yield from add(Entry.of(TAG_MANIFEST, _manifest(tags)), {})
    yield from zip.end()


def _counted(entry: Entry, written: _Written) -> Iterator[bytes]:
    whole = hashlib.sha512()
    for part in entry.parts():
        whole.update(part)
        written.size += len(part)
        yield part
    written.sha512 = whole.hexdigest()


def _manifest(written: dict[str, _Written]) -> bytes:
    """As `sha512sum -c` reads it too. No name has a `%` or the end of a line in it."""
    return "".join(f"{written[path].sha512}  {path}\n" for path in sorted(written)).encode()


def _info(about: About, payload: Iterable[_Written]) -> bytes:
    sizes = [one.size for one in payload]
    # Whose it is, a sealed one tells nobody.
    whose = {} if about.sealed else {"External-Identifier": about.archive}
    said = {
        "Bag-Software-Agent": about.software,
        "Bagging-Date": about.made,
        **whose,
        "Heartleaf-Export": " ".join(_form(about)),
        "Payload-Oxum": f"{sum(sizes)}.{len(sizes)}",
    }
    return "".join(f"{name}: {value}\n" for name, value in said.items()).encode()


def _form(about: About) -> Iterator[str]:
    yield FORMAT
    if about.sealed:
        yield "sealed"
    if about.part:
        yield "part"
