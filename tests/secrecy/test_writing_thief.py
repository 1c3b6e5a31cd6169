"""Whoever can write into the database, and knows every public key, is sent nothing of Ada's."""

import contextlib
import datetime
import json
from datetime import UTC

import pytest

from heartleaf.care.channels import Address, Subscription, new_channel, way_of
from heartleaf.care.due import Due
from heartleaf.care.models import Channel, Reminder, Wishes
from heartleaf.care.planning import plan
from heartleaf.care.wishes import Coming, WishesFacts, change_wishes, wishes_of
from heartleaf.sealing import Binder, CannotOpen, NotBound, Recipient, Sealed, SealingError, seal

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
HERS, THIEFS = "ada@example.org", "thief@example.org"


@pytest.fixture
def rowans(ada):
    return next(f"{child.id}.born" for child in ada.facts.children if child.name == "Rowan")


@pytest.fixture
def wishing(ada, rowans):
    """Ada is told of Rowan's day in her own words."""

    def wish(wishes):
        wishes.mail, wishes.own_words = HERS, True
        wishes.days[rowans] = Coming(by=["mail", "push"])

    change_wishes(ada, wish)
    return new_channel(ada.person, Address(HERS)).save()


def sent_to():
    """Every address for which something is written down that opens, as the clock reads it."""
    found = set()
    for row in Reminder.objects.select_related("channel"):
        try:
            Due.of(row)
            found.add(vars(way_of(row.channel)).get("address", "a browser"))
        except CannotOpen:
            continue
    return found


def forged(person, facts):
    """As anyone can write it who has the public key of someone."""
    return seal(json.dumps(facts).encode(), Recipient(person.person.recipient))


def try_to_plan(person):
    with contextlib.suppress(SealingError):
        plan(person, NOW)


def test_a_browser_of_vera_s_does_not_become_ada_s(ada, vera, wishing):
    theirs = new_channel(vera.person, Subscription("https://fcm.googleapis.com/thief"))
    theirs.save()
    Channel.objects.filter(pk=theirs.pk).update(person=ada.person)

    plan(ada, NOW)

    assert sent_to() == {HERS}
    assert not Channel.objects.filter(pk=theirs.pk).exists()


def test_an_address_of_vera_s_does_not_become_ada_s(ada, vera, wishing):
    theirs = new_channel(vera.person, Address(THIEFS))
    theirs.save()
    Channel.objects.filter(person=ada.person).delete()
    Channel.objects.filter(pk=theirs.pk).update(person=ada.person)

    plan(ada, NOW)

    assert sent_to() == {HERS}


def test_a_channel_of_another_kind_does_not_open(ada, wishing):
    Channel.objects.update(kind="push")

    with pytest.raises(CannotOpen):
        way_of(Channel.objects.get())


@pytest.mark.parametrize("mac", [{}, {"mac": "00" * 32}, {"mac": 3}])
def test_wishes_that_anyone_could_seal_to_her_are_not_believed(ada, rowans, wishing, mac):
    made_up = {
        "format": "heartleaf-wishes/1",
        "person": str(ada.id),
        "mail": THIEFS,
        "own_words": True,
        "days": {rowans: {"by": ["mail"]}},
    }
    Wishes.objects.update(sealed=forged(ada, made_up | mac))
    Channel.objects.update(sealed=b"garbage")

    try_to_plan(ada)

    assert sent_to() == set()
    with pytest.raises(NotBound):
        wishes_of(ada)


def test_what_vera_wrote_for_herself_is_nothing_of_ada_s(ada, vera):
    change_wishes(vera, lambda wishes: setattr(wishes, "mail", THIEFS))
    change_wishes(ada, lambda wishes: None)
    hers = Binder(vera.identity).bind({"format": "heartleaf-wishes/1", "person": str(ada.id)})
    for opened in (vera.unseal(Wishes.objects.get(person=vera.person).sealed), hers):
        sealed = seal(opened, ada.identity.recipient)
        Wishes.objects.filter(person=ada.person).update(sealed=sealed)

        with pytest.raises(NotBound):
            wishes_of(ada)


def test_wishes_that_cannot_be_read_are_changed_by_nobody(ada, wishing):
    Wishes.objects.update(sealed=(sealed := forged(ada, {"mail": THIEFS})))

    with pytest.raises(NotBound):
        change_wishes(ada, lambda wishes: setattr(wishes, "hour", "18:00"))

    assert bytes(Wishes.objects.get().sealed) == sealed


def test_damaged_wishes_do_not_open(ada, wishing):
    Wishes.objects.update(sealed=Sealed(bytes(Wishes.objects.get().sealed)[:-1]))

    with pytest.raises(CannotOpen):
        wishes_of(ada)


@pytest.mark.parametrize(
    "odd",
    [
        {"days": []},
        {"days": {"a day": 3}},
        {"days": {"a day": "no"}},
        {"days": {"a day": {"by": "mail"}}},
        {"days": {"a day": {"ahead": "2"}}},
        {"trying": "ada@example.org"},
        {"trying": None},
        {"hour": 9},
        {"later": []},
    ],
)
def test_wishes_of_an_odd_shape_cannot_be_read_and_are_no_error(ada, odd):
    belongs = {"format": "heartleaf-wishes/1", "person": str(ada.id)}
    sealed = seal(Binder(ada.identity).bind(odd | belongs), ada.identity.recipient)
    Wishes.objects.create(person=ada.person, sealed=sealed)

    with pytest.raises(NotBound):
        wishes_of(ada)


def test_what_a_later_version_wrote_stays_in_them(ada):
    later = {"format": "heartleaf-wishes/1", "person": str(ada.id), "moon": {"full": True}}
    sealed = seal(Binder(ada.identity).bind(later), ada.identity.recipient)
    Wishes.objects.create(person=ada.person, sealed=sealed)

    change_wishes(ada, lambda wishes: setattr(wishes, "hour", "18:00"))

    assert wishes_of(ada).unknown == {"moon": {"full": True}}
    assert wishes_of(ada) == WishesFacts(hour="18:00")


@pytest.mark.parametrize(
    ("to", "form"),
    [("/days/how/mail/", {"do": "anew"}), ("/days/how/mail/", {"do": "stop"})],
)
def test_what_she_sends_then_changes_nothing_and_is_no_error(ada, wishing, browser_of, to, form):
    Wishes.objects.update(sealed=(sealed := forged(ada, {"mail": THIEFS})))

    assert browser_of(ada).post(to, form).status_code == 302
    assert bytes(Wishes.objects.get().sealed) == sealed


def test_a_browser_is_not_told_then_and_that_is_said(ada, wishing, browser_of):
    Wishes.objects.update(sealed=forged(ada, {"mail": THIEFS}))
    endpoint = {"endpoint": "https://fcm.googleapis.com/ada"}

    answer = browser_of(ada).post("/settings/push/", endpoint)

    assert (answer.status_code, answer.json()["sentence"][-1]) == (422, ".")
    assert not Channel.objects.filter(kind="push").exists()
