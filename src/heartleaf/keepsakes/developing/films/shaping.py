"""Frames as they are shown: upright, of the size asked for, in the colours of BT.709.

One chain of FFmpeg's filters, built anew when frames change their size or colours in the middle.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import av.error
from av.filter import Graph
from av.video.frame import VideoFrame

from heartleaf.keepsakes.developing import views
from heartleaf.keepsakes.developing.films import tones
from heartleaf.keepsakes.developing.films.turning import FILTERS, UPRIGHT, Way
from heartleaf.keepsakes.developing.looks import UNFRAMED, WHOLE, Box, Frame

PAPER = f"0x{bytes(views.PAPER).hex()}"

_Step = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is to become of frames: `width` and `height` before anything is turned or cropped, the
    way they are laid, and what of them is shown."""

    width: int
    height: int
    format: str = "yuv420p"
    way: Way = UPRIGHT
    frame: Frame = UNFRAMED
    deinterlaced: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what comes out."""
        width, height = self._turned
        left, top, right, bottom = _pixels(self.frame.crop, width, height)
        return (width, height) if self.frame.crop == WHOLE else (right - left, bottom - top)

    @property
    def _turned(self) -> tuple[int, int]:
        sideways = self.way.sideways != bool(self.frame.turn % 2)
        return (self.height, self.width) if sideways else (self.width, self.height)

    def steps(self) -> list[_Step]:
        """Turn, cover with bands, crop: in this order."""
        steps = [*FILTERS[self.way], *[("transpose", "clock")] * (self.frame.turn % 4)]
        width, height = self._turned
        for band in self.frame.bands:
            left, top, right, bottom = _pixels(band, width, height)
            box = f"{left}:{top}:{right - left}:{bottom - top}"
            steps.append(("drawbox", f"{box}:color={PAPER}:t=fill"))
        if self.frame.crop != WHOLE:
            left, top, right, bottom = _pixels(self.frame.crop, width, height)
            steps.append(("crop", f"{right - left}:{bottom - top}:{left}:{top}"))
        return [*steps, ("format", self.format)]


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """The four sides in pixels, even ones, so that colours do not shift; never less than is
    asked for, as a band that covers too little shows what it should not."""
    left = min(max(0, int(box.left * width)), width - 2) // 2 * 2
    top = min(max(0, int(box.top * height)), height - 2) // 2 * 2
    right = min(width, max(left + 2, -int(-box.right * width // 2) * 2))
    bottom = min(height, max(top + 2, -int(-box.bottom * height // 2) * 2))
    return left, top, right, bottom


class Shaper:
    """Gives frames their shape."""

    def __init__(self, shape: Shape, time_base: Fraction) -> None:
        self._shape, self._time_base = shape, time_base
        self._made_for: tuple[object, ...] = ()
        self._graph = Graph()

    def shaped(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """What comes out for this frame: mostly one, sometimes none yet."""
        tones.settle(frame)
        looks = (frame.width, frame.height, frame.format.name, frame.colorspace)
        made_for = (*looks, frame.color_range, frame.color_trc)
        if made_for != self._made_for:
            yield from self.rest()
            self._build(frame)
            self._made_for = made_for
        self._graph.push(frame, 0)
        yield from self._ready()

    def rest(self) -> Iterator[VideoFrame]:
        """What is still held back."""
        if self._made_for:
            self._graph.push(None, 0)
            yield from self._ready()
            self._made_for = ()

    def _ready(self) -> Iterator[VideoFrame]:
        with contextlib.suppress(av.error.BlockingIOError, av.error.EOFError):
            while True:
                frame = self._graph.pull()
                assert isinstance(frame, VideoFrame)  # noqa: S101 - for the type; there is no other
                yield frame

    def _build(self, frame: VideoFrame) -> None:
        self._graph = graph = Graph()
        graph.threads = 2
        steps: list[_Step] = [("buffer", self._source(frame))]
        if self._shape.deinterlaced:
            steps.append(("bwdif", "mode=send_frame:deint=interlaced"))
        steps.append(("scale", f"{self._shape.width}:{self._shape.height}:flags=bicubic"))
        steps += tones.steps_to_usual(frame, drawn=self._shape.format == "yuv420p")
        steps += [("format", self._shape.format), *self._shape.steps(), ("buffersink", None)]
        graph.link_nodes(*(graph.add(name, options) for name, options in steps))
        graph.configure()

    def _source(self, frame: VideoFrame) -> str:
        size = f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}"
        colours = f"colorspace={frame.colorspace}:range={frame.color_range}"
        return f"{size}:{colours}:pixel_aspect=1/1:time_base={self._time_base}"
