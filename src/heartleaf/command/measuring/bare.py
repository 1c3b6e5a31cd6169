"""The bare picture library: two views of every photograph in a folder, on two threads.

Run as a program of its own (`python -m heartleaf.command.measuring.bare FOLDER`), because loading
the library changes the process it is loaded in. Prints the seconds it took, and the
seconds of processor time.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyvips

THREADS = 2
pyvips.cache_set_max(0)


def two_views(file: Path) -> int:
    """The same two views as `keepsakes.developing` makes, in the library's quickest way."""
    fit = {"height": 1600, "size": "down"}
    large = pyvips.Image.thumbnail_buffer(file.read_bytes(), 1600, **fit).copy_memory()
    small = large.thumbnail_image(400, height=400, size="down")
    return sum(len(view.jpegsave_buffer(Q=80, keep=0)) for view in (large, small))


if __name__ == "__main__":
    files = sorted(Path(sys.argv[1]).iterdir())
    began, spent = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(two_views, files))
    took = time.perf_counter() - began
    sys.stdout.write(f"{took} {time.process_time() - spent}\n")
