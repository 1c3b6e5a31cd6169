"""The steward: who opens what, before and after the time, in pages and by the bytes themselves."""

import datetime
import json
import re

import pytest
import time_machine
from django.test import Client

from heartleaf.care import key_notices
from heartleaf.care.channels import LineDown, Outcome, Subscription, new_channel
from heartleaf.care.key_notices import (
    send_key_notices,
    stopping_path,
    sweep_key_notices,
    told_after,
)
from heartleaf.care.models import KeyNotice, Quiet
from heartleaf.circle import following, gathering, steward
from heartleaf.circle.models import Entrusted, Stewardship
from heartleaf.family.beginning import Beginner, begin_circle
from heartleaf.family.entering import enter_by_passphrase
from heartleaf.family.joining import join
from heartleaf.family.keyrings import take_out
from heartleaf.family.models import Epoch, Membership, Person
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.cards import open_card
from heartleaf.sealing import CannotOpen, Identity, Recipient, seal, unseal
from heartleaf.sealing.sheets import combine
from heartleaf.web import slowing
from tests.care.post_office import PostOffice
from tests.care.reminders import a_channel, mail_goes_by
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db
BEGAN = datetime.datetime(2026, 5, 12, 12, 0, tzinfo=datetime.UTC)
CAME = {
    "name": "Ruth",
    "email": "ruth@example.org",
    "passphrase": "nine grey herons by the weir",
    "zone": "UTC",
}


@pytest.fixture(autouse=True)
def nobody_waits():
    slowing._failed.clear()


@pytest.fixture
def sheets(ada, jonas):
    return steward.name_steward(ada, "Ruth")


@pytest.fixture
def named(ada, jonas, inge):
    """Inge is named, and thirty days are waited."""
    steward.name_steward(ada, "Inge", steward=inge.person, days=30)
    return Stewardship.objects.get()


@pytest.fixture
def clock():
    with time_machine.travel(BEGAN, tick=False) as moving:
        yield moving


@pytest.fixture
def office(settings):
    with PostOffice() as here:
        mail_goes_by(settings, here)
        yield here


def again(person):
    return OpenPerson(Person.objects.get(pk=person.id), person.identity)


def typed(one, two, **more):
    return {"one": " ".join(one), "two": ", ".join(two), **more}


def days(number):
    return datetime.timedelta(days=number)


# ── Named ───────────────────────────────────────────────────────────────────────────────────


def test_two_sheets_open_every_shared_circle_and_no_only_me(ada, jonas, given_a_letter, sheets):
    kept = [given_a_letter(ada, words=f"in {one}", circle=one) for one in ("us", "friends")]
    alone = given_a_letter(ada, words="mine", circle="only-me")
    key = combine(sheets[0], sheets[2])

    secrets = [json.loads(unseal(row.keys, key)) for row in Entrusted.objects.all()]
    keys = [Identity(secret) for each in secrets for secret in each.values()]

    assert all(unseal(one.card, *keys) for one in kept)
    with pytest.raises(CannotOpen):
        unseal(alone.card, key, *keys)


def test_the_key_of_the_sheets_is_nowhere_at_rest(ada, sheets, named):
    for row in [*Stewardship.objects.all(), *Entrusted.objects.all()]:
        for field in row._meta.concrete_fields:
            told = bytes(str(getattr(row, field.attname)), "utf-8", "replace")
            assert not any(word.encode() in told for word in ("Inge", "AGE-SECRET-KEY"))


def test_a_circle_made_later_is_entrusted_too(ada, jonas, sheets, given_a_letter):
    circle = begin_circle(ada.person.family, "own", [ada.person, jonas.person], "the garden")
    steward.entrust(again(ada).circle(str(circle.id)))

    opening = steward.Opening.of(sheets[0], sheets[1])
    ruth = steward.open_by_sheets(opening, Beginner("ruth@example.org", PASSPHRASE, "Ruth"))

    assert ruth.circle(str(circle.id)).name == "the garden"


