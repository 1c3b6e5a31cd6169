"""Papers written by hand, so that every part of them can be whole or harmed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from hashlib import md5

INKS = {"red": (1, 0, 0), "green": (0, 0.5, 0), "blue": (0, 0, 1), "white": (1, 1, 1)}


class close_to(tuple):
    """A colour that equals any that is nearly it."""

    def __new__(cls, ink: str):
        return super().__new__(cls, (round(255 * part) for part in INKS[ink]))

    def __eq__(self, other):
        return all(abs(a - b) <= 12 for a, b in zip(self, other, strict=True))

    __hash__ = tuple.__hash__


def pdf(objects: Iterable[str | bytes], trailer: str = "", *, table: bool = True) -> bytes:
    """The objects, numbered from 1; the first is the catalogue."""
    data, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        body = body.encode() if isinstance(body, str) else body
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    begins = len(data)
    if table:
        data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        data += b"".join(b"%010d 00000 n \n" % place for place in places)
        root = f"<</Root 1 0 R/Size {len(places) + 1} {trailer}>>"
        data += f"trailer{root}\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(data)


def stream(data: bytes | str, more: str = "", *, packed: bool = False) -> bytes:
    data = data.encode() if isinstance(data, str) else data
    if packed:
        data, more = zlib.compress(data), more + "/Filter/FlateDecode"
    return f"<</Length {len(data)} {more}>>stream\n".encode() + data + b"\nendstream"


def paper(
    drawings: Iterable[str | bytes], box: str = "0 0 200 100", more: str = "", **options: object
) -> bytes:
    """One page for each drawing."""
    drawings = [each if isinstance(each, bytes) else stream(each) for each in drawings]
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(drawings)))
    objects: list[str | bytes] = [
        f"<</Type/Catalog/Pages 2 0 R {options.get('root', '')}>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(drawings)}>>",
    ]
    for number, drawing in enumerate(drawings):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {4 + 2 * number} 0 R {more}>>"
        objects += [page, drawing]
    objects += options.get("objects", [])  # type: ignore[arg-type]
    return pdf(objects, str(options.get("trailer", "")))


def ink(colour: str, box: str = "-20000 -20000 40000 40000") -> str:
    return "{} {} {} rg {} re f".format(*INKS[colour], box)


def coloured(inks: Iterable[str], box: str = "0 0 200 100", more: str = "") -> bytes:
    """Pages each full of one colour."""
    return paper([ink(colour) for colour in inks], box, more)


def locked(password: bytes = b"open") -> bytes:
    """Locked by the first of the standard's ways: RC4 with 40 bits (ISO 32000-1, 7.6.3)."""
    name, allowed = b"\1" * 16, -4
    owner = _rc4(md5(_padded(b"owner"), usedforsecurity=False).digest()[:5], _padded(password))
    told = _padded(password) + owner + (allowed & 0xFFFFFFFF).to_bytes(4, "little") + name
    key = md5(told, usedforsecurity=False).digest()[:5]
    user = _rc4(key, _padded(b""))
    of_stream = md5(key + (4).to_bytes(3, "little") + bytes(2), usedforsecurity=False).digest()[:10]
    drawing = stream(_rc4(of_stream, ink("green").encode()))
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P {allowed}/O<{owner.hex()}>/U<{user.hex()}>>>"
    return paper([drawing], trailer=f"{lock}/ID[<{name.hex()}><{name.hex()}>]")


PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _padded(password: bytes) -> bytes:
    return (password + PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
