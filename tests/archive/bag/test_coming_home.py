"""Coming home: an empty Heartleaf becomes what the one was that an export came from."""

import pytest

from heartleaf.archive.checking import check_all
from heartleaf.family.entering import NotOpened, enter_by_passphrase
from heartleaf.family.models import Membership, Person
from heartleaf.keepsakes.showing import Shelf
from tests.archive.bag.house import ADA, empty, exported, files_of, home
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def emptied(settings, tmp_path):
    def begin_anew():
        empty()
        settings.HEARTLEAF_VAULT = str(tmp_path / "another vault")

    return begin_anew


def test_what_came_home_is_the_same_to_the_byte(filled, jonas, inge, emptied):
    before, leaves = exported(filled), [shown.keepsake.leaf for shown in all_of(filled)]

    emptied()
    came = home(before)

    after = exported(came.person)
    assert files_of(after) == files_of(before)
    assert after == before

    ada = enter_by_passphrase(*ADA)
    assert ada.id == filled.id
    assert [shown.keepsake.leaf for shown in all_of(ada)] == leaves
    assert next(s.card.attachments for s in all_of(ada) if s.card.covered)[0].views
    assert [circle.name for circle in ada.circles.values() if circle.kind == "own"] == [
        "The choir: Tuesdays"
    ]

    # The others are there by their names, and are to be asked in again.
    assert came.to_ask == ["Jonas", "Inge"]
    assert not Membership.objects.exclude(person=ada.person).exists()
    assert Person.objects.filter(pk__in=[jonas.id, inge.id]).count() == 2
    with pytest.raises(NotOpened):
        enter_by_passphrase("jonas@example.org", PASSPHRASE)
    said = check_all(ada).problems
    assert [one for one in said if "no way in" not in one] == []


def all_of(person):
    return list(Shelf(person).page(size=50).entries)
