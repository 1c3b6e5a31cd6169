"""In fifty years someone has a copy of the data folder, the sheet, `age` and `sqlite3`."""

import hashlib
import json
import shutil
import sqlite3
import textwrap

import pytest

from tests.format.opening import SCRIPT, files, keyfile, on_sqlite, open_with_age
from tests.secrecy.story import STEM

pytestmark = on_sqlite


@pytest.fixture(scope="module")
def data(lived):
    return lived.while_running / "data"


@pytest.fixture(scope="module")
def out(lived, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("opened")
    done = open_with_age(data, keyfile(folder, lived.key), folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "out"


@pytest.fixture(scope="module")
def cards(out):
    return [json.loads(path.read_text()) for path in out.rglob("card.json")]


@pytest.fixture
def copied(data, tmp_path):
    """A copy of the data folder to do harm to."""
    return shutil.copytree(data, tmp_path / "data")


def test_every_letter_opens_with_every_word(lived, cards):
    letters = {card["title"]: card["words"] for card in cards if card["kind"] == "letter"}

    assert letters == lived.letters


def test_every_letter_is_there_to_be_read(lived, out):
    texts = [path.read_text() for path in out.rglob("words.md")]

    for title, words in lived.letters.items():
        assert f"# {title}\n\n{words}\n" in texts


def test_every_original_is_rebuilt_to_the_byte(lived, out):
    kept = [path for path in files(out) if path.suffix == ".jpg" and path.parent.name != "views"]
    rebuilt = {path.name.partition(" ")[2]: path.read_bytes() for path in kept}

    assert {name: hashlib.sha256(data).hexdigest() for name, data in rebuilt.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in lived.originals.items()
    }


def test_each_picture_has_its_three_views(cards, out):
    pictures = sum(len(card["attachments"]) for card in cards)
    made = [path for path in files(out) if path.parent.name == "views"]
    views = [path.read_bytes() for path in made if path.suffix == ".jpg"]

    assert len(views) == 3 * pictures
    assert all(view.startswith(b"\xff\xd8\xff") for view in views)


def test_a_film_is_there_as_it_came_and_as_it_can_be_played(lived, out):
    [original] = [path for path in files(out) if path.suffix == ".avi"]
    [played] = [path for path in files(out) if path.name.endswith(" played.mp4")]

    assert original.read_bytes() == lived.film
    assert played.read_bytes()[4:8] == b"ftyp"
    assert STEM.encode() not in played.read_bytes()


def test_where_a_thing_is_kept_is_there_to_be_read(out):
    assert any(f"in the {STEM} drawer" in path.read_text() for path in out.rglob("words.md"))


def test_a_circle_of_their_own_lies_under_its_name(out):
    [letter] = out.rglob(f"{STEM}-garden */*/words.md")

    assert f"Beans, {STEM}." in letter.read_text()


def test_what_a_letter_said_before_is_beside_it(lived, out):
    earlier = [json.loads(path.read_text()) for path in out.rglob("earlier/*.json")]

    assert lived.earlier.items() <= {card["title"]: card["words"] for card in earlier}.items()


def test_what_is_in_the_bin_or_the_tray_lies_apart(cards, out):
    binned = [json.loads(path.read_text())["title"] for path in out.rglob("bin/*/card.json")]
    waiting = [json.loads(path.read_text())["place"] for path in out.rglob("tray/*/card.json")]

    assert binned == [f"{STEM}-letter 2"]
    assert waiting == ["tray"] * 2


def test_the_days_and_how_they_come_are_there_to_be_read(out):
    [calendar] = [json.loads(path.read_text()) for path in out.rglob("us */days.json")]
    [wishes] = [json.loads(path.read_text()) for path in out.rglob("wishes.json")]
    [readable] = [path.read_text() for path in out.rglob("us */days.md")]

    [day] = calendar["days"]
    [plan] = calendar["plans"].values()
    assert (day["title"], day["date"]) == (f"{STEM}-ashes", "2025-06-03")
    [line] = plan
    assert (line["when"], line["what"]) == (f"{STEM}-dawn", f"The {STEM} river.")
    assert line["by"]
    assert wishes["days"][day["id"]]["ahead"] == 3
    assert readable == f"2025-06-03  {STEM}-ashes\n"


def test_the_family_and_the_person_speak(lived, out):
    [family] = [json.loads(path.read_text()) for path in out.rglob("family.json")]
    [own] = [json.loads(path.read_text()) for path in out.rglob("own.json")]
    [people] = [json.loads(path.read_text()) for path in out.rglob("people.json")]
    [draft] = [json.loads(path.read_text()) for path in out.rglob("drafts/*.json")]

    assert family["name"] == f"{STEM} place"
    assert family["children"][0]["name"] == f"{STEM}-rowan"
    assert family["vocabulary"]["child"] == f"{STEM}-little-one"
    assert own["name"] == f"{STEM}-ada"
    assert list(people.values()) == [f"{STEM}-ada"]
    assert draft["fields"]["words"] == lived.draft


def test_it_is_for_its_owner_alone_and_leaves_nothing_half_open(out):
    assert all(path.stat().st_mode & 0o077 == 0 for path in [out, *out.rglob("*")])
    assert not list(out.glob(".*"))


def test_the_data_folder_is_as_it_was(lived, data, tmp_path):
    before = {path: path.read_bytes() for path in files(data)}

    open_with_age(data, keyfile(tmp_path, lived.key), tmp_path / "out")

    assert {path: path.read_bytes() for path in files(data)} == before


def test_a_key_typed_from_paper_is_understood(lived, data, tmp_path):
    typed = "# Ada's sheet\n" + "\n".join(textwrap.wrap(lived.key.lower(), 5))

    assert open_with_age(data, keyfile(tmp_path, typed), tmp_path / "out").returncode == 0


def test_veras_sheet_opens_only_hers(lived, data, tmp_path):
    done = open_with_age(data, keyfile(tmp_path, lived.veras_key), tmp_path / "out")

    assert done.returncode == 0
    opened = [path.name for path in files(tmp_path / "out")]
    assert opened == ["family.json", "own.json", "people.json"]


def test_both_sheets_together_open_both_families(lived, data, tmp_path):
    both = keyfile(tmp_path, lived.veras_key, lived.key)

    assert open_with_age(data, both, tmp_path / "out").returncode == 0
    assert len(list((tmp_path / "out").glob("*/family.json"))) == 2


@pytest.mark.parametrize("key", ["", "AGE-SECRET-KEY-1" + "Q" * 58, "hello"])
def test_another_key_opens_nothing_and_says_so(data, tmp_path, key):
    done = open_with_age(data, keyfile(tmp_path, key), tmp_path / "out")

    assert done.returncode == 1
    assert "key" in done.stderr
    assert files(tmp_path / "out") == []


def test_a_damaged_part_is_named_and_the_rest_opens(lived, copied, tmp_path):
    part = max((copied / "vault" / "original").rglob("1.age"), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-5])

    done = open_with_age(copied, keyfile(tmp_path, lived.key), tmp_path / "out")

    assert done.returncode == 1
    assert f"{STEM}-by-parts.jpg" in done.stderr
    assert len(list((tmp_path / "out").rglob("card.json"))) == len(lived.letters) + 5 + 3


def test_cards_exchanged_are_named(lived, copied, tmp_path):
    with sqlite3.connect(copied / "heartleaf.sqlite3") as database:
        rows = database.execute(
            "SELECT id, card FROM heartleaf_keepsake WHERE circle_id ="
            " (SELECT id FROM heartleaf_circle WHERE kind = 'only-me' ORDER BY seq DESC)"
            " AND revision = 1 LIMIT 2"
        ).fetchall()
        (one, hers), (other, his) = rows
        change = "UPDATE heartleaf_keepsake SET card = ? WHERE id = ?"
        database.executemany(change, [(his, one), (hers, other)])

    done = open_with_age(copied, keyfile(tmp_path, lived.key), tmp_path / "out")

    assert done.returncode == 1
    assert f"belongs somewhere else: {one}" in done.stderr
    assert f"belongs somewhere else: {other}" in done.stderr


def test_hostile_names_stay_inside(lived, tmp_path, copied):
    """Whoever can write to the database can seal a card of their own: the key for it is public."""
    outside = tmp_path / "outside"
    card = {
        "title": f"../../{outside.name}/../`touch x`$(touch y)\n|'\"",
        "words": "",
        "date": "..",
        "attachments": [
            {"media": "../../../../../../etc/passwd/aaaaaaaaaaa", "parts": [1], "sha256": "",
             "views": [], "name": "/etc/x"},
            {"media": "a" * 36, "parts": [], "sha256": hashlib.sha256().hexdigest(), "views": [],
             "name": "../../../outside"},
        ],
    }  # fmt: skip
    _replace_a_card(copied, card)

    done = open_with_age(copied, keyfile(tmp_path, lived.key), tmp_path / "out")

    assert "belongs somewhere else" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "keys.txt", "out"]
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == [
        next(path.name for path in (tmp_path / "out").glob(f"{STEM} place *"))
    ]


def _replace_a_card(data, card):
    from heartleaf.sealing import Recipient, seal

    with sqlite3.connect(data / "heartleaf.sqlite3") as database:
        epoch = "SELECT e.recipient, k.id FROM heartleaf_keepsake k JOIN heartleaf_epoch e"
        recipient, id = database.execute(f"{epoch} ON e.circle_id = k.circle_id").fetchone()
        sealed = seal(json.dumps(card).encode(), Recipient(recipient))
        database.execute("UPDATE heartleaf_keepsake SET card = ? WHERE id = ?", (sealed, id))


def test_nothing_is_written_over(lived, data, tmp_path):
    (tmp_path / "out").mkdir()

    done = open_with_age(data, keyfile(tmp_path, lived.key), tmp_path / "out")

    assert done.returncode == 1
    assert "Nothing was overwritten" in done.stderr


def test_it_needs_no_more_than_it_says():
    words = SCRIPT.read_text()

    assert words.startswith("#!/bin/sh\n")
    assert not [tool for tool in ("python", "jq", "perl", "openssl", "bash") if tool in words]
