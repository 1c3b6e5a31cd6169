"""A steward is named: what the sheets open, what is nowhere, and whom it may be."""

import datetime
import json
import re

import pytest

from heartleaf.circle import following, gathering, steward
from heartleaf.circle.models import Entrusted, Stewardship
from heartleaf.family.beginning import Beginner, begin_circle
from heartleaf.family.joining import join
from heartleaf.family.keyrings import take_out
from heartleaf.keepsakes.cards import open_card
from heartleaf.sealing import CannotOpen, Identity, Recipient, seal, unseal
from heartleaf.sealing.sheets import combine
from tests.cast import PASSPHRASE
from tests.circle.steward.stewards import again, days

pytestmark = pytest.mark.django_db


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
