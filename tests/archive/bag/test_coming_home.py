"""Coming home: an empty Heartleaf becomes what the one was that an export came from."""

import io
import zipfile

import pytest

from heartleaf.archive import exporting
from heartleaf.archive.checking import check_all
from heartleaf.archive.coming_home.arriving import come_home
from heartleaf.archive.importers.source import Given, Source
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.family.entering import enter_by_passphrase
from heartleaf.family.models import Family
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.drafting import DraftWords, save_draft
from heartleaf.keepsakes.models import Keepsake, Media
from tests.cast import PASSPHRASE, a_picture

pytestmark = pytest.mark.django_db

ADA = ("ada@example.org", PASSPHRASE)


def exported(person):
    held = io.BytesIO()
    exporting.write(person, held)
    return held.getvalue()


@pytest.fixture
def emptied(settings, tmp_path):
    """Nothing is here any more, as on the first day."""

    def empty():
        Family.objects.all().delete()
        Media.objects.all().delete()
        settings.HEARTLEAF_VAULT = str(tmp_path / "another vault")

    return empty


def home(bag, way_in=ADA):
    with Source(Given("export.zip", io.BytesIO(bag))) as source:
        return come_home(source, *way_in)


def files_of(bag):
    with zipfile.ZipFile(io.BytesIO(bag)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_came_home_is_the_same_to_the_byte(
    ada, jonas, inge, given_a_letter, given_a_picture, given_files, emptied
):
    given_a_letter(ada, title="For Rowan", words="We miss you.", date="12 May 2025")
    letter = given_a_letter(jonas, title="For later", circle="us", until="2043-05-12")
    circle = ada.circle("us")
    card = open_card(letter, circle)
    card.words = "Another word."
    keeping.change(letter, circle, card)
    given_a_picture(ada, circle="us", covered=True, date="May 2025")
    given_files(inge, {"CON.jpg": a_picture("a"), "con.JPG": a_picture("b")}, circle="friends")
    keeping.put_in_bin(given_a_picture(ada, data=a_picture("bin")))
    change_calendar(
        circle, lambda c: c.days.append(Day(title="The day we knew", date="2025-01-03"))
    )
    save_draft(ada, Keepsake().id, DraftWords({"words": "Dear"}), 0)
    before = exported(ada)

    emptied()
    came = home(before)
    after = exported(came.person)

    assert files_of(after) == files_of(before)
    assert after == before
    assert came.to_ask == ["Jonas", "Inge"]
    person = enter_by_passphrase(*ADA)
    checked = check_all(person)
    print(checked.problems)
    assert exported(person) == before
