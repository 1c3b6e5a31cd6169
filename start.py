#!/usr/bin/env python3
"""Start Heartleaf, or test it. Nothing has to be installed first but a Python.

python3 start.py                   make the environment, install, start, open the browser
python3 start.py serve [options]   the same; --port 8123, --no-browser and so on
python3 start.py demo              a sample family in a throw-away folder
python3 start.py test [options]    test everything, on SQLite and on PostgreSQL
python3 start.py check             format, lint, types, staircase
python3 start.py bench [--json]    measure
python3 start.py COMMAND ...       any other heartleaf command; --help after it tells more
"""

# Only the standard library and only the syntax of Python 3.6: whatever `python3` is here has to
# get as far as finding a better one.

import glob
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

WINDOWS = os.name == "nt"
HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements"
VENV = HERE / ".venv"  # holds a copy of each file of requirements that is installed
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
UNFINISHED = VENV / "unfinished"  # there while something is being installed
LOG = VENV / "install.log"
VERSIONS = ("3.13", "3.12", "3.14")
USUAL_PLACES = (
    os.environ.get("PYENV_ROOT", "~/.pyenv") + "/versions/*/bin/python",
    "~/.local/share/uv/python/*/bin/python3",
    "/opt/homebrew/bin/python3.1[234]",
)
PROBE = """import json, sys; from importlib.util import find_spec
lacking = [part for part in ("ensurepip", "venv", "_sqlite3", "_ssl") if not find_spec(part)]
print(json.dumps(["%d.%d" % sys.version_info[:2], sys.executable, lacking]))"""

NO_PYTHON = """Heartleaf needs Python 3.12, 3.13 or 3.14, and none that works was found here.
Install one from python.org or your package manager, or by `uv python install 3.13`, and try again.
If you have one already, say where: HEARTLEAF_PYTHON=/path/to/python3.13 python3 start.py"""
NOT_WHOLE = """Python {0} at {1} is without its part {2}.
On Debian or Ubuntu: sudo apt install python{0}-venv. Elsewhere: install another Python {0}."""
NOT_INSTALLED = """The packages could not be installed. Is this computer connected to the internet?
{0}
All of it is in {1}. Start again to go on."""


def main(words):
    if words[:1] in (["help"], ["--help"], ["-h"]):
        return print(__doc__.strip())
    word, *rest = words if words and words[0][:1] != "-" else ["serve", *words]
    ensure("test.txt" if word in ("test", "check", "bench") else "run.txt")
    if word in ("test", "check"):
        command = [str(PYTHON), str(HERE / "scripts" / word) + ".py", *rest]
    else:
        command = [str(PYTHON), "-m", "heartleaf", word, *rest]
    # It becomes the program where it can, so that Ctrl-C reaches only that.
    return subprocess.call(command) if WINDOWS else os.execv(command[0], command)


def ensure(name):
    """Make .venv hold what requirements/name asks; a few milliseconds when it already does."""
    if not installed(name):
        with my_turn():
            if not installed(name):  # another start may have done it in the meantime
                install(name)


def installed(name):
    if UNFINISHED.exists() or not PYTHON.exists() or not (VENV / name).exists():
        return False
    return (VENV / name).read_bytes() == (REQUIREMENTS / name).read_bytes()


def install(name):
    """What was cut short stays marked as unfinished, and is begun anew the next time."""
    make_environment()
    UNFINISHED.touch()
    fetch(name)
    for each in {name, "run.txt"}:  # test.txt has all that run.txt has, at the same versions
        shutil.copyfile(str(REQUIREMENTS / each), str(VENV / each))
    UNFINISHED.unlink()
    say("Installed.")


def make_environment():
    """Keep an environment that works; any other, or one left half made, is made anew."""
    version, _, lacking = probe([str(PYTHON)])
    if version in VERSIONS and not lacking and not UNFINISHED.exists():
        return
    python = find_python()
    say("Making an environment for Heartleaf in .venv")
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    for path in set(VENV.iterdir()) - {UNFINISHED}:
        shutil.rmtree(str(path)) if path.is_dir() and not path.is_symlink() else path.unlink()
    run([python, "-m", "venv", "--without-pip", str(VENV)])


def find_python():
    """The first Python of a fit version that truly runs: a version manager's shim may not."""
    trouble = NO_PYTHON
    for command in candidates():
        version, path, lacking = probe(command)
        if version in VERSIONS and not lacking:
            return path
        if version in VERSIONS:
            trouble = NOT_WHOLE.format(version, path, " and ".join(lacking))
        elif command == [os.environ.get("HEARTLEAF_PYTHON")]:
            say("HEARTLEAF_PYTHON is no Python 3.12 to 3.14 that works; looking further.")
    sys.exit(trouble)


def candidates():
    if os.environ.get("HEARTLEAF_PYTHON"):
        yield [os.environ["HEARTLEAF_PYTHON"]]
    yield [getattr(sys, "_base_executable", None) or sys.executable]
    yield from (["python" + version] for version in VERSIONS)
    for place in USUAL_PLACES:
        yield from ([path] for path in sorted(glob.glob(os.path.expanduser(place)), reverse=True))
    yield from (["py", "-" + version] for version in VERSIONS)  # the launcher of Windows


def probe(command):
    """The version, path and missing parts a Python tells of itself; Nones if it does not run."""
    try:
        ask = [*command, "-I", "-c", PROBE]
        return json.loads(subprocess.check_output(ask, stderr=subprocess.DEVNULL, timeout=30))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None, None, None


def fetch(name):
    say("Installing what Heartleaf needs. The first time this takes a minute or so.")
    packages = next(VENV.glob("lib/**/site-packages"))
    # One line that points at src does what an editable install would, without build tools.
    (packages / "heartleaf.pth").write_text(os.path.relpath(str(HERE / "src"), str(packages)))
    if not (packages / "pip").exists():
        run([str(PYTHON), "-I", "-m", "ensurepip"])
    pip = [str(PYTHON), "-I", "-m", "pip", "install", "--no-input", "--progress-bar=off"]
    run([*pip, "--require-hashes", "-r", str(REQUIREMENTS / name)])


def run(command):
    """Run it with its words in the log, and its present step on the screen if someone looks."""
    erase, said = "\r\033[K" if sys.stderr.isatty() else "", ""
    with LOG.open("wb") as log:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for line in child.stdout:
            log.write(line)
            text = line.decode("utf-8", "replace").strip()
            said = said if said.startswith("ERROR") else text or said
            if erase and text.startswith("Collecting "):
                say(erase + "  " + text.split()[1], end="")
    say(erase, end="")
    if child.wait():
        sys.exit(NOT_INSTALLED.format(said[:300], LOG))


def my_turn():
    """This very file, locked until it is closed: nothing is left behind if the process dies."""
    held = (HERE / "start.py").open("r+b")
    if not lock(held):
        say("Another start is installing just now; waiting for it.")
        while not lock(held):
            time.sleep(0.2)
    return held


def lock(held):
    try:
        if WINDOWS:
            import msvcrt

            held.seek(1 << 30)  # what is locked cannot be read there, so lock past the end
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def say(sentence, end="\n"):
    print(sentence, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except OSError as trouble:
        sys.exit(f"Heartleaf could not be set up in {HERE}: {trouble}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. Start again to go on.")
