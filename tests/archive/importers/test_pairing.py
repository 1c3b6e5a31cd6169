"""A still and the film a phone made around it come as one, by their names or what both say."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.archive.importers import Found, Given, Source, folder, pairing
from heartleaf.archive.importers.pair_identifiers import of_film, of_still
from tests.vectors import live
from tests.vectors.folders import FILM, HEIC, MOV, as_zip, picture
from tests.vectors.live import MARK, OTHER_MARK


def founds(files):
    things = folder.find(Source(Given("summer.zip", as_zip(files))))
    return [thing for thing in things if isinstance(thing, Found)]


def pairs_in(files):
    return [one.names for one in founds(files) if one.pair]


@pytest.mark.parametrize(
    ("still", "film"),
    [
        ("Summer/IMG_0001.HEIC", "Summer/IMG_0001.MOV"),
        ("IMG_0001.JPG", "img_0001.mov"),
        ("IMG_0001.heic", "IMG_0001_HEVC.MOV"),
        ("IMG_0001.HEIC", "IMG_0001.HEIC.MOV"),
        ("IMG_0001(1).HEIC", "IMG_0001(1).MOV"),
        ("MVIMG_1234.jpg", "MVIMG_1234.mp4"),
        ("PXL_2024.MP.jpg", "PXL_2024.MP"),
        ("IMG_1234.MV.jpg", "IMG_1234.MV.mp4"),
        ("PXL_2024.jpg", "PXL_2024.mp4"),
    ],
)
def test_a_still_and_a_film_of_one_name_are_one(still, film):
    files = {
        still: HEIC if ".heic" in still.lower() else picture(),
        film: MOV if ".mov" in film.lower() else FILM,
    }

    (found,) = founds(files)

    assert (found.names, found.pair) == ((still, film), True)


@pytest.mark.parametrize(
    "files",
    [
        {"a/IMG_1.HEIC": HEIC, "b/IMG_1.MOV": MOV},
        {"IMG_E1.HEIC": HEIC, "IMG_1.MOV": MOV},
        {"IMG_1.HEIC": HEIC, "IMG_1.JPG": picture(), "IMG_1.MOV": MOV},
        {"IMG_1.HEIC": HEIC, "IMG_1.MOV": MOV, "IMG_1.mp4": FILM},
        {"IMG_1.HEIC": HEIC, "IMG_1.JPG": picture(), "IMG_1.MOV": MOV, "IMG_1.mp4": FILM},
        {"IMG_1.png": picture(1, "PNG"), "IMG_1.MOV": MOV},
        {"IMG_1.HEIC": HEIC, "IMG_1.HEIC.m4a": MOV.replace(b"qt  ", b"M4A ")},
    ],
)
def test_others_stay_apart(files):
    assert pairs_in(files) == []
    assert sorted(name for one in founds(files) for name in one.names) == sorted(files)


def test_a_long_film_is_its_own(monkeypatch):
    monkeypatch.setattr(pairing, "_SHORT", len(MOV) - 1)

    assert pairs_in({"IMG_1.HEIC": HEIC, "IMG_1.MOV": MOV}) == []


def test_a_pair_stands_where_its_still_does_and_goes_by_its_key():
    files = {"IMG_1.jpg": picture(), "IMG_2.jpg": picture(2), "IMG_2.mov": MOV, "IMG_3.mov": MOV}
    alone = founds({"IMG_2.jpg": picture(2)})[0]

    found = founds(files)

    assert [one.names[0] for one in found] == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.mov"]
    assert found[1].key == alone.key
    assert len({one.key for one in found}) == 3


def test_a_pair_can_be_taken_apart():
    (found,) = founds({"IMG_2.jpg": picture(2), "IMG_2.mov": MOV})

    still, film = found.apart()

    assert (still.names, film.names) == (("IMG_2.jpg",), ("IMG_2.mov",))
    assert (still.pair, film.pair) == (False, False)
    assert still.key == found.key != film.key


def test_files_given_other_names_are_found_by_what_both_say():
    files = {
        "2024-05-12 08.00.00.jpg": live.still(MARK),
        "2024-05-12 08.00.01.mov": live.film(MARK),
        "2024-05-12 08.00.02.heic": live.heic(OTHER_MARK),
        "2024-05-12 08.00.03.mov": live.film_of_a_phone(OTHER_MARK),
        "another.jpg": live.still(),
    }

    names = list(files)

    assert pairs_in(files) == [(names[0], names[1]), (names[2], names[3])]


def test_of_a_still_in_two_forms_the_film_goes_to_one_that_says_so():
    files = {
        "IMG_1.HEIC": live.heic(MARK),
        "IMG_1.JPG": live.still(OTHER_MARK),
        "IMG_1.MOV": live.film(OTHER_MARK),
    }

    assert pairs_in(files) == [("IMG_1.JPG", "IMG_1.MOV")]


def test_two_pairs_of_one_name_chosen_from_a_phone_are_told_apart_by_what_they_say():
    given = [
        Given(name, io.BytesIO(data))
        for mark in (MARK, OTHER_MARK)
        for name, data in (("image.jpg", live.still(mark)), ("image.mov", live.film(mark)))
    ]

    found = list(folder.find(Source(*given)))

    assert [one.names for one in found] == [
        ("image.jpg", "image.mov"),
        ("part-3/image.jpg", "part-4/image.mov"),
    ]


def test_stills_are_not_opened_for_films_that_say_nothing(monkeypatch):
    monkeypatch.setattr(pairing, "of_still", lambda still: pytest.fail("opened"))

    assert pairs_in({"a.jpg": live.still(MARK), "b.mov": live.film()}) == []


def test_the_identifier_is_read_as_phones_and_as_tools_write_it():
    films = [live.film(MARK), live.film_of_a_phone(MARK, before=300_000)]

    assert [of_film(io.BytesIO(film)) for film in films] == [MARK, MARK]
    assert [of_still(io.BytesIO(still)) for still in (live.still(MARK), live.heic(MARK))] == [
        MARK,
        MARK,
    ]


@given(st.data())
def test_whatever_happens_to_a_file_only_an_identifier_or_nothing_comes_of_it(data):
    read, whole = data.draw(
        st.sampled_from([(of_film, live.film_of_a_phone(MARK)), (of_still, live.still(MARK))])
    )
    harmed = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 8))):
        harmed[data.draw(st.integers(0, len(harmed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(harmed)))

    said = read(io.BytesIO(harmed[:cut]))

    assert len(said) <= 64
    said.encode("ascii")


def test_a_film_of_nothing_but_tiny_atoms_is_left_soon():
    class Counting(io.BytesIO):
        reads = 0

        def read(self, size=-1):
            self.reads += 1
            return super().read(size)

    film = Counting(b"\0\0\0\x08free" * 500_000)

    assert of_film(film) == ""
    assert film.reads < 3000
