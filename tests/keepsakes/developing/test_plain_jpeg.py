"""A view is a plain JPEG: nothing can hide in it, whoever made it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from heartleaf.keepsakes.developing.plain_jpeg import plain_jpeg_size
from heartleaf.keepsakes.developing.wire import Garbled
from tests.vectors.pictures import corners, exif, saved


def jpeg(width=12, height=8, **how):
    return saved(corners(width, height), "JPEG", **how)


def test_a_plain_view_is_let_through():
    assert plain_jpeg_size(jpeg(34, 21)) == (34, 21)


@pytest.mark.parametrize(
    "telling",
    [
        jpeg(exif=exif(place=True)),
        jpeg(icc_profile=b"a profile" * 20),
        jpeg(comment=b"words"),
        jpeg(xmp=b"<x:xmpmeta/>"),
        jpeg(progressive=True),
        jpeg() + b"<script>",
        jpeg() + jpeg(),
        jpeg()[:-2] + b"<script>\xff\xd9\xff\xd9",
        jpeg()[:2] + b"\xff\xe0\x00\x12JFIF\0hidden bytes" + jpeg()[2:],
        saved(corners(), "PNG"),
        jpeg()[:40],
        b"\xff\xd8",
        b"",
    ],
)
def test_a_view_that_could_tell_something_is_not_let_through(telling):
    with pytest.raises(Garbled):
        plain_jpeg_size(telling)


@given(st.binary(max_size=300), st.integers(0, 700))
def test_nothing_can_be_slipped_into_a_views_tables(words, at):
    whole = jpeg()
    slipped = whole[:at] + b"\xff\xfe" + (len(words) + 2).to_bytes(2) + words + whole[at:]

    try:
        plain_jpeg_size(slipped)
    except Garbled:
        return
    assert Image.open(io.BytesIO(slipped)).info.get("comment") is None
