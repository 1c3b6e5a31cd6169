"""What can be played of a file, as a page shows it: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.preparing import TRIED, UNREAD, share_made
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.words import length

FAINTEST = 6
"""Hundredths of the height of a drawn sound: silence is a line of dots, not a gap."""


@dataclass(frozen=True)
class Bar:
    """One bar of a drawn sound: where it stands, and from where to where, in hundredths."""

    x: int
    top: float
    height: float


@dataclass(frozen=True)
class Playing:
    """`src` is empty while nothing can be played: then it is being made, `share` hundredths of it
    so far, and `again` is where to ask; or `why` says why not, and `kept` what of the file is known
    to be there. `words` name what is played."""

    words: str
    src: str
    type: str
    poster: str
    length: str
    bars: list[Bar]
    sound: bool
    again: str
    share: int
    why: str
    kept: str


def playing_of(shown: Shown, attachment: Attachment, poster: str, uncovered: str) -> Playing | None:
    """None for what does not play at all."""
    if not attachment.plays:
        return None
    made, share = attachment.played, share_made(attachment.media) or 0
    return Playing(
        words=_moment(attachment),
        src=_address("played", shown, attachment, uncovered) if made else "",
        type=made.type if made else "",
        poster=poster,
        length=length(attachment.seconds),
        bars=bars_of(attachment.bars),
        sound=attachment.sort == "sound",
        again=_address("playing", shown, attachment, uncovered),
        share=0 if made else share,
        why=attachment.unplayed or ("" if made else _why(share)),
        kept="" if share == UNREAD else _("The file is kept exactly as it came: save it below."),
    )


def bars_of(loudness: str) -> list[Bar]:
    """A drawn sound, of its loudness in hex."""
    heights = [max(FAINTEST, round(100 * one / 255)) for one in bytes.fromhex(loudness)]
    return [Bar(5 * n + 2, (100 - height) / 2, height) for n, height in enumerate(heights)]


def _why(share: int) -> str:
    if share == UNREAD:
        return _(
            "The file did not open just now. “Is everything whole?” in the settings of a parent"
            " says whether it is damaged, and whether a backup has it."
        )
    if share == TRIED:
        return _("It could not be made ready just now. It is tried again in an hour or so.")
    return ""


def _moment(attachment: Attachment) -> str:
    if attachment.still or attachment.film:
        return _("The moment around it")
    return _("Sound") if attachment.sort == "sound" else _("Film")


def _address(name: str, shown: Shown, attachment: Attachment, uncovered: str) -> str:
    address = reverse(name, args=[shown.keepsake.id, UUID(attachment.media)])
    return f"{address}?uncovered={uncovered}" if uncovered else address
