"""The files of a keepsake under another key: the same bytes, sealed for it, under new ids.

What is sealed already is never written over: the old bytes go once a row speaks of the new ones.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import VIEWS, Attachment, Held
from heartleaf.keepsakes.media import (
    begin_media,
    discard,
    open_original,
    open_view,
    store,
    store_views,
)
from heartleaf.keepsakes.models import Media
from heartleaf.sealing import Identity
from heartleaf.vault import VaultError

Tell = Callable[[], None]


def reseal(
    media: Media,
    held: Held,
    source: OpenCircle,
    target: OpenCircle,
    tell: Tell = lambda: None,
) -> Held:
    """The same bytes for another circle, or another key of it, under a new id."""
    new, key = begin_media(target), source.identity(media.epoch)
    try:
        _reseal_into(new.id, held, key, target, tell)
    except BaseException:
        with contextlib.suppress(VaultError):  # its row stays, and the clock tries again
            discard(new.id)
        raise
    return dataclasses.replace(held, media=str(new.id))


def _reseal_into(id: UUID, held: Held, key: Identity, target: OpenCircle, tell: Tell) -> None:
    if held.parts:
        store(_telling(open_original(held, key), tell), target.recipient, id)
    views = [
        (open_view(held, view, key), made.width, made.height)
        for view, made in zip(VIEWS, held.views, strict=False)
    ]
    store_views(id, views, target.recipient)


def _telling(parts: Iterable[bytes], tell: Tell) -> Iterator[bytes]:
    for part in parts:
        yield part
        tell()


# ── What speaks of them ─────────────────────────────────────────────────────────────────────


def renewed_in(attachments: list[Attachment], renewed: dict[str, Held]) -> list[Attachment]:
    """The same attachments, speaking of their files by the new ids."""
    return [with_new_ids(one, renewed) for one in attachments if one.media in renewed]


def with_new_ids(one: Attachment, renewed: dict[str, Held]) -> Attachment:
    played = one.played
    if played:
        played = dataclasses.replace(played, media=new_id(played.media, renewed))
    return dataclasses.replace(
        one,
        media=new_id(one.media, renewed),
        made=new_id(one.made, renewed),
        still=new_id(one.still, renewed),
        played=played,
    )


def new_id(id: str, renewed: dict[str, Held]) -> str:
    return renewed[id].media if id in renewed else id
