"""A volume is plain values, and stays what it is on its way into another process."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartleaf.book.volume import Chapter, Piece, Plate, Said, Volume, from_json, to_json

_text = st.text(max_size=4)
_plates = st.builds(Plate, _text, st.just(400), st.just(300), _text, _text)
_pieces = st.builds(
    Piece, _text, _text, words=_text, signed=_text, plates=st.lists(_plates, max_size=2).map(tuple)
)
_chapters = st.builds(Chapter, _text, st.lists(_pieces, max_size=2).map(tuple), _text, _text)
_volumes = st.builds(
    Volume,
    title=_text,
    cover=st.none() | _plates,
    paper=st.sampled_from(["a5", "a4", "square", "letter"]),
    bleed=st.booleans(),
    chapters=st.lists(_chapters, max_size=2).map(tuple),
    said=st.builds(Said, _text, _text),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_volumes)
def test_a_volume_comes_back_as_it_was(volume):
    assert from_json(to_json(volume)) == volume


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cover": 1, "chapters": [], "said": {}}'])
def test_what_is_no_volume_is_refused(text):
    with pytest.raises((ValueError, TypeError, LookupError)):
        from_json(text)
