"""Films made by an enemy, or by a telephone that fell into water."""

import base64
import io
import json
import os
import random
import struct
import subprocess
import sys

import pytest

from heartleaf.keepsakes.developing import films
from heartleaf.keepsakes.developing.looks import UNFRAMED
from tests.vectors import films as vectors

ENDINGS = {"Broken", "NotShown", "TooLarge", "TooMuchMemory"}


def ordeal(files, seconds=100):
    """How looking at and playing each of these files ends, in a process of its own."""
    lines = [json.dumps([kind, base64.b64encode(data).decode()]) for kind, data in files]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.vectors.ordeal"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=seconds,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    words = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(words) == len(files)
    assert [word for word in words if word[0] == "died"] == []
    assert max(used for _, _, used in words) < 700
    return [word[:2] for word in words]


def patched(data, name, offset, new):
    """The same file with other bytes at this place of its first box of that name."""
    at = data.index(name) + 4 + offset
    return data[:at] + new + data[at + len(new) :]


@pytest.fixture(scope="module")
def mp4():
    return vectors.film("mp4", seconds=1)


def test_a_film_that_ends_early_shows_what_it_has_or_says_it_is_broken():
    files = []
    for kind in ("mp4", "webm", "mts"):
        whole = vectors.film(kind, seconds=1, size=(96, 64))
        files += [(kind, whole[: len(whole) * tenth // 10]) for tenth in range(1, 10)]
    words = ordeal(files)

    assert all(look in {"whole", "partial"} | ENDINGS for look, _ in words)
    assert {look for look, _ in words[:9]} == {"Broken"}  # its index was at its end
    assert all(isinstance(size, int) for _, size in words[13:18] + words[22:27])


def test_a_film_with_its_index_in_front_is_partial_when_it_ends_early():
    out = io.BytesIO()
    films.play(io.BytesIO(vectors.film("mp4")), "mp4", UNFRAMED, out, lambda share: None)
    whole = out.getvalue()
    (look, size), (before, _) = ordeal([("mp4", whole[: len(whole) * 9 // 10]), ("mp4", whole)])

    assert (look, before) == ("partial", "whole")
    assert size > 1000


def test_every_kind_is_shown_and_played_without_another_file_being_read():
    kinds = [(kind, vectors.film(kind, size=(352, 288), seconds=0.4)) for kind in vectors.FILMS]
    kinds += [(kind, vectors.sound(kind, seconds=0.4)) for kind in vectors.SOUNDS]

    words = ordeal(kinds)

    assert {look for look, _ in words} == {"whole"}
    assert min(size for _, size in words) > 1000


def test_an_enormous_picture_is_refused_before_it_is_decoded(mp4):
    size = struct.pack(">HH", 65535, 65535)
    words = ordeal([("mp4", patched(mp4, b"avc1", 24, size))])

    assert words[0][0] in ENDINGS | {"whole"}


def test_endless_times_end(mp4):
    long = patched(mp4, b"mvhd", 16, b"\xff" * 4)
    slow = patched(mp4, b"stts", 12, b"\x7f\xff\xff\xff")
    back = patched(mp4, b"stts", 12, b"\xff\xff\xff\xf0")
    words = ordeal([("mp4", long), ("mp4", slow), ("mp4", back)])

    assert all(isinstance(played, int) and played < 2_000_000 for _, played in words)


def test_samples_without_bytes_and_tables_without_end_are_harmless(mp4):
    empty = patched(mp4, b"stsz", 4, struct.pack(">II", 0, 0))
    many = patched(mp4, b"stsz", 4, struct.pack(">II", 1, 0xFFFFFFFF))
    runs = patched(mp4, b"stts", 8, b"\x7f\xff\xff\xff")
    ordeal([("mp4", empty), ("mp4", many), ("mp4", runs)])


def test_a_hundred_thousand_streams_are_refused():
    def box(name, inside):
        return struct.pack(">I", len(inside) + 8) + name + inside

    trak = box(b"trak", box(b"tkhd", bytes(84)))
    many = box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", trak * 100_000)
    words = ordeal([("mp4", many)])

    assert words[0][0] in ENDINGS


def test_films_with_a_few_wrong_bytes_never_bring_it_down():
    files = []
    for kind in ("mp4", "webm", "mts"):
        whole = vectors.film(kind, seconds=0.6)
        files += [(kind, _scattered(whole, seed)) for seed in range(3)]
    ordeal(files)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(vectors.FILMS))
def test_films_with_many_wrong_bytes_never_bring_it_down(kind):
    whole = vectors.film(kind, seconds=0.6, size=(352, 288))
    ordeal([(kind, _scattered(whole, seed)) for seed in range(150)], 600)


def _scattered(data, seed):
    chance = random.Random(seed)
    harmed = bytearray(data)
    for _ in range(chance.choice([1, 4, 30, 200])):
        place = chance.choice([len(data), min(len(data), 2000)])
        harmed[chance.randrange(place)] = chance.choice([0, 255, chance.randrange(256)])
    return bytes(harmed)
