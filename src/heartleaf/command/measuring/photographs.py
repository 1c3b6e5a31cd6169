"""Bringing in: photographs against the bare library, and the memory that many of them take."""

from __future__ import annotations

import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from heartleaf.archive.importers.source import Source
from heartleaf.archive.importing import Landing, bring_in
from heartleaf.command.measuring.drawn import as_jpeg, photograph
from heartleaf.command.measuring.house import most_mb, processor_seconds, program, step
from heartleaf.family.opening import OpenPerson

KINDS = 4
ROUNDS = 3


def photographs() -> Iterator[bytes]:
    """As many photographs of 12 megapixels as are asked for, no two the same."""
    kinds = [as_jpeg(photograph(number)) for number in range(KINDS)]
    number = 0
    while True:
        yield _commented(kinds[number % KINDS], str(number))
        number += 1


def brought_in_against_bare(
    person: OpenPerson, taken: Iterator[bytes], folder: Path, count: int
) -> dict[str, float]:
    """Photographs a second through the real import and through the bare library, in turn; and how
    the two compare on each core, whatever else the machine does."""
    rounds = [_laid_out(taken, folder / str(number), count // ROUNDS) for number in range(ROUNDS)]
    _bring_in(_laid_out(taken, folder / "warm", 2), person)
    ours, theirs = Cost(), Cost()
    for one in rounds:
        theirs += _bare(one)
        ours += _bring_in(one, person)
        theirs += _bare(one)
    shutil.rmtree(folder)
    done = count // ROUNDS * ROUNDS
    measured = {
        "import_per_s": done / ours.seconds,
        "bare_per_s": 2 * done / theirs.seconds,
        "import_ratio": theirs.seconds / 2 / ours.seconds,
    }
    if ours.processor:
        measured["import_core_ratio"] = theirs.processor / 2 / ours.processor
    return measured


def memory_of_an_export(
    taken: Iterator[bytes], folder: Path, size_mb: float, email: str, passphrase: str
) -> dict[str, float]:
    """The most that `heartleaf import` holds while it brings in an export of about this size."""
    export = _export(taken, folder / "export.zip", size_mb)
    measured = {"export_mb": export.stat().st_size / 1024**2}
    measured |= _memory_of("import_memory_mb", export, folder, email, passphrase)
    export.unlink()
    return measured


def memory_of_many(
    taken: Iterator[bytes], folder: Path, count: int, email: str, passphrase: str
) -> dict[str, float]:
    """The same for a folder of photographs."""
    many = _laid_out(taken, folder / "many", count)
    measured = _memory_of("many_memory_mb", many, folder, email, passphrase)
    shutil.rmtree(many)
    return {"many": count} | measured


@dataclass
class Cost:
    """Seconds of the clock, and of the processor where the system says."""

    seconds: float = 0.0
    processor: float = 0.0

    def __iadd__(self, other: Cost) -> Cost:
        self.seconds += other.seconds
        self.processor += other.processor
        return self


def _memory_of(
    name: str, what: Path, folder: Path, email: str, passphrase: str
) -> dict[str, float]:
    secret = folder / "passphrase.txt"
    secret.write_text(passphrase, encoding="utf-8")
    words = ["--email", email, "--passphrase-file", str(secret), "--circle", "us", "--json"]
    with program("import", str(what), *words) as process:
        most = most_mb(process)
        report = json.loads(process.stdout.read() if process.stdout else "{}")
    if not report["kept"] or report["refused"] or report["unseen"]:
        raise RuntimeError("What was to be measured did not come in whole.")
    return {name: most} if most else {}


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


def _bring_in(folder: Path, person: OpenPerson) -> Cost:
    me = os.getpid()
    began, spent = time.perf_counter(), processor_seconds(me) or 0
    with Source(folder) as source:
        bring_in(source, Landing(person, person.circle("us"), "shelf"))
    return Cost(time.perf_counter() - began, (processor_seconds(me) or 0) - spent)


def _bare(folder: Path) -> Cost:
    with step("bare", str(folder)) as process:
        return Cost(*map(float, process.communicate()[0].split()))


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
