"""A still and the short film that was taken with it (a Live Photo) are one thing to look at.

Both carry the same identifier, if the camera's files came as they were. Where one of them lost it
on its way, their names and their times say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.developing.looks import Look, Taken

LONGEST = 15.0
"""Seconds that a film taken with a still may play, if only its name says that it was."""

APART = timedelta(seconds=5)


def paired(attachments: Sequence[Attachment], looks: Sequence[Look | None]) -> list[Attachment]:
    """The same files in the same order; a film that was taken with a still among them says so.

    `looks` are what was seen of each, so far as it could be. A still has one film at most, and
    what was said of a film before stands.
    """
    seen = [
        _Seen(one, look.taken if look else None)
        for one, look in zip(attachments, looks, strict=True)
    ]
    taken = {one.still for one in attachments}
    stills = [one for one in seen if _waits_for_a_film(one.file) and one.file.media not in taken]
    result = list(attachments)
    for belongs in (_by_identifier, _by_name_and_time):
        for number, film in enumerate(seen):
            if film.file.sort != "film" or result[number].still:
                continue
            still = next((one for one in stills if belongs(one, film)), None)
            if still is not None:
                stills.remove(still)
                result[number] = replace(film.file, still=still.file.media)
    return result


class _Seen(NamedTuple):
    file: Attachment
    taken: Taken | None


def _waits_for_a_film(one: Attachment) -> bool:
    return one.sort == "picture" and one.film is None


def _by_identifier(still: _Seen, film: _Seen) -> bool:
    return bool(still.file.pair) and still.file.pair == film.file.pair


def _by_name_and_time(still: _Seen, film: _Seen) -> bool:
    if still.file.pair and film.file.pair:
        return False  # two different ones: they were not taken together
    short = 0 < film.file.seconds <= LONGEST
    return short and _stem(still.file) == _stem(film.file) and _at_once(still.taken, film.taken)


def _stem(one: Attachment) -> str:
    """The name without folder and ending; export programs write it large or small."""
    name = one.name.replace("\\", "/").rpartition("/")[2]
    return (name.rpartition(".")[0] or name).casefold()


def _at_once(still: Taken | None, film: Taken | None) -> bool:
    if still is None or film is None:
        return True
    apart = still.local - film.local
    if still.offset is not None and film.offset is not None:
        apart -= timedelta(minutes=still.offset - film.offset)
    return abs(apart) <= APART
