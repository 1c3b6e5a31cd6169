"""Endings in words: what waits, what is still in backups, and what goes with one thing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from heartleaf.archive.ending.deciding import FAMILY, all_of, has_a_say, may_stop, waiting_for
from heartleaf.archive.ending.lingering import Still, still_holding
from heartleaf.archive.ending.models import Ending
from heartleaf.archive.ending.settling import Gone, settle
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shown
from heartleaf.web.access import pages_of
from heartleaf.web.http import SignedIn


@dataclass(frozen=True)
class EndingLine:
    """What Today says of something that waits, calmly; `stop` is where one tap stops it."""

    sentence: str
    page: str
    stop: str


@dataclass(frozen=True)
class SharedIn:
    """A page by link on which a keepsake is too, as a copy."""

    title: str
    href: str


def lines_for_today(visitor: OpenPerson) -> list[EndingLine]:
    rows = all_of(visitor.family_id)
    gone = [EndingLine(_gone(one), "", "") for one in settle(visitor, rows)]
    return [*gone, *(_line(row, visitor) for row in waiting_for(visitor, rows))]


def waits_until(row: Ending) -> str:
    return day(row.due_at) if row.due_at else ""


def day(moment: datetime.datetime | datetime.date | None) -> str:
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment)
    # A number that stands alone at the end of a line is no day.
    return date_format(moment, "j F Y").replace(" ", "\u00a0", 1) if moment else ""


def still_in_words(still: Still) -> list[str]:
    """A sentence for each backup, the newest first."""
    until = _("The backup of {made}, until {day}.")
    by_hand = _("The backup of {made}, until someone takes it away by hand.")
    return [
        (until if one.expires else by_hand).format(made=day(one.made), day=day(one.expires))
        for one in still.backups
    ]


def lingering(still: Still) -> dict[str, object]:
    """For `ending/lingering.html`."""
    return {"still": still_in_words(still), "last": day(still.last)}


def goes_with(request: SignedIn, shown: Shown) -> dict[str, object]:
    """What goes with one thing, and where it still is."""
    kept_at = shown.card.kept_at
    since = datetime.datetime.fromisoformat(kept_at) if kept_at else None
    return {
        "versions": shown.keepsake.versions.exists(),
        "files": bool(shown.card.attachments),
        "shared_in": _shared_in(request, shown) if request.visitor.is_parent else [],
        **lingering(still_holding(since=since)),
    }


def _shared_in(request: SignedIn, shown: Shown) -> list[SharedIn]:
    id = str(shown.keepsake.id)
    return [
        SharedIn(page.content.title or _("A page without a title"), f"/pages/{row.pk}/")
        for row, page in pages_of(request)
        if page is not None and any(piece.keepsake == id for piece in page.content.pieces)
    ]


def _gone(gone: Gone) -> str:
    said = _("{name} has no place here any more since {day}. What they kept with you stays.")
    return said.format(name=gone.name or _("Someone of the family"), day=day(gone.on))


def _line(row: Ending, visitor: OpenPerson) -> EndingLine:
    page = _page_of(row, visitor)
    stop = page if row.due_at and may_stop(visitor, row) else ""
    return EndingLine(_sentence(row, visitor), page, stop)


def _page_of(row: Ending, visitor: OpenPerson) -> str:
    if row.of == FAMILY:
        return reverse("end-everything") if has_a_say(visitor) else reverse("ending")
    if row.person_id == visitor.id:
        return reverse("end-mine")
    return reverse("end-person", args=[row.person_id])


def _sentence(row: Ending, visitor: OpenPerson) -> str:
    until = waits_until(row)
    if row.of == FAMILY:
        if not until:
            return _("Something was asked about this place. It waits for each parent’s yes.")
        return _("All of this place is taken away on {day}. Until then it is as it was.").format(
            day=until
        )
    if row.person_id != visitor.id:
        return _("A place that you asked to have taken away goes on {day}.").format(day=until)
    if not until:
        return _("You asked that your place be taken away. As the only parent you stay, for now.")
    return _("Your place here is taken away on {day}. Until then it is as it was.").format(
        day=until
    )
