"""An export for Inge holds what Inge may see, to the letter, and nobody she need not know of."""

import itertools

import pytest

from heartleaf.archive import exporting
from heartleaf.archive.bag.asked import Asked
from heartleaf.archive.bag.faces.reach import NotShared, whom_it_can_be_for
from heartleaf.care.paths.paths import Path, add_path
from heartleaf.circle.making import make
from heartleaf.circle.page_content import PageContent
from heartleaf.circle.sharing import begin_page
from heartleaf.days.calendars import Day, change_calendar
from heartleaf.family.beginning import Beginner
from heartleaf.family.joining import join
from heartleaf.family.opening import NotAParent
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.showing import Appearance, Shelf
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(ada):
    """An aunt who does not speak to Inge, in a circle without her."""
    handle = make(ada, "Olga's side")
    return join(ada, Beginner("olga@example.org", PASSPHRASE, "Olga"), [handle])


@pytest.fixture
def everything(ada, jonas, inge, given_a_letter):
    """A letter of every sort there is, in every circle, by everyone who can write there."""
    dates = ("", "2001-01-01", "2199-01-01")
    ways = itertools.product((False, True), dates, (False, True), ("shelf",))
    letters = []
    for covered, until, asked, place in [*ways, (False, "", False, "tray")]:
        for by, circle in ((ada, "only-me"), (ada, "us"), (jonas, "friends"), (inge, "friends")):
            says = {"covered": covered, "until": until, "until_asked": asked, "place": place}
            letters.append(given_a_letter(by, circle=circle, date="2025-05-12", **says))
            letters[-1].author = by.name
    binned = given_a_letter(ada, circle="friends", title="Thrown away", date="2025-05-12")
    keeping.put_in_bin(binned)
    return letters


def seen_by(person, *appearances):
    with Shelf(person) as shelf:
        shown = shelf.page(size=1000).entries
    return {one.keepsake.id for one in shown if one.appearance in appearances}


def kept_for(ada, whom, **asked):
    gathered = exporting.gather(ada, Asked(whom=whom.id, **asked))
    return {kept.row.id for kept in gathered.kept()}


def test_it_holds_what_she_sees_whatever_its_maker_asked_for_and_uncovered(ada, inge, everything):
    clear = seen_by(inge, Appearance.CLEAR)
    covered = seen_by(inge, Appearance.COVERED)
    ids = [str(one.id) for one in everything]
    ada.change_own(lambda own: setattr(own, "asked", ids))
    ada.change_own(lambda own: setattr(own, "covers", dict.fromkeys(ids, False)))

    assert clear
    assert covered
    assert kept_for(ada, inge) == clear
    assert kept_for(ada, inge, covered=True) == clear | covered
    assert {one.row.id for one in exporting.gather(inge, Asked()).kept()} == (
        clear | covered | {one.id for one in everything if one.author == "Inge"}
    )


def test_it_says_nothing_of_anyone_she_need_not_know_of(
    ada, jonas, inge, olga, given_a_letter, export_of
):
    given_a_letter(olga, circle=olga.shared[0].handle, title="From Olga")
    given_a_letter(jonas, circle="friends", title="Hello", words="All of you.", covered=True)
    given_a_letter(ada, circle="friends", title="Later", until="2199-01-01")
    binned = given_a_letter(ada, circle="friends", title="Thrown away")
    keeping.put_in_bin(binned)
    add_path(ada, Path(title="Without alcohol"))
    begin_page(ada, PageContent(title="A page for guests"))
    day = Day(title="Day of us alone", date="2025-06-01")
    change_calendar(ada.circle("us"), lambda calendar: calendar.days.append(day))
    theirs = Day(title="A day of all", date="2025-06-01")
    change_calendar(ada.circle("friends"), lambda calendar: calendar.days.append(theirs))

    export = export_of(ada, whom=inge.id, covered=True)
    told = b"\n".join([*export.values(), "\n".join(export).encode()])

    assert b"A day of all" in told
    assert b"Jonas" in told
    for word in ("Olga", "Without alcohol", "A page for guests", "Day of us alone", "only-me"):
        assert word.encode() not in told
    assert b"2199" not in told
    assert b"Thrown away" not in told
    assert b"@example.org" not in told
    assert not [path for path in export if path.endswith(".json")]


def test_it_gives_views_instead_of_originals_unless_asked(ada, inge, export_of, given_a_picture):
    given_a_picture(ada, circle="friends", title="The hat", date="2025-05-12")

    plain = export_of(ada, whom=inge.id)
    views = [path for path in plain if path.endswith("/IMG_1.jpg")]
    files = export_of(ada, whom=inge.id, originals=True)
    whole = [path for path in files if path.endswith("/IMG_1.jpg")]

    assert len(views) == len(whole) == 1
    assert files[whole[0]] != plain[views[0]]


def test_only_a_parent_makes_one_and_only_for_someone_they_share_a_circle_with(
    ada, inge, vera, olga
):
    with pytest.raises(NotAParent):
        exporting.gather(inge, Asked(whom=ada.id))
    with pytest.raises(NotShared):
        exporting.gather(ada, Asked(whom=vera.id))
    with pytest.raises(NotShared):
        exporting.gather(ada, Asked(whom=ada.id))
    assert whom_it_can_be_for(ada) == [(inge.id, "Inge"), (olga.id, "Olga")]
