"""Bringing in: everything that is there, once, and each thing that is not, with its reason."""

import io
import json
import random
import tracemalloc
import zipfile

import pytest
from django.db.backends.signals import connection_created

from heartleaf.archive import importing
from heartleaf.archive.importers.source import Given, Source
from heartleaf.archive.importing import WORKERS, Landing, bring_in, dry_run
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from heartleaf.vault import VaultError
from tests.cast import a_picture
from tests.vectors import folders

pytestmark = pytest.mark.django_db(transaction=True)


MIB = 1024 * 1024
ONLY_WORDS = {
    "content/posts_1.json": json.dumps(
        [{"media": [{"uri": "media/posts/1.mp4"}], "title": "His song"}]
    ).encode()
}


def a_zip(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_jpg", ".jpg"), data)
    return Given("photos.zip", held)


def the_tray_of(person):
    return Landing(person, person.circle("only-me"), "tray")


def bring(person, given, **how):
    with Source(given) as source:
        return bring_in(source, the_tray_of(person), **how)


def counts(report):
    return report.found, report.kept, report.same, len(report.refused)


def test_what_comes_in_waits_in_the_tray_covered_and_for_ada_alone(ada, jonas):
    report = bring(ada, a_zip(a_jpg=a_picture("a"), b_jpg=a_picture("b")))

    assert counts(report) == (2, 2, 0, 0)
    assert Shelf(ada).page().entries == []
    tray = Shelf(ada).page(place="tray").entries
    assert [shown.is_covered for shown in tray] == [True, True]
    assert {shown.circle.kind for shown in tray} == {"only-me"}
    assert Shelf(jonas).page(place="tray").entries == []


def test_a_few_lines_to_the_database_are_enough_and_none_is_left_open(ada):
    opened = []

    def note(connection, **_):
        opened.append(connection)

    connection_created.connect(note)
    bring(ada, a_zip(**{f"p{n}_jpg": a_picture(str(n)) for n in range(8)}))
    connection_created.disconnect(note)

    assert 0 < len(opened) <= WORKERS
    assert {line.connection for line in opened} == {None}


def test_a_second_run_adds_nothing(ada):
    given = a_zip(a_jpg=a_picture("a"), b_jpg=a_picture("b"))
    bring(ada, given)

    assert counts(bring(ada, given)) == (2, 0, 2, 0)
    assert Keepsake.objects.count() == 2


def test_the_same_file_twice_in_one_run_is_one(ada):
    report = bring(ada, a_zip(a_jpg=a_picture("a"), again__a_jpg=a_picture("a")))

    assert counts(report) == (2, 1, 1, 0)


def test_what_is_in_us_already_is_not_brought_in_again(ada, jonas, given_a_picture):
    given_a_picture(jonas, circle="us", data=a_picture("a"))

    assert counts(bring(ada, a_zip(a_jpg=a_picture("a")))) == (1, 0, 1, 0)


def test_what_is_in_the_bin_is_brought_in_again(ada, jonas, given_a_picture):
    keeping.put_in_bin(given_a_picture(jonas, circle="us", data=a_picture("a")))
    given = a_zip(a_jpg=a_picture("a"), b_jpg=a_picture("b"))

    with Source(given) as source:
        assert counts(dry_run(source, ada)) == (2, 2, 0, 0)
    assert counts(bring(ada, given)) == (2, 2, 0, 0)
    assert counts(bring(ada, given)) == (2, 0, 2, 0)


def test_words_in_the_bin_are_brought_in_again_and_once(ada):
    given = Given("instagram.zip", folders.as_zip(ONLY_WORDS))
    bring(ada, given)
    keeping.put_in_bin(Keepsake.objects.get())

    bring(ada, given)
    bring(ada, given)

    assert Keepsake.objects.filter(binned_at=None).count() == 1


def test_a_post_of_very_many_pictures_is_never_in_memory_at_once(ada):
    files = {
        f"media/posts/{n}.jpg": b"\xff\xd8\xff" + random.Random(n).randbytes(2 * MIB)
        for n in range(40)
    }
    media = [{"uri": name} for name in files]
    files["content/posts_1.json"] = json.dumps([{"media": media, "title": "forty"}]).encode()
    given = Given("instagram.zip", folders.as_zip(files))
    del files

    tracemalloc.start()
    report = bring(ada, given)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert counts(report) == (40, 40, 0, 0)
    assert len(Keepsake.objects.get().media.all()) == 40
    assert most < 40 * MIB


def test_the_same_picture_twice_in_one_post_is_one(ada):
    media = [{"uri": "media/posts/a.jpg"}, {"uri": "media/posts/b.jpg"}]
    files = {f"media/posts/{name}.jpg": a_picture("a") for name in "ab"}
    files["content/posts_1.json"] = json.dumps([{"media": media, "title": "two"}]).encode()

    report = bring(ada, Given("instagram.zip", folders.as_zip(files)))

    assert counts(report) == (2, 1, 1, 0)


def test_words_that_another_run_kept_a_moment_ago_are_not_kept_twice(ada, monkeypatch):
    given = Given("instagram.zip", folders.as_zip(ONLY_WORDS))
    bring(ada, given)
    monkeypatch.setattr(importing, "origin_is_here", lambda circles, key: False)

    bring(ada, given)

    assert Keepsake.objects.count() == 1


def test_what_a_full_disk_stopped_leaves_no_file_behind(ada, monkeypatch):
    def no_room(*_):
        raise VaultError("The vault could not be written or read (No space left on device).")

    monkeypatch.setattr(importing, "keep", no_room)
    with pytest.raises(VaultError):
        bring(ada, a_zip(a_jpg=a_picture("a")))

    assert list(vault().names()) == []


def test_a_broken_picture_is_kept_and_said_to_have_no_view(ada):
    report = bring(ada, a_zip(good_jpg=a_picture("a"), broken_jpg=a_picture("b")[:150]))

    assert counts(report) == (2, 2, 0, 0)
    assert report.unseen == 1
    unseen = [s.card.attachments[0] for s in Shelf(ada).page(place="tray").entries]
    assert {bool(attachment.views) for attachment in unseen} == {True, False}


def test_what_is_no_picture_is_named_and_the_rest_goes_on(ada):
    report = bring(ada, a_zip(note_jpg=b"only words", good_jpg=a_picture("a")))

    assert counts(report) == (2, 1, 0, 1)
    assert report.refused[0].name.endswith("note.jpg")
    assert report.refused[0].reason


def test_a_dry_run_keeps_nothing_and_says_the_same(ada):
    given = a_zip(a_jpg=a_picture("a"), b_jpg=a_picture("a"), note_jpg=b"only words")

    with Source(given) as source:
        promised = dry_run(source, ada)

    assert Keepsake.objects.count() == 0
    assert counts(promised)[0] == counts(bring(ada, given))[0] == 3


def test_a_run_that_was_cut_off_is_finished_by_the_next(ada):
    given = a_zip(**{f"p{n}_jpg": a_picture(str(n)) for n in range(8)})

    def stop(report, total):
        if report.found >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(ada, given, tell=stop)
    had = Keepsake.objects.count()
    assert 0 < had < 8

    assert counts(bring(ada, given)) == (8, 8 - had, had, 0)
    assert len(Shelf(ada).page(place="tray").entries) == 8


def test_a_day_inside_a_picture_places_it_and_one_without_waits_undated(ada):
    from PIL import Image

    image, held = Image.new("RGB", (50, 50), "#abc"), io.BytesIO()
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9003] = "2025:05:12 06:30:00"
    image.save(held, "JPEG", exif=exif)

    bring(ada, a_zip(dated_jpg=held.getvalue(), undated_jpg=a_picture("u")))

    placed = [shown.card.placed for shown in Shelf(ada).page(place="tray").entries]
    assert placed == ["2025-05-12", ""]


def test_placed_at_once_when_a_circle_is_named(ada, jonas):
    landing = Landing(ada, ada.circle("us"), "shelf")

    with Source(a_zip(a_jpg=a_picture("a"))) as source:
        bring_in(source, landing)

    assert len(Shelf(jonas).page().entries) == 1


def test_words_that_came_without_their_film_are_told_once(ada):
    given = Given("instagram.zip", folders.as_zip(ONLY_WORDS))
    with Source(given) as source:
        tried = dry_run(source, ada)
    first, again = bring(ada, given), bring(ada, given)

    assert (tried.words, first.words, again.words) == (1, 1, 0)
    assert first.kept == 0
