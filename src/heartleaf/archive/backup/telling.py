"""Telling the parents that the daily backup fails: once, after two days, by mail.

It is nothing of theirs, and it must not wait until the day they need one. Where many families are
on one host only the host can do something about it, and reads it in the log and on the page.
"""

from __future__ import annotations

import datetime
import logging
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heartleaf.archive.backup.places import places
from heartleaf.archive.backup.remembering import moment, recalled, remember
from heartleaf.care.channels import Address, LineDown, Outcome, way_of
from heartleaf.care.mailing import NotAnAddress, Post, mail_is_set_up, plain_address, plain_mail
from heartleaf.care.models import Channel
from heartleaf.family.models import Circle, Family
from heartleaf.sealing import CannotOpen

PATIENCE = datetime.timedelta(days=2)

log = logging.getLogger(__name__)


def tell_parents(now: datetime.datetime) -> None:
    """Whoever calls it holds the lock, so that one program tells. Each message is written down
    before it goes: of two and none, none is the smaller harm, for the page says it too."""
    if not mail_is_set_up() or Family.objects.count() != 1:
        return
    known = recalled()
    for place in places():
        told = known.get(str(place), {})
        since = moment(told, "failing_since")
        if since is not None and now - since >= PATIENCE:
            _tell_once(place, list(told.get("told") or []), _words(since))
            return  # one message says it for all places


def _tell_once(place: Path, told: list[str], words: str) -> None:
    post = Post()
    try:
        for channel in _mail_of_parents():
            if (id := channel.pk.hex) in told:
                continue
            remember(place, told=[*told, id])
            if _hand_over(post, channel, words) is Outcome.NOT_NOW:
                remember(place, told=told)
            else:
                told = [*told, id]
    except LineDown:
        remember(place, told=told)
        log.warning("What parents must be told cannot be handed over now. It is tried again.")
    finally:
        post.close()


def _mail_of_parents() -> list[Channel]:
    of_parents = Channel.objects.filter(
        kind=Channel.Kind.MAIL,
        stopped=False,
        person__membership__circle__kind=Circle.Kind.US,
    )
    return list(of_parents)


def _hand_over(post: Post, channel: Channel, words: str) -> Outcome:
    try:
        way = way_of(channel)
        if not isinstance(way, Address):
            return Outcome.REFUSED
        to = plain_address(way.address)
    except (CannotOpen, NotAnAddress):
        return Outcome.REFUSED
    return post.deliver(to, plain_mail(to, _("The backup of your place needs a look"), words))


def _words(since: datetime.datetime) -> str:
    day = date_format(timezone.localtime(since), "j F Y")
    parts = [
        _("Since {day} no backup of your place could be made that counts.").format(day=day),
        _("Everything in your place is as it was, and earlier backups are too."),
        f"{_('What it was, and what helps, stands here:')}\n"
        f"{settings.HEARTLEAF_URL}/settings/backups/",
        f"{_('It can wait until it is light.')}\n",
    ]
    return "\n\n".join(parts)
