"""Bringing a backup back: whole, or not at all."""

import json
import sys

import pytest

from heartleaf.archive.backup.backing_up import back_up
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.restoring import restore
from heartleaf.archive.backup.snapshots import read
from tests.archive.backup.conftest import files_in, rows_in
from tests.archive.backup.test_proving import PARTS, damage, put_back
from tests.doors.disks import mounted, read_only


@pytest.fixture
def backed_up(house, usb, ada, given_a_picture):
    given_a_picture(ada, title="The blanket")
    return back_up(usb, "asked")


def test_it_is_the_archive_again_as_it_was_at_that_instant(
    house, backed_up, empty, ada, given_a_picture
):
    vault_then = files_in(house / "vault")
    given_a_picture(ada, title="Kept since")

    restore(backed_up.folder, empty)

    assert files_in(empty.vault) == vault_then
    assert (empty.data / "MARKER").read_bytes() == (house / "MARKER").read_bytes()
    assert rows_in(empty.database, "SELECT count(*) FROM heartleaf_keepsake") == [(1,)]
    assert not [name for name in files_in(empty.data.parent) if "restoring" in name]


def test_of_a_place_it_is_the_newest_that_counts(house, backed_up, usb, empty):
    newer = back_up(usb, "asked")
    (newer.folder / "proven.json").unlink()

    done = restore(usb, empty)

    assert done.snapshot.folder == backed_up.folder
    assert done.newer == (f"A newer backup lies beside it: {newer.folder.name}.",)


def test_nothing_is_written_over(house, backed_up, empty):
    restore(backed_up.folder, empty)
    before = files_in(empty.data)

    with pytest.raises(BackupProblem, match=r"is not empty. .* Nothing was written"):
        restore(backed_up.folder, empty)
    assert files_in(empty.data) == before


def test_a_database_with_something_in_it_is_not_written_over(house, backed_up, empty):
    restore(backed_up.folder, empty)
    for name in ("MARKER", "vault"):
        (empty.data / name).rename(empty.data.with_name(f"{name} aside"))

    with pytest.raises(BackupProblem, match="not empty"):
        restore(backed_up.folder, empty)
    assert not (empty.data / "MARKER").exists()


def test_one_that_is_damaged_anywhere_leaves_nothing_behind(backed_up, empty):
    whole = files_in(backed_up.place)
    for what in PARTS:
        damage(backed_up, what)

        with pytest.raises(BackupProblem, match="Nothing was written"):
            restore(backed_up.folder, empty)
        assert not empty.data.exists() or files_in(empty.data) == {}, what
        put_back(backed_up.place, whole)
    assert restore(backed_up.folder, empty).files == backed_up.manifest["files"] + 2


def test_a_manifest_that_is_no_manifest_is_refused_in_words(backed_up, empty):
    for told in ("", "{", "[]", '{"made": 5}', "null", "[1, 2"):
        (backed_up.folder / "manifest.json").write_text(told)

        with pytest.raises(BackupProblem, match="is damaged"):
            restore(backed_up.folder, empty)


def test_a_list_that_leads_elsewhere_is_refused(backed_up, empty):
    """A backup may come from anyone."""
    (backed_up.folder / "files.sha256").write_text(f"{'0' * 64}  ../../../secret\n")

    with pytest.raises(BackupProblem, match="damaged"):
        restore(backed_up.folder, empty)


@pytest.mark.parametrize(
    "told",
    [{"format": "heartleaf-backup/2"}, {"migrations": ["0001_initial", "0999_of_a_later_year"]}],
    ids=["another format", "another database"],
)
def test_one_of_a_newer_version_is_refused_in_words(backed_up, empty, told):
    (backed_up.folder / "manifest.json").write_text(json.dumps(backed_up.manifest | told))

    with pytest.raises(BackupProblem, match=r"Install that version or a later one. Nothing was"):
        restore(backed_up.folder, empty)


def test_one_of_the_other_kind_of_database_is_refused_in_words(backed_up, empty):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[empty.database.kind]
    told = backed_up.manifest | {"database": {"kind": other, "file": "database.dump"}}
    (backed_up.folder / "manifest.json").write_text(json.dumps(told))

    with pytest.raises(BackupProblem, match=r"comes back only to the kind of database"):
        restore(backed_up.folder, empty)


def test_an_empty_folder_is_no_backup(house, usb, empty):
    with pytest.raises(BackupProblem, match="is no backup"):
        restore(usb, empty)


def test_backups_in_the_data_folder_stay_where_they_are(house, backed_up, empty, usb):
    """The archive beside them was broken and moved away."""
    empty.data.mkdir()
    usb.rename(empty.data / "backups")

    restore(empty.data / "backups", empty)

    assert (empty.data / "MARKER").exists()
    assert read(empty.data / "backups" / backed_up.folder.name).proven


@pytest.mark.skipif(sys.platform != "linux", reason="small disks are mounted on Linux")
def test_onto_a_full_disk_nothing_comes(backed_up, empty):
    empty.data.mkdir()
    if not mounted(empty.data, "size=1m"):
        pytest.skip("no small disk may be mounted here")
    try:
        with pytest.raises(BackupProblem, match="has not enough room"):
            restore(backed_up.folder, empty)
        assert files_in(empty.data) == {}
    finally:
        import subprocess

        subprocess.run(["umount", empty.data], check=True)


def test_from_a_disk_that_cannot_be_written_it_comes_back(backed_up, empty):
    with read_only(backed_up.place):
        restore(backed_up.folder, empty)

    assert (empty.data / "MARKER").exists()
