"""A broken export gives what it still holds, and names the rest."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartleaf.archive.importers import (
    AskForJson,
    Found,
    Given,
    NotRecognised,
    Refused,
    Source,
    detect,
    instagram,
    reasons,
)
from tests.vectors import instagram as vectors
from tests.vectors.folders import as_zip, picture, write_folder

WILD = Path(__file__).parents[3] / "../shared/wild/exports/instagram-2020"

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["media", "uri", "title", "label_values", "creation_timestamp", "x"]),
            inner,
        )
    ),
    max_leaves=12,
)


def found_in(files):
    return list(instagram.find(Source(Given("export.zip", as_zip(files)))))


def test_a_list_that_breaks_off_gives_what_stood_before_the_break():
    export = vectors.of_2021()
    whole = export["content/posts_1.json"]
    export["content/posts_1.json"] = whole[: whole.rindex(b"media/posts")]

    things = found_in(export)

    captions = [one.caption for one in things if isinstance(one, Found)]
    assert vectors.TREE in captions
    assert vectors.STORY in captions
    assert Refused("content/posts_1.json", reasons.BROKEN_JSON) in things


@pytest.mark.parametrize("text", [b"", b"   ", b"nonsense", b"[", b'{"a"', b"\x00\x01", b'"'])
def test_a_list_that_is_no_list_is_named_and_the_rest_goes_on(text):
    things = found_in(vectors.of_2021() | {"content/posts_1.json": text})

    assert Refused("content/posts_1.json", reasons.BROKEN_JSON) in things
    assert vectors.STORY in [one.caption for one in things if isinstance(one, Found)]


def test_one_entry_too_deep_or_too_long_does_not_take_the_others_with_it():
    deep, long = "[" * 5000 + "]" * 5000, json.dumps({"title": "x" * 2_000_000})
    good = json.dumps({"media": [], "title": "Good", "creation_timestamp": vectors.WHEN})

    things = found_in({"content/posts_1.json": f"[{deep},{long},{good}]".encode()})

    assert [one.caption for one in things if isinstance(one, Found)] == ["Good"]
    assert Refused("content/posts_1.json", reasons.BROKEN_ENTRY) in things


def test_an_html_export_asks_for_json_and_says_where():
    source = Source(Given("export.zip", as_zip(vectors.of_2025_html())))

    assert detect(source) == "instagram"
    with pytest.raises(AskForJson, match="format JSON"):
        instagram.find(source)


def test_an_export_nested_in_a_folder_in_html_is_recognised_by_its_first_page():
    page = {"instagram-ada/index.html": b"<title>Instagram</title>"}

    with pytest.raises(AskForJson):
        instagram.find(Source(Given("export.zip", as_zip(page))))


@pytest.mark.parametrize("name", ["media.json", "photos.html", "index.html", "a/b/c.json"])
def test_other_things_are_not_taken_for_instagram(name):
    source = Source(Given("x.zip", as_zip({name: b'{"photos": [{"a": 1}]}', "1.jpg": picture()})))

    assert detect(source) == "folder"
    with pytest.raises(NotRecognised):
        instagram.find(source)


@given(st.lists(anything, max_size=8))
@settings(max_examples=60, deadline=None)
def test_whatever_the_fields_hold_nothing_breaks(entries):
    files = {"content/posts_1.json": json.dumps(entries).encode(), "media/posts/1.jpg": picture()}

    for thing in found_in(files):
        assert isinstance(thing, Found | Refused)
        if isinstance(thing, Found):
            thing.caption.encode()  # can be stored


@pytest.mark.skipif(not WILD.exists(), reason="the collection of real exports is not here")
def test_a_real_export_of_2020_without_its_photographs_gives_its_words():
    (export,) = WILD.glob("*.zip")
    with Source(export) as source:
        things = list(instagram.find(source))

    found = [one for one in things if isinstance(one, Found)]
    refused = [one for one in things if isinstance(one, Refused)]
    assert len(found) == 35
    assert all(one.caption and one.taken for one in found)
    assert {one.reason for one in refused} == {reasons.MISSING}
    assert len({one.key for one in found}) == len(found)


def test_a_folder_of_zips_is_one_export(tmp_path):
    for number, part in enumerate(vectors.in_parts(vectors.of_2025(), 3)):
        (tmp_path / f"part-{number}.zip").write_bytes(as_zip(part).getvalue())
    with Source(tmp_path) as source:
        things = list(instagram.find(source))

    plain = Source(Given("whole.zip", as_zip(vectors.of_2025())))
    assert things == list(instagram.find(plain))


def test_an_export_unpacked_in_a_folder_is_the_same_as_the_zip(tmp_path):
    unpacked = Source(write_folder(vectors.of_2025(), tmp_path))

    zipped = Source(Given("whole.zip", as_zip(vectors.of_2025())))
    assert list(instagram.find(unpacked)) == list(instagram.find(zipped))
