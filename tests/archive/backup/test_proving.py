"""A backup counts only when it was restored beside, and is what it says."""

import json
import shutil

import pytest

from heartleaf.archive.backup.backing_up import back_up
from heartleaf.archive.backup.places import own_place, snapshots
from heartleaf.archive.backup.proving import NotProven, prove
from heartleaf.archive.backup.snapshots import read
from tests.archive.backup.conftest import files_in, flip, kept_with_a_file


def damage(made, what):
    """Something in each part of it, and the name by which it is said."""
    database = made.folder / made.manifest["database"]["file"]
    stored = next(iter(made.place.rglob("original/*/*/0.age")))
    listed = made.folder / "files.sha256"
    if what == "a bit of a picture":
        return flip(stored, 700), stored.name
    if what == "a picture cut short":
        return stored.write_bytes(stored.read_bytes()[:-100]), stored.name
    if what == "a picture gone":
        return stored.unlink(), stored.name
    if what == "a bit of the database":
        return flip(database, 5000), database.name
    if what == "the database cut short":
        return database.write_bytes(database.read_bytes()[:8192]), database.name
    if what == "a bit of MARKER":
        return flip(made.folder / "MARKER", 3), "MARKER"
    if what == "a bit of the list":
        return flip(listed, 5), "files.sha256"
    return listed.write_text("\n".join(listed.read_text().splitlines()[1:]) + "\n"), "files.sha256"


PARTS = [
    "a bit of a picture",
    "a picture cut short",
    "a picture gone",
    "a bit of the database",
    "the database cut short",
    "a bit of MARKER",
    "a bit of the list",
    "a line of the list",
]


def test_damage_to_any_part_of_it_is_seen_and_named(backed_up):
    prove(backed_up)
    whole = files_in(backed_up.place)
    for what in PARTS:
        _done, name = damage(backed_up, what)

        with pytest.raises(NotProven):
            prove(backed_up)
        assert read(backed_up.folder).proven is None, what
        assert name in json.loads((backed_up.folder / "proven.json").read_text())["problems"][0]
        put_back(backed_up.place, whole)
    assert prove(backed_up).proven


def test_a_database_that_is_another_is_seen_though_its_hash_is_right(backed_up):
    """As where a copy was made wrongly from the beginning: its rows are counted."""
    told = backed_up.manifest | {"changes": backed_up.manifest["changes"] + 1}
    (backed_up.folder / "manifest.json").write_text(json.dumps(told))

    with pytest.raises(NotProven, match="does not hold as much"):
        prove(read(backed_up.folder))


def test_nothing_is_left_of_the_looking(backed_up):
    before = files_in(backed_up.place).keys()

    prove(backed_up)

    assert files_in(backed_up.place).keys() - before == {f"{backed_up.folder.name}/proven.json"}


def test_the_next_backup_mends_what_was_damaged_in_its_place(house, usb, ada):
    """The vault has it still, so it is taken from there once more."""
    kept_with_a_file(ada)
    first = back_up(usb, "asked")
    damage(first, "a bit of a picture")

    again = back_up(usb, "asked")

    assert again.proven
    assert prove(first).proven
    assert len(snapshots(usb)) == 2


def test_what_is_damaged_in_the_vault_itself_is_never_taken_for_right(house, ada):
    """The backup beside the archive links to the very file."""
    kept_with_a_file(ada)
    back_up(own_place(), "asked")
    rotten = next(iter((house / "vault").rglob("original/*/*/0.age")))
    flip(rotten, 700)

    for _day in range(2):
        with pytest.raises(NotProven):
            back_up(own_place(), "asked")

    newest, *others = snapshots(own_place())
    assert newest.proven is None
    assert any(one.proven for one in others)


def put_back(place, whole):
    for name, data in whole.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def test_one_whose_folder_was_taken_apart_is_none(backed_up):
    shutil.rmtree(backed_up.folder)

    assert snapshots(backed_up.place) == []
