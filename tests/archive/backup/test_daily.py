"""The daily backup: once, in every place, and told of when it fails."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartleaf.archive.backup.backing_up import back_up
from heartleaf.archive.backup.daily import back_up_daily, is_due, last_turn
from heartleaf.archive.backup.holding import backups, files_for, holding, make_proven
from heartleaf.archive.backup.places import own_place, snapshots
from heartleaf.archive.backup.standing import standings
from heartleaf.archive.backup.telling import tell_parents
from heartleaf.family.models import Person
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Media
from tests.archive.backup.conftest import flip, kept_with_a_file

ZONES = ["UTC", "Europe/Dublin", "Pacific/Apia", "America/Havana", "Africa/Casablanca"]
A_DAY = datetime.timedelta(days=1)
MOMENTS = st.integers(0, 6 * 366 * 24 * 60).map(
    lambda minutes: (
        datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
    )
)


@pytest.fixture
def lived_in(house):
    """Ada began it a while ago."""
    Person.objects.update(joined_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    return house


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_day_turns_once_a_day_at_four_wherever_one_lives(now, zone):
    turn = last_turn(now, ZoneInfo(zone))

    assert turn <= now < turn + datetime.timedelta(days=2)
    assert last_turn(turn, ZoneInfo(zone)) == turn
    assert now - turn <= datetime.timedelta(hours=25) or zone == "Pacific/Apia"


def test_it_is_made_once_a_day_in_every_place(lived_in, usb, settings):
    settings.HEARTLEAF_BACKUPS = [usb]
    now = later()

    for _tick in range(3):
        back_up_daily(now)

    assert [len(snapshots(place)) for place in (own_place(), usb)] == [1, 1]
    assert not is_due(usb, now)
    assert is_due(usb, now + A_DAY)
    assert [(one.failing_since, one.proven is not None) for one in standings()] == [
        (None, True),
        (None, True),
    ]


def test_the_place_beside_is_begun_also_after_one_elsewhere(lived_in, usb):
    """What is known of the one elsewhere lies in it already."""
    back_up(usb, "asked")

    back_up_daily(later())

    assert [one.proven is not None for one in standings()] == [True]


def test_in_its_first_hour_a_place_has_none(house):
    back_up_daily(later())

    assert not own_place().exists()


def test_a_second_place_that_is_not_there_keeps_the_first_from_nothing(lived_in, usb, settings):
    gone = usb / "not mounted"
    settings.HEARTLEAF_BACKUPS = [gone]

    back_up_daily(later())

    beside, second = standings()
    assert beside.proven
    assert second.said == f"{gone} is not there. Is its disk mounted?"
    assert second.failing_since
    assert not gone.exists()


def test_a_second_place_whose_backups_are_gone_is_not_begun_anew(lived_in, usb, settings):
    """An empty folder is what is left where a disk is not mounted."""
    settings.HEARTLEAF_BACKUPS = [usb]
    back_up_daily(later())
    usb.rename(usb.with_name("unplugged"))
    usb.mkdir()

    back_up_daily(later() + A_DAY)

    assert list(usb.iterdir()) == []
    assert "are not there now" in standings()[1].said
    usb.rmdir()
    usb.with_name("unplugged").rename(usb)
    back_up_daily(later() + A_DAY)
    assert standings()[1].failing_since is None


def test_after_two_days_the_parents_are_told_once(lived_in, usb, settings, ada_by_mail, mail):
    settings.HEARTLEAF_BACKUPS = [usb / "not mounted"]
    now = later()
    back_up_daily(now)

    for hours in (1, 47, 49, 50, 99):
        tell_parents(now + datetime.timedelta(hours=hours))

    [message] = mail.mails
    assert mail.addresses == ["ada@example.org"]
    assert message["Subject"] == "The backup of your place needs a look"
    words = message.get_content().replace("\r\n", "\n")
    assert "https://leaf.example.org/settings/backups/\n" in words
    assert not any(said in words for said in ("Ada", "Rowan", "not mounted", str(usb)))


def test_where_the_mail_server_is_away_they_are_told_when_it_is_back(
    lived_in, usb, settings, ada_by_mail, mail
):
    settings.HEARTLEAF_BACKUPS = [usb / "not mounted"]
    now = later()
    back_up_daily(now)
    for said in ("451 later", "die"):
        mail.rcpt = lambda address, said=said: said
        tell_parents(now + 3 * A_DAY)
        assert mail.addresses == []
    mail.rcpt = lambda address: ""

    tell_parents(now + 4 * A_DAY)

    assert mail.addresses == ["ada@example.org"]


def test_what_still_holds_something_is_named_with_the_date_it_goes(lived_in, usb, ada):
    letter = kept_with_a_file(ada)
    media = Media.objects.get().pk
    held = make_proven("upgrade")
    back_up(usb, "asked")
    keeping.put_in_bin(letter)
    keeping.destroy(letter)
    make_proven("daily")

    by_hand, beside = holding([media])
    assert (by_hand.place, by_hand.expires) == (usb, None)
    assert (beside.folder, beside.manifest["reason"]) == (held.folder, "upgrade")
    assert beside.expires > beside.made.date()
    assert holding(until=held.made) == []
    assert len(backups()) == 3


def test_a_damaged_file_of_the_vault_has_a_good_copy_in_another_place(lived_in, usb, ada):
    kept_with_a_file(ada)
    [name] = vault().names()
    good = bytes(vault().get(name))
    make_proven("daily")
    back_up(usb, "asked")
    flip(next((lived_in / "vault").rglob("0.age")), 500)

    assert [copy.read_bytes() for copy in files_for(name)] == [good]


def later():
    """Now, whatever the tests' clock says, as the jobs are asked."""
    return datetime.datetime.now(datetime.UTC)
