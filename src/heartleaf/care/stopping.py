"""No more of these: the link in a mail, which needs nobody signed in."""

from __future__ import annotations

from uuid import UUID

from django.core import signing
from django.db import transaction

from heartleaf.care.models import Channel, Reminder

_signer = signing.Signer(salt="heartleaf.care.stopping", sep=".")


def stopping_path(channel: UUID) -> str:
    """The link in a channel's mails. It holds as long as the channel and the server's key do,
    because a mail may be opened years later; all it can do is stop them."""
    return f"/told/{_signer.sign(channel.hex)}/"


def channel_of(word: str) -> Channel | None:
    """The channel a link is for; None if there is none, or none any more."""
    try:
        return Channel.objects.filter(pk=UUID(hex=_signer.unsign(word))).first()
    except (signing.BadSignature, ValueError):
        return None


def stop(channel: Channel) -> None:
    """Send no more by this channel until its person says otherwise here."""
    with transaction.atomic():
        Channel.objects.filter(pk=channel.pk).update(stopped=True)
        channel.reminders.filter(state=Reminder.State.PLANNED).delete()
