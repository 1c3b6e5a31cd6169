"""Run every test on SQLite and, at the same time, on PostgreSQL what asks a database. Begun by
`python3 start.py test`.

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
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTHING_TO_RUN = 5  # what pytest ends with when every test was left to the other suite
sys.path.insert(0, str(ROOT))

from tests import browser, needs, postgres  # noqa: E402  # found by the line above


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    prepare()
    if only := os.environ.get("HEARTLEAF_TEST_DATABASE"):
        return in_order([Suite(only, arguments)])[0]
    with tempfile.TemporaryDirectory() as folder:
        suites = [
            Suite("sqlite", arguments, Path(folder)),
            Suite("postgres", arguments, Path(folder), kept_back=True),
        ]
        codes = in_order(suites)
        worse = worse_of(codes)
        tell_of_the_whole(suites, worse)
    return codes[worse]


def prepare() -> None:
    """Fetch what is missing where that can be done; say so, and go on, where it cannot."""
    looks: list[Callable[[], object]] = [browser.find, postgres.find]
    looks += [functools.partial(needs.command, name) for name in needs.COMMANDS]
    for look in looks:
        try:
            look()
        except needs.Missing as missing:
            print(f"{missing}\nThe tests that need it will fail.", file=sys.stderr)
    sys.stdout.flush()


class Suite:
    """The tests on one database. What one says that is kept back is shown when its turn comes, so
    that two at once do not speak into each other."""

    def __init__(
        self, database: str, arguments: list[str], folder: Path | None = None, kept_back=False
    ) -> None:
        self.database = database
        house = os.environ | {"HEARTLEAF_TEST_DATABASE": database}
        command = [sys.executable, "-m", "pytest", *arguments]
        if folder:
            self.summary = folder / f"{database}-summary"
            house["HEARTLEAF_TEST_SUMMARY"] = str(self.summary)
        self.said = folder / database if folder and kept_back else None
        if self.said is None:
            self.process = subprocess.Popen(command, env=house)
            return
        if sys.stdout.isatty():
            command.append("--color=yes")
        # What failed last is remembered beside the other's, and not over it.
        command += ["-o", f"cache_dir=.pytest_cache/{database}"]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                command, env=house, stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )

    def to_its_end(self) -> int:
        """Its exit status; what it said, and says from now on, is shown."""
        if self.said is None:
            return self.process.wait()
        print(f"\n{f' on {self.database} ':#^80}", flush=True)
        with self.said.open("rb") as said:
            while True:
                code = self.process.poll()
                sys.stdout.buffer.write(said.read())
                sys.stdout.flush()
                if code is not None:
                    return code
                time.sleep(0.2)

    def told(self) -> tuple[str, str]:
        """The database with its version, and pytest's last line, which it left in its summary."""
        if not self.summary.exists():
            return self.database, "broke off before a test was run"
        database, line = json.loads(self.summary.read_text())
        return database, line


def in_order(suites: list[Suite]) -> list[int]:
    def end_in_order(*_: object) -> None:
        for suite in suites:
            suite.process.terminate()

    # Ctrl-C reaches pytest by itself, a kill does not. Either way it ends in order what it began.
    signal.signal(signal.SIGTERM, end_in_order)
    codes = list[int]()
    try:
        for suite in suites:
            codes.append(suite.to_its_end())
    except KeyboardInterrupt:
        for suite in suites[len(codes) :]:
            suite.to_its_end()
        sys.exit(130)
    return codes


def worse_of(codes: list[int]) -> int:
    """Which of them tells how it all went: one that failed, else one in which something ran."""
    failed = [n for n, code in enumerate(codes) if code not in (0, NOTHING_TO_RUN)]
    whole = [n for n, code in enumerate(codes) if code == 0]
    return [*failed, *reversed(whole), 0][0]


def tell_of_the_whole(suites: list[Suite], worse: int) -> None:
    """How each ended; then, as pytest's own last line, that of the worse of the two."""
    print(f"\n{' the whole suite ':=^80}")
    for suite in suites:
        print("on {}: {}".format(*suite.told()))
    print(f"{f' {suites[worse].told()[1]} ':=^80}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
