"""What lies in the letterbox opens as well, without Heartleaf."""

import json
import subprocess
import sys

import pytest

from heartleaf.sealing.sheets import combine
from tests.format.opening import keyfile, on_sqlite, open_with_age

pytestmark = on_sqlite

A_LETTERBOX = """
from heartleaf.command.speaking import ready
ready()
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
from heartleaf.circle import letterbox, steward
from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.facts import FamilyFacts
ada = begin_family(FamilyFacts(name="Rowan's place"), Beginner("ada@example.org", "seven boats"))
family = ada.person.family
words = {"kind": "picture", "name": "../Vera|", "words": "By the shore."}
files = [("shore.jpg", [b"shore" * 1_000_000]), ("../../a|b.jpg", [b"linden"])]
letterbox.leave(family, words=words, files=files, recipients=[letterbox.to_parents(family)])
[note] = letterbox.waiting(ada)
letterbox.say_of(ada, note, True, "She writes kindly.")
print(json.dumps(steward.name_steward(ada, "Ruth")))
"""


@pytest.fixture
def house(tmp_path):
    (tmp_path / "house").mkdir()
    return tmp_path / "house"


@pytest.fixture
def key(house, empty_house, tmp_path):
    made = subprocess.run(
        [sys.executable, "-c", A_LETTERBOX], env=empty_house, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    one, two, _three = (tuple(words) for words in json.loads(made.stdout.splitlines()[-1]))
    return keyfile(tmp_path, combine(one, two).secret)


def test_what_was_left_is_laid_out_with_its_files(house, key, tmp_path):
    done = open_with_age(house, key, tmp_path / "out")

    assert done.returncode == 0, done.stderr
    [folder] = (tmp_path / "out").glob("*/letterbox/*")
    assert json.loads((folder / "note.json").read_text())["name"] == "../Vera|"
    assert (folder / "words.md").read_text() == "By the shore.\n"
    assert json.loads((folder / "reading.json").read_text())["word"] == "She writes kindly."
    left = [path for path in sorted(folder.iterdir()) if path.suffix == ".jpg"]
    assert [path.read_bytes() for path in left] == [b"shore" * 1_000_000, b"linden"]


def test_what_of_it_is_damaged_is_named_and_the_rest_opens(house, key, tmp_path):
    parts = sorted((house / "vault" / "note").rglob("*.age"))
    assert [path.name for path in parts] == ["0.age", "1.age", "2.age"]
    parts[-1].write_bytes(parts[-1].read_bytes()[:-5])

    done = open_with_age(house, key, tmp_path / "out")

    assert done.returncode == 1
    assert "b.jpg" in done.stderr
    assert "shore.jpg" not in done.stderr
    assert list((tmp_path / "out").glob("*/letterbox/*/note.json"))