def test_after_a_circle_has_a_new_key_the_sheets_open_what_came_before_and_after(
    ada, jonas, inge, sheets, given_a_letter
):
    before = given_a_letter(ada, words="before", circle="friends")
    steward.entrust(take_out(ada.circle("friends"), inge.person))
    after = given_a_letter(again(ada), words="after", circle="friends")

    ruth = steward.open_by_sheets(
        steward.Opening.of(sheets[0], sheets[1]), Beginner("r@example.org", PASSPHRASE, "Ruth")
    )

    said = [open_card(one, ruth.circle("friends")).words for one in (before, after)]
    assert said == ["before", "after"]


def test_new_sheets_make_the_old_ones_worthless(ada, jonas, sheets):
    new = steward.name_steward(ada, "Ruth")

    with pytest.raises(steward.OpensNothing):
        steward.Opening.of(sheets[0], sheets[1])
    assert steward.Opening.of(new[0], new[1]).place == "Rowan's place"


def test_ended_nothing_is_left(ada, named):
    steward.end(ada)

    assert not Stewardship.objects.exists()
    assert not Entrusted.objects.exists()


def test_naming_asks_for_the_passphrase_and_shows_three_sheets_once(ada, jonas, inge, browser_of):
    browser = browser_of(ada)
    said = {"name": "Ruth", "person": str(inge.id), "days": "60"}

    assert browser.post("/stewardship/", {**said, "passphrase": "another"}).status_code == 422
    assert not Stewardship.objects.exists()

    page = browser.post("/stewardship/", {**said, "passphrase": PASSPHRASE})
    held = re.search(r'name="held" value="([0-9a-f]+)"', page.text)[1]
    for number in (1, 2, 3):
        pdf = browser.post("/stewardship/sheet.pdf", {"held": held, "number": number})
        assert pdf.content.startswith(b"%PDF")
        assert pdf["Cache-Control"] == "no-store, private"
    row = Stewardship.objects.get()
    assert (row.person_id, row.days) == (inge.id, 60)


def test_a_page_loaded_again_makes_no_new_sheets(ada, browser_of):
    browser = browser_of(ada)
    said = {"name": "Ruth", "days": "60", "passphrase": PASSPHRASE, "before": ""}
    browser.post("/stewardship/", said)
    first = Stewardship.objects.get()
    again = browser.post("/stewardship/", said, follow=True)

    assert "they hold" in again.text
    assert Stewardship.objects.get().pk == first.pk
    browser.post("/stewardship/", {**said, "before": str(first.pk)})
    assert Stewardship.objects.get().pk != first.pk


def test_what_the_page_holds_is_of_this_session_and_for_half_an_hour(ada, jonas, browser_of, clock):
    hers, his = browser_of(ada), browser_of(jonas)
    page = hers.post("/stewardship/", {"name": "Ruth", "days": "30", "passphrase": PASSPHRASE})
    held = re.search(r'name="held" value="([0-9a-f]+)"', page.text)[1]

    assert his.post("/stewardship/sheet.pdf", {"held": held, "number": 1}).status_code == 400
    clock.shift(datetime.timedelta(minutes=31))
    assert hers.post("/stewardship/sheet.pdf", {"held": held, "number": 1}).status_code == 404


def test_neither_a_parent_nor_a_child_nor_a_stranger_can_be_named(
    ada, jonas, inge, vera, browser_of
):
    mila = join(ada, Beginner("mila@example.org", PASSPHRASE, "Mila"), ["friends"], "child")
    browser = browser_of(ada)

    for person in (jonas, mila, vera, ada):
        said = {"name": "x", "person": str(person.id), "days": "30", "passphrase": PASSPHRASE}
        assert browser.post("/stewardship/", said).status_code == 422
    assert not Stewardship.objects.exists()


def test_for_who_is_neither_parent_nor_steward_there_is_nothing(
    ada, jonas, inge, sheets, browser_of
):
    browser = browser_of(inge)

    assert browser.get("/stewardship/").status_code == 404
    for path in ("ask/", "open/", "stop/", "sheet.pdf", "end/"):
        assert browser.post(f"/stewardship/{path}").status_code == 404
    assert Stewardship.objects.exists()


