"""Looking for words where none may be: as they are, packed, and in the usual disguises."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

# How gzip, and zlib at its usual levels, begin; a ZIP's and a PDF's streams are found by these too.
STREAMS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04")
DEEPEST = 3


def disguises(marker: str) -> dict[str, bytes]:
    """Every way the marker may be written, in small letters, by name."""
    raw = marker.encode()
    forms = {
        "as it is": raw,
        "UTF-16LE": marker.encode("utf-16-le"),
        "UTF-16BE": marker.encode("utf-16-be"),
        "hex": raw.hex().encode(),
        "in JSON": json.dumps(marker)[1:-1].encode(),
        "in an address": quote(marker).encode(),
        **_base64(raw),
    }
    return {name: form.lower() for name, form in forms.items()}


def _base64(raw: bytes) -> dict[str, bytes]:
    """In base64 a word looks different at each of three alignments; the edges depend on what is
    beside it, so only the middle is looked for."""
    forms = {}
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + raw)
        middle = text[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6]
        forms[f"base64 at {shift}"] = middle
        forms[f"base64url at {shift}"] = middle.replace(b"+", b"-").replace(b"/", b"_")
    return forms


class Seeker:
    """Finds any of its markers in bytes or in whatever lies in a folder."""

    def __init__(self, markers: Iterable[str]) -> None:
        self._forms = {
            form: f"{marker}, {name}"
            for marker in markers
            for name, form in disguises(marker).items()
        }

    def in_folder(self, *folders: Path) -> list[str]:
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        names = "\n".join(str(path.relative_to(f)) for f in folders for path in f.rglob("*"))
        found = [f"{path}: {one}" for path in files for one in self.in_bytes(path.read_bytes())]
        return found + [f"a file's name: {one}" for one in self.in_bytes(names.encode())]

    def in_bytes(self, data: bytes) -> list[str]:
        """What is found, with what is beside it; streams are opened, and streams in them."""
        found = []
        for layer, inside in _layers(data, DEEPEST):
            small = inside.lower()
            for form, hit in self._forms.items():
                if (at := small.find(form)) >= 0:
                    found.append(f"{hit}{layer}: {inside[max(0, at - 20) : at + 60]!r}")
        return found


def _layers(data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    yield "", data
    for start in STREAMS.finditer(data) if depth else ():
        inside = _unpacked(data, start.start())
        if len(inside) > 3:
            for layer, deeper in _layers(inside, depth - 1):
                yield f", in a packed stream{layer}", deeper


def _unpacked(data: bytes, at: int) -> bytes:
    """As much as unpacks; chance gives many false starts, which end after a few bytes."""
    if data[at : at + 2] == b"PK":
        names = int.from_bytes(data[at + 26 : at + 28], "little")
        names += int.from_bytes(data[at + 28 : at + 30], "little")
        at, kind = at + 30 + names, -15
    else:
        kind = 47
    return bytes(_inflated(memoryview(data)[at:], zlib.decompressobj(kind)))


def _inflated(packed: memoryview, unpacker: zlib._Decompress) -> bytearray:
    """Byte by byte where the stream breaks off, so that what came before is not lost."""
    out, step = bytearray(), 1024
    while packed and not unpacker.eof and len(out) < 64 * 1024 * 1024:
        before = unpacker.copy()
        try:
            out += unpacker.decompress(packed[:step])
            packed = packed[step:]
        except zlib.error:
            if step == 1:
                break
            unpacker, step = before, 1
    return out
