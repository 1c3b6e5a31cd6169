"""An Instagram export of any year brings in the same small life."""

import datetime

import pytest

from heartleaf.archive.importers import Found, Given, Refused, Source, detect, instagram, reasons
from tests.vectors import instagram as vectors
from tests.vectors.folders import as_zip, picture, write_folder

LAYOUTS = [vectors.of_2020, vectors.of_2021, vectors.of_2022, vectors.of_2025]
SINCE_2021 = LAYOUTS[1:]
MORNING = datetime.datetime(2020, 5, 12, 8, 0, tzinfo=datetime.UTC)


def found_in(*exports):
    given = [Given(f"part-{n}.zip", as_zip(files)) for n, files in enumerate(exports)]
    return list(instagram.find(Source(*given)))


def keepsakes(things):
    return {thing.caption or thing.names[0].rpartition("/")[2]: thing for thing in founds(things)}


def founds(things):
    return [thing for thing in things if isinstance(thing, Found)]


def refusals(things):
    return {
        thing.name.rpartition("/")[2]: thing.reason
        for thing in things
        if isinstance(thing, Refused)
    }


@pytest.fixture(params=LAYOUTS, ids=lambda layout: layout.__name__)
def export(request):
    return request.param()


def test_every_layout_is_recognised(export, tmp_path):
    assert detect(Source(Given("export.zip", as_zip(export)))) == "instagram"
    assert detect(Source(write_folder(export, tmp_path))) == "instagram"


def test_a_post_comes_with_its_words_its_emoji_and_its_moment(export):
    post = keepsakes(found_in(export))[vectors.TREE]

    assert post.kind == "post"
    assert post.taken == MORNING
    assert [name.rpartition("/")[2] for name in post.names] == ["a.jpg"]


def test_a_carousel_of_pictures_and_a_film_is_one_keepsake(export):
    carousel = keepsakes(found_in(export))[vectors.CAROUSEL]

    assert {name.rpartition("/")[2] for name in carousel.names} == {"b.jpg", "d.mp4", "c.jpg"}
    assert not carousel.pair


def test_stories_and_profile_pictures_come_too(export):
    found = keepsakes(found_in(export))

    assert found[vectors.STORY].kind == found[vectors.FILMED].kind == "story"
    assert found[vectors.FILMED].names[0].endswith("s.mp4")
    assert found["f.jpg"].kind == "profile"


def test_a_picture_no_list_speaks_of_comes_undated(export):
    unlisted = keepsakes(found_in(export))["unlisted.jpg"]

    assert (unlisted.taken, unlisted.kind) == (None, "post")


def test_pictures_from_private_messages_stay_out_and_are_named(export):
    things = found_in(export)

    assert refusals(things)["g.jpg"] == reasons.MESSAGE
    assert "g.jpg" not in keepsakes(things)


def test_a_second_run_finds_the_same_keys(export):
    assert found_in(export) == found_in(export)
    assert len({one.key for one in founds(found_in(export))}) == len(founds(found_in(export)))


def test_an_export_in_several_zips_is_one(export):
    assert keepsakes(found_in(*vectors.in_parts(export, 3))) == keepsakes(found_in(export))


def test_the_order_of_the_zips_does_not_matter(export):
    parts = vectors.in_parts(export, 3)

    assert found_in(*reversed(parts)) == found_in(*parts)


def test_parts_with_a_root_of_their_own_are_one_export(export):
    first, second = vectors.in_parts(export, 2)
    second = {f"another-root/{name}": data for name, data in second.items()}

    together = keepsakes(found_in(first, second))

    assert set(together) == set(keepsakes(found_in(export)))


@pytest.mark.parametrize("layout", SINCE_2021)
def test_archived_posts_come_and_what_was_deleted_does_not(layout):
    things = found_in(layout())

    assert keepsakes(things)[vectors.ARCHIVED].kind == "archived"
    assert refusals(things)["i.jpg"] == reasons.DELETED


