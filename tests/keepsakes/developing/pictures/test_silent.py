"""A view tells nothing but the picture: no place, no camera, no words, no colour profile."""

import pytest

from tests.vectors import pictures as vectors
from tests.vectors.shown import looked, tells

KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "JXL", "GIF", "MPO"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_view_tells_nothing_but_the_picture(kind):
    telling = vectors.loose_lipped(kind)
    assert b"SECRET" in telling

    made = looked(telling).views

    for view in made:
        for word in (b"SECRET", b"Exif", b"GPS", b"xmp", b"ICC_PROFILE", b"acsp", b"Adobe"):
            assert word not in view.data
        assert tells(view) == []