def test_a_parent_of_another_family_reaches_nothing_of_it(named, vera, browser_of):
    steward.ask(named)
    browser = browser_of(vera)

    assert "Inge" not in browser.get("/stewardship/").text
    assert browser.post("/stewardship/stop/").status_code == 404
    assert browser.post("/stewardship/end/").status_code == 404
    assert Stewardship.objects.get().asked


def test_a_key_that_someone_put_there_closes_no_circle(ada, jonas, sheets, given_a_letter):
    kept = given_a_letter(ada, words="still here", circle="friends")
    row = Entrusted.objects.get(circle__kind="friends")
    forged = json.dumps({"1": Identity.generate().secret}).encode()
    row.keys = seal(forged, Recipient(row.stewardship.recipient))
    row.save()

    steward.open_by_sheets(
        steward.Opening.of(sheets[0], sheets[1]), Beginner("r@example.org", PASSPHRASE, "Ruth")
    )

    assert open_card(kept, again(ada).circle("friends")).words == "still here"


def test_what_does_not_open_stays_and_is_named(ada, jonas, sheets):
    harmed = Entrusted.objects.get(circle__kind="friends")
    damaged = seal(b"{}", Identity.generate().recipient)
    Entrusted.objects.filter(pk=harmed.pk).update(keys=damaged)
    opening = steward.Opening.of(sheets[0], sheets[1])
    ruth = steward.open_by_sheets(opening, Beginner("r@example.org", PASSPHRASE, "Ruth"))

    assert [one.kind for one in steward.closed_to(ruth)] == ["friends"]
    assert [one.pk for one in Entrusted.objects.all()] == [harmed.pk]
    following.entrust_anew(again(ada).circle("friends"))
    assert bytes(Entrusted.objects.get().keys) == damaged


def test_who_opened_it_cannot_hide_that(ada, jonas, inge, named, clock):
    steward.ask(named)
    clock.shift(days(30))
    steward.open_after_waiting(again(inge))
    opened = again(inge)
    for act in (lambda: steward.end(opened), lambda: steward.name_steward(opened, "X")):
        with pytest.raises(steward.JustOpened):
            act()
    gathering.take_out_parent(opened, inge.id)
    assert steward.about(steward.of_family(ada), again(ada).circle("us")).opened_by == "Inge"

    clock.shift(days(15))
    steward.end(ada)
    assert not Stewardship.objects.exists()


# ── Asking, waiting, stopping ───────────────────────────────────────────────────────────────


def test_after_the_days_the_steward_is_a_parent(
    ada, jonas, inge, named, given_a_letter, browser_of, clock
):
    kept = given_a_letter(jonas, words="we two", circle="us")
    alone = given_a_letter(jonas, words="mine", circle="only-me")
    browser = browser_of(inge)
    browser.post("/stewardship/ask/")

    clock.shift(days(29))
    browser.post("/stewardship/open/")
    assert not again(inge).is_parent

    clock.shift(days(1))
    browser = browser_of(inge)
    assert "You can open this family’s place" in browser.get("/").text
    assert not again(inge).is_parent
    browser.post("/stewardship/open/")

    opened = again(inge)
    roles = Membership.objects.filter(person=inge.person, circle__kind__in=["us", "friends"])
    assert set(roles.values_list("role", flat=True)) == {"parent"}
    assert open_card(kept, opened.circle("us")).words == "we two"
    assert browser.get(f"/keepsakes/{kept.id}/").status_code == 200
    assert browser.get(f"/keepsakes/{alone.id}/").status_code == 404
    assert not Entrusted.objects.exists()
    assert Stewardship.objects.get().released is None
    assert again(ada).is_parent


def test_before_the_time_neither_all_that_rests_nor_their_own_key_opens(
    ada, inge, named, given_a_letter, settings
):
    """Inge has a copy of everything at rest, and her own key; but not the server's."""
    kept = given_a_letter(ada, words="we two", circle="us")
    steward.ask(named)
    row = Stewardship.objects.get()
    mine = [inge.identity, *(circle.identity() for circle in inge.circles.values())]

    everything = [row.released, row.asked, row.about, kept.card]
    everything += [one.keys for one in Entrusted.objects.all()]
    everything += [one.keyring for one in Epoch.objects.exclude(circle__membership__person=inge.id)]
    for sealed in everything:
        with pytest.raises(CannotOpen):
            unseal(bytes(sealed), *mine)


