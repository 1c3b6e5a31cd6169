"""Imports go down the stairs, as pyproject.toml draws them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WALK = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"]


def test_every_import_goes_down_the_stairs():
    walked = subprocess.run(WALK, cwd=ROOT, capture_output=True, text=True)

    assert walked.returncode == 0, walked.stdout
