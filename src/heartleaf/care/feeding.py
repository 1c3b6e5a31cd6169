"""The calendar feed: copies of someone's days, for programs that hold no key.

Such programs cannot send what stands behind a `#`, so the secret is in the address itself. From it
come the row's name, the key of the copy and the names of the days, each under a label of its own:
without the address the row opens for nobody, and the address is nowhere but with its person.
"""

from __future__ import annotations

import datetime
import hmac
import json
import secrets
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heartleaf.care.models import Feed, Quiet
from heartleaf.care.wishes import WishesFacts, change_wishes, wishes_of
from heartleaf.days.gathering import Falling, KnownDays
from heartleaf.days.ics import Event, calendar_file
from heartleaf.days.saying import name_of_day
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import CannotOpen, RowKey, SealingError

FORMAT = "heartleaf-feed/1"
PAST = datetime.timedelta(days=90)
AHEAD = datetime.timedelta(days=3 * 365 + 1)


def begin_feed(person: OpenPerson) -> str:
    """A new secret and what it opens; the old one opens nothing from now on."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        change_wishes(person, lambda wishes: setattr(wishes, "feed", secret))
        Feed.objects.filter(person=person.person).delete()
        row = Feed(id=_Keys(secret).row, person=person.person)
        row.sealed = _Keys(secret).seal(_Copy.begun_now())
        row.save()
    fill_feed(person)
    return secret


def end_feed(person: OpenPerson) -> None:
    """The address opens nothing from now on, and there is no copy any more."""
    with transaction.atomic():
        change_wishes(person, lambda wishes: setattr(wishes, "feed", ""))
        Feed.objects.filter(person=person.person).delete()


def fill_feed(person: OpenPerson) -> None:
    """Copy what their feed is to tell. Where nothing changed, nothing is written; where days
    cannot be read, those that are there stay."""
    if not Feed.objects.filter(person=person.person).exists():
        return
    # The row is held before anything is read, so that whoever changed something last fills last.
    with transaction.atomic():
        row = Feed.objects.select_for_update().filter(person=person.person).first()
        wishes = wishes_of(person)
        keys = _Keys(wishes.feed)
        if row is None or row.pk != keys.row:  # replaced this moment, by who fills it as well
            return
        try:
            old = keys.open(row)
        except CannotOpen:
            old = _Copy.begun_now()
        days = tuple(_days(person, wishes, keys, old))
        if (new := replace(old, name=_("Days"), days=days)) != old:
            row.sealed = keys.seal(new)
            row.save()


def read_feed(secret: str) -> bytes | None:
    """The calendar behind an address, None if there is none. While its person is quiet it has no
    alarms: what was copied does not know of that, so it is asked at each reading."""
    keys = _Keys(secret)
    row = Feed.objects.filter(pk=keys.row).first()
    if row is None:
        return None
    try:
        copy = keys.open(row)
    except CannotOpen:
        return None
    quiet = bool(Quiet.who([row.person_id]))
    # Without its own address: a file that is handed on must not tell where the next ones are.
    return calendar_file(
        copy.name,
        [day.event(quiet) for day in copy.days],
        stamp=datetime.datetime.fromisoformat(copy.begun),
    )


def feed_address(secret: str, at: str) -> str:
    """Where programs ask for it; `at` is the address of this place."""
    return f"{at.rstrip('/')}/calendar/{secret}.ics"


@dataclass(frozen=True)
class _CopiedDay:
    """One day as the feed tells it. Nothing here says which of theirs it is but its title."""

    uid: str
    on: str
    title: str
    lasts: int
    alarm: str

    def event(self, quiet: bool) -> Event:
        alarm = datetime.time.fromisoformat(self.alarm) if self.alarm and not quiet else None
        on = datetime.date.fromisoformat(self.on)
        return Event(self.uid, on, self.title, alarm=alarm, lasts=self.lasts)


@dataclass(frozen=True)
class _Copy:
    """`begun` is when the feed was: every event says that it was written then, always."""

    begun: str
    name: str = ""
    days: tuple[_CopiedDay, ...] = ()

    @classmethod
    def begun_now(cls) -> _Copy:
        return cls(timezone.now().replace(microsecond=0).isoformat())


class _Keys:
    """What follows from a secret, whether or not there is such a feed."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode("utf-8", "surrogatepass")
        self.row = self._derived("row").hex()

    def uid(self, key: str, on: datetime.date) -> str:
        mac = hmac.digest(self._derived("days"), f"{key}\0{on.isoformat()}".encode(), "sha256")
        return str(uuid.UUID(bytes=mac[:16]))

    def seal(self, copy: _Copy) -> bytes:
        told = json.dumps({"format": FORMAT, **asdict(copy)}, ensure_ascii=False)
        return self._cipher.seal(told.encode("utf-8", "surrogatepass"), self._context)

    def open(self, row: Feed) -> _Copy:
        """Raises CannotOpen for a damaged copy, another row's, or one of another version."""
        told = json.loads(self._cipher.unseal(bytes(row.sealed), self._context))
        if told.get("format") != FORMAT:
            raise CannotOpen("This copy was written by another version.")
        days = tuple(_CopiedDay(**day) for day in told["days"])
        return _Copy(told["begun"], told["name"], days)

    @property
    def _cipher(self) -> RowKey:
        return RowKey(self._derived("copy"))

    @property
    def _context(self) -> bytes:
        return f"feed {self.row}".encode()

    def _derived(self, what: str) -> bytes:
        return hmac.digest(self._secret, f"heartleaf feed {what}".encode(), "sha256")


