"""Opening a film or a sound: by one demuxer, for a few codecs, and nothing beside the file.

FFmpeg knows some 300 formats, among them lists of addresses, scripts and files that stand for
others. So the demuxer follows from the kind alone, decoders are taken from a list, and every
attempt to open something else is refused.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import av
import av.error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition, Stream
from av.video.stream import VideoStream

from heartleaf.keepsakes.developing.looks import (
    Broken,
    NotShown,
    TooLarge,
    about_the_file,
)

DEMUXERS = {
    **dict.fromkeys(("mp4", "mov", "3gp", "m4a"), "mov"),
    **dict.fromkeys(("webm", "mkv", "weba"), "matroska"),
    **{"mts": "mpegts", "avi": "avi", "mpeg": "mpeg", "flv": "flv"},
    **dict.fromkeys(("wmv", "wma"), "asf"),
    **{kind: kind for kind in ("mp3", "wav", "ogg", "flac", "amr", "caf", "aac", "aiff")},
}
SOUND_ALONE = {
    **dict.fromkeys(("mp4", "mov", "3gp"), "m4a"),
    **{"webm": "weba", "mkv": "weba", "wmv": "wma"},
    **{"mts": "aac", "mpeg": "mp3", "flv": "mp3", "avi": "wav"},
}
"""What a kind that usually holds a film is when it holds only sound; or what comes nearest."""
WITH_FILM = {"m4a": "mp4", "weba": "webm", "ogg": "webm", "wma": "wmv"}
"""And the other way round. There is no name of its own for a film in Ogg."""

_FILM = (
    "h264 hevc mpeg4 h263 h263i mpeg1video mpeg2video vp8 vp9 av1 mjpeg prores theora flv1"
    " wmv1 wmv2 wmv3 vc1 dvvideo msmpeg4v2 msmpeg4v3"
)
_SOUND = (
    "aac mp1 mp2 mp3 opus vorbis flac alac amr_nb amr_wb ac3 eac3 wmav1 wmav2 wmapro wmalossless"
    " adpcm_ima_wav adpcm_ima_qt adpcm_ms pcm_alaw pcm_mulaw pcm_bluray pcm_dvd pcm_s8 pcm_u8"
    " pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_s32be pcm_f32le pcm_f32be pcm_f64le"
    " pcm_f64be"
)
FILM_CODECS, SOUND_CODECS = frozenset(_FILM.split()), frozenset(_SOUND.split())
_DECODERS = (
    FILM_CODECS
    | SOUND_CODECS
    | {"libdav1d", "flv", "dvvideo", "msmpeg4", "mpegvideo"}
    | {"mp1float", "mp2float", "mp3float", "amrnb", "amrwb"}
)
"""Some decoders have another name than their codec."""

MOST_STREAMS = 64
MOST_FILM_PIXELS = 36_000_000
"""Of one frame: a little more than 8K."""
MOST_SIDE = 16_384
_PIECE = 512 * 2**10


@dataclass(frozen=True, slots=True)
class Reel:
    """An opened file. `kind` is what it turned out to be; at least one of the two is there."""

    container: InputContainer
    kind: str
    video: VideoStream | None
    audio: AudioStream | None

    @property
    def start(self) -> float:
        """When its first picture or sound is due."""
        return (self.container.start_time or 0) / av.time_base

    @property
    def seconds(self) -> float:
        """How long it says it plays; 0 if it does not say."""
        told = [(self.container.duration or 0) / av.time_base]
        told += [
            float(stream.duration * stream.time_base)
            for stream in (self.video, self.audio)
            if stream is not None and stream.duration and stream.time_base
        ]
        longest = next((seconds for seconds in told if seconds > 0), 0.0)
        return longest if longest < MOST_SECONDS_TOLD else 0.0

    def packets(self, *streams: Stream | None) -> Iterator[Packet[Any]]:
        """The packets of these streams, as far as the file can be read."""
        with contextlib.suppress(av.error.InvalidDataError, av.error.EOFError):
            yield from self.container.demux([stream for stream in streams if stream is not None])


MOST_SECONDS_TOLD = 100 * 3600.0
"""A time beyond this is a mistake or a lie."""


@contextlib.contextmanager
def opened(file: BinaryIO, kind: str, most_pixels: int, most_read: float = 4) -> Iterator[Reel]:
    """Open a file of this kind. At most `most_read` times its size, and some, is read of it."""
    with (
        about_the_file(),
        av.open(
            _Reader(file, most_read),
            "r",
            format=DEMUXERS[kind],
            options={"max_pixels": str(min(most_pixels, MOST_FILM_PIXELS))},
            container_options={
                "codec_whitelist": ",".join(sorted(_DECODERS)),
                "protocol_whitelist": "none",
                "max_streams": str(MOST_STREAMS),
            },
            buffer_size=_PIECE,
            io_open=_nothing_else,
        ) as container,
    ):
        yield _reel(container, kind, min(most_pixels, MOST_FILM_PIXELS))


def _reel(container: InputContainer, kind: str, most_pixels: int) -> Reel:
    films = [stream for stream in container.streams.video if _moves(stream)]
    video = _best([stream for stream in films if _codec(stream) in FILM_CODECS])
    audio = _best([s for s in container.streams.audio if _codec(s) in SOUND_CODECS and s.rate])
    if video is None and (films or audio is None):
        raise NotShown if len(container.streams) else Broken
    if video is not None:
        if video.width * video.height > most_pixels or max(video.width, video.height) > MOST_SIDE:
            raise TooLarge
        video.codec_context.options = {"max_pixels": str(most_pixels)}
    for stream in container.streams:
        if stream.index not in {chosen.index for chosen in (video, audio) if chosen is not None}:
            stream.discard = Discard.all
        elif stream.codec_context is not None:
            stream.codec_context.thread_count = 2
    kinds = SOUND_ALONE if video is None else WITH_FILM
    return Reel(container, kinds.get(kind, kind), video, audio)


def _codec(stream: Stream) -> str:
    return stream.codec_context.codec.canonical_name if stream.codec_context else ""


def _moves(stream: VideoStream) -> bool:
    """A cover picture is a video stream, too, and so are thumbnails."""
    still = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image
    return not stream.disposition & still and _codec(stream) not in {"png", "bmp", "gif", "webp"}


def _best[AnyStream: (VideoStream, AudioStream)](streams: list[AnyStream]) -> AnyStream | None:
    """The one meant to be played, else the largest picture, else the first."""

    def worth(stream: AnyStream) -> tuple[bool, int]:
        size = stream.width * stream.height if isinstance(stream, VideoStream) else 0
        return bool(stream.disposition & Disposition.default), size

    sound = [stream for stream in streams if not isinstance(stream, VideoStream) or stream.width]
    return max(sound, key=worth, default=None)


def _nothing_else(url: str, flags: int, options: dict[str, str]) -> Any:
    raise NotShown


class _Reader:
    """The file as FFmpeg may use it: a bounded number of bytes, in pieces of its choice."""

    name = "film"

    def __init__(self, file: BinaryIO, most_read: float) -> None:
        self._file = file
        size = file.seek(0, io.SEEK_END)
        self._left = int(size * most_read) + 64 * 2**20
        file.seek(0)

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise Broken
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def decoded(packet: Packet[Any]) -> list[Any]:
    """The frames of a packet; none of one that cannot be decoded."""
    try:
        return list(packet.decode())
    except MemoryError:
        raise
    except (av.error.FFmpegError, ValueError):
        return []
