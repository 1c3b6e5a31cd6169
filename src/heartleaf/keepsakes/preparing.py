"""Preparing: what cannot be played everywhere as it came is made into something that can.

The original is kept first; this goes on beside the pages, one file at a time, with the key of
whoever kept it. The row of a `Making` says how far it is. If the program ends meanwhile, nothing is
half there, and it begins anew when someone next opens the keepsake: only then is there a key again.
"""

from __future__ import annotations

import datetime
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

from django.db import IntegrityError, close_old_connections, connections
from django.utils import timezone

from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.attachments import Attachment, Played
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.developing.looks import TookTooLong, TooMuchMemory, Unreadable
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.media import SealedFile, SealedSink, begin_media, discard
from heartleaf.keepsakes.models import Keepsake, Making
from heartleaf.keepsakes.receiving import decoder, kind_inside
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

SILENT = datetime.timedelta(seconds=90)
TELL_EVERY = datetime.timedelta(seconds=1)

RESTING = datetime.timedelta(hours=1)
TRIED, UNREAD = 101, 102
"""The share of what could not be made just now: it rests, or each look would begin it anew; and of
what could not be read at all."""

# A film of an hour may take some hours on a small computer; nothing may take for ever.
SECONDS_FOR_A_SECOND, AT_LEAST, AT_MOST = 12, 120, 12 * 3600

# And nothing may fill the disk. A film that was packed better than what plays everywhere grows, by
# its length and not without end; a length that its bytes are too few for is not believed.
SIZE, TIMES, BYTES_A_SECOND, LEAST_BYTES_A_SECOND = 64 * 2**20, 40, 2 * 2**20, 500

log = logging.getLogger(__name__)
_turns = ThreadPoolExecutor(1, thread_name_prefix="preparing")
_waiting: set[str] = set()
"""What is queued in this process, by its file: a claim that waits its turn is silent too."""


class NotNow(Exception):
    """It was too much for this computer just now."""


def prepare(person: OpenPerson, keepsake: Keepsake, card: Card) -> list[Future[None]]:
    """Begin to make what this keepsake still lacks, unless it is being made already."""
    lacking = [one for one in card.attachments if one.waits_to_be_made]
    waiting = [one for one in lacking if one.media not in _waiting and _claim(one)]
    _waiting.update(one.media for one in waiting)
    # Without what its session remembers: that ends with the request.
    mine = OpenPerson(person.person, person.identity)
    return [_turns.submit(_make, mine, keepsake.pk, UUID(one.media)) for one in waiting]


def share_made(media: str) -> int | None:
    """How much of it is made, in hundredths; TRIED or UNREAD if it rests; None if nobody is."""
    return Making.objects.filter(media_id=media).values_list("share", flat=True).first()


def _claim(attachment: Attachment) -> bool:
    now = timezone.now()
    stale = Making.objects.filter(media_id=attachment.media, alive_at__lt=now - SILENT)
    if stale.update(alive_at=now, share=0):
        return True
    try:
        return Making.objects.get_or_create(media_id=attachment.media)[1]
    except IntegrityError:  # it went elsewhere a moment ago
        return False


def _make(person: OpenPerson, id: UUID, media: UUID) -> None:
    close_old_connections()
    row = Making.objects.filter(media_id=media)
    try:
        _made(person, id, media)
        row.delete()
    except ChangedMeanwhile:
        row.delete()  # the next look begins it anew
    except (SealingError, VaultError, NotNow) as problem:
        log.info("preparing: %s", type(problem).__name__)
        share = TRIED if isinstance(problem, NotNow) else UNREAD
        row.update(share=share, alive_at=timezone.now() + RESTING)
    except Exception:
        log.exception("preparing")
        row.update(share=TRIED, alive_at=timezone.now() + RESTING)
    finally:
        _waiting.discard(str(media))
        connections.close_all()


def _made(person: OpenPerson, id: UUID, media: UUID) -> None:
    found = _find(person, id, media)
    if found is None:
        return
    keepsake, circle, attachment = found
    key = circle.identity(keepsake.media.get(pk=media).epoch)
    played = begin_media(circle)
    try:
        result = _play(attachment, SealedFile(attachment, key, attachment.film), circle, played.id)
        keeping.amend(keepsake, circle, lambda card: _put(card, attachment, result))
    except BaseException:
        discard(played.id)
        raise
    if isinstance(result, str):
        discard(played.id)


def _find(
    person: OpenPerson, id: UUID, media: UUID
) -> tuple[Keepsake, OpenCircle, Attachment] | None:
    keepsake = Keepsake.objects.filter(pk=id).first()
    circle = person.circles.get(str(keepsake.circle_id)) if keepsake else None
    if keepsake is None or circle is None:
        return None
    attachment = open_card(keepsake, circle).attachment(str(media))
    if attachment is None or not attachment.waits_to_be_made:
        return None
    return keepsake, circle, attachment


def _play(attachment: Attachment, file: SealedFile, circle: OpenCircle, id: UUID) -> Played | str:
    """What was made, or the sentence that says why not."""
    told = timezone.now()

    def tell(share: float) -> None:
        nonlocal told
        if timezone.now() - told >= TELL_EVERY:
            told = timezone.now()
            Making.objects.filter(media_id=attachment.media).update(
                alive_at=told, share=int(100 * share)
            )

    length = min(attachment.seconds, file.size / LEAST_BYTES_A_SECOND)
    most = SIZE + min(TIMES * file.size, 2 * file.size + int(BYTES_A_SECOND * length))
    sink = SealedSink(circle.recipient, id, most)
    seconds = min(AT_MOST, AT_LEAST + int(SECONDS_FOR_A_SECOND * length))
    kind = "mp4" if attachment.film else kind_inside(file, attachment)
    frame = attachment.framed.frame
    try:
        decoder.play(file, kind, sink, seconds=seconds, tell=tell, frame=frame)
    except (TookTooLong, TooMuchMemory) as problem:
        raise NotNow from problem  # on another evening it may go
    except Unreadable as problem:
        return str(problem)
    stored = sink.finish()
    return Played(str(stored.media), attachment.plays, stored.size, stored.parts)


def _put(card: Card, attachment: Attachment, result: Played | str) -> None:
    """Into the card as it is now, unless it was framed otherwise meanwhile."""
    now = card.attachment(attachment.media)
    if now is None or not now.waits_to_be_made or now.framed != attachment.framed:
        raise ChangedMeanwhile
    made = replace(now, unplayed=result) if isinstance(result, str) else replace(now, played=result)
    card.attachments = [made if one.media == made.media else one for one in card.attachments]
