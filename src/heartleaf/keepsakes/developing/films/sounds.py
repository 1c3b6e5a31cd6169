"""Sounds alone: their loudness as bars, and what is made of them to be heard."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import BinaryIO

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from heartleaf.keepsakes.developing.films.clock import Over
from heartleaf.keepsakes.developing.films.encoding import writing
from heartleaf.keepsakes.developing.films.indexing import gap_for
from heartleaf.keepsakes.developing.films.picture_track import Track
from heartleaf.keepsakes.developing.films.reels import Reel
from heartleaf.keepsakes.developing.films.sound_track import Copied, sound, sounds_of
from heartleaf.keepsakes.developing.looks import MOST_BARS, Broken

WHOLE_UP_TO = 600.0
"""Seconds of sound that are heard from beginning to end; of longer ones, a part of each bar."""
_RATE = 8000
_GRAINS = 50
_GRAIN = _RATE // _GRAINS
"""Samples over which loudness is taken: a fiftieth of a second."""
_RANGE, _SILENCE = 45.0, -72.0
"""Decibels from the loudest bar to the lowest that still shows; and what is nothing at all."""

Power = NDArray[np.float64]


def heard(reel: Reel) -> tuple[bytes, float]:
    """The bars of a sound, and how long it plays. Raises Broken if nothing of it can be heard."""
    audio = reel.audio
    if audio is None:
        raise Broken
    seconds = reel.seconds
    if seconds <= WHOLE_UP_TO:
        grains, ended = _loudness(reel, audio, WHOLE_UP_TO)
        if not grains:
            raise Broken
        if ended:
            seconds = len(grains) / _GRAINS
        return _bars(_gathered(np.array(grains))), seconds
    return _bars(list(_sampled(reel, audio, seconds))), seconds


def _gathered(grains: Power) -> list[float]:
    """The power of each bar; bars of a short sound share grains as evenly as they can."""
    count = min(MOST_BARS, len(grains))
    ends = [round(bar * len(grains) / count) for bar in range(count + 1)]
    return [float(grains[a:b].mean()) for a, b in itertools.pairwise(ends)]


def _sampled(reel: Reel, audio: AudioStream, seconds: float) -> Iterator[float]:
    """The loudness in the middle of each bar."""
    found = False
    for bar in range(MOST_BARS):
        time = reel.start + (bar + 0.5) / MOST_BARS * seconds
        grains: list[float] = []
        with contextlib.suppress(av.error.FFmpegError):
            reel.container.seek(int(time / audio.time_base), stream=audio)
            grains, _ = _loudness(reel, audio, WHOLE_UP_TO / MOST_BARS / 2)
        found = found or bool(grains)
        yield float(np.mean(grains)) if grains else 0.0
    if not found:
        raise Broken


def _loudness(reel: Reel, audio: AudioStream, most: float) -> tuple[list[float], bool]:
    """The power of each grain from here on, for at most so many seconds; and whether the sound
    ended before."""
    grains: list[float] = []
    rest = np.zeros(0, np.float32)
    resampler = AudioResampler("flt", "mono", _RATE)
    made_for: tuple[object, ...] = ()
    for packet in reel.packets(audio):
        for frame in sounds_of(packet):
            looks = (frame.format.name, frame.layout.name, frame.sample_rate)
            if looks != made_for:
                made_for, resampler = looks, AudioResampler("flt", "mono", _RATE)
            frame.pts = None
            rest = np.concatenate([rest, *_samples(resampler.resample(frame))])
            whole = len(rest) // _GRAIN * _GRAIN
            powers = np.square(rest[:whole], dtype=np.float64).reshape(-1, _GRAIN).mean(axis=1)
            grains += np.nan_to_num(powers, nan=0, posinf=1).tolist()
            rest = rest[whole:]
        if len(grains) >= most * _GRAINS:
            return grains, False
    if len(rest):
        grains.append(float(np.nan_to_num(np.square(rest, dtype=np.float64).mean())))
    return grains, True


def _samples(frames: list[AudioFrame]) -> list[NDArray[np.float32]]:
    return [frame.to_ndarray().reshape(-1).astype(np.float32) for frame in frames]


def _bars(powers: list[float]) -> bytes:
    """Loudness as the ear has it, from the loudest bar downwards; so a whisper shows, too."""
    decibels = 10 * np.log10(np.maximum(np.array(powers), 1e-12))
    loudest = float(decibels.max())
    if loudest < _SILENCE:
        return bytes(len(powers))
    heights = 1 + (decibels - loudest) / _RANGE
    return bytes(np.rint(np.clip(heights, 0, 1) * 255).astype(np.uint8))


def type_of(reel: Reel) -> str:
    """The type of what is made of it to be played."""
    return "audio/mpeg" if _is_mp3(reel) else "audio/mp4"


def _is_mp3(reel: Reel) -> bool:
    audio = reel.audio
    return audio is not None and audio.codec_context.codec.canonical_name == "mp3"


def play(reel: Reel, out: BinaryIO, tell: Callable[[float], None]) -> None:
    """MP3 frame by frame, all else as AAC in MP4; nothing said in either."""
    audio = reel.audio
    if audio is None:
        raise Broken
    with contextlib.ExitStack() as closing:
        if _is_mp3(reel):
            quiet = {"id3v2_version": "0", "write_xing": "1", "fflags": "+bitexact"}
            container = closing.enter_context(
                av.open(_Plain(out), "w", format="mp3", container_options=quiet)
            )
            track: Track = Copied(container, reel, audio)
        else:
            gap = gap_for(reel.seconds, 0)
            container = closing.enter_context(writing(out, gap, sound=True))
            track = sound(container, reel, audio)
        with contextlib.suppress(Over):
            for packet in reel.packets(audio):
                track.take(packet)
                if packet.pts is not None and reel.seconds:
                    time = float(packet.pts * packet.time_base) - reel.start
                    tell(min(1.0, max(0.0, time / reel.seconds)))
        track.end()
    tell(1.0)


class _Plain:
    """A sink that FFmpeg can only write to and seek in."""

    def __init__(self, out: BinaryIO) -> None:
        self.write, self.seek, self.tell = out.write, out.seek, out.tell
