"""How days come to one person: plain values, sealed to them alone. Nothing comes at first.

Anyone can seal to a person, so a MAC under a key of theirs says that they wrote it themselves: an
address is believed from here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from heartleaf.care.models import Wishes
from heartleaf.days.gathering import KnownDay
from heartleaf.family.facts import Told
from heartleaf.family.opening import OpenPerson
from heartleaf.family.unknown import written
from heartleaf.sealing import Binder, NotBound, Sealed, placed, seal, unseal

FORMAT = "heartleaf-wishes/1"
PAGE, MAIL, PUSH = "page", "mail", "push"
MORNING = datetime.time(9)


@dataclass
class Coming(Told):
    """How one day comes: on the page, by which channels, into the feed; and at which moments.

    `ahead` is how many days before there is a line or a message, 0 for none; `hour` is of the
    day, "19:00", empty for the person's usual one.
    """

    page: bool = False
    by: list[str] = field(default_factory=list)
    feed: bool = False
    ahead: int = 0
    on: bool = True
    after: bool = False
    hour: str = ""

    @property
    def is_nothing(self) -> bool:
        return not (self.page or self.by or self.feed)


@dataclass
class Trying(Told):
    """An address to which a code went that is to be typed back, and how often one was."""

    address: str = ""
    code: str = ""
    tries: int = 0


@dataclass
class WishesFacts(Told):
    """`mail` is an address that was tried, `trying` one that is being tried; `feed` the secret of
    the calendar's address; `let_be` the ISO date of a day on which no more is to be shown; `later`
    the letters that were put off, by the id of each, with the ISO date for which they were;
    `letterbox` by which ways they are told on Sundays that something new lies there."""

    days: dict[str, Coming] = field(default_factory=dict)
    hour: str = "09:00"
    own_words: bool = False
    on_this_day: bool = False
    would_have_been: bool = False
    mail: str = ""
    trying: Trying = field(default_factory=Trying)
    feed: str = ""
    feed_words: bool = False
    feed_alarm: bool = False
    let_be: str = ""
    later: dict[str, str] = field(default_factory=dict)
    letterbox: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.days = {
            key: one if isinstance(one, Coming) else Coming.from_json(one)
            for key, one in self.days.items()
        }
        if isinstance(self.trying, dict):
            self.trying = Trying.from_json(self.trying)

    def coming(self, day: KnownDay) -> Coming:
        """How this day comes: as this person said; where both parents agreed to tell each other
        and nothing was said, a line the day before and on the day, by whatever is there."""
        own = self.days.get(day.key) or self.days.get(_before_they_were_one(day))
        if own is not None and not own.is_nothing:
            return own
        if day.together:
            return Coming(page=True, by=[MAIL, PUSH], ahead=1)
        return own or Coming()

    def put_off(self, keepsake: str, today: datetime.date) -> None:
        """No more of this letter today. What was put off on other days is forgotten."""
        day = today.isoformat()
        self.later = {id: on for id, on in self.later.items() if on == day} | {keepsake: day}

    def is_put_off(self, keepsake: str, today: datetime.date) -> bool:
        return self.later.get(keepsake) == today.isoformat()

    def hour_of(self, coming: Coming, day: KnownDay) -> datetime.time:
        """When a message of this day is due: its own hour, the observance's, or the usual one."""
        said = coming.hour or ("" if day.hour else self.hour)
        return datetime.time.fromisoformat(said) if said else day.hour or MORNING


def _before_they_were_one(day: KnownDay) -> str:
    """Born and died turned out to be one day: what was said of the death holds for it."""
    return day.key.removesuffix(".born") + ".died" if {"born", "died"} <= day.what else ""


def wishes_of(person: OpenPerson) -> WishesFacts:
    """Raises CannotOpen for damaged ones, NotBound for what this person did not write, or what
    cannot be read."""
    row = Wishes.objects.filter(person=person.person).first()
    return _read(person.unseal(row.sealed), person) if row else WishesFacts()


def change_wishes(person: OpenPerson, change: Callable[[WishesFacts], None]) -> WishesFacts:
    """Read, change and keep how days come to someone, against whatever else they do meanwhile.
    Raises as `wishes_of` does, and then nothing is changed."""
    with transaction.atomic():
        nothing = _sealed(WishesFacts(), person)
        rows = Wishes.objects.select_for_update()
        row, _is_new = rows.get_or_create(person=person.person, defaults={"sealed": nothing})
        wishes = _read(unseal(row.sealed, person.identity), person)
        change(wishes)
        row.sealed = _sealed(wishes, person)
        row.save()
    return wishes


def _read(opened: bytes, person: OpenPerson) -> WishesFacts:
    belongs = _belongs(person)
    values = placed(Binder(person.identity).prove(opened), belongs)
    try:
        wishes = WishesFacts.from_json({n: v for n, v in values.items() if n not in belongs})
    except (TypeError, AttributeError, ValueError) as error:
        raise NotBound("These wishes cannot be read.") from error
    if not all(map(_is_well_formed, [wishes, wishes.trying, *wishes.days.values()])):
        raise NotBound("These wishes cannot be read.")
    return wishes


def _sealed(wishes: WishesFacts, person: OpenPerson) -> Sealed:
    bound = Binder(person.identity).bind({**written(wishes), **_belongs(person)})
    return seal(bound, person.identity.recipient)


def _belongs(person: OpenPerson) -> dict[str, str | int]:
    return {"format": FORMAT, "person": str(person.id)}


def _is_well_formed(one: Told) -> bool:
    """Whether each value is of the kind it has at first."""
    return all(type(vars(one)[name]) is type(value) for name, value in vars(type(one)()).items())
