"""What is made to be played: MP4 with H.264 and AAC, its index in front, nothing said in it.

`writing` opens one; `film_track` and `sound_track` add to it what is encoded here. x264 runs on
two threads with a quick preset: measured on two slow cores, 1080p takes about twice its length.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from heartleaf.keepsakes.developing.films import h264
from heartleaf.keepsakes.developing.films.indexing import Fronted

LONGEST, SHORTEST = 1920, 1080
"""At most so many pixels on the long side, and on the short side."""

MOST_RATE = 60
MOST_SECONDS = 12 * 3600
"""Nobody's film is longer, whatever its times say."""

GAP = 2**17
"""Room for the index of some thousand pictures."""

TICKS = Fraction(1, 90_000)
_PIECE = 2**20
_BT709 = {
    "colorspace": 1,
    "color_primaries": int(ColorPrimaries.BT709),
    "color_trc": int(ColorTrc.BT709),
    "color_range": int(ColorRange.MPEG),
}
"""Numbers of ITU-T H.273; 1 is BT.709 as a matrix, too."""


@contextlib.contextmanager
def writing(out: BinaryIO, gap: int, sound: bool = False) -> Iterator[OutputContainer]:
    """An MP4 that goes to `out`; whole when the block ends well."""
    front = Fronted(out, gap)
    options = {"fflags": "+bitexact", "write_tmcd": "0", "brand": "M4A " if sound else "isom"}
    with av.open(
        front, "w", format="mp4", container_options=options, buffer_size=_PIECE
    ) as container:
        yield container
    front.finish()


def film_track(container: OutputContainer, width: int, height: int, rate: Fraction) -> VideoStream:
    """A track for frames in yuv420p, BT.709, limited range; their times count TICKS."""
    rate = min(max(rate, Fraction(1)), Fraction(MOST_RATE)).limit_denominator(1001)
    stream = container.add_stream(
        "libx264",
        rate=rate,
        options={
            **{"preset": "veryfast", "crf": "21", "profile": "high"},
            **{"maxrate": "12M", "bufsize": "24M"},  # or grain would make it many times larger
        },
        width=width,
        height=height,
        time_base=TICKS,
    )
    stream.codec_context.thread_count = 2
    stream.codec_context.gop_size = min(250, max(12, round(4 * rate)))
    for name, value in _BT709.items():
        setattr(stream.codec_context, name, value)
    return stream


def sound_track(container: OutputContainer, rate: int, channels: int) -> AudioStream:
    """A track for one or two channels of AAC. Its encoder does not write its name."""
    stream = container.add_stream("aac", rate=rate)
    stream.codec_context.layout = "stereo" if channels == 2 else "mono"
    stream.codec_context.bit_rate = 160_000 if channels == 2 else 128_000
    stream.codec_context.flags |= av.codec.context.Flags.bitexact
    return stream


def bared(packet: Packet[Any], length_size: int = 0) -> Packet[Any] | None:
    """A packet of H.264 with nothing but picture in it; None if there is no picture."""
    data = h264.bare(bytes(packet), length_size)
    if not data:
        return None
    left: Packet[Any] = Packet(data)
    left.stream = packet.stream
    left.time_base = packet.time_base
    left.pts, left.dts, left.duration = packet.pts, packet.dts, packet.duration
    left.is_keyframe = packet.is_keyframe
    return left


def mux_film(container: OutputContainer, stream: VideoStream, frame: VideoFrame | None) -> None:
    """Encode a frame, or with None what is still held back, and write it."""
    for packet in stream.encode(frame):
        if (left := bared(packet)) is not None:
            container.mux_one(left)


def fitted(width: float, height: float) -> tuple[int, int]:
    """The size of what is played: within the limits, never enlarged, even on both sides."""
    scale = min(1.0, LONGEST / max(width, height), SHORTEST / min(width, height))
    return _even(width * scale), _even(height * scale)


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)


def encode_frames(
    frames: Iterable[bytes], width: int, height: int, rate: Fraction, out: BinaryIO
) -> None:
    """Make a film without sound of frames of RGB, three bytes a pixel, row by row. Frames beyond
    MOST_RATE a second are left out, and so is what comes after MOST_SECONDS."""
    size = fitted(width + width % 2, height + height % 2)
    with writing(out, GAP) as container:
        stream = film_track(container, *size, rate)
        free = Fraction(0)
        for number, rgb in enumerate(frames):
            time = number / rate
            if time >= MOST_SECONDS:
                break
            if time < free:
                continue
            free += max(1 / rate, Fraction(1, MOST_RATE))
            frame = _frame(rgb, width, height, size)
            frame.pts, frame.time_base = round(time / TICKS), TICKS
            mux_film(container, stream, frame)
        mux_film(container, stream, None)


def _frame(rgb: bytes, width: int, height: int, size: tuple[int, int]) -> VideoFrame:
    """An odd row or column is shown twice, so that nothing is blurred to make it even."""
    rows = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)
    even = np.pad(rows, ((0, height % 2), (0, width % 2), (0, 0)), "edge")
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(even), "rgb24")
    small = frame.reformat(
        *size,
        "yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        threads=2,
    )
    for name, value in _BT709.items():
        setattr(small, name, value)
    return small
