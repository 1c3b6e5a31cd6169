"""Run every test on SQLite, then every test again on PostgreSQL. Begun by `python3 start.py test`.

What is given on the command line goes to pytest. HEARTLEAF_TEST_DATABASE=sqlite (or postgres)
runs on that one only.
"""

import functools
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser, needs, postgres  # noqa: E402  # found by the line above


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    prepare()
    only = os.environ.get("HEARTLEAF_TEST_DATABASE")
    with tempfile.TemporaryDirectory() as folder:
        summary = Path(folder) / "summary"
        codes = [
            suite(each, arguments, summary) for each in ([only] if only else ["sqlite", "postgres"])
        ]
        if codes[0] and not codes[-1]:  # the last line should tell the worse of the two
            repeat_first_line(summary)
    return next((code for code in codes if code), 0)


def prepare() -> None:
    """Fetch what is missing where that can be done; say so, and go on, where it cannot."""
    looks: list[Callable[[], object]] = [browser.find, postgres.find]
    looks += [functools.partial(needs.command, name) for name in needs.COMMANDS]
    for look in looks:
        try:
            look()
        except needs.Missing as missing:
            print(f"{missing}\nThe tests that need it will fail.", file=sys.stderr)


def suite(database: str, arguments: list[str], summary: Path) -> int:
    house = os.environ | {
        "HEARTLEAF_TEST_DATABASE": database,
        "HEARTLEAF_TEST_SUMMARY": str(summary),
    }
    sys.stdout.flush()
    tests = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], env=house)
    # Ctrl-C reaches pytest by itself, a kill does not. Either way it ends in order what it began.
    signal.signal(signal.SIGTERM, lambda *_: tests.terminate())
    try:
        return tests.wait()
    except KeyboardInterrupt:
        tests.wait()
        sys.exit(130)


def repeat_first_line(summary: Path) -> None:
    told = summary.read_text().splitlines() if summary.exists() else []
    if told:
        database, line = json.loads(told[0])
        print(f"On {database} it did not hold:\n{f' {line} ':=^80}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
