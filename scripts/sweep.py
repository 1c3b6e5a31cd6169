"""Bring every file of folders and archives through the decoder, and say what became of each kind.

    .venv/bin/python scripts/sweep.py SAMPLES more.zip --packages

For a person at a terminal who has changed how files are opened: real files that others collected
find what made ones do not. `--packages` fetches with pip the source archives of libraries that
carry their test files, some hundred megabytes, into a folder that is thrown away. The exit status
is 1 if a craft fell over a file or the decoder itself did.
"""

import argparse
import functools
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from heartleaf.archive.importers import CannotOpen, CannotRead, Refused, Source
from heartleaf.archive.importers.sorts import sort_out
from heartleaf.keepsakes.developing.decoder import Decoder, DecoderGone
from heartleaf.keepsakes.developing.kinds import SORTS
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.keepsakes.developing.wire import InMemory

PACKAGES = (
    *("pillow", "pillow-heif", "pydicom", "pypdfium2", "pikepdf"),
    *("mutagen", "hachoir"),
)
# What else lies in a source archive is no sample.
PROGRAMMING = {"py", "pyi", "rst", "md", "txt", "html", "c", "h", "cpp", "toml", "cfg", "in"}
MOST = 512 * 2**20  # bytes of one file in memory
FELL_OVER, SEEN, PARTLY = "fell over", "seen", "seen in part"


@dataclass(frozen=True)
class Outcome:
    name: str
    kind: str
    what: str
    seconds: float = 0.0


def main() -> int:
    chosen = _chosen()
    with tempfile.TemporaryDirectory() as folder:
        places = [_unpacked(place, Path(folder)) for place in chosen.places]
        if chosen.packages:
            fetched = _fetched(Path(folder))
            places += [_unpacked(archive, Path(folder)) for archive in fetched]
        if not places:
            print("Nothing to look at. Name a folder or an archive, or say --packages.")
            return 1
        outcomes = list(_swept(places, chosen.names))
    _tell(outcomes)
    return int(any(one.what == FELL_OVER for one in outcomes))


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Bring sample files through the decoder.")
    parser.add_argument("places", nargs="*", type=Path, help="folders, zips, tar archives")
    parser.add_argument("--packages", action="store_true", help="fetch samples of libraries too")
    parser.add_argument("--names", action="store_true", help="say of each file what became of it")
    return parser.parse_args()


# ── Samples ─────────────────────────────────────────────────────────────────────────────────


def _fetched(folder: Path) -> list[Path]:
    """The source archives, as many as can be had: pip builds a little to know their names."""
    archives = folder / "archives"
    for package in PACKAGES:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        here = ["--no-binary", package, "--dest", str(archives), package]
        if subprocess.run(pip + here, check=False, capture_output=True).returncode:
            print(f"{package}: its source archive cannot be had here.")
    return sorted(archives.iterdir()) if archives.exists() else []


def _unpacked(place: Path, folder: Path) -> Path:
    """A tar archive as a folder; anything else as it is."""
    if place.is_dir() or not tarfile.is_tarfile(place):
        return place
    target = Path(tempfile.mkdtemp(prefix=f"{place.stem}-", dir=folder))
    with tarfile.open(place) as archive:
        archive.extractall(target, filter="data")
    return target


# ── Sweeping ────────────────────────────────────────────────────────────────────────────────


def _swept(places: list[Path], names: bool) -> Iterator[Outcome]:
    """Everything, two at a time, in the order of the names."""
    with Decoder() as decoder, ThreadPoolExecutor(2) as turns:
        for place in places:
            try:
                source = Source(place)
            except CannotOpen as problem:
                print(f"{place}: {problem}")
                continue
            with source:
                yield from (Outcome(one.name, "", _refused(one)) for one in source.refused)
                bring = functools.partial(_brought, source, threading.Lock(), decoder)
                samples = [name for name in source.names() if _is_sample(name)]
                for outcome in turns.map(bring, samples):
                    if names:
                        print(f"{outcome.seconds:6.2f} s  {outcome.name}: {outcome.what}")
                    yield outcome


def _is_sample(name: str) -> bool:
    return name.rpartition(".")[2].lower() not in PROGRAMMING


def _brought(source: Source, reading: threading.Lock, decoder: Decoder, name: str) -> Outcome:
    """What becomes of one file. A source is read by one thread at a time."""
    with reading:
        kind = sort_out(source, name)
        if isinstance(kind, Refused):
            return Outcome(name, "", _refused(kind))
        try:
            with source.open(name) as stream:
                data = stream.read(MOST)
        except CannotRead as problem:
            return Outcome(name, "", _refused(problem.refused))
    began = time.monotonic()
    what = _looked_at(data, kind, decoder)
    return Outcome(name, kind, what, time.monotonic() - began)


def _refused(one: Refused) -> str:
    return f"refused: {one.reason}"


def _looked_at(data: bytes, kind: str, decoder: Decoder) -> str:
    try:
        look = decoder.look(InMemory(data), kind)
    except Unreadable as problem:
        # A cause is not the craft's own word: the process ended in the middle of a sentence.
        ended = problem.__cause__ is not None and type(problem).__name__ == "Broken"
        return FELL_OVER if ended else f"unseen: {problem}"
    except DecoderGone:
        return FELL_OVER
    if look.views is None and not look.bars:
        return "unseen, with nothing to show"
    return PARTLY if look.partial else SEEN


# ── Telling ─────────────────────────────────────────────────────────────────────────────────


def _tell(outcomes: list[Outcome]) -> None:
    """A line for each kind and each ending it came to, and the slowest of the kind."""
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_kind[one.kind].append(one)
    for kind in [*SORTS, ""]:
        if some := by_kind.get(kind):
            slowest = max(some, key=lambda one: one.seconds)
            print(f"\n{kind or 'not brought in'}: {len(some)}", end="")
            print(f", the slowest {slowest.seconds:.1f} s ({slowest.name})" if kind else "")
            for what, count in Counter(one.what for one in some).most_common():
                print(f"  {count:5}  {what}")
                if what == FELL_OVER:
                    print(*(f"         {one.name}" for one in some if one.what == what), sep="\n")
    fell = sum(one.what == FELL_OVER for one in outcomes)
    print(f"\n{len(outcomes)} files; {fell or 'none'} fell over.")


if __name__ == "__main__":
    sys.exit(main())
