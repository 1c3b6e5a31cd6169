"""Sealing anew what a circle kept before someone was taken out, or bringing all of it elsewhere.

One keepsake after another, each all or nothing, so a crash loses nothing and what was done stays
done. When nothing is left that opens with an earlier key, those keys go.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q, QuerySet, Sum

from heartleaf.circle import notes_anew
from heartleaf.circle.following import entrust_anew
from heartleaf.circle.models import Note
from heartleaf.days.calendars import seal_calendar_anew
from heartleaf.days.models import Calendar
from heartleaf.family.keyrings import gate
from heartleaf.family.models import Circle, Epoch, Record
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.images import forget_images, remove_images
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.models import IndexImage, Keepsake, Media, Notebook, Version
from heartleaf.keepsakes.notebook import seal_notebook_anew
from heartleaf.sealing import SealingError

ROUNDS = 3
"""What somebody changes at this very moment is tried again, so often."""

RECORDS: tuple[tuple[type[Record], Callable[[OpenCircle], None]], ...] = (
    (Calendar, seal_calendar_anew),
    (Notebook, seal_notebook_anew),
)

Tell = Callable[[], None]

log = logging.getLogger(__name__)


def is_needed(circle: OpenCircle) -> bool:
    """Is there an earlier key, with which who was taken out could open what they find?"""
    return len(circle.numbers) > 1


def seal_all_anew(circle: OpenCircle, tell: Tell = lambda: None) -> bool:
    """Everything of a circle for its newest key, and the earlier keys gone. False if something
    does not open or is being changed: it stays as it was, and so does the key it needs."""

    def renew(keepsake: Keepsake, now: OpenCircle) -> None:
        keeping.seal_anew(keepsake, now, tell)

    _each(circle, left_behind, renew, tell)
    if circle.kind == Circle.Kind.US:
        notes_anew.reseal(circle.again(), tell)
    return _let_earlier_keys_go(circle.again())


def bring_all(circle: OpenCircle, to: OpenCircle, tell: Tell = lambda: None) -> bool:
    """Everything that is kept in a circle into another one. False if something had to stay."""

    def bring(keepsake: Keepsake, now: OpenCircle) -> None:
        keeping.move(keepsake, now, to.again(), tell=tell)

    return not _each(circle, kept_in, bring, tell)


def size_of(circle: OpenCircle, to: OpenCircle | None = None) -> int:
    """How much is to be done, in keepsakes and parts of files."""
    rows = kept_in(circle) if to else left_behind(circle)
    parts = Media.objects.filter(keepsake__in=rows).aggregate(parts=Sum("parts", default=0))
    return int(rows.count() + parts["parts"])


def left_behind(circle: OpenCircle) -> QuerySet[Keepsake]:
    """What is kept, in the bin too, with anything that opens with an earlier key."""
    rows = Keepsake.objects.filter(circle=circle.circle)
    older = Version.objects.filter(keepsake__circle=circle.circle, epoch__lt=circle.epoch)
    media = Media.objects.filter(keepsake__circle=circle.circle, epoch__lt=circle.epoch)
    return rows.filter(
        Q(epoch__lt=circle.epoch)
        | Q(pk__in=older.values("keepsake"))
        | Q(pk__in=media.values("keepsake"))
    )


def kept_in(circle: OpenCircle) -> QuerySet[Keepsake]:
    return Keepsake.objects.filter(circle=circle.circle)


# ── Steps ───────────────────────────────────────────────────────────────────────────────────


def _each(
    circle: OpenCircle,
    rows_of: Callable[[OpenCircle], QuerySet[Keepsake]],
    act: Callable[[Keepsake, OpenCircle], None],
    tell: Tell,
) -> set[UUID]:
    """Do it with each; those that could not be done. What nobody can open is left alone."""
    harmed: set[UUID] = set()
    left: set[UUID] = set()
    for _round in range(ROUNDS):
        circle = circle.again()
        left = set(rows_of(circle).values_list("pk", flat=True)) - harmed
        if not left:
            break
        for id in left:
            tell()
            row = Keepsake.objects.filter(pk=id, circle=circle.circle).first()
            if row is None:
                continue
            try:
                act(row, circle)
            except ChangedMeanwhile:
                continue  # the next round finds it as it is then
            except (SealingError, KeyError):
                log.warning("A keepsake does not open and stays as it was: %s", id)
                harmed.add(id)
    return harmed | set(rows_of(circle.again()).values_list("pk", flat=True))


def _let_earlier_keys_go(circle: OpenCircle) -> bool:
    """Those that nothing needs any more. True if none is left."""
    for table, seal_anew in RECORDS:
        if table._default_manager.filter(circle=circle.circle, epoch__lt=circle.epoch).exists():
            try:
                seal_anew(circle)
            except SealingError:
                log.warning("A %s does not open and stays: %s", table.__name__, circle.id)
    with transaction.atomic():
        gate(circle.circle.family_id)
        now = circle.again()
        needed = {now.epoch, *_epochs_in_use(now)}
        older = IndexImage.objects.filter(circle=circle.circle, epoch__lt=now.epoch)
        images = forget_images(circle.id) if older.exists() else []
        Epoch.objects.filter(circle=circle.circle).exclude(number__in=needed).delete()
        entrust_anew(now.again())
    remove_images(images)
    return needed == {now.epoch}


def _epochs_in_use(circle: OpenCircle) -> Iterable[int]:
    """Earlier generations that something kept, a record or the letterbox still needs."""
    kept = Keepsake.objects.filter(circle=circle.circle)
    for rows in (
        kept.values_list("epoch", flat=True),
        Version.objects.filter(keepsake__in=kept).values_list("epoch", flat=True),
        Media.objects.filter(keepsake__in=kept).values_list("epoch", flat=True),
        *(
            table._default_manager.filter(circle=circle.circle).values_list("epoch", flat=True)
            for table, _seal_anew in RECORDS
        ),
    ):
        yield from rows.distinct()
    # Of a note that was left behind one file may have got further than another.
    oldest = _notes(circle).aggregate(oldest=Min("epoch"))["oldest"] or circle.epoch
    yield from (number for number in circle.numbers if number >= oldest)


def _notes(circle: OpenCircle) -> QuerySet[Note]:
    """What lies in the letterbox, if it is that of this circle."""
    is_us = circle.kind == Circle.Kind.US
    return Note.objects.filter(family=circle.circle.family_id) if is_us else Note.objects.none()
