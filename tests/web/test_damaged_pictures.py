"""The sealed bytes of a picture are damaged or gone: the page says so and keeps what is whole."""

import pytest

from heartleaf.keepsakes.media import original_name, vault, view_name
from heartleaf.sealing import SealingError
from tests.cast import a_picture

CANNOT = "This picture cannot be shown."
CAN_SAVE = "The original file is whole, and you can save it from here."
TWO_PARTS = a_picture("large") + bytes(5 * 1024 * 1024)
SMALL, LARGE, COVER = range(3)


@pytest.fixture
def picture(ada, given_a_picture):
    return given_a_picture(ada, circle="us", title="The linden", data=TWO_PARTS)


def media_of(keepsake):
    return keepsake.media.get().id


def damage(name):
    path = vault()._path(name)
    data = bytearray(path.read_bytes())
    data[-20] ^= 1
    path.write_bytes(data)


def page_of(keepsake):
    return f"/keepsakes/{keepsake.id}/"


def address(keepsake, what):
    return f"/keepsakes/{keepsake.id}/{media_of(keepsake)}/{what}"


@pytest.mark.parametrize("harm", [damage, lambda name: vault().remove(name)])
def test_a_damaged_view_is_answered_with_a_few_words_and_no_page(picture, hers, harm):
    harm(view_name(media_of(picture), SMALL))
    answer = hers.get(address(picture, "small.jpg"))

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.content.decode() == CANNOT
    assert hers.get(address(picture, "large.jpg")).status_code == 200


def test_the_page_of_a_whole_picture_says_nothing_of_damage(picture, hers):
    page = hers.get(page_of(picture)).content.decode()

    assert "large.jpg" in page
    assert CANNOT not in page


def test_the_page_says_that_a_view_is_damaged_and_that_the_original_is_kept(picture, hers):
    damage(view_name(media_of(picture), LARGE))
    page = hers.get(page_of(picture)).content.decode()

    assert CANNOT in page
    assert CAN_SAVE in page
    assert "The linden" in page
    assert "large.jpg" not in page
    assert b"".join(hers.get(address(picture, "original")).streaming_content) == TWO_PARTS


def test_the_page_does_not_promise_an_original_that_is_damaged_too(picture, hers):
    damage(view_name(media_of(picture), LARGE))
    damage(original_name(media_of(picture), 1))
    page = hers.get(page_of(picture)).content.decode()

    assert CANNOT in page
    assert CAN_SAVE not in page
    assert "those of the original too" in page
    assert address(picture, "original") not in page


def test_a_damaged_cover_is_told_and_what_is_under_it_stays_covered(ada, hers, given_a_picture):
    hidden = given_a_picture(ada, circle="us", covered=True, title="Your hand")
    damage(view_name(media_of(hidden), COVER))
    page = hers.get(page_of(hidden)).content.decode()

    assert CANNOT in page
    assert "Uncover" in page
    for word in ("Your hand", "large.jpg", "small.jpg", "original"):
        assert word not in page, word


def test_a_picture_whose_row_of_files_is_gone_is_told_as_well(picture, hers):
    where = page_of(picture)
    picture.media.all().delete()

    assert CANNOT in hers.get(where).content.decode()


def test_a_damaged_original_is_told_in_words_before_anything_is_sent(picture, hers):
    damage(original_name(media_of(picture), 0))
    answer = hers.get(address(picture, "original"))
    page = answer.content.decode()

    assert answer.status_code == 404
    assert "Content-Disposition" not in answer.headers
    assert "This file is damaged" in page
    assert "Nothing is lost" not in page


def test_an_original_that_is_damaged_further_on_does_not_end_as_if_it_were_whole(picture, hers):
    damage(original_name(media_of(picture), 1))
    answer = hers.get(address(picture, "original"))

    assert answer.headers["Content-Length"] == str(len(TWO_PARTS))
    with pytest.raises(SealingError):
        b"".join(answer.streaming_content)
