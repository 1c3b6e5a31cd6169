"""The people of the tests, introduced once.

Ada and Jonas are the parents. Rowan, their son, was born and died on 12 May 2025, at 20 weeks;
Mila is his living sister. Inge is the grandmother: she is in *family and friends*, not in *us*.
Vera is a stranger: she has a family of her own in the same archive, and may see nothing of theirs.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageDraw

from heartleaf.family.beginning import Beginner, begin_family
from heartleaf.family.dates import VagueDate
from heartleaf.family.entering import begin_session
from heartleaf.family.facts import Child, FamilyFacts
from heartleaf.family.joining import join
from heartleaf.family.models import Installation
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card, kind_for
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.receiving import receive
from heartleaf.web.sessions import KEY, TOKEN

PASSPHRASE = "seven small boats upon the river"
ROWAN = Child(name="Rowan", called="our son", born="2025-05-12", died="2025-05-12", weeks="20")
MILA = Child(name="Mila", living=True, born="2020-03-04")

BrowserOf = Callable[[OpenPerson | None], Client]
GivenALetter = Callable[..., Keepsake]
GivenAPicture = Callable[..., Keepsake]
GivenFiles = Callable[..., Keepsake]


@pytest.fixture(autouse=True)
def vault_of_its_own(tmp_path, settings):
    """Each test has a vault of its own; rows are rolled back, files would not be."""
    settings.HEARTLEAF_VAULT = str(tmp_path / "vault")


@pytest.fixture
def installation(db) -> Installation:
    """An archive whose passphrases cost next to nothing to derive."""
    return Installation.objects.create(salt=b"s" * 32, passes=1, memory_kib=1024)


@pytest.fixture
def ada(installation) -> OpenPerson:
    facts = FamilyFacts(name="Rowan's place", children=[ROWAN, MILA])
    return begin_family(facts, Beginner("ada@example.org", PASSPHRASE, "Ada"))


@pytest.fixture
def jonas(ada) -> OpenPerson:
    return join(ada, Beginner("jonas@example.org", PASSPHRASE, "Jonas"), ["us", "friends"])


@pytest.fixture
def inge(ada) -> OpenPerson:
    return join(ada, Beginner("inge@example.org", PASSPHRASE, "Inge"), ["friends"])


@pytest.fixture
def vera(installation) -> OpenPerson:
    facts = FamilyFacts(name="Another place")
    return begin_family(facts, Beginner("vera@example.org", PASSPHRASE, "Vera"))


@pytest.fixture
def browser_of() -> BrowserOf:
    """A browser in which someone is signed in, or nobody."""

    def sign_in(person: OpenPerson | None) -> Client:
        browser = Client()
        if person is not None:
            cookies = begin_session(person)
            browser.cookies[TOKEN], browser.cookies[KEY] = cookies.token, cookies.key
        return browser

    return sign_in


@pytest.fixture
def given_a_letter() -> GivenALetter:
    """A letter that someone has kept: `given_a_letter(ada, words="…", circle="us", until="…")`."""

    def write(by: OpenPerson, *, circle: str = "only-me", date: str = "", **says: Any) -> Keepsake:
        return keeping.keep(by, by.circle(circle), _card("letter", date, says))

    return write


@pytest.fixture
def given_a_picture() -> GivenAPicture:
    """A picture that someone has kept: `given_a_picture(ada, circle="us", covered=True)`."""

    def keep(by: OpenPerson, *, data: bytes | None = None, **says: Any) -> Keepsake:
        return _keep_files(by, {"IMG_1.jpg": data or a_picture(str(says))}, **says)

    return keep


@pytest.fixture
def given_files() -> GivenFiles:
    """Files that someone has kept together: `given_files(ada, {"heart.m4a": …}, circle="us")`."""
    return _keep_files


def _keep_files(
    by: OpenPerson,
    files: dict[str, bytes],
    *,
    circle: str = "only-me",
    date: str = "",
    kind: str = "",
    **says: Any,
) -> Keepsake:
    received = [receive([data], by.circle(circle), name) for name, data in files.items()]
    attachments = [one.attachment for one in received]
    card = _card(kind or kind_for(attachments), date, says)
    card.attachments = attachments
    return keeping.keep(by, by.circle(circle), card)


def a_picture(word: str = "", size: tuple[int, int] = (640, 480)) -> bytes:
    """A drawn JPEG; another word gives another picture."""
    image = Image.new("RGB", size, "#c9b8a0")
    draw = ImageDraw.Draw(image)
    draw.ellipse((120, 90, 420, 390), fill="#7d9a6b")
    draw.text((40, 40), word, fill="black")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def _card(kind: str, date: str, says: dict[str, Any]) -> Card:
    when = VagueDate.parse(date)
    placed = when.placed()
    return Card(
        kind=kind,  # type: ignore[arg-type]
        date=when.to_edtf(),
        placed=placed.isoformat() if placed else "",
        **says,
    )
