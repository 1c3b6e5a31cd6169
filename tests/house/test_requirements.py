"""What is installed is written down whole: every version, every hash, no address."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
ASKED = {
    "run.txt": PROJECT["dependencies"],
    "test.txt": [*PROJECT["dependencies"], *EXTRAS["dev"]],
}


def pinned(name):
    """Name → (version, number of hashes), as the requirement file lists them."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements" / name).read_text())
    found = (re.match(r"([\w.-]+)(?:\[[\w,]+\])?==(\S+)", entry) for entry in entries)
    return {
        match[1].lower(): (match[2], entry.count("--hash=sha256:"))
        for match, entry in zip(found, entries, strict=True)
        if match
    }


def plain(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower()


@pytest.mark.parametrize("name", ASKED)
def test_every_package_asked_for_is_pinned(name):
    assert {plain(each) for each in ASKED[name]} <= pinned(name).keys()


@pytest.mark.parametrize("name", ASKED)
def test_every_pin_has_its_hashes(name):
    assert [package for package, (_, hashes) in pinned(name).items() if not hashes] == []


@pytest.mark.parametrize("name", ASKED)
def test_no_requirement_file_holds_an_address(name):
    text = (ROOT / "requirements" / name).read_text()

    assert not re.search(r"://|--(extra-)?index-url|--find-links|\bfile:", text)


def test_the_tests_stand_on_the_very_versions_that_families_run():
    assert pinned("run.txt").items() <= pinned("test.txt").items()
