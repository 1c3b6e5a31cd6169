"""Whoever finds nothing must be shown to find something: a planted word in every disguise."""

import base64
import gzip
import io
import json
import urllib.parse
import zipfile
import zlib

import pytest

from tests.secrecy.seeking import Seeker

WORD = "thimble-jaguar-é-4471"
AROUND = b"something \xff before %b and after"

PLANTED = {
    "as it is": lambda word: word.encode(),
    "UTF-16LE": lambda word: word.encode("utf-16-le"),
    "UTF-16BE": lambda word: word.encode("utf-16-be"),
    "hex": lambda word: word.encode().hex().encode(),
    "JSON": lambda word: json.dumps(word).encode(),
    "an address": lambda word: urllib.parse.quote(word).encode(),
    "base64": lambda word: base64.b64encode(word.encode()),
    "base64, one on": lambda word: base64.b64encode(b"x" + word.encode() + b"yz"),
    "base64, two on": lambda word: base64.b64encode(b"xx" + word.encode() + b"y"),
    "base64 of addresses": lambda word: base64.urlsafe_b64encode(b"\xff\xfe" + word.encode()),
    "gzip": lambda word: gzip.compress(b"a" * 9000 + word.encode()),
    "zlib": lambda word: zlib.compress(word.encode()),
    "zlib, hardly packed": lambda word: zlib.compress(word.encode(), 1),
    "zlib, cut off": lambda word: zlib.compress(word.encode() + bytes(range(256)) * 99)[:-200],
    "gzip in gzip": lambda word: gzip.compress(gzip.compress(word.encode())),
    "UTF-16 in gzip": lambda word: gzip.compress(word.encode("utf-16-le")),
    "a zip": lambda word: zipped(word),
}


def zipped(word):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", word * 3)
    return out.getvalue()


@pytest.mark.parametrize("disguise", PLANTED)
def test_a_planted_word_is_found(disguise, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(AROUND.replace(b"%b", PLANTED[disguise](WORD)))

    assert Seeker([WORD]).in_folder(tmp_path)


def test_a_word_in_the_name_of_a_file_is_found(tmp_path):
    (tmp_path / f"{WORD}.jpg").write_bytes(b"")

    assert Seeker([WORD]).in_folder(tmp_path)


def test_another_word_is_not(tmp_path):
    (tmp_path / "file").write_bytes(b"".join(plant(WORD) for plant in PLANTED.values()))

    assert not Seeker(["marble-octopus-9921"]).in_folder(tmp_path)
