"""Sounds: how loud they are, and what is made of them to be heard."""

import io

import av
import numpy as np
import pytest

from heartleaf.keepsakes.developing import kinds
from heartleaf.keepsakes.developing.films import sounds
from heartleaf.keepsakes.developing.looks import MOST_BARS
from tests.keepsakes.developing.films.test_films import looked_at, played
from tests.vectors import films as vectors
from tests.vectors.films import pitch_of, sound


def steps(times):
    """Loud, then a whisper, then nothing, then loud again; each a quarter of four seconds."""
    return np.select([times < 1, times < 2, times < 3], [0.9, 0.03, 0], 0.9)


@pytest.mark.parametrize("kind", sorted(vectors.SOUNDS))
def test_every_kind_of_sound_is_drawn_and_played(kind):
    data = sound(kind, seconds=4, loudness=steps)
    named = kinds.kind_of(data[: kinds.HEAD], f"sound.{kind}")
    look, copy = looked_at(data, named), played(data, named)
    loud, whisper, nothing, again = (
        np.array(list(look.bars[at + 3 : at + 10])) for at in (0, 13, 26, 39)
    )

    assert look.kind == kind
    assert look.views is None
    assert look.seconds == pytest.approx(4, abs=0.1)
    assert look.plays == ("audio/mpeg" if kind == "mp3" else "audio/mp4")
    assert len(look.bars) == MOST_BARS
    assert min(*loud, *again) > 240
    assert min(whisper) > 40
    assert max(whisper) < 130
    assert max(nothing) < 40
    assert pitch_of(copy) == pytest.approx(440, abs=1)


def test_the_title_the_artist_and_the_cover_are_gone():
    cover = vectors.quarters(64, 64).tobytes()
    for kind in ("mp3", "m4a", "flac"):
        data = sound(kind, metadata={"title": "Secret", "artist": "Secret"}, cover=cover)
        look, copy = looked_at(data, kind), played(data, kind)

        assert look.kind == kind
        assert b"Secret" not in copy
        assert not copy.startswith(b"ID3")
        with av.open(io.BytesIO(copy)) as container:
            assert len(container.streams) == 1


def test_mp3_is_copied_frame_by_frame():
    data = sound("mp3")
    with av.open(io.BytesIO(data)) as one, av.open(io.BytesIO(played(data, "mp3"))) as other:
        assert [bytes(p) for p in one.demux()] == [bytes(p) for p in other.demux()]


def test_film_without_pictures_is_a_sound_and_a_sound_with_pictures_is_a_film():
    assert looked_at(sound("m4a"), "mp4").kind == "m4a"
    assert looked_at(sound("weba"), "webm").kind == "weba"
    assert looked_at(vectors.film("mp4", seconds=0.4), "m4a").plays == "video/mp4"
    assert looked_at(vectors.film("mp4", seconds=0.4), "m4a").kind == "mp4"


def test_silence_has_flat_bars():
    data = sound("wav", loudness=np.zeros_like)
    assert set(looked_at(data, "wav").bars) == {0}


def test_a_quiet_recording_still_shows():
    data = sound("wav", loudness=lambda times: np.full_like(times, 0.004))
    assert min(looked_at(data, "wav").bars[1:-1]) > 200


def test_a_long_sound_is_heard_in_parts(monkeypatch):
    monkeypatch.setattr(sounds, "WHOLE_UP_TO", 30)
    data = sound("wav", seconds=90, rate=8000, layout="mono", loudness=lambda t: 0.1 + t / 120)
    look = looked_at(data, "wav")

    assert look.seconds == pytest.approx(90, abs=1)
    assert len(look.bars) == MOST_BARS
    assert list(look.bars) == sorted(look.bars)


def test_a_telephone_message_in_amr_is_heard():
    """No encoder is at hand: frames of 12.2 kb/s (RFC 4867, 5.3) with bits by chance."""
    chance = np.random.default_rng(1)
    frames = [b"\x3c" + chance.integers(0, 256, 31, np.uint8).tobytes() for _ in range(100)]
    data = b"#!AMR\n" + b"".join(frames)
    look, copy = looked_at(data, "amr"), played(data, "amr")

    assert kinds.kind_of(data) == look.kind == "amr"
    assert look.seconds == pytest.approx(2, abs=0.1)
    with av.open(io.BytesIO(copy)) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
