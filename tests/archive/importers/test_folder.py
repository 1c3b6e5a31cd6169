"""A folder of files gives what can be kept, each as it is, and names everything else."""

import io
import os
from pathlib import Path

import pytest

from heartleaf.archive.importers import (
    IMPORTERS,
    Found,
    Given,
    Refused,
    Source,
    choose,
    detect,
    folder,
    reasons,
)
from heartleaf.archive.importers.sorts import sort_out
from tests.vectors import folders
from tests.vectors.folders import FILM, HEIC, SOUND, as_zip, picture, write_folder

WILD = Path(__file__).parents[3] / "../shared/wild/photos"


def found_in(files):
    return list(folder.find(Source(Given("summer.zip", as_zip(files)))))


def why(name, data):
    (thing,) = found_in({name: data})
    return thing.reason if isinstance(thing, Refused) else None


def test_things_of_every_sort_come_in_without_words_or_day():
    found = [thing for thing in found_in(folders.summer()) if isinstance(thing, Found)]

    assert [name.rpartition("/")[2] for thing in found for name in thing.names] == [
        *("harbour.webp", "IMG_0001.jpg", "IMG_0002.PNG", "IMG_0003.avif"),
        *("IMG_0004.HEIC", "IMG_0004.MOV", "IMG_0010.mp4"),
        *("letter.pdf", "names.txt", "scan.tif", "speech.docx", "voice.m4a", "wave.gif"),
    ]
    assert {(thing.caption, thing.taken, thing.kind) for thing in found} == {("", None, "file")}


def test_what_belongs_to_programs_is_named_and_sidecars_passed_over():
    refused = [thing for thing in found_in(folders.summer()) if isinstance(thing, Refused)]

    assert {one.name.rpartition("/")[2]: one.reason for one in refused} == {
        "IMG_0010.srt": reasons.SUBTITLES,
        "IMG_0001.jpg.json": reasons.TECHNICAL,
        "catalogue.db": reasons.TECHNICAL,
    }


def test_things_come_in_the_order_a_person_would_lay_them():
    names = ["IMG_10.jpg", "b/1.jpg", "img_9.jpg", "IMG_2.jpg", "B/02.jpg", "IMG_01.jpg", "a.jpg"]

    found = found_in({name: picture() for name in names})

    assert [one.names[0] for one in found] == [
        *("a.jpg", "b/1.jpg", "B/02.jpg", "IMG_01.jpg", "IMG_2.jpg", "img_9.jpg", "IMG_10.jpg")
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("IMG_1", picture(), None),
        ("IMG_1.jpg_large", picture(), None),
        ("really-a-png.jpg", picture(1, "PNG"), None),
        ("IMG_1.hif", HEIC, None),
        ("film.jpg", FILM, None),
        ("film", FILM, None),
        ("sound.mp4", SOUND, None),
        ("letter", b"%PDF-1.4", None),
        ("letter.odt", b"PK\3\4", None),
        ("letter.doc", b"PK\3\4" + bytes(26) + b"[Content_Types].xml", None),
        ("letter.bak", b"PK\3\4" + bytes(26) + b"mimetypeapplication", None),
        ("mail.eml", b"From: Ada", None),
        ("page.html", b"<!DOCTYPE html>", None),
        ("drawing.svg", b"<svg xmlns=''/>", None),
        ("raw.CR2", b"II*\0", None),
        ("x.cr3.bak", b"\0\0\0\x18ftypcrx ", None),
        ("picture.db", picture(), None),
        ("empty.jpg", b"", reasons.EMPTY),
        ("torn.jpg", b"not a picture", reasons.NOT_AS_NAMED),
        ("torn.wav", b"not a sound", reasons.NOT_AS_NAMED),
        ("hidden.dat", b"PK\3\4", reasons.ARCHIVE),
        (".IMG_1.HEIC.icloud", b"bplist00", reasons.IN_ICLOUD),
        ("film.vtt", b"WEBVTT", reasons.SUBTITLES),
        ("notes.db", b"SQLite format 3", reasons.TECHNICAL),
        ("thumbs.sqlite", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", reasons.TECHNICAL),
        ("app.js", b"<script>", reasons.TECHNICAL),
        ("setup.exe", b"MZ", reasons.TECHNICAL),
        ("what.xyz", b"\1\2\3", reasons.UNKNOWN),
    ],
)
def test_what_a_file_is_decides_and_not_only_its_name(name, data, reason):
    assert why(name, data) == reason


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("note.txt", "Für Samuel, 12.05.".encode("utf-16"), "text"),
        ("poem.txt", b"The free wind over the harbour", "text"),
        ("note.md", b"Good night".ljust(188) + b"Good morning".ljust(400), "text"),
        ("US1", b"II*\0".ljust(128, b"\0") + b"DICM", "dicom"),
        ("old.dcm", b"\0\x08\0\5CS\0\x0aISO_IR 100", "dicom"),
        ("old.mov", b"\0\0\0\x08wide\0\1\0\0mdat", "mov"),
        ("film.mts", (b"G" + bytes(187)) * 4, "mts"),
        ("film.m2ts", (bytes(4) + b"G" + bytes(187)) * 4, "mts"),
        ("old.mp3", b"\xff\xfb\x90\x64" + bytes(400), "mp3"),
    ],
)
def test_files_that_begin_like_others_are_taken_for_what_they_are(name, data, kind):
    assert sort_out(Source(Given(name, io.BytesIO(data))), name) == kind


def test_the_time_a_file_was_copied_is_not_its_day(tmp_path):
    write_folder({"a.jpg": picture()}, tmp_path)
    before = list(folder.find(Source(tmp_path)))
    os.utime(tmp_path / "a.jpg", (1, 1))

    assert list(folder.find(Source(tmp_path))) == before


def test_a_second_run_finds_the_same_keys_and_another_picture_of_the_name_has_its_own():
    first, again = found_in({"IMG_0001.jpg": picture(1)}), found_in({"IMG_0001.jpg": picture(1)})
    other = found_in({"IMG_0001.jpg": picture(1) + b"more"})

    assert first == again
    assert first[0].key != other[0].key


def test_what_the_source_refused_is_handed_on():
    (good, odd) = folder.find(Source(Given("x.zip", folders.one_odd("../up.jpg", b"x"))))

    assert good == Refused("../up.jpg", reasons.CLIMBS)
    assert odd.names == ("good.jpg",)


def test_every_importer_goes_by_its_own_name_and_a_folder_is_asked_last():
    assert [importer.KIND for importer in IMPORTERS.values()] == list(IMPORTERS)
    assert list(IMPORTERS)[-1] == "folder"


def test_the_kind_may_be_chosen():
    source = Source(Given("x.zip", as_zip({"a.jpg": picture()})))

    assert detect(source) == "folder"
    assert choose(source) is folder
    assert choose(source, "instagram").KIND == "instagram"


@pytest.mark.skipif(not WILD.exists(), reason="the collection of real pictures is not here")
def test_real_pictures_are_recognised_whatever_their_state():
    with Source(WILD) as source:
        things = list(folder.find(source))

    endings = {thing.names[0].rpartition(".")[2] for thing in things if isinstance(thing, Found)}
    assert {"heic", "heif", "avif", "jpg", "tif"} <= endings
    assert len([thing for thing in things if isinstance(thing, Found)]) > 100
