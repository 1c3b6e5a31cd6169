"""What is installed from a wheel is whole: it runs in an empty folder, far from the checkout."""

import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    built = subprocess.run([*build, str(ROOT)], capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The python of an environment that holds the wheel, and beside it what this one holds."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = next(folder.glob("lib/*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # Our own packages come after the wheel's, and their .pth files (one leads to src) not at all.
    (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()))
    return folder / "bin/python"


def test_the_wheel_holds_every_file_of_the_source(wheel):
    listed = subprocess.check_output(["git", "ls-files", "src"], cwd=ROOT, text=True).splitlines()

    assert {name.removeprefix("src/") for name in listed} - {
        *zipfile.ZipFile(wheel).namelist()
    } == set()
    assert any(name.endswith(".html") for name in listed)


def test_the_command_tells_its_words_in_an_empty_folder(installed, empty_house, tmp_path):
    done = run(installed, "-m", "heartleaf", "--help", house=empty_house, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "serve" in done.stdout


def test_it_is_the_wheel_that_runs_and_not_the_checkout(installed, empty_house, tmp_path):
    where = "import heartleaf; print(heartleaf.__file__)"

    done = run(installed, "-c", where, house=empty_house, cwd=tmp_path)

    assert not done.stdout.startswith(str(ROOT))


def test_it_migrates_a_database_in_an_empty_folder(installed, empty_house, tmp_path):
    Path(empty_house["HEARTLEAF_DATA"]).mkdir()
    migrate = ["-m", "django", "migrate", "--settings", "heartleaf.settings"]

    done = run(installed, *migrate, house=empty_house, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "heartleaf.0001_initial" in done.stdout


def run(python, *words, house, cwd):
    house = {name: value for name, value in house.items() if name != "PYTHONPATH"}
    return subprocess.run([python, *words], cwd=cwd, env=house, capture_output=True, text=True)
