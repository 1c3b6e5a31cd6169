"""Films and sounds of an Instagram export come in as its pictures do, each in its place."""

import pytest

from heartleaf.archive.importers import Found, Given, Refused, Source, instagram, reasons
from tests.vectors import instagram as vectors
from tests.vectors.folders import FILM, SOUND, as_zip

LAYOUTS = [vectors.of_2021, vectors.of_2022, vectors.of_2025]


def found_in(files):
    return list(instagram.find(Source(Given("export.zip", as_zip(files)))))


def keepsakes(things):
    return {one.caption: one for one in things if isinstance(one, Found)}


def last(name):
    return name.rpartition("/")[2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_carousel_keeps_its_own_order(layout):
    carousel = keepsakes(found_in(layout()))[vectors.CAROUSEL]

    assert [last(name) for name in carousel.names] == ["b.jpg", "d.mp4", "c.jpg"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reel_comes_with_its_words_and_without_its_subtitles(layout):
    things = found_in(layout())

    reel = keepsakes(things)[vectors.REEL]
    assert (reel.kind, last(reel.names[0])) == ("reel", "r.mp4")
    assert {last(one.name): one.reason for one in things if isinstance(one, Refused)} == {
        "i.jpg": reasons.DELETED,
        "g.jpg": reasons.MESSAGE,
        "r.srt": reasons.SUBTITLES,
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("media/igtv/202005/long.mp4", "reel"),
        ("media/stories/202005/17.mp4", "story"),
        ("media/other/voice.m4a", "file"),
    ],
)
def test_films_and_sounds_no_list_speaks_of_come_too(name, kind):
    data = SOUND if name.endswith("m4a") else FILM

    things = found_in(vectors.of_2021() | {name: data})

    assert [one.kind for one in things if isinstance(one, Found) and one.names == (name,)] == [kind]


def test_a_long_film_comes_with_its_words():
    uri = "media/igtv/202005/1.mp4"
    listed = {"ig_igtv_media": [{"media": [vectors.medium(uri, "Half an hour of rain")]}]}

    (found,) = found_in({"content/igtv_videos.json": vectors.dumped(listed), uri: FILM})

    assert (found.names, found.kind, found.caption) == ((uri,), "reel", "Half an hour of rain")


def test_films_of_2020_come_with_their_words_though_no_picture_is_beside_them():
    listed = {"videos": [{"caption": "Wind", "taken_at": "2020-05-12T08:00:00", "path": "v/1.mp4"}]}

    (found,) = found_in({"media.json": vectors.dumped(listed), "v/1.mp4": FILM})

    assert (found.names, found.kind, found.caption) == (("v/1.mp4",), "post", "Wind")


def test_a_still_and_a_film_of_one_name_are_what_the_export_says_they_are():
    media = [vectors.medium(f"media/posts/1.{ending}", "Words") for ending in ("jpg", "mp4")]
    files = {one["uri"]: FILM for one in media}

    (found,) = found_in({"content/posts_1.json": vectors.dumped([{"media": media}])} | files)

    assert (len(found.names), found.pair) == (2, False)
