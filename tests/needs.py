"""What the tests need from the computer itself: found, else installed, else told in a sentence.

Nothing is installed unless the tests run as root on a system with apt, as in a container; on a
person's own computer they say what to install.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# The commands some tests run, and the Debian package each comes in.
COMMANDS = {
    "age": "age",
    "sqlite3": "sqlite3",
    "pdftotext": "poppler-utils",
    "java": "default-jre-headless",
    "unzip": "unzip",
}


class Missing(Exception):
    """Something a test cannot do without. The message tells what, and how to get it."""


def command(name: str) -> str:
    """The path of one of COMMANDS. Raises Missing."""
    package = COMMANDS[name]
    if path := shutil.which(name) or (apt_installs(package) and shutil.which(name)):
        return path
    raise Missing(f"The tests need the command `{name}`. {how_to_get(package)}")


def how_to_get(package: str) -> str:
    return f"On Debian or Ubuntu: sudo apt install {package}; elsewhere look for {package}."


def runs(*words: str) -> bool:
    """Whether this command truly runs; a shim or a stub only looks like one."""
    try:
        return subprocess.run(words, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@functools.cache  # one try is enough to know
def apt_installs(package: str) -> bool:
    """Install a Debian package if that is ours to do here."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package}, which the tests need …", file=sys.stderr, flush=True)
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return all(
        subprocess.run(words, env=quietly, capture_output=True).returncode == 0
        for words in (["apt-get", "update", "-qq"], install)
    )


def newest(pattern: str) -> list[Path]:
    """The folders of a pattern such as /usr/lib/postgresql/*/bin, the highest number first."""
    found = Path("/").glob(pattern.lstrip("/"))
    return sorted(
        found, key=lambda path: list(map(int, re.findall(r"\d+", str(path)))), reverse=True
    )
