"""The sample family: Ada and Jonas, Mila and Emil, and Rowan, whom they remember.

None of them exists. All of it is kept by the same functions as a real family's, so what the
pages show of it is true of them.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal

from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Child, FamilyFacts, Vocabulary
from heartleaf.family.joining import join
from heartleaf.family.models import Installation
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import keep
from heartleaf.keepsakes.receiving import receive
from heartleaf.sample.letters import Letter, letters
from heartleaf.sample.pictures import PICTURES, Picture
from heartleaf.tree.planting import wood_of

ZONE = "Europe/Dublin"
CHILDREN = [
    Child(
        name="Rowan",
        called="our son",
        due="2025-09-29",
        born="2025-05-12",
        died="2025-05-12",
        weeks="20",
    ),
    Child(name="Mila", living=True, born="2020-03-04"),
    Child(name="Emil", living=True, born="2022-12-03"),
]
WORDS = Vocabulary(us="the two of us", tree="Rowan’s tree")


def make_family() -> dict[str, OpenPerson]:
    """The whole family with everything it keeps; its two parents by their names."""
    # Nobody's passphrase is worth guessing here, so deriving one may cost next to nothing.
    Installation.objects.update(passes=1, memory_kib=1024)
    parents = _parents()
    with _painters() as painters:
        painted = _painted(painters)
        for letter in letters():
            _keep_letter(letter, parents[letter.by])
        wood_of(parents["Ada"].family_id)  # it takes its time to grow, once
        for picture, image in painted:
            _keep_picture(picture, image, parents[picture.by])
    return parents


def _parents() -> dict[str, OpenPerson]:
    facts = FamilyFacts(name="Rowan’s place", children=CHILDREN, vocabulary=WORDS)
    ada = begin_family(facts, _beginner("Ada"))
    jonas = join(ada, _beginner("Jonas"), ["us", "friends"])
    return {"Ada": ada, "Jonas": jonas}


def _beginner(name: str) -> Beginner:
    """Nobody knows the passphrase: the way in is the button on the first page."""
    return Beginner(f"{name.lower()}@example.org", secrets.token_urlsafe(), name, zone=ZONE)


def _keep_letter(letter: Letter, by: OpenPerson) -> None:
    card = Card(
        title=letter.title,
        words=letter.words,
        children=_ids(letter.to, by),
        covered=letter.covered,
        until=_next_day(by.today()) if letter.next_day else "",
        until_asked=letter.until_asked,
    )
    keep(by, by.circle(letter.circle), _dated(card, VagueDate.parse(letter.date)))


def _keep_picture(picture: Picture, image: bytes, by: OpenPerson) -> None:
    circle = by.circle("only-me" if picture.tray else picture.circle)
    received = receive([image], circle, picture.name)
    card = Card(
        kind="picture",
        title=picture.title,
        words=picture.words,
        children=_ids(picture.to, by),
        covered=picture.covered or picture.tray,
        neutral=picture.neutral,
        place="tray" if picture.tray else "shelf",
        attachments=[replace(received.attachment, alt=picture.alt)],
    )
    when = VagueDate.parse(picture.date) if picture.date else received.when
    keep(by, circle, _dated(card, when))


def _dated(card: Card, when: VagueDate) -> Card:
    placed = when.placed()
    return replace(card, date=when.to_edtf(), placed=placed.isoformat() if placed else "")


def _next_day(today: datetime.date) -> str:
    """Their day, when it comes round again."""
    this_year = today.replace(month=5, day=12)
    day = this_year if this_year > today else this_year.replace(year=today.year + 1)
    return day.isoformat()


def _ids(names: Iterable[str], person: OpenPerson) -> list[str]:
    children = {child.name: child.id for child in person.facts.children}
    return [children[name] for name in names]


def _painted(painters: ProcessPoolExecutor) -> Iterator[tuple[Picture, bytes]]:
    """Each picture with its file, as it is done. Work on all of them begins at once."""
    works = [(one, painters.submit(one.file)) for one in PICTURES]
    return ((picture, work.result()) for picture, work in works)


def _painters() -> ProcessPoolExecutor:
    # Ctrl-C is for the demo itself, which ends its painters in order.
    return ProcessPoolExecutor(
        2, get_context("spawn"), initializer=signal, initargs=(SIGINT, SIG_IGN)
    )
