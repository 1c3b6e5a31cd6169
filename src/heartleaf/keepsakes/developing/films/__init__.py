"""Films and sounds through FFmpeg: a quiet moment to look at, and MP4 to be played. Loaded only
where a foreign file is opened.

    reels            a film or a sound opened
    poster           a quiet moment of it
    sounds           a sound alone: its loudness, and what is made of it to be heard
    picture_track    its pictures, copied or drawn anew
    sound_track      its sound, copied or encoded anew
    clock            times that can be relied on
    shaping          frames upright, of the size asked for, in the usual colours
    turning          which way up a film is
    tones            what a frame says of its colours, and what is taken for granted
    encoding         H.264 and AAC in MP4
    h264             what of an H.264 stream is picture
    indexing         the index in front of the pictures
    endings          whether a file ends before its time
"""

from __future__ import annotations

import contextlib
import ctypes
import re
from collections.abc import Callable
from typing import BinaryIO

import av.logging
import av.subtitles.codeccontext
import av.subtitles.stream

from heartleaf.keepsakes.developing import moments, views
from heartleaf.keepsakes.developing.films import poster, sounds
from heartleaf.keepsakes.developing.films.clock import Over
from heartleaf.keepsakes.developing.films.encoding import writing
from heartleaf.keepsakes.developing.films.endings import ends_early
from heartleaf.keepsakes.developing.films.indexing import gap_for
from heartleaf.keepsakes.developing.films.picture_track import Track, pictures, rate_of
from heartleaf.keepsakes.developing.films.reels import Reel, opened
from heartleaf.keepsakes.developing.films.sound_track import sound
from heartleaf.keepsakes.developing.films.turning import shown_size, way_of
from heartleaf.keepsakes.developing.looks import (
    MOST_PIXELS,
    UNFRAMED,
    Broken,
    Frame,
    Look,
    NotShown,
    Taken,
)

_ARENA_MAX = -8
_TAKEN_FOR = 600.0
"""Seconds that a film plays which does not say."""
_MOST_READ = 3
"""How many times its own size may be read of a film; tracks may lie far apart."""


def warm() -> None:
    """All is there once this module is; PyAV would load its subtitles only when they are met.

    FFmpeg starts no thread for it, but NumPy does unless OPENBLAS_NUM_THREADS is 1.

    Each thread would be given 128 MiB of addresses to take its memory from, and addresses are what
    is limited: glibc is told to be content with two such places (mallopt(3), M_ARENA_MAX).
    """
    av.logging.set_level(None)
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


def look(file: BinaryIO, kind: str, most_pixels: int, frame: Frame = UNFRAMED) -> Look:
    """Look at a film or a sound. Raises the family of `Unreadable`."""
    partial = ends_early(file, kind)
    try:
        return _look(file, kind, most_pixels, frame, partial)
    except NotShown:
        if partial:  # what is unusual in half an index is only that it is half
            raise Broken from None
        raise


def _look(file: BinaryIO, kind: str, most_pixels: int, frame: Frame, partial: bool) -> Look:
    with opened(file, kind, most_pixels, _MOST_READ) as reel:
        if reel.video is None:
            bars, seconds = sounds.heard(reel)
            plays = sounds.type_of(reel)
            return Look(
                reel.kind,
                taken=_taken(reel),
                partial=partial,
                seconds=seconds,
                bars=bars,
                plays=plays,
            )
        return _film(reel, frame, partial)


def _film(reel: Reel, frame: Frame, partial: bool) -> Look:
    if reel.video is None:
        raise Broken
    shown = min(frame.crop.right - frame.crop.left, frame.crop.bottom - frame.crop.top)
    chosen = poster.poster(reel, 1 / max(shown, 0.1))
    width, height = map(round, shown_size(reel.video))
    if way_of(reel.video).sideways:
        width, height = height, width
    high, wide = chosen.rgb.shape[:2]
    return Look(
        reel.kind,
        views.of_pixels(chosen.rgb.tobytes(), wide, high, frame),
        width,
        height,
        taken=_taken(reel),
        partial=partial or not chosen.whole,
        seconds=reel.seconds or _last_time(reel),
        plays="video/mp4",
        pair=_pair(reel),
        frame=frame,
    )


def _last_time(reel: Reel) -> float:
    """How long a film plays that does not say so, as those that a browser makes."""
    last = 0.0
    with contextlib.suppress(av.error.FFmpegError):
        reel.container.seek(0)
    for packet in reel.packets(reel.video):
        if packet.pts is not None:
            last = max(last, float(packet.pts * packet.time_base) - reel.start)
    return last


def _taken(reel: Reel) -> Taken | None:
    """When it was made: as Apple tells it, with the place's own time; else in UTC, as ISO/IEC
    14496-12 wants it. A clock that was never set begins in 1904 or 1970."""
    said = {key.lower(): value for key, value in reel.container.metadata.items()}
    local = _moment(said.get("com.apple.quicktime.creationdate", ""))
    if local is not None:
        return local
    universal = _moment(said.get("creation_time", ""))
    return Taken(universal.local, 0) if universal is not None else None


def _moment(text: str) -> Taken | None:
    """A day and a time, and a zone or none, as ISO 8601 has them."""
    local = moments.local(text.strip(), earliest=1971)
    return Taken(local, moments.offset(text.strip()[19:].lstrip(".0123456789"))) if local else None


def _pair(reel: Reel) -> str:
    """What a live photograph and its film have in common."""
    said = reel.container.metadata.get("com.apple.quicktime.content.identifier", "")
    return said if re.fullmatch(r"[0-9A-Za-z-]{1,64}", said) else ""


def play(
    file: BinaryIO, kind: str, frame: Frame, out: BinaryIO, tell: Callable[[float], None]
) -> None:
    """Make what any browser plays. Raises the family of `Unreadable`."""
    with opened(file, kind, MOST_PIXELS, _MOST_READ) as reel:
        if reel.video is None:
            sounds.play(reel, out, tell)
        else:
            _play_film(reel, frame, out, tell)


def _play_film(reel: Reel, frame: Frame, out: BinaryIO, tell: Callable[[float], None]) -> None:
    if reel.video is None:
        raise Broken
    gap = gap_for(reel.seconds or _TAKEN_FOR, float(rate_of(reel.video)))
    with writing(out, gap) as container:
        tracks: dict[int, Track] = {}
        tracks[reel.video.index] = pictures(container, reel, reel.video, frame)
        if reel.audio is not None:
            tracks[reel.audio.index] = sound(container, reel, reel.audio)
        _through(reel, tracks, tell)
        tracks[reel.video.index].end()
        if reel.audio is not None:
            with contextlib.suppress(Broken):
                tracks[reel.audio.index].end()
    tell(1.0)


def _through(reel: Reel, tracks: dict[int, Track], tell: Callable[[float], None]) -> None:
    """Hand each packet to its track; what is damaged further on ends the film there."""
    told = 0.0
    chosen = [stream for stream in (reel.video, reel.audio) if stream is not None]
    with contextlib.suppress(Over):
        for packet in reel.packets(*chosen):
            tracks[packet.stream.index].take(packet)  # the last of each has no index of its own
            if packet.stream is reel.video and packet.pts is not None and reel.seconds:
                share = (float(packet.pts * packet.time_base) - reel.start) / reel.seconds
                if share > told + 0.002:
                    told = share
                    tell(min(1.0, share))
