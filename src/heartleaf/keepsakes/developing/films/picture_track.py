"""The pictures of a film, made to be played: copied as they are, or drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Protocol

from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from heartleaf.keepsakes.developing.films import h264, tones
from heartleaf.keepsakes.developing.films.clock import Clock
from heartleaf.keepsakes.developing.films.encoding import (
    LONGEST,
    MOST_RATE,
    SHORTEST,
    TICKS,
    bared,
    film_track,
    fitted,
    mux_film,
)
from heartleaf.keepsakes.developing.films.reels import Reel, decoded
from heartleaf.keepsakes.developing.films.shaping import Shape, Shaper
from heartleaf.keepsakes.developing.films.turning import (
    TURNS,
    Way,
    aspect_of,
    matrix_of,
    shown_size,
    turned,
    way_of,
)
from heartleaf.keepsakes.developing.looks import WHOLE, Broken, Frame

COPIED_KINDS = frozenset({"mp4", "mov", "3gp", "mkv", "mts", "flv"})
"""Where the times of H.264 pictures are told in full."""
_PROFILES = frozenset({"Constrained Baseline", "Baseline", "Main", "High"})
_PROGRESSIVE = frozenset({0, 1})
"""No field order told, or none to tell (AVFieldOrder)."""
_LIKE_FILM = Fraction(25)


class Track(Protocol):
    """One track of what is written."""

    def take(self, packet: Packet[Any]) -> None:
        """The next packet of the original's track."""

    def end(self) -> None:
        """There are no more. Raises Broken if nothing at all could be used."""


def pictures(container: OutputContainer, reel: Reel, video: VideoStream, frame: Frame) -> Track:
    """The track for these pictures."""
    way = turned(way_of(video), frame.turn)
    simply = frame.crop == WHOLE and not frame.bands and way in TURNS
    if simply and _fits_as_it_is(reel, video):
        return _Copied(container, reel, video, way)
    return _Drawn(container, reel, video, frame)


def rate_of(video: VideoStream) -> Fraction:
    """Pictures a second, as far as anyone can tell."""
    rate = video.average_rate or video.guessed_rate
    told = Fraction(rate.numerator, rate.denominator) if rate and rate.denominator else _LIKE_FILM
    return told if 1 <= told <= 1000 else _LIKE_FILM


def _fits_as_it_is(reel: Reel, video: VideoStream) -> bool:
    context = video.codec_context
    return (
        reel.kind in COPIED_KINDS
        and context.codec.canonical_name == "h264"
        and context.profile in _PROFILES
        and context.pix_fmt in {"yuv420p", "yuvj420p"}
        and context.color_trc not in {tones.PQ, tones.HLG}
        and context.field_order in _PROGRESSIVE
        and max(video.width, video.height) <= LONGEST
        and min(video.width, video.height) <= SHORTEST
        and video.width % 2 == video.height % 2 == 0
        and aspect_of(video) == 1
        and rate_of(video) <= MOST_RATE + 1
        and video.time_base is not None
    )


class _Copied:
    """The very pictures of the original, without what was said beside them."""

    def __init__(
        self, container: OutputContainer, reel: Reel, video: VideoStream, way: Way
    ) -> None:
        self._container = container
        self._length_size = h264.length_size(video.codec_context.extradata)
        self._clock = Clock(reel.start)
        self._base = float(video.time_base)
        self._step = float(1 / rate_of(video))
        self._ahead = min(max(video.codec_context.reorder_depth, 0), 16)
        self._told: int | None = None
        self._last: int | None = None
        self._stream = container.add_stream_from_template(video, opaque=True)
        self._stream.set_display_matrix(matrix_of(way))

    def take(self, packet: Packet[VideoStream]) -> None:
        if packet.pts is None or (self._last is None and not _begins(packet)):
            return
        left = bared(packet, self._length_size)
        if left is None:
            return
        decoded = packet.dts if packet.dts is not None else self._when_decoded(packet.pts)
        self._told = decoded
        steady = self._clock.steady(decoded * self._base, self._step)
        dts = round(steady / self._base)
        if self._last is not None:
            dts = max(dts, self._last + 1)
        self._last = dts
        delay = min(max(packet.pts - decoded, 0), round(10 / self._base))
        left.stream, left.dts, left.pts = self._stream, dts, dts + delay
        left.duration = min(max(packet.duration or 0, 0), round(60 / self._base))
        self._container.mux_one(left)

    def _when_decoded(self, shown: int) -> int:
        """Matroska tells only when a picture is shown; the first are decoded ahead of that."""
        if self._told is not None:
            return self._told + round(self._step / self._base)
        return shown - round(self._ahead * self._step / self._base)

    def end(self) -> None:
        if self._last is None:
            raise Broken


def _begins(packet: Packet[VideoStream]) -> bool:
    return packet.is_keyframe and not packet.is_corrupt


class _Drawn:
    """The pictures decoded, given their shape, and encoded."""

    def __init__(
        self, container: OutputContainer, reel: Reel, video: VideoStream, frame: Frame
    ) -> None:
        self._container, self._video = container, video
        self._clock = Clock(reel.start)
        self._rate = rate_of(video)
        self._free = 0.0
        shape = _shape(video, frame)
        self._shaper = Shaper(shape, TICKS)
        self._stream = film_track(container, *shape.size, self._rate)
        self._drawn = 0

    def take(self, packet: Packet[VideoStream]) -> None:
        for frame in decoded(packet):
            self._time(frame)
            if frame.pts is not None:
                self._draw(self._shaper.shaped(frame))

    def _time(self, frame: VideoFrame) -> None:
        """Give it its time on our clock, or none if it comes too soon after the last."""
        step = float(1 / self._rate)
        time = max(0.0, self._clock.steady(frame.time, step))
        frame.time_base = TICKS
        if time < self._free - 0.002:
            frame.pts = None
            return
        frame.pts = round(time / TICKS)
        self._free = max(self._free + 1 / MOST_RATE, time + 1 / MOST_RATE / 2)

    def _draw(self, frames: Iterator[VideoFrame]) -> None:
        for frame in frames:
            frame.pict_type = 0
            mux_film(self._container, self._stream, frame)
            self._drawn += 1

    def end(self) -> None:
        self._draw(self._shaper.rest())
        if self._drawn == 0:
            raise Broken
        mux_film(self._container, self._stream, None)


def _shape(video: VideoStream, frame: Frame) -> Shape:
    """Such that what is left after turning and cropping is within the limits, and even."""
    width, height = shown_size(video)
    part_wide = max(0.01, frame.crop.right - frame.crop.left)
    part_high = max(0.01, frame.crop.bottom - frame.crop.top)
    way = way_of(video)
    if way.sideways != bool(frame.turn % 2):
        part_wide, part_high = part_high, part_wide
    left = fitted(width * part_wide, height * part_high)
    size = _shrunk(width, left[0] / part_wide), _shrunk(height, left[1] / part_high)
    return Shape(*size, "yuv420p", way, frame, video.codec_context.field_order not in _PROGRESSIVE)


def _shrunk(most: float, length: float) -> int:
    return max(2, round(min(most, length) / 2) * 2)
