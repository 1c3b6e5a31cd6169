"""Format, lint, types, staircase, migrations: each told by name. Begun by `python3 start.py check`.

Nothing stops at the first trouble; the exit status is 1 if there was any.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
TEMPLATES = sorted((ROOT / "src" / "heartleaf" / "web").rglob("*.html"))

STEPS: dict[str, list[str | Path]] = {
    "format": [TOOLS / "ruff", "format", "--check", "."],
    "lint": [TOOLS / "ruff", "check", "."],
    "templates": [TOOLS / "djade", "--check", "--target-version", "6.1", *TEMPLATES],
    "types": [sys.executable, "-m", "mypy"],
    # Its cache goes on telling of breaks that have been mended.
    "staircase": [TOOLS / "lint-imports", "--no-cache", "--no-logo"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def main() -> int:
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        # Some of the tools read the settings; they shall not touch the house of the person here.
        house = os.environ | {"HEARTLEAF_DATA": folder, "HEARTLEAF_SECRET_KEY": "for checks"}
        house["DATABASE_URL"] = ""
        troubled = [name for name, command in STEPS.items() if not holds(name, command, house)]
    print(f"Not right yet: {', '.join(troubled)}." if troubled else "Everything is right.")
    return 1 if troubled else 0


def holds(name: str, command: list[str | Path], house: dict[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(command, env=house, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    word = "no" if done.returncode else "ok"
    print(f"{name:12}{word}  {time.monotonic() - began:5.1f} s", flush=True)
    if done.returncode:
        print(done.stdout.decode(errors="replace").rstrip(), flush=True)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