def test_the_servers_key_alone_opens_nothing_either(named):
    from heartleaf.family.server_seal import reveal

    inside = reveal(named.released, steward._bound(named))
    assert inside.startswith(b"age-encryption.org/v1")


@pytest.mark.parametrize("change", [{"days": 1}, {"days": 0}])
def test_whoever_shortens_the_time_in_the_database_opens_nothing(inge, named, clock, change):
    steward.ask(named)
    Stewardship.objects.update(**change)
    clock.shift(days(40))

    with pytest.raises(steward.NotNow):
        steward.open_after_waiting(again(inge))


def test_whoever_writes_another_name_into_the_database_opens_nothing(
    ada, jonas, inge, named, clock
):
    steward.ask(named)
    other = join(ada, Beginner("x@example.org", PASSPHRASE, "X"), ["friends"])
    Stewardship.objects.update(person=other.person)
    clock.shift(days(40))

    with pytest.raises(steward.NotNow):
        steward.open_after_waiting(again(other))


def test_any_parent_stops_it_with_one_tap(ada, jonas, inge, named, browser_of, clock):
    steward.ask(named)
    page = browser_of(jonas).get("/").text
    assert "Inge asks for the keys of this place" in page
    assert "11 June 2026" in page

    browser_of(jonas).post("/stewardship/stop/")
    clock.shift(days(31))

    with pytest.raises(steward.NotNow):
        steward.open_after_waiting(again(inge))
    assert "asks for the keys" not in browser_of(ada).get("/").text


def test_signing_in_and_looking_does_not_stop_it(ada, inge, named, browser_of, clock):
    steward.ask(named)
    for path in ("/", "/stewardship/", stopping_path(named)):
        browser_of(ada).get(path)
    clock.shift(days(30))

    steward.open_after_waiting(again(inge))
    assert again(inge).is_parent


def test_asked_again_all_of_the_time_is_waited_once_more(inge, named, clock):
    steward.ask(named)
    clock.shift(days(29))
    steward.stop(named)
    steward.ask(named)
    clock.shift(days(29))

    assert not steward.may_open(Stewardship.objects.get())


def test_to_ask_twice_does_not_begin_anew(named, clock):
    steward.ask(named)
    began = steward.asked_at(Stewardship.objects.get())
    clock.shift(days(3))
    steward.ask(named)

    assert steward.asked_at(Stewardship.objects.get()) == began


def test_the_link_in_the_mail_stops_it_for_whoever_has_it(named, clock):
    steward.ask(named)
    strict, path = Client(enforce_csrf_checks=True), stopping_path(named)

    page = strict.get(path)
    assert page.status_code == 200
    assert steward.asked_at(Stewardship.objects.get())
    assert not any(word in page.text for word in ("Rowan", "Ada", "Inge", "Mila"))

    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    answer = strict.post(path, {"csrfmiddlewaretoken": token})
    assert "Stopped" in answer.text
    assert Stewardship.objects.get().asked is None


@pytest.mark.parametrize("change", [lambda w: w[:-2], lambda w: "x" + w, str.upper])
def test_a_link_that_was_made_up_stops_nothing(named, client, change):
    steward.ask(named)
    word = change(stopping_path(named).split("/")[3])

    assert client.post(f"/stewardship/stop/{word}/").status_code == 404
    assert Stewardship.objects.get().asked


# ── The parents are told ────────────────────────────────────────────────────────────────────


def test_both_parents_are_told_at_once_each_week_and_on_the_last_days(
    ada, jonas, inge, named, office, clock
):
    for person in (ada, jonas, inge):
        a_channel(person, f"{person.name}@example.org".lower())
    steward.ask(named)
    came = []
    for day in range(32):
        for _turn in range(2):
            send_key_notices(BEGAN + days(day))
        came += [day] * (len(office.mails) - len(came))

    assert came == [day for day in told_after(30) for _parent in range(2)]
    assert set(office.addresses) == {"ada@example.org", "jonas@example.org"}
    assert told_after(30) == [0, 7, 14, 21, 27, 28, 29]


