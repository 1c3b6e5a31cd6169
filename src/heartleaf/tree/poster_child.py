"""Setting a sheet in a process of its own: `python -m heartleaf.tree.poster_child` takes it as JSON
on its standard input and gives the bytes of a PDF or PNG."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from importlib import resources

import typst

MEMORY, SECONDS = 2 << 30, 55
"""Address space and processor time at most: a sheet of the largest paper takes a third of it."""


def _bounded() -> None:
    # Where the system has no such limits the parent's patience alone ends it.
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    _bounded()
    sheet = json.load(sys.stdin)
    kind = sheet["kind"]
    sheet["language"] = re.split(r"[-_]", sheet["language"])[0]
    lines = resources.files("heartleaf.tree").joinpath("poster.typ").read_bytes()
    dots = sheet["dots"] if kind == "png" else None
    made = typst.compile(lines, format=kind, ppi=dots, sys_inputs={"sheet": json.dumps(sheet)})
    sys.stdout.buffer.write(bytes(made))


if __name__ == "__main__":
    main()
