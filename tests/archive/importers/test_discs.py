"""Of a hospital's disc the ultrasound comes in, in its order, and not the program beside it."""

import io

import pytest

from heartleaf.archive.importers import Found, Given, Refused, Source, folder, reasons
from tests.vectors import discs, folders
from tests.vectors.discs import SERIES
from tests.vectors.folders import FILM, as_zip, picture, write_folder


def names(things):
    return [name for one in things if isinstance(one, Found) for name in one.names]


def found_in(files):
    return list(folder.find(Source(Given("disc.zip", as_zip(files)))))


def refusals(things):
    return {one.name: one.reason for one in things if isinstance(one, Refused)}


def test_each_scan_is_a_keepsake_in_the_order_of_its_series():
    found = [one for one in found_in(discs.disc()) if isinstance(one, Found)]

    assert [one.names for one in found] == [
        (f"{SERIES}IM000001",),
        (f"{SERIES}IM000002",),
        (f"{SERIES}IM000010",),
    ]


def test_the_program_is_refused_in_its_own_sentence_and_the_list_passed_over():
    refused = refusals(found_in(discs.disc()))

    assert set(refused.values()) == {reasons.VIEWER}
    assert set(refused) == set(discs.disc()) - {"DICOMDIR"} - set(names(found_in(discs.disc())))


def test_a_disc_is_the_same_as_a_folder_and_further_down_in_one(tmp_path):
    files = {f"Mum/CD 1/{name}": data for name, data in discs.disc().items()}
    deeper = list(folder.find(Source(write_folder(files, tmp_path))))

    assert [name.removeprefix("Mum/CD 1/") for name in names(deeper)] == names(
        found_in(discs.disc())
    )
    assert set(refusals(deeper).values()) == {reasons.VIEWER}


def test_a_handful_of_files_chosen_from_a_disc_is_a_disc():
    chosen = {"DICOMDIR": discs.listing(), "IM000001": discs.scan(), "VIEWER.EXE": b"MZ"}
    given = [Given(name, io.BytesIO(data)) for name, data in chosen.items()]

    things = list(folder.find(Source(*given)))

    assert names(things) == ["IM000001"]
    assert refusals(things) == {"VIEWER.EXE": reasons.VIEWER}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("REPORT.PDF", b"%PDF-1.4"),
        ("EXPORT/face.jpg", picture()),
        ("EXPORT/heartbeat.avi", b"RIFF\0\0\0\0AVI "),
        ("EXPORT/notes.txt", b"Week 20"),
        ("to Samuel.txt", b"Dear Samuel"),
        ("VIEWER/IM000077", discs.scan(7)),
    ],
)
def test_what_the_hospital_or_the_family_laid_there_comes_in(name, data):
    assert name in names(found_in(discs.disc() | {name: data}))


def test_beside_a_disc_everything_is_as_it_was():
    disc = {f"CD/{name}": data for name, data in discs.disc().items()}
    beside = {"INDEX.HTM": b"<html>", "game/game.exe": b"MZ", "game/a.mp4": FILM}

    things = found_in(disc | beside)

    assert {"INDEX.HTM", "game/a.mp4"} < set(names(things))
    assert refusals(things)["game/game.exe"] == reasons.TECHNICAL


def test_a_damaged_scan_is_said_to_be_damaged():
    good, scan = discs.listing(), discs.scan()
    first = folders.member(b"DICOMDIR", good)
    second = bytearray(folders.member(b"VIEWER/IM1", scan))
    second[50] ^= 0x10
    lines = folders.line(b"DICOMDIR", good, 0) + folders.line(b"VIEWER/IM1", scan, len(first))
    held = folders.assembled(first + bytes(second), lines, 2)

    assert refusals(folder.find(Source(Given("disc.zip", held)))) == {"VIEWER/IM1": reasons.DAMAGED}


def test_a_list_is_one_also_in_small_letters_and_with_the_version_of_its_disc():
    for name in ("dicomdir", "DICOMDIR;1"):
        assert refusals(found_in({name: discs.listing(), "a.exe": b"MZ"})) == {
            "a.exe": reasons.VIEWER
        }


def test_a_picture_called_like_the_list_is_a_picture():
    assert names(found_in({"DICOMDIR": picture()})) == ["DICOMDIR"]
