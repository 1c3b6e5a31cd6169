"""Films and sounds drawn by the tests: four quarters of four colours, and a tone.

They are encoded by FFmpeg's encoders, which share no code with the decoders they are meant for.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

COLOURS = ((200, 40, 40), (40, 180, 60), (40, 60, 200), (230, 220, 120))
"""Upper left, upper right, lower left, lower right."""

FILMS = {
    "mp4": ("mp4", "libx264", "aac"),
    "mov": ("mov", "libx264", "aac"),
    "3gp": ("3gp", "mpeg4", "aac"),
    "webm": ("webm", "libvpx", "libopus"),
    "mkv": ("matroska", "libx265", "flac"),
    "mts": ("mpegts", "libx264", "ac3"),
    "avi": ("avi", "mpeg4", "libmp3lame"),
    "mpeg": ("mpeg", "mpeg2video", "mp2"),
    "wmv": ("asf", "wmv2", "wmav2"),
    "flv": ("flv", "flv", "libmp3lame"),
}
"""Container, codec of the pictures, codec of the sound."""

SOUNDS = {
    "m4a": ("ipod", "aac"),
    "mp3": ("mp3", "libmp3lame"),
    "wav": ("wav", "pcm_s16le"),
    "ogg": ("ogg", "libopus"),
    "weba": ("webm", "libopus"),
    "flac": ("flac", "flac"),
    "caf": ("caf", "alac"),
    "aac": ("adts", "aac"),
    "aiff": ("aiff", "pcm_s16be"),
    "wma": ("asf", "wmav2"),
}

Loudness = Callable[[np.ndarray], np.ndarray]


def quarters(width: int, height: int, shade: float = 1.0) -> np.ndarray:
    """A picture of four colours, each in its quarter."""
    picture = np.zeros((height, width, 3), np.uint8)
    rows, columns = slice(0, height // 2), slice(0, width // 2)
    lower, right = slice(height // 2, height), slice(width // 2, width)
    for place, colour in zip(
        ((rows, columns), (rows, right), (lower, columns), (lower, right)), COLOURS, strict=True
    ):
        picture[place] = np.multiply(colour, shade).astype(np.uint8)
    return picture


def corners(picture: np.ndarray) -> list[tuple[int, ...]]:
    """The colour in the middle of each quarter, in the order of COLOURS."""
    height, width = picture.shape[:2]
    places = [(y, x) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [tuple(int(c) for c in picture[place]) for place in places]


def tone(seconds: float, rate: int, pitch: float = 440, loudness: Loudness | None = None):
    """A tone from -1 to 1, as loud as it is told to be at each time."""
    times = np.arange(round(seconds * rate)) / rate
    loud = loudness(times) if loudness is not None else 0.5
    return np.sin(2 * np.pi * pitch * times) * loud


def film(
    kind: str = "mp4",
    *,
    size: tuple[int, int] = (192, 128),
    seconds: float = 2,
    rate: int | Fraction = 25,
    codec: str = "",
    sound: str | None = "",
    sound_seconds: float | None = None,
    sound_rate: int = 48_000,
    layout: str = "stereo",
    matrix: list[int] | None = None,
    metadata: dict[str, str] | None = None,
    pixels: str = "yuv420p",
    draw: Callable[[int], np.ndarray] | None = None,
    colours: dict[str, int] | None = None,
    aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    stream: bool = False,
) -> bytes:
    """A film of the four quarters, with a tone of 440 Hz; as a `stream` it is written without
    ever going back."""
    format_name, usual, usual_sound = FILMS[kind]
    file = _Stream() if stream else io.BytesIO()
    apple = any(name.startswith("com.apple") for name in metadata or {})
    settings = {"movflags": "use_metadata_tags"} if apple else {}
    with av.open(
        file, "w", format=format_name, container_options={**settings, **(container_options or {})}
    ) as container:
        container.metadata.update(metadata or {})
        video: Any = container.add_stream(codec or usual, rate=rate, options=options or {})
        video.width, video.height = size
        video.pix_fmt = pixels
        video.codec_context.gop_size = 12
        video.codec_context.thread_count = 1
        if aspect is not None:
            video.codec_context.sample_aspect_ratio = aspect
        for name, value in (colours or {}).items():
            setattr(video.codec_context, name, value)
        if matrix is not None:
            video.set_display_matrix(matrix)
        audio: Any = None
        if sound is not None:
            audio = container.add_stream(sound or usual_sound, rate=sound_rate)
            audio.codec_context.layout, audio.codec_context.bit_rate = layout, 128_000
        drawn = draw or (lambda number: quarters(*size))
        for number in range(round(seconds * rate)):
            frame = _frame(drawn(number), pixels, colours or {})
            frame.pts, frame.time_base = number, 1 / Fraction(rate)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if audio is not None:
            length = seconds if sound_seconds is None else sound_seconds
            _sound(container, audio, tone(length, sound_rate))
    return file.getvalue()


class _Stream(io.BytesIO):
    def seekable(self) -> bool:
        return False


def _frame(picture: np.ndarray, pixels: str, colours: dict[str, int]) -> VideoFrame:
    if picture.dtype != np.uint8:
        return VideoFrame.from_ndarray(picture, pixels)
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), "rgb24")
    matrix = {1: 1, 9: 9}.get(colours.get("colorspace", 0), 5)
    made = frame.reformat(
        format=pixels, dst_colorspace=matrix, dst_color_range=colours.get("color_range", 1)
    )
    for name, value in colours.items():
        setattr(made, name, value)
    return made


def sound(
    kind: str = "m4a",
    *,
    seconds: float = 2,
    rate: int = 48_000,
    layout: str = "stereo",
    pitch: float = 440,
    loudness: Loudness | None = None,
    metadata: dict[str, str] | None = None,
    codec: str = "",
    cover: bytes = b"",
) -> bytes:
    """A tone alone."""
    format_name, usual = SOUNDS[kind]
    file = io.BytesIO()
    with av.open(file, "w", format="mp4" if cover and kind == "m4a" else format_name) as container:
        container.metadata.update(metadata or {})
        audio = container.add_stream(codec or usual, rate=rate)
        audio.codec_context.layout, audio.codec_context.bit_rate = layout, 128_000
        if cover:
            picture = container.add_stream("mjpeg", rate=1)
            picture.width, picture.height, picture.pix_fmt = 64, 64, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
            frame = VideoFrame.from_ndarray(quarters(64, 64), "rgb24")
            frame.pts = 0
            container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
        _sound(container, audio, tone(seconds, rate, pitch, loudness))
    return file.getvalue()


def _sound(container: Any, audio: Any, wave: np.ndarray) -> None:
    channels = audio.codec_context.channels
    samples = np.rint(wave * 32000).astype(np.int16)
    step = 1024
    for at in range(0, len(samples), step):
        part = np.repeat(samples[at : at + step], channels)[None]
        frame = AudioFrame.from_ndarray(part, "s16", audio.codec_context.layout.name)
        frame.sample_rate, frame.pts = audio.codec_context.sample_rate, at
        frame.time_base = Fraction(1, audio.codec_context.sample_rate)
        container.mux(audio.encode(frame))
    container.mux(audio.encode(None))


def boxes(data: bytes, inside: tuple[bytes, ...] = (b"moov", b"trak", b"mdia", b"minf", b"stbl")):
    """Names of all boxes of an MP4, in their order."""
    at = 0
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        yield name
        if name in inside:
            yield from boxes(data[at + 8 : at + size], inside)
        at += max(size, 8)


def frames(data: bytes) -> list[np.ndarray]:
    """All pictures of a film, turned as it says."""
    with av.open(io.BytesIO(data)) as container:
        return [upright(frame) for frame in container.decode(video=0)]


def upright(frame: VideoFrame) -> np.ndarray:
    picture = frame.to_ndarray(format="rgb24")
    return np.rot90(picture, round(frame.rotation / 90) % 4)


def pitch_of(data: bytes) -> float:
    """The pitch of the strongest tone in a film or a sound."""
    with av.open(io.BytesIO(data)) as container:
        rate = container.streams.audio[0].rate
        parts = [
            frame.to_ndarray().astype(float).reshape(frame.layout.nb_channels, -1)
            if frame.format.is_planar
            else frame.to_ndarray().astype(float).reshape(-1, frame.layout.nb_channels).T
            for frame in container.decode(audio=0)
        ]
    wave = np.concatenate(parts, axis=1)[0]
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(np.argmax(spectrum) * rate / len(wave))
