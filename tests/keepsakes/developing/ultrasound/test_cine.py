"""Several frames: a film where the file says how fast, pictures one by one where it does not."""

import io
from datetime import datetime

import av
import numpy as np
import pytest
from PIL import Image
from pydicom import uid

from heartleaf.keepsakes.developing import ultrasound
from heartleaf.keepsakes.developing.looks import (
    MOST_PIXELS,
    UNFRAMED,
    Box,
    Broken,
    Frame,
    NotShown,
    Taken,
)
from tests.vectors import dicom

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")


def growing(count, columns=64, rows=48):
    """Frames of one grey each, from dark to light."""
    steps = np.linspace(20, 235, count).astype(np.uint8)
    return np.repeat(steps, rows * columns).reshape(count, rows, columns)


def cine(count, **values):
    return dicom.plain(growing(count), frames=count, **values)


def look(data):
    return ultrasound.look(io.BytesIO(data), "dicom", MOST_PIXELS, UNFRAMED)


def played(data, frame=UNFRAMED):
    out, told = io.BytesIO(), []
    ultrasound.play(io.BytesIO(data), "dicom", frame, out, told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    out.seek(0)
    with av.open(out) as film:
        frames = [each.to_ndarray(format="rgb24") for each in film.decode(video=0)]
        return frames, float(film.streams.video[0].duration * film.streams.video[0].time_base)


def at(local, offset=None):
    return Taken(datetime.fromisoformat(local), offset)


def grey_of(view):
    return int(np.asarray(Image.open(io.BytesIO(view.data)).convert("L")).mean())


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ({"FrameTime": "50"}, 0.5),
        ({"FrameTimeVector": [0, *[40] * 9]}, 0.4),
        ({"CineRate": "5"}, 2.0),
        ({"RecommendedDisplayFrameRate": "20"}, 0.5),
        ({}, 0.4),
        ({"FrameTime": "0.001"}, 10 / 60),
        ({"FrameTime": "1e9"}, 10.0),
        ({"FrameTime": "-3", "CineRate": "10"}, 1.0),
    ],
)
def test_a_cine_lasts_as_long_as_its_file_says(values, seconds):
    made = look(cine(10, **values))

    assert made.seconds == pytest.approx(seconds, rel=0.01)
    assert (made.plays, made.pages, made.moves) == ("video/mp4", 1, False)


def test_a_cine_plays():
    frames, seconds = played(cine(10, FrameTime="50"))

    assert seconds == pytest.approx(0.5, abs=0.06)
    assert [
        abs(int(each.mean()) - wanted) <= 6
        for each, wanted in zip(frames, np.linspace(20, 235, 10), strict=True)
    ] == [True] * 10


def test_a_cine_plays_as_it_is_framed():
    frames, _ = played(cine(10), Frame(turn=1, crop=Box(0, 0, 1, 0.5)))

    assert frames[0].shape == (32, 48, 3)


@pytest.mark.parametrize("table", [True, False])
def test_a_compressed_cine_plays(table):
    packed = [dicom.jpeg(each) for each in growing(9)]
    ds = dicom.dataset(growing(9), frames=9)

    frames, _ = played(dicom.enclosed(ds, packed, uid.JPEGBaseline8Bit, table=table))

    assert len(frames) == 9
    assert frames[0].mean() < 40 < 200 < frames[-1].mean()


def test_frames_in_several_pieces_are_put_together():
    """Each picture is cut in two, and only the pictures' own beginnings tell where."""
    packed = [dicom.jpeg(each) for each in growing(3)]
    halves = [part for each in packed for part in (each[:300], each[300:])]
    ds = dicom.dataset(growing(3), frames=3)
    data = dicom.enclosed(ds, halves, uid.JPEGBaseline8Bit, table=False)

    pages = [ultrasound.page(io.BytesIO(data), "dicom", n, MOST_PIXELS) for n in range(3)]

    assert [grey_of(view) // 10 for view in pages] == [2, 12, 23]


def test_a_film_of_the_usual_kinds_is_played():
    inner = io.BytesIO()
    ultrasound.play(io.BytesIO(cine(20, FrameTime="50")), "dicom", UNFRAMED, inner, lambda _: None)
    film = inner.getvalue()
    ds = dicom.dataset(dicom.colours(), NumberOfFrames=20)
    data = dicom.enclosed(ds, [film[:1000], film[1000:]], uid.MPEG4HP41, table=False)

    made = look(data)
    frames, seconds = played(data)

    assert (made.kind, made.plays, made.width, made.height) == ("dicom", "video/mp4", 64, 48)
    assert made.seconds == pytest.approx(1.0, abs=0.06)
    assert seconds == pytest.approx(1.0, abs=0.06)
    assert len(frames) == 20


@pytest.mark.parametrize("bare", [b"\0\0\1\xb3", b"\0\0\0\1\x67"])
def test_a_bare_stream_is_not_shown(bare):
    ds = dicom.dataset(dicom.colours(), NumberOfFrames=20)

    with pytest.raises(NotShown):
        look(dicom.enclosed(ds, [bare + bytes(500)], uid.MPEG2MPML, table=False))


def test_a_few_frames_without_a_rate_are_looked_at_one_by_one():
    data = cine(3)
    made = look(data)

    assert (made.pages, made.seconds, made.plays) == (3, 0.0, "")
    assert grey_of(ultrasound.page(io.BytesIO(data), "dicom", 2, MOST_PIXELS)) > 220
    with pytest.raises(Broken):
        ultrasound.page(io.BytesIO(data), "dicom", 3, MOST_PIXELS)
    with pytest.raises(NotShown):
        played(data)


def test_the_view_of_a_cine_is_from_its_middle():
    assert 110 < grey_of(look(cine(11)).views.large) < 145


def test_frames_that_are_missing_are_not_counted():
    made = look(cine(10, FrameTime="100")[: -64 * 48 * 4])

    assert made.seconds == pytest.approx(0.6)
    assert made.partial


def test_a_million_frames_that_are_not_there_are_not_looked_for():
    made = look(cine(2, FrameTime="100").replace(b"IS\2\x002 ", b"IS\6\x00999999"))

    assert made.seconds == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        (
            {"StudyDate": "20240229", "StudyTime": "140509.5"},
            at("2024-02-29T14:05:09"),
        ),
        ({"StudyDate": "20240229"}, at("2024-02-29")),
        (
            {"AcquisitionDateTime": "20240301101500.0+0130", "StudyDate": "20240229"},
            at("2024-03-01T10:15:00", 90),
        ),
        (
            {"ContentDate": "20240301", "ContentTime": "10", "TimezoneOffsetFromUTC": "-0500"},
            at("2024-03-01T10:00:00", -300),
        ),
        ({"AcquisitionDate": "19000101", "StudyDate": "20240229"}, at("2024-02-29")),
        ({"StudyDate": "00000000"}, None),
        ({"StudyDate": "20241399"}, None),
        ({}, None),
    ],
)
def test_its_day_is_that_of_the_examination(values, taken):
    assert look(dicom.plain(dicom.greys(), **values)).taken == taken
