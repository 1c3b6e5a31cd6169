"""Films of any length to measure with: a few seconds are encoded, and laid down again and again."""

from __future__ import annotations

import heapq
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.video.frame import VideoFrame
from PIL import Image, ImageChops

from heartleaf.command.measuring.drawn import photograph

SIZE = (1920, 1080)
RATE = 30
FRAMES = 2 * RATE
SOUND_RATE, A_FRAME = 48_000, 1024
SOUNDS = 2 * SOUND_RATE // A_FRAME

H264 = ("libx264", {"preset": "ultrafast"}, 20_000_000)
HEVC = ("libx265", {"preset": "ultrafast", "x265-params": "log-level=none"}, 10_000_000)
"""Encoder, its options, bits a second: about what phones write in 1080p."""

Coded = tuple[str, dict[str, str], int]

_A_FRAME_LASTS = Fraction(A_FRAME, SOUND_RATE)


@dataclass(frozen=True)
class Turn:
    """The packets of one track, and how long they last in all, in units of its own time."""

    packets: list[Any]
    lasts: int


def film(file: Path, coded: Coded, *, mb: float = 0, seconds: float = 0) -> float:
    """Write a film of 1080p with sound that is so large or so long; the seconds it plays. Its
    index is at the end, where phones put it."""
    begun = io.BytesIO(_begun(coded))
    with av.open(begun) as few, av.open(file, "w", format="mp4") as whole:
        tracks = {stream.index: whole.add_stream_from_template(stream) for stream in few.streams}
        turns = [_turn(few, stream) for stream in few.streams]
        written, played = 0, 0.0
        for time, packet in heapq.merge(*map(_again_and_again, turns), key=lambda one: one[0]):
            if (mb and written >= mb * 2**20) or (seconds and time >= seconds):
                break
            packet.stream = tracks[packet.stream.index]
            whole.mux_one(packet)
            written, played = written + packet.size, time
    return played


def _begun(coded: Coded) -> bytes:
    """Two seconds of a picture that moves across, with grain, and of a noise."""
    name, options, bits = coded
    file = io.BytesIO()
    painted = photograph(0, SIZE)
    grain = [Image.merge("RGB", [Image.effect_noise(SIZE, 10)] * 3) for _number in range(4)]
    with av.open(file, "w", format="mp4") as whole:
        video: Any = whole.add_stream(name, rate=RATE, options=options)
        video.width, video.height, video.pix_fmt, video.bit_rate = *SIZE, "yuv420p", bits
        audio: Any = whole.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        for number in range(FRAMES):
            moved = ImageChops.offset(painted, 4 * number, 0)
            picture = ImageChops.overlay(moved, grain[number % len(grain)])
            frame = VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]  # of PyAV
            whole.mux(video.encode(frame))
        whole.mux(video.encode(None))
        for number in range(SOUNDS):
            whole.mux(audio.encode(_noise(number)))
        whole.mux(audio.encode(None))
    return file.getvalue()


def _noise(number: int) -> av.AudioFrame:
    heard = av.AudioFrame("fltp", "stereo", A_FRAME)
    for plane in heard.planes:
        plane.update(bytes(plane.buffer_size))
    heard.sample_rate, heard.pts = SOUND_RATE, number * A_FRAME
    return heard


def _turn(few: Any, stream: Any) -> Turn:
    few.seek(0)
    packets = [packet for packet in few.demux(stream) if packet.size]
    lasts = Fraction(FRAMES, RATE) if stream.type == "video" else len(packets) * _A_FRAME_LASTS
    return Turn(packets, int(lasts / stream.time_base))


def _again_and_again(turn: Turn) -> Iterator[tuple[float, Any]]:
    """The seconds at which each packet is wanted, and a copy of it with its new times."""
    shift = 0
    while True:
        for packet in turn.packets:
            again: Any = av.Packet(bytes(packet))
            again.stream, again.time_base = packet.stream, packet.time_base
            again.pts, again.dts = packet.pts + shift, packet.dts + shift
            again.duration, again.is_keyframe = packet.duration, packet.is_keyframe
            yield float(again.dts * again.time_base), again
        shift += turn.lasts
