"""What is in a backup, and what making one leaves alone."""

import json
import os
import threading

import pytest

from heartleaf.archive.backup import making
from heartleaf.archive.backup.backing_up import back_up, take_away_old
from heartleaf.archive.backup.locking import Busy, alone
from heartleaf.archive.backup.places import own_place, snapshots
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Media
from heartleaf.sealing import seal
from tests.archive.backup.conftest import files_in, kept_with_a_file
from tests.secrecy.seeking import Seeker


def test_every_file_of_the_vault_is_in_it_and_has_its_hash(house, usb, ada):
    kept_with_a_file(ada)

    made = back_up(usb, "asked")

    names = {one.vault_name for one in made.listed()} - {None}
    assert names == set(vault().names())
    assert made.manifest["counts"]["heartleaf_keepsake"] == 1
    assert made.proven
    assert not made.half


def test_a_later_one_writes_only_what_is_new(house, usb, ada):
    kept_with_a_file(ada)
    first = back_up(usb, "asked")
    before = {path: path.stat().st_ino for path in (usb / "files").rglob("*.age")}
    kept_with_a_file(ada)

    second = back_up(usb, "asked")

    after = {path: path.stat().st_ino for path in (usb / "files").rglob("*.age")}
    assert before.items() < after.items()
    assert {one.path for one in first.listed()} <= {one.path for one in second.listed()}


def test_beside_the_archive_the_files_take_no_room_and_elsewhere_they_are_copies(house, usb, ada):
    kept_with_a_file(ada)
    back_up(own_place(), "asked")
    back_up(usb, "asked")

    def links(folder):
        return {path.stat().st_nlink for path in (folder / "files").rglob("*.age")}

    assert (links(own_place()), links(usb)) == ({2}, {1})


def test_what_is_removed_while_it_is_made_is_in_it_all_the_same(house, usb, ada, monkeypatch):
    """Whoever deletes for good is not held up; the database of that instant still speaks of it."""
    kept = kept_with_a_file(ada)
    media = Media.objects.get()

    at_the_copying(monkeypatch, after=lambda: let_go(kept))
    made = back_up(usb, "asked")

    assert made.proven
    assert not any(str(media.pk) in name for name in vault().names())
    assert any(str(media.pk) in one.path for one in made.listed())


def test_what_comes_and_goes_while_it_is_made_does_not_spoil_it(house, usb, ada, monkeypatch):
    """Kept after the files were looked through, gone before they are looked through again."""
    kept = []
    at_the_copying(
        monkeypatch,
        before=lambda: kept or kept.append(kept_with_a_file(ada)),
        after=lambda: let_go(kept[0]),
    )

    made = back_up(usb, "asked")

    assert made.proven
    assert made.manifest["missing"] == []
    assert made.manifest["counts"]["heartleaf_keepsake"] == 0


def test_writing_goes_on_meanwhile(house, usb, ada, given_a_letter):
    """Each is of one instant: as many changes as it has letters."""
    done = threading.Event()

    def write():
        from django.db import connection

        while not done.is_set():
            given_a_letter(ada, words="A letter while it is made")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [back_up(usb, "asked").manifest for _number in range(3)]
    finally:
        done.set()
        writer.join()

    letters = [one["counts"]["heartleaf_keepsake"] for one in counts]
    assert letters == [one["changes"] for one in counts]
    assert letters == sorted(letters)
    assert letters[-1] > 0


def test_the_same_name_given_twice_leaves_earlier_backups_as_they_were(house, usb, ada):
    """As where a part of an upload comes again after the line was cut."""
    name = "upload/0b5e3b0e-5a42-4a3e-8c1c-0d8a1f7e9b11/0.age"
    recipient = ada.circle("us").recipient
    vault().put(name, seal(b"one", recipient))
    first = back_up(usb, "asked")
    vault().put(name, seal(b"another", recipient))
    os.utime(house / "vault/upload/0b/0b5e3b0e-5a42-4a3e-8c1c-0d8a1f7e9b11/0.age", (1, 1))

    second = back_up(usb, "asked")

    assert second.proven
    hashes = [{o.sha256 for o in one.listed() if o.vault_name == name} for one in (first, second)]
    assert hashes[0] != hashes[1]
    assert all(is_whole(one) for one in (first, second))


def test_a_file_that_was_missing_before_is_named_in_it(house, usb, ada):
    kept_with_a_file(ada)
    [name] = vault().names()
    vault().remove(name)

    made = back_up(usb, "asked")

    assert made.manifest["missing"] == [name]
    assert made.proven


def test_nothing_can_be_read_in_a_backup(house, usb, ada, given_a_letter, given_a_picture):
    words = [
        "a yellow blanket from Inge",
        "The linden behind the house",
        "Rowan",
        "ada@example.org",
    ]
    given_a_letter(ada, title=words[1], words=words[0])
    given_a_picture(ada, title=words[1])

    back_up(usb, "asked")

    assert Seeker(words).in_folder(usb) == []
    assert b"for tests, and for nothing else" not in b"".join(files_in(usb).values())


def test_two_at_once_are_one_after_the_other(house, usb):
    with alone(), pytest.raises(Busy):
        back_up(usb, "asked")

    assert back_up(usb, "asked").proven


def test_a_folder_with_other_things_is_left_alone(house, usb):
    (usb / "photographs").mkdir()

    with pytest.raises(BackupProblem, match="holds other things"):
        back_up(usb, "asked")
    assert [path.name for path in usb.iterdir()] == ["photographs"]


def test_when_the_last_backup_of_a_file_goes_the_file_goes(house, ada):
    kept = kept_with_a_file(ada)
    media = str(Media.objects.get().pk)
    old = back_up(own_place(), "asked")
    let_go(kept)
    back_up(own_place(), "asked")
    as_of(old, "2020-05-12T04:00:00+00:00")

    gone = take_away_old(own_place())

    assert [one.folder for one in gone] == [old.folder]
    assert not any(media in str(path) for path in own_place().rglob("*.age"))
    assert [is_whole(one) for one in snapshots(own_place())] == [True]


def let_go(keepsake):
    """For good, with its files."""
    keeping.put_in_bin(keepsake)
    keeping.destroy(keepsake)


def at_the_copying(monkeypatch, *, before=lambda: None, after=lambda: None):
    """Let something happen just before or after the database is copied."""
    real = making.database_of

    def watched(told):
        database = real(told)
        copy = database.copy_to
        begun = []

        def copy_to(file):
            begun or before()
            noted = copy(file)
            begun or after()
            begun.append(True)
            return noted

        database.copy_to = copy_to
        return database

    monkeypatch.setattr(making, "database_of", watched)


def as_of(snapshot, moment):
    told = snapshot.manifest | {"made": moment}
    (snapshot.folder / "manifest.json").write_text(json.dumps(told))


def is_whole(snapshot):
    from heartleaf.archive.backup.proving import damaged

    return list(damaged(snapshot, snapshot.listed())) == []
