"""What a thief of the database and the vault learns of reminders: no date, no address, no word.

With the server's key the very same rows open, so that finding nothing says something.
"""

import base64
import datetime
import itertools
import json
import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import override_settings

from heartleaf.care.channels import Address, Subscription, new_channel, way_of
from heartleaf.care.due import Due
from heartleaf.care.models import Channel, Quiet, Reminder
from heartleaf.family.server_seal import minute_tag
from heartleaf.sealing import CannotOpen
from tests.secrecy.seeking import Seeker

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime.datetime(2031, 10, 15, 17, 43, tzinfo=datetime.UTC)
ON = datetime.date(2031, 10, 15)
WORDS = "Rowan under the linden"
ADDRESS = "ada.lindqvist@post.example.net"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/dQw4-browser-of-ada"
QUIET_UNTIL = datetime.datetime(2031, 11, 2, 8, 21, tzinfo=datetime.UTC)


@pytest.fixture
def written(ada):
    """Ada is told of a day, by mail and by push, and wants quiet for a while afterwards."""
    for way in (Address(ADDRESS), Subscription(ENDPOINT, "Firefox, Android")):
        channel = new_channel(ada.person, way)
        channel.save()
        due = Due(AT, ON, WORDS)
        id = due.name(channel.pk)
        Reminder.objects.create(id=id, channel=channel, tag=minute_tag(AT), sealed=due.hidden(id))
    Quiet.begin(ada.person, QUIET_UNTIL)


def spellings():
    """Addresses, words, dates and hours, as they might be written down."""
    yield from (WORDS, "under the linden", ADDRESS, *ADDRESS.split("@"), ENDPOINT)
    yield from ("Firefox", "fcm.googleapis.com", "browser-of-ada")
    for moment in (AT, QUIET_UNTIL):
        for form in ("%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y-%j", "T%H:%M"):
            yield moment.strftime(form)
        yield moment.strftime("%H:%M:%S")
        yield from ("15 October 2031", "October 15", "2031-W42")
        seconds = int(moment.timestamp())
        yield from (str(seconds), str(seconds // 60), str(seconds * 1000))


def packed_numbers():
    """A moment as a number of seconds, minutes, days or microseconds, as a machine keeps it."""
    for moment, since in itertools.product((AT, QUIET_UNTIL), (1970, 2000)):
        seconds = int(
            (moment - datetime.datetime(since, 1, 1, tzinfo=datetime.UTC)).total_seconds()
        )
        for number, sizes in (
            (seconds, (4, 8)),
            (seconds // 60, (4, 8)),
            (seconds * 1000, (8,)),
            (seconds * 1_000_000, (8,)),
        ):
            for size, order in itertools.product(sizes, ("big", "little")):
                yield number.to_bytes(size, order)


def everything_at_rest(settings):
    """Every byte of the database, as a file where it is one and row by row, and of the vault."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows += [table.encode(), *map(as_bytes, itertools.chain(*cursor.fetchall()))]
    yield b"\n".join(rows)
    if connection.vendor == "sqlite":
        yield whole_database()
    for path in Path(settings.HEARTLEAF_VAULT).rglob("*"):
        yield str(path).encode()
        if path.is_file():
            yield path.read_bytes()


def whole_database():
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    return copy.serialize()


def as_bytes(value):
    if isinstance(value, (bytes, memoryview)):
        return bytes(value) + b"\n" + bytes(value).hex().encode()
    return str(value).encode()


def test_nothing_of_it_can_be_found_in_the_database_or_the_vault(written, settings):
    seeker = Seeker(spellings())
    # Short numbers come up in sealed bytes by chance; the others never do.
    found = [
        hit
        for data in everything_at_rest(settings)
        for hit in seeker.in_bytes(data)
        if len(hit.split(",")[0]) > 5
    ]
    numbers = [
        number for number in packed_numbers() if number in b"".join(everything_at_rest(settings))
    ]

    assert found == []
    assert numbers == []


def test_the_seeker_would_find_it_if_it_were_there(written):
    seeker = Seeker(spellings())
    told = json.dumps({"at": AT.isoformat(), "to": ADDRESS, "words": WORDS}).encode()

    assert seeker.in_bytes(b"x" + told)
    assert seeker.in_bytes(b"xy" + base64.b64encode(told))
    assert seeker.in_bytes(str(int(AT.timestamp())).encode())


def test_with_the_server_s_key_the_same_rows_open(written):
    assert {Due.of(row) for row in Reminder.objects.all()} == {Due(AT, ON, WORDS)}
    assert {way_of(row) for row in Channel.objects.all()} == {
        Address(ADDRESS),
        Subscription(ENDPOINT, "Firefox, Android"),
    }
    assert Quiet.objects.get().ends == QUIET_UNTIL
    assert {bytes(row.tag) for row in Reminder.objects.all()} == {minute_tag(AT)}


def test_under_any_other_key_they_do_not(written):
    with override_settings(SECRET_KEY="guessed"):
        for row in Reminder.objects.all():
            with pytest.raises(CannotOpen):
                Due.of(row)
        for row in Channel.objects.all():
            with pytest.raises(CannotOpen):
                way_of(row)
        # A day cannot be guessed either, by trying each minute there is.
        tags = {bytes(row.tag) for row in Reminder.objects.all()}
        assert minute_tag(AT) not in tags


def test_a_row_does_not_say_by_its_name_which_day_it_is_for(written):
    channel = Channel.objects.first()
    with override_settings(SECRET_KEY="guessed"):
        assert Due(AT, ON).name(channel.pk) not in Reminder.objects.values_list("pk", flat=True)


def test_who_is_told_in_the_same_minute_is_all_that_can_be_seen(written):
    assert len({bytes(row.tag) for row in Reminder.objects.all()}) == 1
    assert len({len(row.tag) for row in Reminder.objects.all()}) == 1
