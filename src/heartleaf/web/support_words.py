"""What is told of a help line: what for, when, in which languages, and how that is known."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names, get_timezone_name
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from heartleaf.care.support.directory import Directory
from heartleaf.care.support.entry import Entry, Hours
from heartleaf.web.day_words import country_in_words, joined

KINDS: dict[str, Promise] = {
    "crisis": gettext_lazy("Someone to talk to, about anything"),
    "perinatal": gettext_lazy("About pregnancy, birth and the time after"),
    "medical": gettext_lazy("Advice from nurses and doctors"),
    "children": gettext_lazy("For children, and those who care for them"),
    "loss": gettext_lazy("For families whose baby died"),
    "photo": gettext_lazy("Portraits of a baby who died"),
    "pregnancy": gettext_lazy("About a pregnancy after a loss"),
    "directory": gettext_lazy("A list of help lines"),
}
# Why help lines stand there by their sites alone, in the order of the page.
WHY_NO_NUMBER: dict[str, Promise | str] = {
    "one-list": gettext_lazy(
        "Only one list or page has a number for these, and we show none that no second confirms."
    ),
    "lists-differ": gettext_lazy(
        "Lists give different numbers for these, and a wrong one would be worse than none."
    ),
    "unconfirmed": gettext_lazy("A number for these could not be confirmed."),
    "": "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One number to touch: a whole row that is the link. `outside`: it leads to another site."""

    kind: str
    number: str
    href: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a page shows it; `faded` where it was last seen long ago. `below` is all of it
    in one sentence, where it has no numbers."""

    entry: Entry
    about: str
    when: str
    rows: tuple[Row, ...]
    known: str
    faded: bool

    @property
    def host(self) -> str:
        return (urlsplit(self.entry.page).hostname or "").removeprefix("www.")

    @property
    def below(self) -> str:
        said = " · ".join(filter(None, [self.about, self.when, self._site, self.known]))
        # An address is not to begin with a capital letter.
        return said if self.host and said.startswith(self.host) else capfirst(said)

    @property
    def _site(self) -> str:
        if not self.host:
            return _("we know no site of theirs for certain: look for the name")
        host = "" if self.host == self.entry.name else self.host
        if self.entry.verified:
            return host
        how = "" if self.entry.page_seen else _("from general knowledge")
        return ", ".join(filter(None, [host, how, _("not yet looked at by us")]))


@dataclass(frozen=True, slots=True)
class Sites:
    """Help lines by their sites alone, and why: a sentence, or none where a host gave no reason."""

    why: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class There:
    """What one country has; without a code and a name for wherever one is."""

    code: str
    name: str
    emergency: tuple[Row, ...]
    lines: tuple[Line, ...]
    sites: tuple[Sites, ...]
    families: tuple[Line, ...]


def there_in_words(known: Directory, code: str, today: datetime.date) -> There:
    country = known.countries.get(code)

    def told(entries: list[Entry]) -> tuple[Line, ...]:
        return tuple(line_in_words(known, each, today) for each in entries)

    return There(
        code=code,
        name=country_in_words(code) if code else "",
        emergency=tuple(map(_dialled, country.emergency)) if country else (),
        lines=told(known.nearest(code)) if code else (),
        sites=tuple(_by_reason(told(known.sites(code)))) if code else (),
        families=told(known.families(code)) if code else (),
    )


def _by_reason(lines: tuple[Line, ...]) -> Iterator[Sites]:
    for reason, why in WHY_NO_NUMBER.items():
        these = tuple(each for each in lines if each.entry.no_number == reason)
        if these:
            yield Sites(str(why), these)


def line_in_words(known: Directory, entry: Entry, today: datetime.date) -> Line:
    faded = known.is_faded(entry, today)
    # Where families are spoken of, and over a list of lists, the heading has said what for.
    said = entry.kind in {"loss", "directory"} and not entry.may_be_called
    about = ["" if said else str(KINDS[entry.kind]), entry.note, entry.region]
    return Line(
        entry=entry,
        about=" · ".join(filter(None, about)),
        when=" · ".join(filter(None, [_hours(entry), _languages(entry), entry.cost])),
        rows=tuple(_rows(entry)) if entry.may_be_called else (),
        known=_known(known, entry, faded=faded),
        faded=faded,
    )


def _rows(entry: Entry) -> Iterator[Row]:
    yield from map(_dialled, entry.call)
    for number in entry.text:
        word = entry.text_word
        words = _("{word} to {number}").format(word=word, number=number) if word else number
        body = f"?body={quote(word)}" if word else ""
        yield Row(_("Text"), words, f"sms:{_plain(number)}{body}")
    for number in entry.whatsapp:
        address = f"https://wa.me/{_plain(number).removeprefix('+')}"
        yield Row("WhatsApp", number, address, outside=True)
    if entry.chat:
        yield Row(_("Chat"), urlsplit(entry.chat).hostname or "", entry.chat, outside=True)


def _dialled(number: str) -> Row:
    return Row(_("Call"), number, f"tel:{_plain(number)}")


def _plain(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _hours(entry: Entry) -> str:
    if entry.always:
        return _("Every hour, every day")
    if not entry.hours:
        return ""
    words = _("{opens} to {closes}, {zone}").format(
        opens=f"{entry.hours.opens:%H:%M}",
        closes=f"{entry.hours.closes:%H:%M}",
        zone=get_timezone_name(ZoneInfo(entry.zone), locale=_locale()),
    )
    days = _days(entry.hours)
    return f"{days}, {words}" if days else words


def _days(hours: Hours) -> str:
    if not hours.days:
        return ""
    names = get_day_names("wide", locale=_locale())
    first, last = (str(names[day]) for day in hours.days)
    return _("{first} to {last}").format(first=first, last=last)


def _languages(entry: Entry) -> str:
    names = Locale.parse(_locale(), sep="-").languages
    return joined([str(names.get(code, code)) for code in entry.languages])


def _known(known: Directory, entry: Entry, *, faded: bool) -> str:
    """Only what is true: that somebody called it, or that lists have it and nobody has yet."""
    seen = known.last_seen(entry)
    if entry.verified:
        said = _("Checked {day}, by {who}").format(
            day=format_date(seen, "d MMMM y", locale=_locale()), who=entry.verified_by
        )
        return (
            _("{said}, some time ago: try it, and have the next by you.").format(said=said)
            if (faded)
            else f"{said}."
        )
    if not entry.may_be_called:
        return ""
    month = format_date(seen, "MMMM y", locale=_locale())
    lists = _lists(entry.agreeing)
    if faded:
        return _("Seen in {lists}, last in {month}, some time ago. Not yet called by us.").format(
            lists=lists, month=month
        )
    return _("Seen in {lists}, last in {month}. Not yet called by us.").format(
        lists=lists, month=month
    )


def _lists(number: int) -> str:
    words = {2: _("two lists"), 3: _("three lists"), 4: _("four lists"), 5: _("five lists")}
    return words.get(number, _("several lists"))


def _locale() -> str:
    return get_language() or "en"
