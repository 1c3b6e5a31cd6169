"""Bringing a backup back: whole, or not at all."""

import errno
import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from heartleaf.archive.backup import restoring
from heartleaf.archive.backup.backing_up import back_up
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.proving import prove
from heartleaf.archive.backup.restoring import restore
from heartleaf.archive.backup.snapshots import read
from tests.archive.backup.conftest import files_in, kept_with_a_file, rows_in, the_same_on_both
from tests.archive.backup.test_proving import PARTS, damage, put_back
from tests.doors.disks import mounted, read_only


def test_it_is_the_archive_again_as_it_was_at_that_instant(house, usb, empty, ada):
    kept_with_a_file(ada)
    made = back_up(usb, "asked")
    vault_then = files_in(house / "vault")
    kept_with_a_file(ada)

    restore(made.folder, empty)

    assert files_in(empty.vault) == vault_then
    assert (empty.data / "MARKER").read_bytes() == (house / "MARKER").read_bytes()
    assert rows_in(empty.database, "SELECT count(*) FROM heartleaf_keepsake") == [(1,)]
    assert not [name for name in files_in(empty.data.parent) if "restoring" in name]


def test_of_a_place_it_is_the_newest_that_counts(backed_up, empty):
    prove(backed_up)
    newer = shutil.copytree(backed_up.folder, backed_up.place / "newer")
    (newer / "proven.json").unlink()
    told = backed_up.manifest | {"made": "2199-05-12T04:00:00+00:00"}
    (newer / "manifest.json").write_text(json.dumps(told))

    done = restore(backed_up.place, empty)

    assert done.snapshot.folder == backed_up.folder
    assert done.newer == ("A newer backup lies beside it: newer.",)


def test_nothing_is_written_over(backed_up, empty):
    restore(backed_up.folder, empty)
    before = files_in(empty.data)

    with pytest.raises(BackupProblem, match=r"is not empty. .* Nothing was written"):
        restore(backed_up.folder, empty)
    assert files_in(empty.data) == before


def test_a_database_with_something_in_it_is_not_written_over(backed_up, empty):
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


@the_same_on_both
def test_a_manifest_that_is_no_manifest_is_refused_in_words(backed_up, empty):
    for told in ("", "{", "[]", '{"made": 5}', "null", "[1, 2"):
        (backed_up.folder / "manifest.json").write_text(told)

        with pytest.raises(BackupProblem, match="is damaged"):
            restore(backed_up.folder, empty)


@the_same_on_both
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


@the_same_on_both
def test_an_empty_folder_is_no_backup(usb, empty):
    with pytest.raises(BackupProblem, match="is no backup"):
        restore(usb, empty)


@the_same_on_both
def test_backups_in_the_data_folder_stay_where_they_are(backed_up, empty):
    """The archive beside them was broken and moved away."""
    empty.data.mkdir()
    backed_up.place.rename(empty.data / "backups")

    restore(empty.data / "backups", empty)

    assert (empty.data / "MARKER").exists()
    assert read(empty.data / "backups" / backed_up.folder.name)


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
        subprocess.run(["umount", empty.data], check=True)


def test_one_that_breaks_off_in_its_naming_is_undone_or_cleared_by_the_next(
    backed_up, empty, monkeypatch
):
    """The disk fails, or the program is killed, at each of its last steps."""
    if empty.database.kind != "sqlite":
        pytest.skip("a PostgreSQL stays filled, and the next one says so")
    real = restoring.flush_folder
    for step, killed in itertools.product(range(1, 5), (False, True)):
        left = step

        def failing(folder, killed=killed):
            nonlocal left
            left -= 1
            if left == 0 and killed:
                os._exit(1)
            if left == 0:
                raise OSError(errno.EIO, "Input/output error")
            real(folder)

        monkeypatch.setattr(restoring, "flush_folder", failing)
        if not killed:
            with pytest.raises(BackupProblem, match="Nothing of it is in"):
                restore(backed_up.folder, empty)
            assert files_in(empty.data) == {}, step
        elif (child := os.fork()) == 0:
            try:
                restore(backed_up.folder, empty)
            finally:
                os._exit(0)
        else:
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
            assert not (empty.data / "MARKER").exists()
    monkeypatch.setattr(restoring, "flush_folder", real)

    assert restore(backed_up.folder, empty).files == backed_up.manifest["files"] + 2


@pytest.mark.skipif(sys.platform != "linux", reason="small disks are mounted on Linux")
def test_into_a_vault_that_is_a_disk_of_its_own_it_comes_back(backed_up, empty):
    empty.vault.mkdir(parents=True)
    if not mounted(empty.vault, "size=80m"):
        pytest.skip("no small disk may be mounted here")
    try:
        (empty.vault / "lost+found").mkdir()
        restore(backed_up.folder, empty)

        assert sorted(path.name for path in empty.vault.iterdir()) == ["lost+found", "original"]
        assert len(files_in(empty.vault)) == backed_up.manifest["files"]
    finally:
        subprocess.run(["umount", empty.vault], check=True)


def test_from_a_disk_that_cannot_be_written_it_comes_back(backed_up, empty):
    with read_only(backed_up.place):
        restore(backed_up.folder, empty)

    assert (empty.data / "MARKER").exists()


def test_by_hand_it_comes_back_as_the_page_on_the_format_says(backed_up, empty):
    if empty.database.kind != "sqlite":
        pytest.skip("the page does it with SQLite")
    page = (Path(__file__).parents[3] / "docs/format.md").read_text()
    said = page.partition("By hand, a backup of SQLite")[2].partition("\nMore files")[0]
    commands = said.partition("\n\n")[2].replace("2026-11-26T04-00-12Z", backed_up.folder.name)
    told = {"PATH": os.environ["PATH"], "PLACE": backed_up.place, "DATA": empty.data}

    subprocess.run(["sh", "-euc", commands], env=told, check=True)

    by_hand = files_in(empty.data)
    shutil.rmtree(empty.data)
    restore(backed_up.folder, empty)
    assert files_in(empty.data) == by_hand
