"""Opening a data folder as someone would who has never heard of Heartleaf."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import needs

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "open-with-age"
TOOLS = ("age", "sqlite3")

on_sqlite = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="on PostgreSQL the database is no file of the data folder"
)


def open_with_age(data: Path, keys: Path, out: Path, **environment: str):
    """The script by the plainest shell there is, with only what it asks for on the PATH."""
    need_tools()
    shell = shutil.which("dash") or "sh"
    command = [shell, *map(str, (SCRIPT, data, keys, out))]
    bare = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(command, env=bare, capture_output=True, text=True)


def need_tools() -> None:
    try:
        for tool in TOOLS:
            needs.command(tool)
    except needs.Missing as missing:
        pytest.fail(str(missing), pytrace=False)


def keyfile(folder: Path, *keys: str) -> Path:
    path = folder / "keys.txt"
    path.write_text("\n".join(keys))
    return path


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