def test_a_medium_is_looked_for_below_its_own_root_first_and_then_below_the_others():
    uris = ["media/posts/1/image.jpg", "media/posts/2/image.jpg"]  # the name alone is not enough
    listed = vectors.dumped([{"media": [vectors.medium(uri, uri)]} for uri in uris])
    here, there = (f"one/{uris[0]}", f"two/{uris[1]}")

    found = keepsakes(
        found_in(
            {"one/content/posts_1.json": listed, here: picture(1)},
            {there: picture(2), f"three/{uris[0]}": picture(3)},
        )
    )

    assert (found[uris[0]].names, found[uris[1]].names) == ((here,), (there,))


def test_a_medium_whose_name_has_letters_of_its_own_is_found():
    uri = "media/posts/schön.jpg"
    posts = [{"media": [vectors.medium(vectors.mojibake(uri), "Words")]}]

    found = keepsakes(found_in({"content/posts_1.json": vectors.dumped(posts), uri: picture()}))

    assert found["Words"].names == (uri,)


def test_words_whose_picture_is_missing_are_not_lost():
    export = vectors.of_2021()
    del export["media/posts/202005/a.jpg"]

    things = found_in(export)

    post = keepsakes(things)[vectors.TREE]
    assert (post.names, post.taken) == ((), MORNING)
    assert refusals(things)["a.jpg"] == reasons.MISSING


def test_the_key_of_a_post_is_the_same_before_and_after_its_picture_arrives():
    whole = vectors.of_2021()
    without = {name: data for name, data in whole.items() if not name.endswith("a.jpg")}

    keys = [keepsakes(found_in(export))[vectors.TREE].key for export in (whole, without)]

    assert keys[0] == keys[1]


def test_one_list_told_twice_brings_nothing_twice():
    export = vectors.of_2021()
    export["content/posts_2.json"] = export["content/posts_1.json"]

    assert len(founds(found_in(export))) == len(founds(found_in(vectors.of_2021())))


def test_two_posts_in_one_second_with_one_picture_are_still_two():
    uri = "media/posts/1.jpg"
    posts = [{"media": [vectors.medium(uri, words)]} for words in ("First", "Second")]

    found = founds(found_in({"content/posts_1.json": vectors.dumped(posts), uri: picture()}))

    assert [one.caption for one in found] == ["First", "Second"]
    assert len({one.key for one in found}) == 2


def test_the_newer_form_with_labels_is_read_and_tells_nothing_twice():
    uri = "media/posts/1.jpg"
    listed = [
        {"timestamp": vectors.WHEN, "label_values": [{"label": "Media", "media": [{"uri": uri}]}]},
        {
            "timestamp": vectors.WHEN + 9,
            "label_values": [{"label": "Caption", "value": vectors.mojibake("Für ihn")}],
        },
    ]
    numbered = [{"media": [vectors.medium(uri, "Am Meer")]}]
    export = {
        "your_instagram_activity/media/posts.json": vectors.dumped(listed),
        "your_instagram_activity/media/posts_1.json": vectors.dumped(numbered),
        uri: picture(),
    }

    found = founds(found_in(export))

    assert [(one.caption, one.names) for one in found] == [("Am Meer", (uri,)), ("Für ihn", ())]
    assert found[1].taken == MORNING + datetime.timedelta(seconds=9)


def test_a_picture_known_only_by_its_address_is_named_without_the_secret_in_it():
    posts = [{"media": [{"uri": "https://example.invalid/a.jpg?signature=s3cret"}], "title": "x"}]

    things = found_in({"content/posts_1.json": vectors.dumped(posts)})

    assert Refused("https://example.invalid/a.jpg", reasons.NOT_IN_EXPORT) in things


def test_media_tidied_into_other_folders_are_found_by_their_own_name():
    export = vectors.of_2021()
    export["elsewhere/a.jpg"] = export.pop("media/posts/202005/a.jpg")

    assert keepsakes(found_in(export))[vectors.TREE].names == ("elsewhere/a.jpg",)


@pytest.mark.parametrize("when", [0, -62169958800, 10**18, "soon", None, True, [1]])
def test_a_moment_that_cannot_be_is_no_moment(when):
    posts = [{"title": "Words", "creation_timestamp": when, "media": []}]

    (found,) = found_in({"content/posts_1.json": vectors.dumped(posts)})

    assert found.taken is None
