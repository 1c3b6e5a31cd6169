"""What is made to be played: whole, in step, turned as it should be, and nothing said in it."""

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from av.packet import Packet

from heartleaf.keepsakes.developing.films import encoding, h264, indexing, turning
from heartleaf.keepsakes.developing.films.turning import Way, matrix_of
from heartleaf.keepsakes.developing.looks import Box, Frame
from tests.keepsakes.developing.films.test_films import looked_at, near, played, seen
from tests.vectors import films as vectors
from tests.vectors.films import COLOURS, boxes, corners, film, frames

SECRET = {
    "title": "Secret GPS",
    "location": "+52.5+013.4/",
    "creation_time": "2021-05-04T10:20:30Z",
    "com.apple.quicktime.location.ISO6709": "+52.5+013.4/",
    "comment": "Secret",
}


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"], ids=["copied", "drawn"])
@pytest.mark.parametrize("way", turning.FILTERS, ids=str)
def test_a_turned_film_is_shown_and_played_the_right_way_up(way, codec):
    data = film(codec=codec, matrix=matrix_of(way), seconds=0.4)
    look, pictures = looked_at(data), frames(played(data))
    expected = [COLOURS[number] for number in _laid(way)]

    assert (look.width, look.height) == ((128, 192) if way.sideways else (192, 128))
    assert near(corners(seen(look.views.large)), expected)
    assert near(corners(pictures[3]), expected)


def _laid(way):
    """Which quarter comes to lie upper left, upper right, lower left, lower right."""
    lies = {}
    for number, (x, y) in enumerate([(-1, -1), (1, -1), (-1, 1), (1, 1)]):
        lies[way.a * x + way.c * y, way.b * x + way.d * y] = number
    return [lies[place] for place in [(-1, -1), (1, -1), (-1, 1), (1, 1)]]


@pytest.mark.parametrize("turn", range(4))
def test_a_frame_turns_covers_and_cuts_the_played_film_as_it_does_the_view(turn):
    frame = Frame(turn, Box(0, 0, 1, 0.75), (Box(0, 0, 0.5, 0.25),))
    data = film(matrix=matrix_of(Way(0, 1, -1, 0)), seconds=0.4)
    view, copy = seen(looked_at(data, frame=frame).views.large), frames(played(data, frame=frame))

    assert copy[3].shape == view.shape
    assert np.abs(np.subtract(copy[3], view, dtype=float)).mean() < 6
    assert near(corners(copy[3]), corners(view))
    assert near(copy[3][4, 4], (248, 246, 238))


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"], ids=["copied", "drawn"])
def test_what_is_played_says_nothing(codec):
    data = film("mov", codec=codec, metadata=SECRET)
    copy = played(data, "mov")

    assert not {b"udta", b"meta", b"\xa9xyz", b"loci", b"uuid", b"keys"} & set(boxes(copy))
    for word in (b"GPS", b"Secret", b"52.5", b"x264", b"Lavf", b"QuickTime"):
        assert word not in copy
    assert copy[copy.index(b"mvhd") + 8 : copy.index(b"mvhd") + 16] == bytes(8)
    with av.open(io.BytesIO(copy)) as container:
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert len(container.streams) == 2


def test_what_fits_is_copied_and_its_index_stands_in_front():
    data = film("mp4")
    copy = played(data)
    names = list(boxes(copy, inside=()))

    assert names[:2] == [b"ftyp", b"moov"]
    assert names[-1] == b"mdat"
    with av.open(io.BytesIO(data)) as one, av.open(io.BytesIO(copy)) as other:
        slices = [h264.bare(bytes(p), 4) for p in one.demux(video=0) if p.size]
        assert slices == [bytes(p) for p in other.demux(video=0) if p.size]


def test_seeking_to_the_middle_finds_the_picture_of_that_time():
    def draw(number):
        return np.full((128, 192, 3), number * 2, np.uint8)

    for codec in ("libx264", "mpeg4"):
        copy = played(film(codec=codec, seconds=4, draw=draw))
        with av.open(io.BytesIO(copy)) as container:
            container.seek(2_000_000)
            frame = next(f for f in container.decode(video=0) if f.time >= 2)
            assert frame.to_ndarray(format="gray").mean() == pytest.approx(100, abs=8)


