"""What a full disk, another clock or a flipped bit does to a place: the other backups go on."""

import datetime
import errno
import json
import os
import subprocess
import sys

import pytest

from heartleaf.archive.backup import preparing
from heartleaf.archive.backup.backing_up import back_up, take_away_old
from heartleaf.archive.backup.daily import back_up_daily, is_due
from heartleaf.archive.backup.holding import files_for, holding
from heartleaf.archive.backup.places import own_place, snapshots
from heartleaf.archive.backup.problems import BackupProblem
from heartleaf.archive.backup.proving import look, prove
from heartleaf.archive.backup.restoring import restore
from heartleaf.archive.backup.standing import last_proven, standings
from heartleaf.family.models import Person
from heartleaf.keepsakes.media import original_name
from heartleaf.keepsakes.models import Media
from tests.archive.backup.conftest import files_in, flip, kept_with_a_file, the_same_on_both
from tests.archive.backup.test_making import as_of, at_the_copying
from tests.doors.disks import mounted

pytestmark = the_same_on_both


def an_hour_off(place):
    """As after a copy that keeps no times, or on a disk that knows no summer time."""
    for path in (place / "files").rglob("*.age"):
        os.utime(path, (path.stat().st_mtime + 3600,) * 2)


def test_a_full_disk_leaves_earlier_backups_as_they_were(house, usb, ada, monkeypatch):
    """At the very end, when all the files have been looked through."""
    kept_with_a_file(ada)
    first = back_up(usb, "asked")
    an_hour_off(usb)
    before = files_in(usb)
    kept_with_a_file(ada)

    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    at_the_copying(monkeypatch, after=full)
    with pytest.raises(BackupProblem, match="Earlier backups are as they were"):
        back_up(usb, "asked")

    assert files_in(usb) == before
    assert look(first).problems == []


@pytest.mark.skipif(sys.platform != "linux", reason="small disks are mounted on Linux")
def test_a_disk_that_becomes_full_while_one_is_made(house, usb, ada, monkeypatch):
    monkeypatch.setattr(preparing, "ROOM_TO_LEAVE", -(2**30))
    if not mounted(usb, "size=12m"):
        pytest.skip("no small disk may be mounted here")
    try:
        kept_with_a_file(ada)
        first = back_up(usb, "asked")
        an_hour_off(usb)
        kept_with_a_file(ada)
        (usb / ".filling").write_bytes(bytes(os.statvfs(usb).f_bavail * 4096 - 64 * 1024))
        before = files_in(usb)

        with pytest.raises(BackupProblem, match="Earlier backups are as they were"):
            back_up(usb, "asked")

        assert files_in(usb) == before
        (usb / ".filling").unlink()
        assert look(first).problems == []
        assert back_up(usb, "asked").proven
    finally:
        subprocess.run(["umount", usb], check=True)


def test_a_file_of_another_time_is_not_copied_again(house, usb, ada):
    kept_with_a_file(ada)
    back_up(usb, "asked")
    [stored] = (usb / "files").rglob("*.age")
    an_hour_off(usb)
    before = stored.stat()

    assert back_up(usb, "asked").proven

    assert stored.stat().st_ino == before.st_ino
    assert stored.stat().st_mtime == pytest.approx(before.st_mtime - 3600, abs=1)


def test_one_that_cannot_be_read_is_named_and_the_others_go_on(house, usb, ada, settings, empty):
    """A bit in turn of everything in it that is no archive, and each of these files gone."""
    kept_with_a_file(ada)
    settings.HEARTLEAF_BACKUPS = [usb]
    good, bad = back_up(usb, "asked"), back_up(usb, "asked")
    whole = {name: (bad.folder / name).read_bytes() for name in HARMED}
    for name in HARMED:
        for at in (*range(0, len(whole[name]), 37), None):
            if at is None:
                (bad.folder / name).unlink()
            else:
                flip(bad.folder / name, at)

            [place] = [one for one in standings() if one.place == usb]
            assert place.proven, (name, at)
            assert last_proven() == place.proven
            assert good.folder in {one.folder for one in holding([Media.objects.get().pk])}
            if name == "manifest.json" and at is None:
                assert place.unreadable == (bad.folder.name,)
                assert back_up(usb, "asked").proven
            (bad.folder / name).write_bytes(whole[name])
    (bad.folder / "manifest.json").write_text("{")
    for newer in snapshots(usb):
        if newer.folder != good.folder:
            (newer.folder / "proven.json").unlink()
    assert restore(usb, empty).snapshot.folder == good.folder


HARMED = ("proven.json", "manifest.json", "files.sha256")


@pytest.mark.parametrize("field", ["missing", "archive", "list", "database", "counts", "made"])
def test_a_manifest_without_a_field_is_damaged(backed_up, field):
    told = {name: said for name, said in backed_up.manifest.items() if name != field}
    (backed_up.folder / "manifest.json").write_text(json.dumps(told))

    assert snapshots(backed_up.place) == []


def test_a_proof_belongs_to_its_manifest(backed_up):
    proven = prove(backed_up)

    as_of(proven, "2026-01-12T04:00:00+00:00")

    assert [one.proven for one in snapshots(backed_up.place)] == [None]


@pytest.mark.parametrize("name", ["proven.json", "manifest.json", "files.sha256"])
def test_a_bit_in_one_keeps_no_later_one_from_being_proven(house, usb, ada, name):
    """The bit is in a hash, where there is one."""
    kept_with_a_file(ada)
    earlier = back_up(usb, "asked")
    flip(earlier.folder / name, 30)

    made = back_up(usb, "asked")

    assert made.proven
    assert look(made).problems == []


@pytest.mark.parametrize("harm", ["exchanged", "missing"])
def test_a_good_copy_stays_as_long_as_the_vaults_own_is_harmed(house, usb, ada, settings, harm):
    """Whatever the rule takes away: the last good copy is never of a backup that is too old."""
    kept_with_a_file(ada)
    settings.HEARTLEAF_BACKUPS = [usb]
    first = back_up(usb, "asked")
    [own] = (house / "vault").rglob("*.age")
    good = own.read_bytes()
    own.unlink()
    if harm == "exchanged":
        own.write_bytes(good[:-1] + b"!")
        os.utime(own, (1, 1))

    second = back_up(usb, "asked")
    as_of(first, "2020-05-12T04:00:00+00:00")
    assert [one.folder for one in take_away_old(usb)] == [first.folder]
    third = back_up(usb, "asked")

    assert second.archive_was_harmed
    assert third.archive_was_harmed
    assert [one.harmed for one in standings()] == [False, True]
    [media] = Media.objects.all()
    assert good in [copy.read_bytes() for copy in files_for(original_name(media.pk, 0))]


def test_one_of_another_century_puts_off_none(house, ada):
    made = back_up(own_place(), "asked")
    as_of(made, "2099-01-12T04:00:00+00:00")

    assert is_due(own_place(), datetime.datetime.now(datetime.UTC))


def test_old_ones_go_also_while_new_ones_fail(house, ada, monkeypatch):
    Person.objects.update(joined_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    old, newest = back_up(own_place(), "asked"), back_up(own_place(), "asked")
    as_of(old, "2020-05-12T04:00:00+00:00")
    monkeypatch.setattr(preparing, "ROOM_TO_LEAVE", 2**60)

    back_up_daily(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2))

    assert [one.folder for one in snapshots(own_place())] == [newest.folder]
    assert "not enough room" in standings()[0].said
