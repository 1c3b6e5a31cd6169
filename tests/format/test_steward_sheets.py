"""Both parents are gone, and so is Heartleaf: two sheets, `age` and `sqlite3` are left."""

import json
import subprocess
import sys

import pytest

from heartleaf.sealing.sheets import combine
from tests.format.opening import files, keyfile, on_sqlite, open_with_age

pytestmark = on_sqlite

A_FAMILY = """
from heartleaf.command.speaking import ready
ready()
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
from heartleaf.circle import steward
from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.facts import FamilyFacts
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
ada = begin_family(FamilyFacts(name="Rowan's place"), Beginner("ada@example.org", "seven boats"))
for circle in ("us", "friends", "only-me"):
    keeping.keep(ada, ada.circle(circle), Card(title=circle, words=f"words for {circle}"))
print(json.dumps(steward.name_steward(ada, "Ruth")))
"""


@pytest.fixture
def house(tmp_path):
    (tmp_path / "house").mkdir()
    return tmp_path / "house"


def test_two_sheets_open_what_was_shared_and_nothing_that_was_one_persons(
    house, empty_house, tmp_path
):
    made = subprocess.run(
        [sys.executable, "-c", A_FAMILY], env=empty_house, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    one, _two, three = (tuple(words) for words in json.loads(made.stdout.splitlines()[-1]))
    key = keyfile(tmp_path, combine(three, one).secret)

    done = open_with_age(house, key, tmp_path / "out")

    assert done.returncode == 0, done.stderr
    words = sorted(path.read_text() for path in files(tmp_path / "out") if path.name == "words.md")
    assert words == ["# friends\n\nwords for friends\n", "# us\n\nwords for us\n"]