def test_what_a_camera_says_between_pictures_goes_and_where_playing_may_begin_stays():
    place = b"\x06\x05\x14" + bytes(16) + b"MDPM\x80"
    recovery = b"\x06\x05\x02\xaa\xbb\x06\x01\xc4\x80"
    slice_ = b"\x65\x88\x84\x00\x00\x03\x01"
    begun = b"".join(b"\0\0\0\1" + unit for unit in (b"\x09\xf0", place, recovery, slice_))
    counted = b"".join(len(unit).to_bytes(4) + unit for unit in (place, recovery, slice_))

    assert h264.bare(begun) == b"\0\0\0\1\x09\xf0\0\0\0\1\x06\x06\x01\xc4\x80\0\0\0\1" + slice_
    left = (b"\x06\x06\x01\xc4\x80", slice_)
    assert h264.bare(counted, 4) == b"".join(len(unit).to_bytes(4) + unit for unit in left)


def test_an_index_that_needs_more_room_goes_to_the_end():
    out = io.BytesIO()
    with encoding.writing(out, 64) as container:
        stream = encoding.film_track(container, 64, 48, Fraction(25))
        for number in range(10):
            frame = encoding._frame(bytes([number * 20]) * 64 * 48 * 3, 64, 48, (64, 48))
            frame.pts, frame.time_base = number * 3600, encoding.TICKS
            encoding.mux_film(container, stream, frame)
        encoding.mux_film(container, stream, None)

    assert list(boxes(out.getvalue(), inside=()))[-1] == b"moov"
    assert len(frames(out.getvalue())) == 10


def test_a_sink_that_only_grows_is_enough():
    class Sink(io.BytesIO):
        def write(self, data):
            at, end = self.tell(), len(self.getvalue())
            assert at == end or at + len(data) <= indexing.MOST_GAP
            return super().write(data)

    out = Sink()
    encoding.encode_frames([bytes(3 * 7 * 5)] * 5, 7, 5, Fraction(10), out)
    assert frames(out.getvalue())[0].shape == (6, 8, 3)


def test_drawn_frames_become_a_film_of_their_colours():
    out = io.BytesIO()
    drawn = [vectors.quarters(65, 49).tobytes()] * 90
    encoding.encode_frames(iter(drawn), 65, 49, Fraction(90), out)
    pictures = frames(out.getvalue())

    assert near(corners(pictures[0]))
    assert len(pictures) == 60
    assert b"x264" not in out.getvalue()


def test_a_large_film_is_made_smaller():
    copy = played(film(size=(1200, 2000), seconds=0.2, rate=10))
    assert frames(copy)[0].shape[:2] == (1800, 1080)


def test_a_film_of_many_pictures_a_second_keeps_sixty():
    copy = played(film(rate=120, seconds=1))
    assert 55 <= len(frames(copy)) <= 62


@pytest.mark.parametrize("length", [0.5, 3])
def test_a_sound_shorter_or_longer_than_the_pictures_stays_in_step(length):
    copy = played(film("mkv", sound_seconds=length, codec="libx264"), "mkv")
    with av.open(io.BytesIO(copy)) as container:
        audio = container.streams.audio[0]
        assert float(audio.duration * audio.time_base) == pytest.approx(length, abs=0.1)
    assert len(frames(copy)) == 50


def test_a_film_without_a_sound_stays_silent():
    copy = played(film(sound=None))
    with av.open(io.BytesIO(copy)) as container:
        assert not container.streams.audio


@pytest.mark.parametrize(("rate", "layout"), [(11_025, "mono"), (48_000, "5.1"), (8000, "stereo")])
def test_unusual_sounds_become_one_or_two_channels(rate, layout):
    data = film("mkv", codec="libx264", sound="flac", sound_rate=rate, layout=layout)
    copy = played(data, "mkv")
    with av.open(io.BytesIO(copy)) as container:
        audio = container.streams.audio[0]
        assert audio.codec_context.channels == (1 if layout == "mono" else 2)
        assert audio.rate in {16_000, 48_000}
    assert vectors.pitch_of(copy) == pytest.approx(440, abs=2)


def test_packets_without_a_picture_are_left_out():
    assert encoding.bared(Packet(b"\0\0\0\1\x06\x05\x01\x00\x80")) is None