def _days(person: OpenPerson, wishes: WishesFacts, keys: _Keys, old: _Copy) -> Iterable[_CopiedDay]:
    known = KnownDays(person)
    try:
        fresh = list(_fresh(known, wishes, keys))
    except SealingError:
        return _still_wanted(old, wishes, keys)
    # A calendar that cannot be read may say where another's days fall, so nothing is moved.
    return _still_wanted(old, wishes, keys) if known.damaged else fresh


def _fresh(known: KnownDays, wishes: WishesFacts, keys: _Keys) -> Iterable[_CopiedDay]:
    today = known.person.today()
    asked = [day.key for day in known if wishes.coming(day).feed]
    fallings = known.fallings(today - PAST, today + AHEAD, asked)
    days = {keys.uid(one.day.key, one.on): one for one in fallings}  # each once
    told: dict[tuple[str, str], _CopiedDay] = {}
    for uid, falling in sorted(days.items(), key=lambda item: (item[1].on, item[0])):
        title = _in_words(falling, known) if wishes.feed_words else _neutral()
        alarm = _alarm(falling, wishes) if wishes.feed_alarm else ""
        day = _CopiedDay(uid, falling.on.isoformat(), title, falling.day.lasts, alarm)
        same = told.get((day.on, title))  # two days of one date that say nothing are one
        told[day.on, title] = _together(same, day) if same else day
    return told.values()


def _together(first: _CopiedDay, second: _CopiedDay) -> _CopiedDay:
    """As long as the longer, with the earlier of their alarms."""
    alarms = sorted(filter(None, (first.alarm, second.alarm)))
    return replace(first, lasts=max(first.lasts, second.lasts), alarm="".join(alarms[:1]))


def _still_wanted(old: _Copy, wishes: WishesFacts, keys: _Keys) -> Iterator[_CopiedDay]:
    """What was copied before, less whatever was switched off since."""
    asked = [key for key, way in wishes.days.items() if way.feed]
    for day in old.days:
        on = datetime.date.fromisoformat(day.on)
        if day.uid in {keys.uid(key, on) for key in asked}:
            title = day.title if wishes.feed_words else _neutral()
            yield replace(day, title=title, alarm=day.alarm if wishes.feed_alarm else "")


def _neutral() -> str:
    return _("A day of yours")


def _in_words(falling: Falling, known: KnownDays) -> str:
    name = name_of_day(falling.day, known.person.facts)
    return _("{day}, in this month").format(day=name) if falling.day.in_a_month else name


def _alarm(falling: Falling, wishes: WishesFacts) -> str:
    """At the hour a message would come, if on the day there is to be one."""
    way = wishes.coming(falling.day)
    return wishes.hour_of(way, falling.day).isoformat("minutes") if way.on else ""
