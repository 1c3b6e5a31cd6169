"""Films as a phone would hand them on: a picture that moves, and the wind in the microphone."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from heartleaf.sample.moving import as_filmed
from heartleaf.sample.painting import jpeg

if TYPE_CHECKING:
    from av.container import OutputContainer

RATE = 12
LOUDNESS_RATE = 44_100

Paint = Callable[[], Image.Image]
Move = Callable[[Image.Image, float], Image.Image]
Sound = NDArray[np.float64]

# Held in the hand: the camera's picture lies on its side, and the film says to turn it.
_QUARTER = [0, 65536, 0, -65536, 0, 0, 0, 0, 2**30]


def film(
    paint: Paint,
    move: Move,
    seconds: float,
    codec: str,
    said: tuple[tuple[str, str], ...] = (),
    wind: bool = False,
) -> bytes:
    """A film in MOV. An upright picture is written lying, as a phone does."""
    import av  # here, as only the painter that makes films has need of it

    picture = as_filmed(paint())
    upright = picture.height > picture.width
    file = io.BytesIO()
    with av.open(file, "w", format="mov", options={"movflags": "use_metadata_tags"}) as container:
        container.metadata.update(said)
        video: Any = container.add_stream(codec, rate=RATE, options=_QUICK[codec])
        video.width, video.height = sorted(picture.size, reverse=True)
        video.pix_fmt, video.codec_context.thread_count = "yuv420p", 1
        if upright:
            video.set_display_matrix(_QUARTER)
        audio: Any = None
        if wind:
            audio = container.add_stream("aac", rate=LOUDNESS_RATE, layout="mono")
        for number in range(round(seconds * RATE)):
            moved = move(picture, number / RATE)
            lying = moved.transpose(Image.Transpose.ROTATE_90) if upright else moved
            frame = av.VideoFrame.from_ndarray(np.asarray(lying), "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if wind:
            _add_sound(container, audio, blowing(seconds))
    return file.getvalue()


_QUICK = {
    "libx264": {"preset": "ultrafast", "crf": "23"},
    "libx265": {"preset": "ultrafast", "crf": "24", "x265-params": "log-level=none:pools=none"},
}


def still(paint: Paint, move: Move, at: float, taken: str, mark: str) -> bytes:
    """The picture that belongs to a film, as it was at a time of it: both carry the mark."""
    return jpeg(move(paint(), at), taken, note=_makers_note(mark))


def _makers_note(mark: str) -> bytes:
    """As Apple's phones write it: a directory with one entry, 17, and its text behind it."""
    text = mark.encode() + b"\0"
    entry = struct.pack(">HHLL", 17, 2, len(text), 32)
    return b"Apple iOS\0\0\1MM" + struct.pack(">H", 1) + entry + bytes(4) + text


def blowing(seconds: float) -> Sound:
    """Wind: noise without its heights, that comes and goes."""
    noise = sifted(np.random.default_rng(7), seconds, LOUDNESS_RATE, 60, 700)
    times = np.arange(len(noise)) / LOUDNESS_RATE
    gusts = 0.55 + 0.45 * np.sin(2 * np.pi * (times / 2.7 - 0.2))
    return np.asarray(0.16 * gusts * noise)


def sifted(chance: np.random.Generator, seconds: float, rate: int, low: int, high: int) -> Sound:
    """Noise between two pitches, its usual loudness 1."""
    count = round(seconds * rate)
    heard = np.fft.rfft(chance.normal(size=count))
    pitches = np.fft.rfftfreq(count, 1 / rate)
    heard *= np.exp(-((np.log(np.maximum(pitches, 1) / np.sqrt(low * high))) ** 2) * 2)
    noise = np.fft.irfft(heard, count)
    return np.asarray(noise / noise.std())


def _add_sound(container: OutputContainer, audio: Any, sound: Sound) -> None:
    from av.audio.frame import AudioFrame

    for at in range(0, len(sound), 1024):
        part = sound[np.newaxis, at : at + 1024].astype(np.float32)
        frame = AudioFrame.from_ndarray(part, "fltp", "mono")
        frame.sample_rate, frame.pts = LOUDNESS_RATE, at
        frame.time_base = Fraction(1, LOUDNESS_RATE)
        container.mux(audio.encode(frame))
    container.mux(audio.encode(None))
