"""Films: what is shown of them, and what is played."""

import io
from datetime import datetime
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from heartleaf.keepsakes.developing import films, kinds
from heartleaf.keepsakes.developing.looks import UNFRAMED, Broken, NotShown, Taken, TooLarge
from tests.vectors import films as vectors
from tests.vectors.films import COLOURS, corners, film, frames, pitch_of

MORNING = datetime.fromisoformat("2021-05-04T10:20:30")
MOST = 120_000_000


def looked_at(data, kind="mp4", frame=UNFRAMED):
    return films.look(io.BytesIO(data), kind, MOST, frame)


def played(data, kind="mp4", frame=UNFRAMED):
    out, told = io.BytesIO(), []
    films.play(io.BytesIO(data), kind, frame, out, told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    return out.getvalue()


def seen(view):
    return np.asarray(Image.open(io.BytesIO(view.data)).convert("RGB"))


def near(ours, theirs=COLOURS, by=10):
    return bool(np.abs(np.subtract(ours, theirs)).max() <= by)


@pytest.mark.parametrize("kind", sorted(vectors.FILMS))
def test_every_kind_of_film_is_shown_and_played(kind):
    size = (352, 288) if kind == "mpeg" else (192, 128)
    data = film(kind, size=size)
    look, copy = looked_at(data, kind), played(data, kind)
    pictures = frames(copy)

    assert kinds.kind_of(data[: kinds.HEAD], f"film.{kind}") == look.kind == kind
    assert (look.width, look.height, look.plays, look.partial) == (*size, "video/mp4", False)
    assert look.seconds == pytest.approx(2, abs=0.1)
    assert near(corners(seen(look.views.large)))
    assert len(pictures) == 50
    assert near(corners(pictures[25]))
    assert pitch_of(copy) == pytest.approx(440, abs=2)
    assert kinds.kind_of(copy[: kinds.HEAD]) == "mp4"


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({"creation_time": "2021-05-04T10:20:30Z"}, Taken(MORNING, 0)),
        ({"creation_time": "1904-01-01T00:00:00Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00Z"}, None),
        (
            {"com.apple.quicktime.creationdate": "2021-05-04T10:20:30-0330"},
            Taken(MORNING, -210),
        ),
        ({"com.apple.quicktime.creationdate": "2021-99-04T12:20:30+0200"}, None),
    ],
)
def test_a_film_says_when_it_was_taken(said, taken):
    assert looked_at(film("mov", metadata=said, seconds=0.4), "mov").taken == taken


@pytest.mark.parametrize(("said", "pair"), [("0A-b9", "0A-b9"), ("a/b", ""), ("a" * 65, "")])
def test_a_film_says_which_still_it_belongs_to(said, pair):
    named = {"com.apple.quicktime.content.identifier": said}
    assert looked_at(film("mov", metadata=named, seconds=0.4), "mov").pair == pair


def test_the_moment_shown_is_neither_black_nor_white_nor_blurred():
    picture = vectors.quarters(192, 128)
    picture[::4, ::2] = 0

    def draw(number):
        if number < 15:
            return np.zeros_like(picture)
        return picture if 25 <= number < 50 else np.full_like(picture, 255)

    look = looked_at(film(draw=draw, seconds=5))
    assert 60 < seen(look.views.large).mean() < 180


def test_pixels_that_are_not_square_are_shown_in_their_true_shape():
    look = looked_at(film(aspect=Fraction(4, 3), seconds=0.4))
    assert (look.width, look.height) == (256, 128)
    assert frames(played(film(aspect=Fraction(4, 3), seconds=0.4)))[0].shape == (128, 256, 3)


@pytest.mark.parametrize("range_", [1, 2], ids=["limited", "full"])
@pytest.mark.parametrize("matrix", [1, 6], ids=["bt709", "bt601"])
@pytest.mark.parametrize("pixels", ["yuv420p", "yuv444p"])
def test_colours_are_what_was_drawn(pixels, matrix, range_):
    data = film(pixels=pixels, colours={"colorspace": matrix, "color_range": range_}, seconds=0.4)
    assert near(corners(seen(looked_at(data).views.large)))
    assert near(corners(frames(played(data))[3]))


def test_a_film_of_a_brighter_world_is_shown_and_played_alike():
    hlg = {"color_trc": 18, "color_primaries": 9, "colorspace": 9, "color_range": 1}
    quiet = {"x265-params": "log-level=none"}
    data = film(
        "mkv", codec="libx265", pixels="yuv420p10le", colours=hlg, options=quiet, seconds=0.4
    )
    shown, copy = corners(seen(looked_at(data, "mkv").views.large)), played(data, "mkv")

    assert near(shown, corners(frames(copy)[3]), by=4)
    assert near(shown, by=60)


def test_a_film_as_a_browser_records_it_tells_its_length_all_the_same():
    data = film("webm", stream=True)
    look, copy = looked_at(data, "webm"), played(data, "webm")

    assert look.seconds == pytest.approx(2, abs=0.1)
    assert len(frames(copy)) == 50


def test_a_film_in_fragments_and_one_of_a_single_picture_are_whole():
    fragments = film(container_options={"movflags": "frag_keyframe+empty_moov"})
    assert looked_at(fragments).seconds == pytest.approx(2, abs=0.1)
    assert len(frames(played(fragments))) == 50
    assert len(frames(played(film(seconds=0.04)))) == 1


def test_interlaced_pictures_are_drawn_as_whole_ones():
    data = film("mts", options={"x264-params": "interlaced=1:tff=1"})
    with av.open(io.BytesIO(played(data, "mts"))) as container:
        assert container.streams.video[0].codec_context.field_order == 1
        assert len(list(container.decode(video=0))) == 50


def test_a_film_with_too_many_pixels_is_refused():
    with pytest.raises(TooLarge):
        films.look(io.BytesIO(film(seconds=0.2)), "mp4", 192 * 128 - 1)


def test_an_unusual_codec_is_not_shown():
    data = film("mkv", codec="ffv1", sound=None, seconds=0.2)
    with pytest.raises(NotShown):
        looked_at(data, "mkv")


def test_nothing_is_opened_beside_the_file(tmp_path):
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(film(seconds=0.4))
    playlist = f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n".encode()
    for kind in ("mp4", "mts", "mkv", "avi", "ogg", "wmv"):
        with pytest.raises((Broken, NotShown)):
            looked_at(playlist, kind)


def test_a_film_whose_pictures_lie_elsewhere_finds_none(tmp_path):
    """A data reference that is not to the file itself (ISO/IEC 14496-12, 8.7.2)."""
    secret = tmp_path / "secret.mp4"
    whole = film(seconds=0.4, sound=None)
    secret.write_bytes(whole)
    place = b"url \0\0\0\0file://" + str(secret).encode() + b"\0"
    url = (len(place) + 4).to_bytes(4) + place
    at = whole.index(b"dref") - 4
    size = int.from_bytes(whole[at : at + 4])
    dref = (16 + len(url)).to_bytes(4) + b"dref" + bytes(4) + (1).to_bytes(4) + url
    moved = whole[:at] + dref + whole[at + size :]
    for box in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        begin = moved.index(box) - 4
        grown = int.from_bytes(moved[begin : begin + 4]) + len(dref) - size
        moved = moved[:begin] + grown.to_bytes(4) + moved[begin + 4 :]
    only_index = moved[moved.index(b"moov") - 4 :]

    with pytest.raises(Broken):
        looked_at(only_index, "mov")
