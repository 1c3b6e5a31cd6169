"""The sample family: Ada and Jonas, Mila and Emil, and Rowan, whom they remember.

None of them exists. All of it is kept by the same functions as a real family's, so what the
pages show of it is true of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import replace
from multiprocessing import get_context
from signal import SIG_IGN, SIGINT, signal

from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.dates import VagueDate
from heartleaf.family.facts import Child, FamilyFacts, Vocabulary
from heartleaf.family.joining import join
from heartleaf.family.models import Installation
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.cards import Card, kind_for
from heartleaf.keepsakes.keeping import keep
from heartleaf.keepsakes.pairing import paired
from heartleaf.keepsakes.preparing import prepare
from heartleaf.keepsakes.receiving import receive
from heartleaf.sample.body import write_of_the_body
from heartleaf.sample.book import begin_a_book
from heartleaf.sample.brought import Brought
from heartleaf.sample.check_ins import keep_check_ins
from heartleaf.sample.coming_round import next_day
from heartleaf.sample.days import keep_days
from heartleaf.sample.letters import Letter, letters
from heartleaf.sample.others import OTHERS
from heartleaf.sample.paths import begin_paths
from heartleaf.sample.pictures import PICTURES
from heartleaf.sample.plants import keep_plants
from heartleaf.sample.questionnaires import bring_questionnaire
from heartleaf.sample.sharing import share
from heartleaf.sample.sill import PICTURES as OF_THE_SILL
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
# What moves or sounds comes first: it is then made ready to be played while others are painted.
BROUGHT = (*OTHERS, *PICTURES)
WORDS = Vocabulary(us="the two of us", tree="Rowan’s tree")


def make_family() -> dict[str, OpenPerson]:
    """The whole family with everything it keeps; its two parents by their names."""
    # Nobody's passphrase is worth guessing here, so deriving one may cost next to nothing.
    Installation.objects.update(passes=1, memory_kib=1024)
    parents = _parents()
    playing: list[Future[None]] = []
    with _painters() as painters:
        made = _made(painters)
        plants = [painters.submit(file.make) for file in OF_THE_SILL]
        for letter in letters():
            _keep_letter(letter, parents[letter.by])
        keep_days(parents["Ada"])
        begin_paths(parents["Ada"])
        bring_questionnaire(parents["Ada"])
        keep_check_ins(parents["Ada"])
        write_of_the_body(parents["Ada"])
        wood_of(parents["Ada"].family_id)  # it takes its time to grow, once
        for brought, files in made:
            playing += _keep_files(brought, files, parents[brought.by])
        keep_plants(parents["Ada"], [work.result() for work in plants])
    wait(playing)
    begin_a_book(parents["Ada"])
    share(parents["Ada"], _beginner("Inge"))
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
        until=next_day(by.today()).isoformat() if letter.next_day else "",
        until_asked=letter.until_asked,
    )
    keep(by, by.circle(letter.circle), _dated(card, VagueDate.parse(letter.date)))


def _keep_files(brought: Brought, files: Sequence[bytes], by: OpenPerson) -> list[Future[None]]:
    """Keep them as one; what cannot be played everywhere is then being made so."""
    circle = by.circle("only-me" if brought.tray else brought.circle)
    received = [
        receive([data], circle, file.name) for file, data in zip(brought.files, files, strict=True)
    ]
    said = [
        replace(one.attachment, alt=file.alt)
        for file, one in zip(brought.files, received, strict=True)
    ]
    attachments = paired(said, [one.look for one in received])
    card = Card(
        kind="thing" if brought.thing else kind_for(attachments),
        title=brought.title,
        words=brought.words,
        children=_ids(brought.to, by),
        covered=brought.covered or brought.tray,
        neutral=brought.neutral,
        whereabouts=brought.whereabouts,
        place="tray" if brought.tray else "shelf",
        attachments=attachments,
    )
    when = VagueDate.parse(brought.date) if brought.date else received[0].when
    return prepare(by, keep(by, circle, _dated(card, when)), card)


def _dated(card: Card, when: VagueDate) -> Card:
    placed = when.placed()
    return replace(card, date=when.to_edtf(), placed=placed.isoformat() if placed else "")


def _ids(names: Iterable[str], person: OpenPerson) -> list[str]:
    children = {child.name: child.id for child in person.facts.children}
    return [children[name] for name in names]


def _made(painters: ProcessPoolExecutor) -> Iterator[tuple[Brought, list[bytes]]]:
    """Each with its files, as they are done. Work on all of them begins at once."""
    works = [(one, [painters.submit(file.make) for file in one.files]) for one in BROUGHT]
    return ((brought, [work.result() for work in files]) for brought, files in works)


def _painters() -> ProcessPoolExecutor:
    # Ctrl-C is for the demo itself, which ends its painters in order.
    return ProcessPoolExecutor(
        2, get_context("spawn"), initializer=signal, initargs=(SIGINT, SIG_IGN)
    )
