"""`python3 start.py`, seen from a computer that has next to nothing."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Runs start.py by a Python that is itself no use, on a computer with none in the usual places.
BY_ANOTHER_PYTHON = """
import glob, runpy, sys
glob.glob = lambda pattern: []
sys._base_executable = sys.executable = "/nowhere/python3.9"
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
UNFIT = (sys.executable, "-c", BY_ANOTHER_PYTHON)
ECHO = "import sys; print('heartleaf', *sys.argv[1:]); sys.exit(len(sys.argv) - 1)"


def tree(at: Path) -> Path:
    """A Heartleaf that needs no packages and only repeats the words it was given."""
    for folder in ("requirements", "src/heartleaf"):
        (at / folder).mkdir(parents=True)
    shutil.copy(ROOT / "start.py", at)
    (at / "requirements/run.txt").write_text("# nothing\n")
    (at / "src/heartleaf/__main__.py").write_text(ECHO)
    return at


def bare(**more):
    """The environment of a computer that is not connected to anything."""
    return {"PATH": "/usr/bin:/bin", "HOME": "/nowhere", "PIP_NO_INDEX": "1", **more}


def start(at, *words, by=(sys.executable,), **environment):
    command = [*by, str(at / "start.py"), *words]
    return subprocess.run(command, env=bare(**environment), capture_output=True, text=True)


@pytest.fixture(scope="module")
def twice_at_once(tmp_path_factory):
    """A tree on which two people pressed return in the same moment, and what each was told."""
    at = tree(tmp_path_factory.mktemp("started"))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, str(at / "start.py")]
    both = [subprocess.Popen(command, env=bare(), **pipes) for _ in range(2)]
    return at, [each.communicate() for each in both]


@pytest.fixture
def started(twice_at_once, tmp_path):
    at, _ = twice_at_once
    return Path(shutil.copytree(at, tmp_path / "started", symlinks=True))


def test_it_can_be_read_by_a_python_of_2016():
    ast.parse((ROOT / "start.py").read_text(), feature_version=(3, 6))


def test_it_is_short():
    assert len((ROOT / "start.py").read_text().splitlines()) <= 200


def test_words_are_handed_on_and_the_exit_code_comes_back(started):
    done = start(started, "search", "a word", "--json")

    assert done.stdout == "heartleaf search a word --json\n"
    assert done.returncode == 3


def test_no_word_means_serve(started):
    assert start(started).stdout == "heartleaf serve\n"
    assert start(started, "--no-browser").stdout == "heartleaf serve --no-browser\n"


def test_help_is_there_before_anything_is_installed(tmp_path):
    done = start(tree(tmp_path), "--help")

    assert "python3 start.py test" in done.stdout
    assert not (tmp_path / ".venv").exists()


def test_a_second_start_wastes_no_time(started):
    began = time.monotonic()
    start(started)
    took = time.monotonic() - began

    bare_python = time.monotonic()
    subprocess.run([sys.executable, "-c", ""], env=bare())
    assert took < 0.5 + 2 * (time.monotonic() - bare_python)


def test_a_shim_that_only_looks_like_a_python_is_passed_over(tmp_path):
    shims = tmp_path / "shims"
    lying(shims / "mine")
    lying(shims / "python3.13")
    (shims / "python3.12").symlink_to(sys.executable)
    path = f"{shims}:/usr/bin:/bin"

    done = start(tree(tmp_path / "tree"), by=UNFIT, PATH=path, HEARTLEAF_PYTHON=str(shims / "mine"))

    assert "HEARTLEAF_PYTHON is no Python 3.12 to 3.14 that works" in done.stderr
    assert done.stdout == "heartleaf serve\n"


def test_without_a_fit_python_it_says_so_in_words(tmp_path):
    lying(tmp_path / "python3.13")

    done = start(tree(tmp_path / "tree"), by=UNFIT, PATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("Heartleaf needs Python 3.12, 3.13 or 3.14")
    assert "Traceback" not in done.stderr


def test_a_python_without_venv_is_told_of_with_the_words_to_mend_it(tmp_path):
    half = tmp_path / "python3.12"
    half.write_text('#!/bin/sh\necho \'["3.12", "/usr/bin/python3.12", ["ensurepip"]]\'\n')
    half.chmod(0o755)

    done = start(tree(tmp_path / "tree"), by=UNFIT, PATH=str(tmp_path))

    assert done.returncode == 1
    assert "sudo apt install python3.12-venv" in done.stderr


def test_without_the_network_it_says_so_in_words(started):
    nothing = "0" * 64
    (started / "requirements/run.txt").write_text(f"nobodys-package==1 --hash=sha256:{nothing}\n")

    done = start(started)

    assert done.returncode == 1
    assert "Is this computer connected to the internet?" in done.stderr
    assert "nobodys-package" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_install_that_was_killed_is_healed_by_the_next_start(tmp_path):
    at = tree(tmp_path)
    command = [sys.executable, str(at / "start.py")]
    first = subprocess.Popen(command, env=bare(), start_new_session=True, stderr=subprocess.DEVNULL)
    while not list(at.glob(".venv/lib/*/site-packages/pip")):
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()

    done = start(at)

    assert done.stdout == "heartleaf serve\n"
    assert not (at / ".venv/unfinished").exists()


def test_two_starts_at_once_install_once(twice_at_once):
    _, told = twice_at_once

    assert [out for out, _ in told] == ["heartleaf serve\n"] * 2
    assert sum("Installed." in err for _, err in told) == 1


def test_changed_requirements_are_installed_at_the_next_start(started):
    (started / "requirements/run.txt").write_text("# still nothing, in other words\n")

    first, second = start(started), start(started)

    assert "Installed." in first.stderr
    assert second.stderr == ""


def test_an_environment_made_by_hand_is_used_as_it_is(started):
    (started / ".venv/run.txt").unlink()
    (started / ".venv/mine").touch()

    done = start(started)

    assert done.stdout == "heartleaf serve\n"
    assert (started / ".venv/mine").exists()


def lying(shim):
    shim.parent.mkdir(exist_ok=True)
    shim.write_text("#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
