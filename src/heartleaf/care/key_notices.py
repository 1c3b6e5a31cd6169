"""Telling the parents that someone asks for the family's keys, and that someone had them.

At once, once a week, and on each of the last days, by every way by which a parent is told, and
never twice in a day: else whoever asks and takes back could break a quiet every minute. It is what
they asked for when they named a steward, and it comes in quiet too: else silence would hand over
the keys. The mail says neither whose place it is nor what is in it.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heartleaf.care.channels import WINDOWS, Address, Kind, LineDown, Message, Outcome, way_of
from heartleaf.care.due import Due
from heartleaf.care.mailing import NotAnAddress, Post, mail_is_set_up, plain_address, plain_mail
from heartleaf.care.models import Channel, KeyNotice
from heartleaf.care.pushing import Push, push_is_set_up
from heartleaf.circle.models import Stewardship
from heartleaf.circle.steward import TOLD_FOR, asked_at, opens_at
from heartleaf.family.models import Circle
from heartleaf.family.server_seal import name_of
from heartleaf.sealing import CannotOpen

WEEK, LAST_DAYS = 7, 3
A_DAY = datetime.timedelta(days=1)
OPENED = "opened"

SET_UP: dict[str, Callable[[], bool]] = {Kind.MAIL: mail_is_set_up, Kind.PUSH: push_is_set_up}
SENDERS: dict[str, type[Post] | type[Push]] = {Kind.MAIL: Post, Kind.PUSH: Push}

_signer = signing.Signer(salt="heartleaf.care.stewardship", sep=".")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """What is to be told now. `name` says which of them it is, by its day: another is another
    message."""

    row: Stewardship
    name: str
    words: str


def send_key_notices(now: datetime.datetime) -> None:
    rows = Stewardship.objects.exclude(asked=None, opened_at=None)
    notices = [notice for row in rows if (notice := _notice(row, now))]
    if not notices:
        return
    senders = _senders()
    try:
        for notice in notices:
            for channel in _channels(notice.row).filter(stopped=False):
                if channel.kind not in senders:
                    continue
                try:
                    _send_once(notice, channel, senders[channel.kind], now)
                except LineDown:  # of this kind alone
                    senders.pop(channel.kind).close()
                    log.warning(
                        "What parents must be told cannot be handed over now. It is tried again."
                    )
    finally:
        for sender in senders.values():
            sender.close()


def sweep_key_notices(now: datetime.datetime) -> None:
    """Take away the rows of messages that cannot come again."""
    needed = {
        _id_of(channel, row, name)
        for row in Stewardship.objects.all()
        for channel in _channels(row)
        for name in _names_still_needed(row, now)
    }
    gone = [id for id in KeyNotice.objects.values_list("pk", flat=True) if id not in needed]
    KeyNotice.objects.filter(pk__in=gone).delete()


def was_told_on(row: Stewardship, day: datetime.date) -> bool:
    """Whether a parent had a message of it on that day, and so would have no other."""
    ids = [_id_of(channel, row, day.isoformat()) for channel in _channels(row)]
    return KeyNotice.objects.filter(pk__in=ids).exists()


def stopping_path(row: Stewardship) -> str:
    """The link in the mails: all it can do is stop what was asked for."""
    return f"/stewardship/stop/{_signer.sign(row.pk.hex)}/"


def stewardship_of(word: str) -> Stewardship | None:
    """The one a link is for; None if there is none, or none any more."""
    try:
        return Stewardship.objects.filter(pk=UUID(hex=_signer.unsign(word))).first()
    except (signing.BadSignature, ValueError):
        return None


def reaches(person: UUID) -> bool:
    """Whether anything would come to them outside the pages."""
    kinds = [kind for kind, is_set_up in SET_UP.items() if is_set_up()]
    ways = Channel.objects.filter(person=person, stopped=False, kind__in=kinds)
    return ways.exists()


def _senders() -> dict[str, Post | Push]:
    return {kind: SENDERS[kind]() for kind, is_set_up in SET_UP.items() if is_set_up()}


# ── What, and to whom ───────────────────────────────────────────────────────────────────────


def _notice(row: Stewardship, now: datetime.datetime) -> Notice | None:
    if row.opened_at is not None:
        if now - row.opened_at > TOLD_FOR:
            return None
        return Notice(row, OPENED, _words_opened(row.opened_at))
    asked, opens = asked_at(row), opens_at(row)
    if asked is None or opens is None or now < asked:
        return None
    # One that was missed while no clock was running is not made up for: the newest is enough.
    day = max(day for day in told_after(row.days) if day <= (now - asked).days)
    on = asked + datetime.timedelta(days=day)
    return Notice(row, on.date().isoformat(), _words_asked(row, opens))


def _names_still_needed(row: Stewardship, now: datetime.datetime) -> set[str]:
    """Of what may be told now, or by a clock that is a little ahead or behind."""
    if row.opened_at is not None and now - row.opened_at > TOLD_FOR + A_DAY:
        return set()
    notice = _notice(row, now)
    days = {(now + A_DAY * ahead).date().isoformat() for ahead in (-1, 0, 1)}
    return {OPENED, *days} | ({notice.name} if notice else set())


def told_after(days: int) -> list[int]:
    """After how many days of waiting the parents are told."""
    return sorted({*range(0, days, WEEK), *range(days - LAST_DAYS, days)})


def _channels(row: Stewardship) -> QuerySet[Channel]:
    """The ways to each parent, those that were stopped among them."""
    parents = Channel.objects.filter(
        person__membership__circle__family=row.family_id,
        person__membership__circle__kind=Circle.Kind.US,
    )
    return parents.exclude(person=row.person_id) if row.person_id else parents


def _words_asked(row: Stewardship, opens: datetime.datetime) -> str:
    parts = [
        _("Someone asks for what you arranged with them in your place."),
        _("If no parent stops it, it is theirs from {day} on.").format(day=_day(opens)),
        f"{_('To stop it, with one tap and without signing in:')}\n"
        f"{settings.HEARTLEAF_URL}{stopping_path(row)}",
        f"{_('If it is right as it is, nothing needs doing.')}\n",
    ]
    return "\n\n".join(parts)


def _words_opened(at: datetime.datetime) -> str:
    parts = [
        _("What you arranged for someone in your place was opened on {day}.").format(day=_day(at)),
        f"{_('It is in your place:')}\n{settings.HEARTLEAF_URL}/\n",
    ]
    return "\n\n".join(parts)


def _day(moment: datetime.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


# ── Once ────────────────────────────────────────────────────────────────────────────────────


def _send_once(
    notice: Notice, channel: Channel, sender: Post | Push, now: datetime.datetime
) -> None:
    """The row is made first, so that of two clocks one sends; it goes again only if the message
    was certainly not taken and may still be."""
    id = _id_of(channel, notice.row, notice.name)
    try:
        with transaction.atomic():
            row = KeyNotice.objects.create(pk=id, channel=channel)
    except IntegrityError:
        return
    try:
        outcome = _hand_over(notice, channel, sender, now)
    except LineDown:
        row.delete()
        raise
    if outcome is Outcome.NOT_NOW:
        row.delete()
    elif outcome is Outcome.GONE:
        channel.delete()
    elif outcome is Outcome.SENT:
        KeyNotice.objects.filter(pk=id).update(sent=True)


def _id_of(channel: Channel, row: Stewardship, name: str) -> UUID:
    return name_of("key notice", channel.pk.hex, row.pk.hex, name)


def _hand_over(
    notice: Notice, channel: Channel, sender: Post | Push, now: datetime.datetime
) -> Outcome:
    try:
        way = way_of(channel)
        if isinstance(sender, Post) and isinstance(way, Address):
            to = plain_address(way.address)
            subject = _("Something you asked to be told of")
            return sender.deliver(to, plain_mail(to, subject, notice.words))
    except (CannotOpen, NotAnAddress):
        return Outcome.REFUSED
    due = Due(now, now.date())
    until = now + WINDOWS[Kind(channel.kind)]
    return sender.hand_over(Message(channel.pk, way, due, until))
