"""The sound of a film or alone, made to be played: copied as it is, or encoded anew as AAC."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

from heartleaf.keepsakes.developing.films.clock import LONGEST_STILL, Clock
from heartleaf.keepsakes.developing.films.encoding import sound_track
from heartleaf.keepsakes.developing.films.picture_track import Track
from heartleaf.keepsakes.developing.films.reels import Reel, decoded
from heartleaf.keepsakes.developing.looks import Broken

COPIED_KINDS = frozenset({"mp4", "mov", "3gp", "m4a", "mkv", "mts", "flv", "aac", "caf"})
_PROFILES = frozenset({"LC", "HE-AAC", "HE-AACv2"})
_RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
_DRIFT = 0.1
"""Seconds by which sound and its times may differ before silence is added or sound left out."""


def sound(container: OutputContainer, reel: Reel, audio: AudioStream) -> Track:
    """The track for this sound."""
    if _fits_as_it_is(reel, audio):
        return Copied(container, reel, audio)
    return _Made(container, reel, audio)


def _fits_as_it_is(reel: Reel, audio: AudioStream) -> bool:
    context = audio.codec_context
    return (
        reel.kind in COPIED_KINDS
        and context.codec.canonical_name == "aac"
        and context.profile in _PROFILES
        and context.channels in {1, 2}
        and 8000 <= context.sample_rate <= 48_000
    )


class Copied:
    """The very packets of the original."""

    def __init__(self, container: OutputContainer, reel: Reel, audio: AudioStream) -> None:
        self._container, self._clock = container, Clock(reel.start)
        self._base = float(audio.time_base)
        self._last: int | None = None
        self._stream = container.add_stream_from_template(audio, opaque=True)

    def take(self, packet: Packet[AudioStream]) -> None:
        if packet.size == 0:
            return
        step = min(max((packet.duration or 0) * self._base, 0.001), 1.0)
        time = packet.dts if packet.dts is not None else packet.pts
        steady = self._clock.steady(time * self._base if time is not None else None, step)
        dts = round(steady / self._base)
        if self._last is not None:
            dts = max(dts, self._last + 1)
        self._last = dts
        left: Packet[AudioStream] = Packet(bytes(packet))  # type: ignore[assignment]  # it knows no kinds
        left.time_base = packet.time_base
        left.stream, left.pts, left.dts = self._stream, dts, dts
        left.duration = round(step / self._base)
        left.is_keyframe = True
        with contextlib.suppress(av.error.InvalidDataError):  # a damaged packet is left out
            self._container.mux_one(left)

    def end(self) -> None:
        if self._last is None:
            raise Broken


class _Made:
    """Decoded, brought to one or two channels and a rate AAC knows, and encoded. Where the times
    leave a gap there is silence, so that lips and words stay together."""

    def __init__(self, container: OutputContainer, reel: Reel, audio: AudioStream) -> None:
        context = audio.codec_context
        self._rate = min((rate for rate in _RATES if rate >= context.sample_rate), default=48_000)
        self._layout = "mono" if context.channels == 1 else "stereo"
        self._container, self._clock = container, Clock(reel.start)
        self._stream = sound_track(container, self._rate, 1 if self._layout == "mono" else 2)
        self._resampler = self._fresh()
        self._made_for: tuple[object, ...] = ()
        self._written = 0
        self._begun = False

    def _fresh(self) -> AudioResampler:
        return AudioResampler("fltp", self._layout, self._rate)

    def take(self, packet: Packet[AudioStream]) -> None:
        for frame in sounds_of(packet):
            made_for = (frame.format.name, frame.layout.name, frame.sample_rate)
            if made_for != self._made_for and self._made_for:
                self._write(self._resampler.resample(None))
                self._resampler = self._fresh()
            self._made_for = made_for
            length = frame.samples / frame.sample_rate
            late = self._clock.steady(frame.time, length) - self._written / self._rate
            if late > _DRIFT:
                self._write(self._silence(min(late, LONGEST_STILL)))
            elif late < -max(_DRIFT, length):
                continue
            frame.pts = None
            self._write(self._resampler.resample(frame))
            self._begun = True

    def _silence(self, seconds: float) -> Iterator[AudioFrame]:
        left = round(seconds * self._rate)
        channels = 1 if self._layout == "mono" else 2
        while left > 0:
            count = min(left, 8192)
            quiet = np.zeros((channels, count), np.float32)
            frame = AudioFrame.from_ndarray(quiet, "fltp", self._layout)
            frame.sample_rate = self._rate
            yield frame
            left -= count

    def _write(self, frames: Iterator[AudioFrame] | list[AudioFrame]) -> None:
        for frame in frames:
            frame.pts, frame.time_base = self._written, self._stream.codec_context.time_base
            self._written += frame.samples
            self._container.mux(self._stream.encode(frame))

    def end(self) -> None:
        if self._begun:
            self._write(self._resampler.resample(None))
            self._container.mux(self._stream.encode(None))
        else:
            raise Broken


def sounds_of(packet: Packet[AudioStream]) -> list[AudioFrame]:
    """The sound of a packet; none of one that cannot be decoded."""
    return [frame for frame in decoded(packet) if frame.samples and frame.sample_rate > 0]
