"""What is missing or damaged is put back from a backup that has it, and nothing is deleted."""

import shutil
from pathlib import Path

import pytest

from heartleaf.archive.checking import check_all
from heartleaf.archive.repairing import Repaired, plan, repair
from heartleaf.command.checking import _say_plan, _say_repaired
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import IndexImage, Keepsake
from heartleaf.sealing import Sealed, seal
from tests.archive.checking.test_naming import flip, original_of, view_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path, settings):
    """Another disk, which the host named for backups."""
    settings.HEARTLEAF_DATA = tmp_path
    settings.HEARTLEAF_BACKUPS = [tmp_path / "other disk"]
    settings.HEARTLEAF_BACKUPS[0].mkdir()
    return settings.HEARTLEAF_BACKUPS[0]


@pytest.fixture
def picture(place, ada, given_a_picture):
    return given_a_picture(ada, circle="us", title="In the garden", date="2025-05-12")


@pytest.fixture
def backup(place, picture):
    """A place as backups have it: made of what is here, by the list that belongs to it."""
    return a_backup(place)


def a_backup(place):
    """As `make` lays it, without the database of this test, which is one in memory."""
    import datetime
    import hashlib
    import json

    from django.conf import settings

    from heartleaf.archive.backup import FORMAT
    from heartleaf.archive.backup.storing import listed_path

    shutil.copytree(settings.HEARTLEAF_VAULT, place / "files", dirs_exist_ok=True)
    folder = place / "2026-05-03T04-00-00Z"
    folder.mkdir()
    lines = []
    for name in sorted(vault().names()):
        kind, id, part = name.split("/")
        data = (place / "files" / kind / id[:2] / id / part).read_bytes()
        lines.append(f"{hashlib.sha256(data).hexdigest()}  {listed_path(name)}\n")
    (folder / "files.sha256").write_text("".join(lines))
    made = datetime.datetime(2026, 5, 3, 4, tzinfo=datetime.UTC).isoformat()
    manifest = {"format": FORMAT, "heartleaf": "0", "made": made, "reason": "asked"}
    manifest |= {"archive": "", "database": {"kind": "sqlite"}, "migrations": [], "counts": {}}
    manifest |= {"changes": 0, "files": len(lines), "missing": [], "list": ""}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "proven.json").write_text(json.dumps({"at": made, "proven": True}))
    return folder


def test_what_is_damaged_is_put_back_and_kept_aside(ada, picture, backup, settings):
    flip(original_of(picture), settings)
    vault().remove(view_of(picture))
    planned = plan(check_all(ada))

    assert {one.name for one in planned.mends} == {original_of(picture), view_of(picture)}
    assert {one.what for one in planned.mends} == {"Photograph, 12 May 2025, “In the garden”"}
    assert {f"{one.made:%Y-%m-%d}" for one in planned.mends} == {"2026-05-03"}
    done = repair(planned.mends)
    assert (sorted(done.put_back), done.failed) == (
        sorted([original_of(picture), view_of(picture)]),
        [],
    )
    assert check_all(ada).whole
    kept = list(Path(done.aside).rglob("*.age"))
    assert [path.parent.name for path in kept] == [original_of(picture).split("/")[1]]


def test_without_a_key_the_list_of_the_backup_decides(ada, picture, backup, settings):
    vault().remove(original_of(picture))
    planned = plan(check_all())

    assert [one.name for one in planned.mends] == [original_of(picture)]
    repair(planned.mends)
    assert check_all(ada).whole


def test_a_copy_that_is_not_what_was_kept_is_not_taken(ada, picture, backup, settings):
    """Sealed for the same circle, and listed so by someone who could write to the backup."""
    name = original_of(picture)
    vault().remove(name)
    kind, id, part = name.split("/")
    copy = backup.parent / "files" / kind / id[:2] / id / part
    copy.write_bytes(seal(b"another picture", ada.circle("us").recipient))
    planned = plan(check_all(ada))

    assert planned.mends == []
    assert [one.id for one in planned.beyond] == [str(picture.id)]
    assert plan(check_all()).mends == []


def test_a_copy_that_changed_between_the_two_yeses_is_not_taken(ada, picture, backup, settings):
    name = original_of(picture)
    vault().remove(name)
    planned = plan(check_all(ada))
    Path(planned.mends[0].copy).write_bytes(seal(b"else", ada.circle("us").recipient))
    done = repair(planned.mends)

    assert done.put_back == []
    assert [name for name, _ in done.failed] == [name]
    assert name not in set(vault().names())


def test_what_was_taken_away_for_good_between_the_two_yeses_stays_away(ada, picture, backup):
    vault().remove(original_of(picture))
    planned = plan(check_all(ada))
    assert planned.mends
    keeping.put_in_bin(picture)
    keeping.destroy(Keepsake.objects.get(pk=picture.pk))

    done = repair(planned.mends)

    assert (done.put_back, done.failed) == ([], [])
    assert not [name for name in vault().names() if name.startswith(("original", "view"))]


def test_an_index_is_made_again_from_the_cards(ada, picture, backup, monkeypatch, settings):
    monkeypatch.setattr("heartleaf.keepsakes.images.APPLY_AT_MOST", 0)
    check_all(ada)
    image = IndexImage.objects.filter(part="facts").first()
    name = f"index/{image.media}/0.age"
    vault().put(name, Sealed(bytes(vault().get(name))[:40]))
    vault().remove(name)
    planned = plan(check_all())

    assert planned.anew == [name]
    assert repair((), planned.anew).anew == [name]
    assert check_all(ada).whole


def test_a_row_is_named_and_what_a_restore_would_bring_is_said(ada, picture, backup, capsys):
    Keepsake.objects.filter(pk=picture.pk).update(card=Sealed(bytes(picture.card)[:-40]))
    planned = plan(check_all(ada))

    assert not planned.offers_something
    assert [one.id for one in planned.beyond] == [str(picture.id)]
    assert f"{planned.newest:%Y-%m-%d}" == "2026-05-03"
    _say_plan(planned)
    assert "What is a row of the database is not put back alone." in capsys.readouterr().out


def test_what_no_backup_has_is_not_told_of_as_a_row_and_what_was_put_back_is_named(
    ada, picture, place, capsys
):
    vault().remove(original_of(picture))
    _say_plan(plan(check_all(ada)))
    said = capsys.readouterr().out
    assert "a row of the database" not in said
    assert "No backup that can be reached from here has a good copy" in said

    _say_repaired(Repaired(put_back=["media/one"], anew=["index/two"]))
    said = capsys.readouterr().out
    assert said.splitlines() == [
        "Put back: media/one",
        "Will be made anew from the cards: index/two",
    ]


def test_where_there_is_no_room_it_is_said_and_nothing_is_changed(
    ada, picture, backup, monkeypatch, settings
):
    from heartleaf.vault import folder

    flip(original_of(picture), settings)
    planned = plan(check_all(ada))

    def full(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "write_through", full)
    done = repair(planned.mends)
    assert done.put_back == []
    assert "No space left" in done.failed[0][1]
    assert original_of(picture) in set(vault().names())
