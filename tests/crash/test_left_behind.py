"""What a crash or a second window leaves behind harms nothing, and goes."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.utils import timezone

from heartleaf.archive import choosing, uploads, working
from heartleaf.archive.checking import check_all
from heartleaf.archive.marker import open_archive
from heartleaf.archive.models import Import, Upload
from heartleaf.family.models import Installation
from heartleaf.keepsakes import images, keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.media import PART, begin_media, discard, original_name, vault
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.receiving import let_go, receive
from heartleaf.keepsakes.showing import Shelf
from heartleaf.keepsakes.sweeping import sweep_vault
from heartleaf.sealing import Recipient, SealedSpool, seal
from heartleaf.vault import FolderVault, VaultError
from tests.cast import a_picture

pytestmark = pytest.mark.django_db
NEXT_WEEK = timezone.now() + datetime.timedelta(days=7)


def as_another_window_has_it(keepsake):
    return Keepsake.objects.get(pk=keepsake.pk)


def no_more_room(*_):
    raise VaultError("The vault could not be written or read (No space left on device).")


def test_a_picture_deleted_for_good_can_be_kept_again_though_its_bytes_are_still_there(
    ada, given_a_picture, monkeypatch
):
    data = a_picture("once")
    kept = given_a_picture(ada, data=data)
    with monkeypatch.context() as crash:
        crash.setattr(FolderVault, "remove", no_more_room)
        keeping.destroy(kept)

    again = given_a_picture(ada, data=data)

    assert again.media.count() == 1
    keeping.sweep_media(NEXT_WEEK)
    assert Media.objects.count() == 1
    assert check_all(ada).problems == []


def test_what_is_taken_back_while_the_bins_are_emptied_stays(ada, given_a_letter, monkeypatch):
    letter = given_a_letter(ada)
    keeping.put_in_bin(letter)
    listed = Keepsake.objects.filter(pk=letter.pk)
    as_listed = list(listed)
    keeping.take_back(letter, ada.circle("only-me"))

    monkeypatch.setattr(Keepsake.objects, "filter", lambda **_: as_listed)
    keeping.empty_bins(NEXT_WEEK)

    monkeypatch.undo()
    assert Keepsake.objects.filter(pk=letter.pk).exists()


def test_what_was_changed_in_another_window_is_not_deleted_from_this_one(ada, given_a_letter):
    letter = given_a_letter(ada, words="first")
    here = as_another_window_has_it(letter)
    keeping.change(letter, ada.circle("only-me"), Card(words="second"))

    with pytest.raises(ChangedMeanwhile):
        keeping.destroy(here)


def test_a_change_to_what_is_gone_is_said_so_and_not_an_error(ada, given_a_letter):
    letter = given_a_letter(ada, words="first")
    here = as_another_window_has_it(letter)
    keeping.destroy(letter)

    with pytest.raises(ChangedMeanwhile):
        keeping.change(here, ada.circle("only-me"), Card(words="second"))
    with pytest.raises(ChangedMeanwhile):
        keeping.put_in_bin(here)


def test_into_the_bin_from_one_window_after_it_was_moved_in_another(ada, given_a_letter):
    letter = given_a_letter(ada)
    here = as_another_window_has_it(letter)
    given_a_letter(ada, circle="us")
    keeping.move(letter, ada.circle("only-me"), ada.circle("us"))

    keeping.put_in_bin(here)

    assert [shown.keepsake.pk for shown in Shelf(ada).page(place="bin").entries] == [letter.pk]
    assert check_all(ada).problems == []


def test_the_same_words_brought_in_by_both_parents_may_both_be_moved_to_us(ada, jonas):
    for parent in (ada, jonas):
        card = Card(words="the same post", origin="instagram:1")
        kept = keeping.keep(parent, parent.circle("only-me"), card)
        keeping.move(kept, parent.circle("only-me"), parent.circle("us"))

    assert len(Shelf(ada).page().entries) == 2


def test_what_was_moved_while_it_lay_in_the_bin_does_not_count_as_here(ada, given_a_picture):
    data = a_picture("once")
    picture = given_a_picture(ada, data=data)
    keeping.put_in_bin(picture)

    keeping.move(picture, ada.circle("only-me"), ada.circle("us"))

    assert given_a_picture(ada, circle="us", data=data)


def test_a_keepsake_is_not_kept_without_its_file(ada, given_a_picture):
    kept = given_a_picture(ada, circle="us")
    card = Card(attachments=Shelf(ada).get(kept.pk).card.attachments)
    Media.objects.all().delete()

    with pytest.raises(VaultError):
        keeping.keep(ada, ada.circle("us"), card)
    assert Keepsake.objects.count() == 1


def test_nothing_is_kept_with_a_file_that_the_clock_is_taking_away(ada, monkeypatch):
    attachment = receive([a_picture()], ada.circle("us"), "IMG_1.jpg").attachment
    remove, refused = FolderVault.remove, []

    def remove_and_meanwhile_keep(vault, name):
        remove(vault, name)
        with pytest.raises(VaultError):
            keeping.keep(ada, ada.circle("us"), Card(attachments=[attachment]))
        refused.append(name)

    monkeypatch.setattr(FolderVault, "remove", remove_and_meanwhile_keep)
    keeping.sweep_media(NEXT_WEEK)

    assert refused
    assert not Keepsake.objects.exists()
    assert check_all(ada).problems == []


def test_what_became_a_keepsake_a_moment_ago_is_not_taken_away(ada, given_a_picture):
    kept = given_a_picture(ada)

    discard(kept.media.get().pk)

    assert check_all(ada).problems == []


def test_a_file_the_clock_took_for_left_behind_leaves_nothing_when_it_has_arrived(ada):
    attachment = receive([a_picture()], ada.circle("us"), "IMG_1.jpg").attachment
    Media.objects.all().delete()  # a laptop slept for a day; its last bytes came after the clock

    let_go([attachment])

    assert list(vault().names()) == []


# ── The tray ────────────────────────────────────────────────────────────────────────────────


def test_what_was_chosen_is_out_of_the_tray_at_once_whatever_happens_next(
    ada, given_a_letter, monkeypatch
):
    many = [given_a_letter(ada, place="tray").pk for _ in range(choosing.AT_ONCE + 3)]
    monkeypatch.setattr(choosing, "_beside", lambda *_: None)  # the program ends here

    choosing.keep_chosen(ada, many, "us")

    assert Shelf(ada).all("tray") == []
    assert len(Shelf(ada).all("shelf")) == len(many)


# ── Uploads ─────────────────────────────────────────────────────────────────────────────────


def test_an_import_does_not_start_before_its_files_have_arrived(ada):
    row = uploads.new_import(ada)
    uploads.begin_upload(ada.person, "export.zip", 10, row)

    assert not working.start(row, ada)
    assert Import.objects.get().state == Import.State.GATHERING


def test_no_more_arrives_than_was_said(ada):
    upload = uploads.begin_upload(ada.person, "export.zip", 10)

    with pytest.raises(uploads.NotInOrder):
        uploads.add_bytes(upload, 0, bytes(PART))


def test_an_upload_that_was_half_taken_away_is_not_missed(ada, monkeypatch):
    upload = uploads.begin_upload(ada.person, "export.zip", 10)
    uploads.add_bytes(upload, 0, bytes(10))
    with monkeypatch.context() as crash:
        crash.setattr(type(upload), "delete", no_more_room)
        with pytest.raises(VaultError):
            uploads.discard(upload)

    assert check_all(ada).problems == []


def test_an_import_of_three_days_keeps_what_arrived_on_the_first(ada):
    row = uploads.new_import(ada)
    first = uploads.begin_upload(ada.person, "1.jpg", 10, row)
    uploads.add_bytes(first, 0, bytes(10))
    long_ago = timezone.now() - datetime.timedelta(days=3)
    Upload.objects.update(began_at=long_ago)
    Import.objects.update(began_at=long_ago, alive_at=long_ago)
    second = uploads.begin_upload(ada.person, "2.jpg", 10, row, number=1)
    uploads.add_bytes(second, 0, bytes(10))

    uploads.sweep_uploads(timezone.now())

    assert row.uploads.count() == 2
    assert uploads.all_arrived(row)


def test_an_import_does_not_start_with_what_the_clock_left_of_it(ada, monkeypatch):
    row = uploads.new_import(ada)
    for number in range(2):
        upload = uploads.begin_upload(ada.person, f"{number}.jpg", 10, row, number)
        uploads.add_bytes(upload, 0, bytes(10))
    with monkeypatch.context() as crash:
        crash.setattr(FolderVault, "remove", no_more_room)
        with pytest.raises(VaultError):
            uploads.sweep_uploads(NEXT_WEEK)

    assert not working.start(row, ada)

    uploads.sweep_uploads(NEXT_WEEK)
    assert not Upload.objects.exists()
    assert list(vault().names()) == []


def test_what_a_full_disk_stopped_waits_for_two_days_and_then_goes_whole(ada):
    row = uploads.new_import(ada)
    upload = uploads.begin_upload(ada.person, "1.jpg", 10, row)
    uploads.add_bytes(upload, 0, bytes(10))
    Import.objects.update(state=Import.State.STOPPED)

    uploads.sweep_uploads(timezone.now() + datetime.timedelta(days=1))
    assert Upload.objects.exists()

    uploads.sweep_uploads(NEXT_WEEK)
    assert not Upload.objects.exists()
    assert not working.start(row, ada)


def test_an_import_that_was_begun_twice_leaves_no_empty_one(ada):
    uploads.new_import(ada)

    uploads.sweep_uploads(NEXT_WEEK)

    assert not Import.objects.exists()


# ── The vault ───────────────────────────────────────────────────────────────────────────────


def test_pages_are_shown_though_there_is_no_room_for_an_index(ada, given_a_letter, monkeypatch):
    monkeypatch.setattr(images, "APPLY_AT_MOST", 0)
    given_a_letter(ada, title="A letter")
    monkeypatch.setattr(FolderVault, "put", no_more_room)

    assert [shown.card.title for shown in Shelf(ada).page().entries] == ["A letter"]


def test_half_written_files_and_old_images_go_and_nothing_else(ada, given_a_letter, monkeypatch):
    monkeypatch.setattr(images, "APPLY_AT_MOST", 0)
    given_a_letter(ada)
    Shelf(ada).page()  # writes an image that is used
    sealed = seal(b"sealed", Recipient(ada.person.recipient))
    loose = f"index/{uuid.uuid4()}/0.age"
    unknown = original_name(uuid.uuid4(), 0)
    vault().put(loose, sealed)
    vault().put(unknown, sealed)
    before = set(vault().names())
    half = Path(vault().root, "original", "ab", "half", ".abc.new")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")

    sweep_vault(timezone.now())
    assert half.exists()
    assert set(vault().names()) == before

    sweep_vault(NEXT_WEEK)
    assert not half.exists()
    assert set(vault().names()) == before - {loose}
    assert check_all(ada).problems == []


def test_a_file_on_its_way_is_no_reason_to_doubt_the_vault(ada, settings, tmp_path):
    """Killed after the row and before the first byte: the vault is empty, and rightly so."""
    settings.HEARTLEAF_DATA = tmp_path
    (tmp_path / "MARKER").write_text(str(Installation.objects.get().id))
    begin_media(ada.circle("us"))

    open_archive()


def test_a_temporary_file_on_a_nearly_full_disk_holds_every_byte_it_took():
    with SealedSpool() as spool:
        spool._file = TakesLittle(spool._file)
        assert spool.write(b"ten bytes.") == 10
        assert spool.write(b" And more.") == 10
        spool.seek(0)

        assert spool.read() == b"ten bytes. And more."


class TakesLittle:
    """A file that takes three bytes at a time, as it may."""

    def __init__(self, file):
        self._file = file

    def write(self, data):
        return self._file.write(data[:3])

    def __getattr__(self, name):
        return getattr(self._file, name)
