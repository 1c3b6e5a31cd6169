"""Bringing in: photographs against the bare library, and the memory a large export takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from heartleaf.archive.importers.source import Source
from heartleaf.archive.importing import Landing, bring_in
from heartleaf.command.measuring.house import memory_mb, program
from heartleaf.family.opening import OpenPerson
from heartleaf.sample.painting import jpeg
from heartleaf.sample.pictures import PICTURES

SIZE = (4032, 3024)
KINDS = 4
ROUNDS = 3
AN_INSTANT = 0.1


def photographs() -> Iterator[bytes]:
    """As many photographs of 12 megapixels as are asked for, no two the same."""
    kinds = [_photograph(number) for number in range(KINDS)]
    number = 0
    while True:
        yield _commented(kinds[number % KINDS], str(number))
        number += 1


def brought_in_against_bare(
    person: OpenPerson, taken: Iterator[bytes], folder: Path, count: int
) -> dict[str, float]:
    """Photographs a second through the real import and through the bare library, in turn."""
    rounds = [_laid_out(taken, folder / str(number), count // ROUNDS) for number in range(ROUNDS)]
    _bring_in(_laid_out(taken, folder / "warm", 2), person)
    ours = theirs = 0.0
    for one in rounds:
        theirs += _bare(one) / 2
        ours += _bring_in(one, person)
        theirs += _bare(one) / 2
    done = count // ROUNDS * ROUNDS
    return {
        "import_per_s": done / ours,
        "bare_per_s": done / theirs,
        "import_ratio": theirs / ours,
    }


def memory_of_an_export(
    taken: Iterator[bytes], folder: Path, size_mb: float, email: str, passphrase: str
) -> dict[str, float]:
    """The most that `heartleaf import` holds while it brings in an export of about this size."""
    export = _export(taken, folder / "export.zip", size_mb)
    secret = folder / "passphrase.txt"
    secret.write_text(passphrase, encoding="utf-8")
    words = ["--email", email, "--passphrase-file", str(secret), "--json"]
    most = 0.0
    with program("import", str(export), *words) as process:
        while process.poll() is None:
            most = max(most, memory_mb(process.pid) or 0)
            time.sleep(AN_INSTANT)
        report = json.loads(process.stdout.read() if process.stdout else "{}")
    if not report["kept"] or report["refused"]:
        raise RuntimeError("The export to be measured did not come in whole.")
    measured = {"export_mb": export.stat().st_size / 1024**2}
    return measured | ({"import_memory_mb": most} if most else {})


def _photograph(number: int) -> bytes:
    painted = PICTURES[-1 - number].paint().resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(SIZE, 24)
    return jpeg(ImageChops.overlay(painted, Image.merge("RGB", [grain] * 3)), "2025:05:12 10:00:00")


def _commented(photograph: bytes, comment: str) -> bytes:
    """The same picture as another file: a comment segment stands behind the first two bytes."""
    words = comment.encode()
    segment = b"\xff\xfe" + (len(words) + 2).to_bytes(2) + words
    return photograph[:2] + segment + photograph[2:]


def _laid_out(taken: Iterator[bytes], folder: Path, count: int) -> Path:
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"IMG_{number:04}.JPG").write_bytes(next(taken))
    return folder


def _bring_in(folder: Path, person: OpenPerson) -> float:
    began = time.perf_counter()
    with Source(folder) as source:
        bring_in(source, Landing(person, person.circle("us"), "shelf"))
    return time.perf_counter() - began


def _bare(folder: Path) -> float:
    command = [sys.executable, "-m", "heartleaf.command.measuring.bare", str(folder)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _export(taken: Iterator[bytes], file: Path, size_mb: float) -> Path:
    """An Instagram export of 2025 in one zip."""
    posts: list[dict[str, object]] = []
    with zipfile.ZipFile(file, "w") as export:
        while file.stat().st_size < size_mb * 1024**2:
            uri = f"media/posts/202505/{len(posts)}.jpg"
            export.writestr(uri, next(taken))
            media = {"uri": uri, "creation_timestamp": 1_747_044_000 + len(posts), "title": ""}
            posts.append({"media": [media]})
        name = "your_instagram_activity/media/posts_1.json"
        export.writestr(name, json.dumps(posts))
    return file
