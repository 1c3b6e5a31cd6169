"""Stills with a film behind them."""

import io

import av
import pytest

from tests.vectors import films_hidden as hidden
from tests.vectors.heics import Heic, box
from tests.vectors.pictures import corners, saved
from tests.vectors.shown import looked, upright


@pytest.fixture(scope="module")
def film():
    return hidden.film()


@pytest.fixture(scope="module")
def still():
    return saved(corners(), "JPEG")


@pytest.fixture(scope="module")
def heic():
    file = Heic()
    file.picture(corners())
    return file


def cut_out(data):
    found = looked(data).film
    return data[found.offset : found.offset + found.size]


@pytest.mark.parametrize("container", [True, False])
def test_a_film_google_hides_is_found(still, film, container):
    assert cut_out(hidden.google(still, film, container=container)) == film


def test_a_film_samsung_hides_is_found_without_what_follows_it(still, film):
    data = hidden.samsung(still, film)

    assert cut_out(data) == film
    assert not data.endswith(film)


def test_a_film_only_appended_is_found_and_plays(still, film):
    with av.open(io.BytesIO(cut_out(still + film))) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 5


def test_a_film_behind_other_pictures_is_found(film):
    several = saved(corners(), "MPO", save_all=True, append_images=[corners().rotate(180)])

    found = looked(several + film)

    assert found.film.offset == len(several)
    assert found.pages == 1
    assert upright(found.views.large)


def test_a_film_in_a_box_of_a_heic_is_found(heic, film):
    data = heic.data(after=box(b"mpvd", film))

    assert cut_out(data) == film
    assert upright(looked(data).views.large)


def test_a_film_behind_a_heic_is_found(heic, film):
    assert cut_out(heic.data(after=film)) == film


@pytest.mark.parametrize(
    "spoil",
    [
        lambda film: film[: len(film) // 2],
        lambda film: film.replace(b"ftyp", b"fyyp"),
        lambda film: film.replace(b"moov", b"move"),
        lambda film: b"\0\0\0\x10ftypisom" * 999,
    ],
)
def test_what_is_no_film_is_not_called_one(still, film, spoil):
    for container in (True, False):
        assert looked(hidden.google(still, spoil(film), container=container)).film is None


@pytest.mark.parametrize("said", [0, 1, 7, 10**11])
def test_where_a_file_lies_about_its_film_it_is_looked_for(still, film, said):
    lying = hidden.google(still, film, container=False)
    lying = lying.replace(b'Offset="%d"' % len(film), b'Offset="%d"' % said)

    assert looked(lying).film is None or cut_out(lying) == film


def test_a_picture_without_a_film_has_none(still, heic):
    assert looked(still).film is None
    assert looked(heic.data()).film is None
