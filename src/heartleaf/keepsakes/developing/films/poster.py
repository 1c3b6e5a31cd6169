"""A quiet moment of a film, to stand for it.

A handful of frames from its first half minute are looked at; the one is taken that is neither
nearly black nor blown out and shows the most detail, for what moves is blurred.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.error
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from heartleaf.keepsakes.developing.films import tones
from heartleaf.keepsakes.developing.films.reels import Reel, decoded
from heartleaf.keepsakes.developing.films.shaping import Shape, Shaper
from heartleaf.keepsakes.developing.films.turning import shown_size, way_of
from heartleaf.keepsakes.developing.looks import LARGE, Broken

MOMENTS = (0.1, 0.25, 0.5)
SPAN = 30.0
"""Seconds at the beginning in which to look."""
_WORK = 24 * 1920 * 1080
"""Pixels that may be decoded on the way to one moment, beyond the first frame."""
_MOST_PACKETS = 2000
_SMALL = 96
_WITHOUT_INDEX = {"mts", "mpeg"}
"""Where a moment is found by guessing, and not finding one is no sign of damage."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Poster:
    """A frame as rows of RGB, and whether all that was tried could be decoded."""

    rgb: Pixels
    whole: bool


def poster(reel: Reel, enlarged: float = 1.0) -> Poster:
    """Pick one frame. `enlarged`: how much larger than a large view it may have to be, because
    only a part of it is shown. Raises Broken if there is not one."""
    video = reel.video
    if video is None:
        raise Broken
    best: tuple[float, Pixels] | None = None
    whole = True
    for frame in _frames(reel, video):
        if frame is None:
            whole = False
            continue
        rgb = _rgb(frame, video, enlarged)
        worth = _worth(rgb)
        if best is None or worth > best[0]:
            best = worth, rgb
    if best is None:
        raise Broken
    return Poster(best[1], whole)


def _frames(reel: Reel, video: VideoStream) -> Iterator[VideoFrame | None]:
    """The frame at each moment that has one; if none has, None and the first that can be had."""
    span = min(reel.seconds, SPAN)
    found = False
    seen = set()
    for moment in MOMENTS if span > 0 else ():
        frame = _frame_at(reel, video, reel.start + moment * span, seek=True)
        if frame is not None and frame.pts not in seen:
            found = True
            seen.add(frame.pts)
            yield frame
    if not found:
        if span > 0 and reel.kind not in _WITHOUT_INDEX:
            yield None
        with contextlib.suppress(av.error.FFmpegError):
            reel.container.seek(0)
        yield _frame_at(reel, video, reel.start, seek=False)


def _frame_at(reel: Reel, video: VideoStream, time: float, seek: bool) -> VideoFrame | None:
    """Decode from the key frame before this time up to it, or as far as is worth the work."""
    last: VideoFrame | None = None
    count = 0
    most = max(2, _WORK // max(1, video.width * video.height))
    with contextlib.suppress(av.error.FFmpegError):
        if seek:
            reel.container.seek(int(time / video.time_base), stream=video)
        for number, packet in enumerate(reel.packets(video)):
            for frame in decoded(packet):
                last, count = frame, count + 1
                if count >= most or frame.time is None or frame.time >= time:
                    return last
            if number > _MOST_PACKETS:
                break
    return last


def _rgb(frame: VideoFrame, video: VideoStream, enlarged: float) -> Pixels:
    width, height = shown_size(video)
    scale = min(1.0, LARGE * min(max(enlarged, 1.0), 3.0) / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    bright = frame.color_trc == tones.PQ
    shape = Shape(*size, "rgb48le" if bright else "rgb24", way_of(video))
    shaper = Shaper(shape, Fraction(1, 1000))
    shaped = next(iter((*shaper.shaped(frame), *shaper.rest())), None)
    if shaped is None:
        raise Broken
    pixels: NDArray[Any] = shaped.to_ndarray()
    return tones.shown(pixels) if bright else pixels


def _worth(rgb: Pixels) -> float:
    """How well a frame stands for its film, on a small grey version: its detail, and less if it
    is nearly all dark or all light."""
    step = max(1, max(rgb.shape[:2]) // _SMALL)
    rows, columns = (length // step * step for length in rgb.shape[:2])
    grey = rgb[:rows, :columns].mean(axis=2, dtype=np.float32)
    detail = _steepness(grey[rows // 4 : -rows // 4, columns // 4 : -columns // 4])
    small = grey.reshape(rows // step, step, columns // step, step).mean(axis=(1, 3))
    mean, spread = float(small.mean()), float(small.std())
    lit = min(1.0, max(0.0, mean - 12) / 48) * min(1.0, max(0.0, 247 - mean) / 32)
    return (0.02 + lit) * (0.1 + min(spread, 60) / 60) * (0.2 + min(detail, 8) / 8)


def _steepness(grey: NDArray[np.float32]) -> float:
    if min(grey.shape) < 2:
        return 0.0
    across, down = np.diff(grey, axis=1), np.diff(grey, axis=0)
    return float(np.abs(across).mean() + np.abs(down).mean())