def test_the_mail_is_neutral_and_its_link_stops_it(ada, named, office, clock, client):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    send_key_notices(BEGAN)

    mail = office.mails[0]
    assert mail["Subject"] == "Something you asked to be told of"
    assert not any(word in mail.as_string() for word in ("Rowan", "Ada", "Inge", "key", "baby"))
    path = re.search(r"https://leaf.example.org(/stewardship/stop/\S+)", mail.get_content())[1]
    client.post(path)
    assert Stewardship.objects.get().asked is None


def test_it_comes_in_quiet_too_as_was_said_when_it_was_arranged(ada, named, office, clock):
    a_channel(ada, "ada@example.org")
    Quiet.begin(ada.person)
    steward.ask(named)
    send_key_notices(BEGAN)

    assert office.addresses == ["ada@example.org"]


def test_who_stopped_their_mails_is_told_on_today_alone(ada, named, office, clock, browser_of):
    channel = a_channel(ada, "ada@example.org")
    type(channel).objects.update(stopped=True)
    steward.ask(named)
    send_key_notices(BEGAN)

    assert office.addresses == []
    assert "asks for the keys" in browser_of(ada).get("/").text


def test_where_the_server_takes_nothing_now_it_is_tried_again_and_never_twice(
    ada, named, office, clock
):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    office.rcpt = lambda address: "451 later"
    send_key_notices(BEGAN)
    assert not KeyNotice.objects.exists()

    office.rcpt = lambda address: ""
    office.data = lambda address: "taken die"
    send_key_notices(BEGAN)
    office.data = lambda address: ""
    send_key_notices(BEGAN)
    assert len(office.mails) == 1


def test_after_it_is_stopped_nothing_more_comes(ada, named, office, clock):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    send_key_notices(BEGAN)
    steward.stop(named)
    for day in range(1, 31):
        send_key_notices(BEGAN + days(day))

    assert len(office.mails) == 1


def test_asked_and_taken_back_again_and_again_they_are_told_once_a_day(
    ada, inge, named, office, clock, browser_of
):
    a_channel(ada, "ada@example.org")
    inges = browser_of(inge)
    for minute in range(6):
        now = BEGAN + datetime.timedelta(minutes=minute)
        clock.move_to(now)
        inges.post("/stewardship/ask/", {})
        send_key_notices(now)
        inges.post("/stewardship/ask/", {"take-back": "yes"})
    assert len(office.mails) == 1

    assert "told of it today already" in inges.post("/stewardship/ask/", {}, follow=True).text
    assert Stewardship.objects.get().asked is None
    clock.move_to(BEGAN + days(1))
    inges.post("/stewardship/ask/", {})
    send_key_notices(BEGAN + days(1))
    assert len(office.mails) == 2


def test_where_the_mail_server_is_down_a_push_goes_all_the_same(
    ada, jonas, named, office, clock, monkeypatch
):
    pushed = []

    class NoPost:
        def hand_over(self, message):
            raise LineDown

        def close(self):
            pass

    class Pushes(NoPost):
        def hand_over(self, message):
            pushed.append(message.to.endpoint)
            return Outcome.SENT

    monkeypatch.setattr(key_notices, "SET_UP", dict.fromkeys(("mail", "push"), lambda: True))
    monkeypatch.setattr(key_notices, "SENDERS", {"mail": NoPost, "push": Pushes})
    a_channel(ada, "ada@example.org")
    new_channel(jonas.person, Subscription("https://push.example.org/jonas")).save()
    steward.ask(named)
    send_key_notices(BEGAN)

    assert pushed == ["https://push.example.org/jonas"]
    assert KeyNotice.objects.count() == 1


def test_what_was_told_is_swept_once_it_cannot_come_again(ada, named, office, clock):
    a_channel(ada, "ada@example.org")
    steward.ask(named)
    for day in range(11):
        send_key_notices(BEGAN + days(day))
    assert KeyNotice.objects.count() == 2
    sweep_key_notices(BEGAN + days(11))
    assert KeyNotice.objects.count() == 1
    send_key_notices(BEGAN + days(11))
    assert len(office.mails) == 2

    steward.stop(named)
    sweep_key_notices(BEGAN + days(11))
    assert not KeyNotice.objects.exists()


