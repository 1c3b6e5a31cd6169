"""Disks that are full or cannot be written: small ones in memory, where we may mount them."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (400 * 1024, 400 * 1024))
sys.argv = ["heartleaf", *sys.argv[1:]]
runpy.run_module("heartleaf", run_name="__main__")
"""


@contextlib.contextmanager
def a_full_disk(house):
    """A data folder with little room, or else programs that may write no large file; gives what
    makes room again."""
    if mounted(house.data, "size=24m"):
        try:
            yield lambda: (house.data / "filling").unlink()
        finally:
            house.close()
            subprocess.run(["umount", house.data], check=True)
        return
    house.command = lambda words: [sys.executable, "-c", LIMITED, *map(str, words)]

    def make_room():
        house.close()
        del house.command
        house.open()

    yield make_room


def fill(house):
    """Leave enough room for a small row, and too little for a picture."""
    if house.data.is_mount():
        room = shutil.disk_usage(house.data).free
        (house.data / "filling").write_bytes(bytes(max(0, room - 256 * 1024)))


def mounted(folder, options):
    """Put the folder on a small disk in memory, if that is ours to do here."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    aside = folder.with_name("aside")
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    shutil.copytree(folder, aside)
    done = subprocess.run(mount, capture_output=True).returncode == 0
    if done:
        shutil.copytree(aside, folder, dirs_exist_ok=True)
    shutil.rmtree(aside)
    return done


@contextlib.contextmanager
def read_only(folder: Path):
    if mounted(folder, "size=24m"):
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", folder], check=True)
        return
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere, and may not mount a read-only disk here")
    folder.chmod(0o500)
    yield
    folder.chmod(0o700)
