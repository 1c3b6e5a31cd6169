"""Keeping, changing, moving, putting into the bin and taking away for good.

Slow work (sealing, the vault) comes first; the row is the last, short step. What a crash leaves
between the two is media without a keepsake, which the clock takes away.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from heartleaf.family.models import Circle, Epoch, Family, Membership
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Held, held_by
from heartleaf.keepsakes.cards import Card, open_card, seal_card, settle
from heartleaf.keepsakes.images import forget_images, remove_images
from heartleaf.keepsakes.media import (
    discard,
    fingerprint,
    fingerprints,
    origin_print,
    origin_prints,
    remove_views,
)
from heartleaf.keepsakes.models import Gone, Keepsake, Media, Version
from heartleaf.keepsakes.resealing import Tell, new_id, renewed_in, reseal, with_new_ids
from heartleaf.sealing import Sealed, SealingError
from heartleaf.vault import VaultError

BIN = datetime.timedelta(days=30)
ADDING = {Membership.Role.PARENT, Membership.Role.ADDS}


class AlreadyKept(Exception):
    """The same file is in this circle already."""


class ChangedMeanwhile(Exception):
    """Someone kept another version of this since it was opened, or took it elsewhere."""


class NewKey(ChangedMeanwhile):
    """The circle has a newer key than what was sealed for it: someone was taken out meanwhile."""


class NotLetIn(Exception):
    """They are not in this circle any more, or may only look in it: nothing was kept there."""


class NotTheirs(Exception):
    """What is kept here is for whoever kept it to change, and for the parents."""


def keep(person: OpenPerson, circle: OpenCircle, card: Card, id: UUID | None = None) -> Keepsake:
    """Keep a new thing. Raises AlreadyKept if one of its files is in the circle, NotLetIn if this
    person may not add to it, or not any more."""
    settle(card)
    card.author = card.author or str(person.id)
    card.kept_at = timezone.now().isoformat(timespec="seconds")
    while True:
        try:
            return _keep(person, circle, card, id)
        except NewKey:
            circle = _for_newest_key(card, circle)


def _keep(person: OpenPerson, circle: OpenCircle, card: Card, id: UUID | None) -> Keepsake:
    keepsake = Keepsake(
        id=id or uuid4(), family_id=person.family_id, circle=circle.circle, epoch=circle.epoch
    )
    keepsake.card = seal_card(card, keepsake, circle)
    keepsake.origin = _origin(card, circle)
    prints = {a.media: fingerprint(circle, a.sha256) for a in card.attachments}
    held = held_by(card.attachments)
    try:
        with transaction.atomic():
            keepsake.seq = _next_seq(circle.id)
            _is_let_in(circle)
            _has_newest_key(circle, held)
            _is_new_here(circle, card)
            keepsake.leaf = _next_leaf(person.family_id)
            keepsake.save(force_insert=True)
            for one in held.values():
                _belongs_to(keepsake, one, prints.get(one.media))
    except IntegrityError as error:
        raise AlreadyKept from error
    return keepsake


def change(
    keepsake: Keepsake, circle: OpenCircle, card: Card, *, based_on: int | None = None
) -> None:
    """Keep a new version; the earlier one stays, with the files that belong to it alone. Raises
    ChangedMeanwhile if `based_on` is not the revision at which something was last said, or it was
    put in the bin or taken back, and then nothing was changed; AlreadyKept if a new file of it is
    in the circle; NotTheirs."""
    settle(card)
    card.said = keepsake.revision + 1
    sealed = seal_card(card, _as_in(circle, keepsake, card.said), circle)
    try:
        with transaction.atomic():
            row = _held(keepsake)
            if _standing(row) != _standing(keepsake) or row.circle_id != circle.id:
                raise ChangedMeanwhile
            if based_on and open_card(row, circle).said != based_on:
                raise ChangedMeanwhile
            _is_theirs(row, circle)
            Version.objects.create(
                keepsake=row, revision=row.revision, epoch=row.epoch, card=row.card
            )
            _take_in(row, circle, card)
            _save_card(row, circle, card.said, sealed)
    except IntegrityError as error:
        raise AlreadyKept from error
    _take_over(keepsake, row)


def amend(
    keepsake: Keepsake,
    circle: OpenCircle,
    change: Callable[[Card], None],
    earlier: Callable[[Card], None] | None = None,
) -> None:
    """Change what nobody said: what was made of its files, or what is shown of them. No earlier
    version is kept of that, and whoever is writing meanwhile is not disturbed.

    `change` is given the card as it is now, and `earlier` each earlier one, where what is shown
    must not go on being shown by them. Raises ChangedMeanwhile if it left the circle.
    """
    with transaction.atomic():
        row = _held(keepsake)
        if row.circle_id != circle.id:
            raise ChangedMeanwhile
        card = open_card(row, circle)
        change(card)
        sealed = seal_card(card, _as_in(circle, row, row.revision + 1), circle)
        _take_in(row, circle, card)
        _save_card(row, circle, row.revision + 1, sealed)
        if earlier is not None:
            _amend_versions(row, circle, earlier)
        left, bare = _loosen(row, circle, card)
    _take_over(keepsake, row)
    _discard_all(left)
    _remove_former_views(bare)


def move(
    keepsake: Keepsake,
    source: OpenCircle,
    target: OpenCircle,
    card: Card | None = None,
    *,
    based_on: int | None = None,
    tell: Tell = lambda: None,
) -> None:
    """Bring a keepsake, its versions and its files into another circle, and with `card` change it
    on the way: all of it or nothing, so that nobody but the target ever reads the new words.

    The files are sealed anew under new names; the old ones go after the row has changed. `tell`
    hears of each part. Raises ChangedMeanwhile and NotTheirs, as `change` does, and NotLetIn.
    """
    _is_theirs(keepsake, source)
    with _where_it_was_read(keepsake):
        if based_on and open_card(keepsake, source).said != based_on:
            raise ChangedMeanwhile
        _move(keepsake, source, target, card, tell)


def seal_anew(keepsake: Keepsake, circle: OpenCircle, tell: Tell = lambda: None) -> None:
    """The same keepsake, with its versions and files, for the newest key of its circle: all of it
    or nothing. Nobody says anything by it, so it makes no version. Raises as `move` does."""
    with _where_it_was_read(keepsake):
        _move(keepsake, circle, circle, None, tell)


def put_in_bin(keepsake: Keepsake) -> None:
    """It rests there for 30 days and can be taken back. Meanwhile it does not count as here: what
    is brought in again is kept, or the end of the bin would be the end of it."""
    with transaction.atomic():
        row = _held(keepsake)
        row.seq, row.binned_at, row.origin = _next_seq(row.circle_id), timezone.now(), None
        row.save(update_fields=["seq", "binned_at", "origin"])
        row.media.update(fingerprint=None)
    _take_over(keepsake, row)


def take_back(keepsake: Keepsake, circle: OpenCircle) -> None:
    """Out of the bin, and here again, unless the same was kept anew meanwhile: both may stay.
    Raises ChangedMeanwhile."""
    with transaction.atomic():
        row = _held(keepsake)
        if row.circle_id != circle.id:
            raise ChangedMeanwhile
        if row.binned_at is not None:
            row.seq, row.binned_at = _next_seq(row.circle_id), None
            with contextlib.suppress(SealingError):  # a damaged one is taken back as it is
                _count_as_here(row, circle, open_card(row, circle))
            row.save(update_fields=["seq", "binned_at", "origin"])
    _take_over(keepsake, row)


def destroy(keepsake: Keepsake) -> None:
    """For good, as it was opened: raises ChangedMeanwhile if it was changed, moved or taken back
    since. The row goes first: nothing may show what is half gone."""
    with transaction.atomic():
        row = _held(keepsake)
        if _standing(row) != _standing(keepsake):
            raise ChangedMeanwhile
        seq = _next_seq(row.circle_id)
        Gone.objects.create(circle_id=row.circle_id, keepsake_id=row.pk, seq=seq)
        images = forget_images(row.circle_id)
        media = list(row.media.values_list("pk", flat=True))
        _orphan(row.media.all())
        row.delete()
    remove_images(images)
    _discard_all(media)


def empty_bins(now: datetime.datetime) -> None:
    """What has rested in a bin for 30 days goes for good."""
    for keepsake in Keepsake.objects.filter(binned_at__lt=now - BIN):
        with contextlib.suppress(ChangedMeanwhile):  # taken back a moment ago
            destroy(keepsake)


def sweep_media(now: datetime.datetime) -> None:
    """Bytes of uploads that never became a keepsake, a day after they began; and views in whose
    place others were made, where a crash came between the row and the vault."""
    yesterday = now - datetime.timedelta(days=1)
    left = Media.objects.filter(keepsake=None, began_at__lt=yesterday)
    _discard_all(left.values_list("pk", flat=True))
    bare = Media.objects.filter(views=0, parts__gt=0).exclude(keepsake=None)
    _remove_former_views(bare.values_list("pk", flat=True))


# ── Steps ───────────────────────────────────────────────────────────────────────────────────
# Locks are taken in one order everywhere: the keepsake, its circles by their id, the family.


def _held(keepsake: Keepsake) -> Keepsake:
    """The row as it is now, which nobody else can change before the transaction ends."""
    row = Keepsake.objects.select_for_update().filter(pk=keepsake.pk).first()
    if row is None:
        raise ChangedMeanwhile
    return row


def _is_let_in(circle: OpenCircle) -> None:
    """Once the circle is held: nobody is taken out between this and the end of the transaction."""
    if _role_now(circle) not in ADDING:
        raise NotLetIn


def _has_newest_key(circle: OpenCircle, held: Iterable[str] = ()) -> None:
    """Once the circle is held: what is kept now opens for nobody who was taken out before."""
    newest = Epoch.objects.filter(circle=circle.circle).aggregate(newest=Max("number"))["newest"]
    older = Media.objects.filter(pk__in=list(held)).exclude(epoch=circle.epoch)
    if newest != circle.epoch or (held and older.exists()):
        raise NewKey


def _is_theirs(row: Keepsake, circle: OpenCircle) -> None:
    role = _role_now(circle)
    if role == Membership.Role.PARENT:
        return
    if role not in ADDING or open_card(row, circle).author != circle.whose:
        raise NotTheirs


def _role_now(circle: OpenCircle) -> str | None:
    mine = Membership.objects.filter(circle=circle.circle, person=UUID(circle.whose))
    return mine.values_list("role", flat=True).first()


def _is_new_here(circle: OpenCircle, card: Card) -> None:
    """The database knows of the same file by the newest key alone; this asks the earlier ones."""
    earlier = set(circle.numbers) - {circle.epoch}
    files = [fingerprint(circle, a.sha256, n) for a in card.attachments for n in earlier]
    if files and Media.objects.filter(circle=circle.circle, fingerprint__in=files).exists():
        raise AlreadyKept
    words = origin_prints(circle, card.origin) if earlier and _origin(card, circle) else []
    if words and Keepsake.objects.filter(circle=circle.circle, origin__in=words).exists():
        raise AlreadyKept


def _for_newest_key(card: Card, circle: OpenCircle) -> OpenCircle:
    """Files that are on their way into a circle, sealed for its newest key; the card speaks of
    them by their new names. The circle as it is now. Raises NotLetIn."""
    if _role_now(circle) not in ADDING:
        raise NotLetIn
    now, renewed = circle.again(), dict[str, Held]()
    held = held_by(card.attachments)
    before = Media.objects.filter(pk__in=list(held)).exclude(epoch=now.epoch)
    try:
        for media in before:
            renewed[str(media.id)] = reseal(media, held[str(media.id)], circle, now)
    except BaseException:
        _discard_all(UUID(one.media) for one in renewed.values())
        raise
    card.attachments = [with_new_ids(one, renewed) for one in card.attachments]
    card.face = new_id(card.face, renewed)
    _discard_all(UUID(id) for id in renewed)
    return now


def _save_card(row: Keepsake, circle: OpenCircle, revision: int, sealed: Sealed) -> None:
    row.revision, row.epoch, row.card = revision, circle.epoch, sealed
    row.seq = _next_seq(circle.id)
    _has_newest_key(circle)
    row.save(update_fields=["revision", "epoch", "seq", "card"])


def _take_in(row: Keepsake, circle: OpenCircle, card: Card) -> None:
    """Files that are new in a card come to be its keepsake's; those it speaks of no more stay with
    its versions, and no longer count as here."""
    held = held_by(card.attachments)
    here = {str(id) for id in row.media.values_list("pk", flat=True)}
    row.media.exclude(pk__in=list(held)).update(fingerprint=None)
    hashes = {a.media: a.sha256 for a in card.attachments}
    added = [a for a in card.attachments if a.media not in here]
    _is_new_here(circle, dataclasses.replace(card, attachments=added))
    for id in held.keys() - here:
        _belongs_to(row, held[id], fingerprint(circle, hashes[id]) if id in hashes else None)
    if row.binned_at is None:
        for id in held.keys() & here & hashes.keys():
            Media.objects.filter(pk=id, fingerprint=None).update(
                fingerprint=_free_fingerprint(circle, hashes[id])
            )


def _loosen(row: Keepsake, circle: OpenCircle, card: Card) -> tuple[list[UUID], list[UUID]]:
    """Files that no card of it speaks of any more, and those of which no card shows the views. An
    earlier card that does not open may speak of any: then all of them stay."""
    try:
        versions = [open_card(row, circle, version) for version in row.versions.all()]
    except SealingError:
        return [], []
    held = [held_by(one.attachments) for one in (card, *versions)]
    loose = row.media.exclude(pk__in=set().union(*held))
    left = list(loose.values_list("pk", flat=True))
    _orphan(loose)
    return left, _without_views(row, held)


def _amend_versions(row: Keepsake, circle: OpenCircle, change: Callable[[Card], None]) -> None:
    for version in row.versions.all():
        try:
            card = open_card(row, circle, version)
        except SealingError:
            continue  # it shows nothing
        before = card.attachments
        change(card)
        if card.attachments != before:
            as_then = _as_in(circle, row, version.revision)
            version.card, version.epoch = seal_card(card, as_then, circle), circle.epoch
            version.save(update_fields=["card", "epoch"])


def _without_views(row: Keepsake, held: list[dict[str, Held]]) -> list[UUID]:
    """Files whose views no card speaks of any more, as others were made in their place."""
    viewed = {id for each in held for id, one in each.items() if one.views}
    bare = row.media.filter(views__gt=0).exclude(pk__in=viewed)
    ids = list(bare.values_list("pk", flat=True))
    row.media.filter(pk__in=ids).update(views=0)
    return ids


def _remove_former_views(ids: Iterable[UUID]) -> None:
    for id in ids:
        with contextlib.suppress(VaultError):  # the clock tries again
            remove_views(id)


def _standing(row: Keepsake) -> tuple[UUID, int, datetime.datetime | None]:
    return row.circle_id, row.revision, row.binned_at


def _orphan(media: QuerySet[Media]) -> None:
    # Without its fingerprint: the same file may be kept again before the clock has been here.
    media.update(keepsake=None, fingerprint=None)


def _discard_all(media: Iterable[UUID]) -> None:
    for id in media:
        with contextlib.suppress(VaultError):  # its row stays, and the clock tries again
            discard(id)


@contextlib.contextmanager
def _where_it_was_read(keepsake: Keepsake) -> Iterator[None]:
    try:
        yield
    except (SealingError, VaultError, KeyError) as error:
        row = Keepsake.objects.filter(pk=keepsake.pk).first()
        if row is not None and _standing(row) == _standing(keepsake):
            raise
        raise ChangedMeanwhile from error  # its files went elsewhere while they were read


def _move(
    keepsake: Keepsake,
    source: OpenCircle,
    target: OpenCircle,
    card: Card | None,
    tell: Tell,
) -> None:
    now, stays = open_card(keepsake, source), source.id == target.id
    versions = [(v, open_card(keepsake, source, v)) for v in keepsake.versions.all()]
    if card is not None:
        versions.append((Version(keepsake=keepsake, revision=keepsake.revision), now))
    before = list(keepsake.media.all())
    spoken_of = dict[str, Held]()
    for _version, earlier in versions:
        spoken_of |= held_by(earlier.attachments)
    spoken_of |= held_by(now.attachments)
    renewed: dict[str, Held] = {}
    try:
        for media in before:
            held = spoken_of.get(str(media.id))
            if held is None:
                raise ChangedMeanwhile
            done = held if stays and media.epoch == target.epoch else None
            renewed[str(media.id)] = done or reseal(media, held, source, target, tell)
        newest = dataclasses.replace(card or now)
        newest.attachments = renewed_in(newest.attachments, renewed)
        newest.face = new_id(newest.face, renewed)
        newest.said = keepsake.revision + 1 if card is not None else now.said
        for version, earlier in versions:
            earlier.attachments = renewed_in(earlier.attachments, renewed)
            earlier.face = new_id(earlier.face, renewed)
            as_then = _as_in(target, keepsake, version.revision)
            version.card, version.epoch = seal_card(earlier, as_then, target), target.epoch
        # Where it stays, a page that was opened before has to see that its files have other names.
        moved = _as_in(target, keepsake, keepsake.revision + (card is not None or stays))
        moved.card = seal_card(newest, moved, target)
        rows = [version for version, _ in versions]
        images = _move_rows(keepsake, moved, target, newest, rows, list(renewed.values()))
    except BaseException:
        # What a row holds stays: a commit may have reached the disk though its answer was lost.
        _discard_all(UUID(one.media) for one in renewed.values())
        raise
    remove_images(images)
    _discard_all(media.id for media in before)


def _as_in(circle: OpenCircle, keepsake: Keepsake, revision: int) -> Keepsake:
    """The keepsake as it is to stand in a circle: what its card is bound to."""
    return Keepsake(
        id=keepsake.id,
        family_id=keepsake.family_id,
        circle=circle.circle,
        epoch=circle.epoch,
        revision=revision,
    )


def _next_seq(circle: UUID) -> int:
    # The update takes the row's lock, so two writers never get the same number.
    Circle.objects.filter(pk=circle).update(seq=F("seq") + 1)
    return Circle.objects.values_list("seq", flat=True).get(pk=circle)


def _next_leaf(family: UUID) -> int:
    Family.objects.filter(pk=family).update(leaves=F("leaves") + 1)
    return Family.objects.values_list("leaves", flat=True).get(pk=family) - 1


def _belongs_to(keepsake: Keepsake, held: Held, print_: bytes | None) -> None:
    free = Media.objects.filter(pk=held.media, keepsake=None, given_up_at=None)
    taken = free.update(
        keepsake=keepsake,
        parts=len(held.parts),
        views=len(held.views),
        fingerprint=print_,
    )
    if not taken:  # the clock took it for left behind
        raise VaultError("The file is not here any more. Nothing was kept; please try again.")


def _origin(card: Card, circle: OpenCircle) -> bytes | None:
    only_words = card.origin and not card.attachments
    return origin_print(circle, card.origin) if only_words else None


def _count_as_here(row: Keepsake, circle: OpenCircle, card: Card) -> None:
    row.origin = _free_origin(row, circle, card)
    for attachment in card.attachments:
        print_ = _free_fingerprint(circle, attachment.sha256)
        row.media.filter(pk=attachment.media).update(fingerprint=print_)


def _move_rows(
    keepsake: Keepsake,
    moved: Keepsake,
    target: OpenCircle,
    card: Card,
    versions: Iterable[Version],
    renewed: list[Held],
) -> list[UUID]:
    source = keepsake.circle_id
    with transaction.atomic():
        row = _held(keepsake)
        if _standing(row) != _standing(keepsake):
            raise ChangedMeanwhile
        seq = {id: _next_seq(id) for id in sorted({source, target.id})}
        if source != target.id:
            _is_let_in(target)
            Gone.objects.create(circle_id=source, keepsake_id=row.pk, seq=seq[source])
        _has_newest_key(target, [one.media for one in renewed])
        Gone.objects.filter(circle=target.circle, keepsake_id=row.pk).delete()
        row.circle, row.epoch, row.seq = target.circle, target.epoch, seq[target.id]
        row.revision, row.card, row.origin = moved.revision, moved.card, None
        for version in versions:
            version.save()
        _orphan(row.media.all())
        for one in renewed:
            _belongs_to(row, one, None)
        if row.binned_at is None:
            _count_as_here(row, target, card)
        row.save(update_fields=["circle", "epoch", "revision", "seq", "card", "origin"])
        images = forget_images(source)
    _take_over(keepsake, row)
    return images


def _free_origin(row: Keepsake, circle: OpenCircle, card: Card) -> bytes | None:
    origin = _origin(card, circle)
    prints = origin_prints(circle, card.origin) if origin else []
    others = Keepsake.objects.filter(circle=circle.circle, origin__in=prints).exclude(pk=row.pk)
    return None if others.exists() else origin


def _free_fingerprint(circle: OpenCircle, whole_sha256: str) -> bytes | None:
    # The other parent may have kept the same file here already; both may stay.
    prints = fingerprints(circle, whole_sha256)
    taken = Media.objects.filter(circle=circle.circle, fingerprint__in=prints).exists()
    return None if taken else prints[0]


def _take_over(keepsake: Keepsake, row: Keepsake) -> None:
    for field in ("circle_id", "epoch", "revision", "seq", "card", "binned_at"):
        setattr(keepsake, field, getattr(row, field))