def test_a_link_whose_stewardship_ends_meanwhile_says_so(ada, named, client, monkeypatch):
    steward.ask(named)
    path = stopping_path(named)
    monkeypatch.setattr(steward, "stop", lambda row: steward.end(ada))
    answer = client.post(path)

    assert answer.status_code == 404
    assert "has ended" in answer.text


def test_a_parent_who_is_still_there_learns_that_it_was_opened(
    ada, jonas, sheets, office, clock, browser_of
):
    a_channel(ada, "ada@example.org")
    opening = steward.Opening.of(sheets[0], sheets[1])
    steward.open_by_sheets(opening, Beginner("ruth@example.org", PASSPHRASE, "Ruth"))
    for hours in range(3):
        send_key_notices(BEGAN + datetime.timedelta(hours=hours))

    assert office.addresses == ["ada@example.org"]
    assert "given to Ruth on 12 May 2026" in browser_of(ada).get("/").text


# ── By two sheets ───────────────────────────────────────────────────────────────────────────


def test_two_sheets_show_what_opens_and_then_make_a_way_in(
    ada, jonas, sheets, client, given_a_letter
):
    kept = given_a_letter(ada, words="we two", circle="us")
    words = typed(sheets[1], sheets[2])

    page = client.post("/stewardship/sheets/", words)
    assert "They open “Rowan&#x27;s place”" in page.text
    assert Person.objects.count() == 2

    answer = client.post("/stewardship/sheets/", {**words, "way-in": "yes", **CAME})
    assert answer.headers["Location"] == "/"
    assert client.get(f"/keepsakes/{kept.id}/").status_code == 200
    ruth = enter_by_passphrase(CAME["email"], CAME["passphrase"])
    assert ruth.is_parent
    assert {one.role for one in ruth.circles.values()} == {"parent"}


def test_the_sheets_open_once(ada, jonas, sheets, client):
    words = {**typed(sheets[0], sheets[1]), "way-in": "yes"}
    client.post("/stewardship/sheets/", {**words, **CAME})
    second = Client().post("/stewardship/sheets/", {**words, **CAME, "email": "x@example.org"})

    assert "open nothing here any more" in second.text
    assert Person.objects.count() == 3


def test_each_fault_is_a_sentence_of_its_own(ada, jonas, vera, sheets, client):
    other = steward.name_steward(vera, "Someone")
    broken = list(sheets[0])
    broken[5] = "rowanberry"
    swapped = [*sheets[0][:7], sheets[0][8], sheets[0][7], *sheets[0][9:]]
    old = sheets
    for pair, sentence in [
        ((sheets[0], sheets[0]), "the same sheet twice"),
        ((sheets[0], other[1]), "were not made together"),
        ((broken, sheets[1]), "“rowanberry”"),
        ((sheets[0][:32], sheets[1]), "Here are 32 words; on a sheet there are 33."),
        ((swapped, sheets[1]), "two changed places"),
    ]:
        answer = client.post("/stewardship/sheets/", typed(*pair))
        assert answer.status_code == 422
        assert sentence in answer.text
    steward.end(ada)
    answer = client.post("/stewardship/sheets/", typed(old[0], old[1]))
    assert "open nothing here any more" in answer.text


def test_wrong_tries_are_slowed_as_at_the_door(ada, jonas, sheets, client):
    for _time in range(5):
        client.post("/stewardship/sheets/", typed(sheets[0], sheets[0]))
    answer = client.post("/stewardship/sheets/", typed(sheets[0], sheets[1]))

    assert "Please wait" in answer.text


def test_a_weak_passphrase_makes_no_way_in(ada, jonas, sheets, client):
    said = {**typed(sheets[0], sheets[1]), "way-in": "yes", **CAME, "passphrase": "rowan"}
    answer = client.post("/stewardship/sheets/", said)

    assert answer.status_code == 422
    assert "guessed quickly" in answer.text
    assert Person.objects.count() == 2
