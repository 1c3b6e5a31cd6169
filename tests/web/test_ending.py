"""The pages of an end: who sees which, what each says, and that the way back is always there."""

import datetime

import pytest
from django.utils import timezone

from heartleaf.archive.ending.carrying_out import carry_out_endings
from heartleaf.archive.ending.deciding import agree, ask_for_all, of_family, of_person
from heartleaf.archive.ending.models import Ending
from heartleaf.circle import sharing
from heartleaf.circle.gathering import let_go, take_out_parent
from heartleaf.circle.page_content import PageContent
from heartleaf.family.models import Family, Person
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.showing import Shelf
from tests.cast import PASSPHRASE
from tests.circle.holding import again
from tests.vectors.backups import lay_down

ALL, MINE = "/settings/ending/everything/", "/settings/ending/mine/"
SURE = {"sure": "yes", "passphrase": PASSPHRASE}
AT_ONCE = {"typed": "Rowan’s place", "passphrase": PASSPHRASE}


@pytest.fixture
def jonass(jonas, browser_of):
    return browser_of(jonas)


@pytest.fixture
def a_backup(settings, tmp_path):
    """A backup of some day, as it lies in its place."""

    def of(made):
        settings.HEARTLEAF_DATA = tmp_path / "data"
        lay_down(tmp_path / "data" / "backups", made)

    return of


# ── A second yes ────────────────────────────────────────────────────────────────────────────


def test_nobody_is_told_of_all_of_it_before_a_second_page_said_who_will_be(adas, jonass, inge):
    page = adas.post(ALL, {"ask": "yes"}).text
    assert "It is said to Jonas at once" in page
    assert "no message would reach Jonas" in page
    assert 'name="ask" value="yes"' in page
    assert f'<a class="button" href="{ALL}">Leave it as it is' in page
    wrong = adas.post(ALL, {"ask": "yes", "sure": "yes", "passphrase": "not this one"})
    assert wrong.status_code == 422
    assert not Ending.objects.exists()
    adas.post(ALL, {"ask": "yes", **SURE})
    page = jonass.post(ALL, {"agree": "yes"}).text
    assert "It is said to " in page
    assert "Ada" in page
    assert "Inge" in page

    assert not Ending.objects.exclude(due_at=None).exists()


def test_who_would_ask_and_finds_it_asked_meanwhile_has_not_said_yes(ada, adas, jonas):
    ask_for_all(jonas)
    adas.post(ALL, {"ask": "yes", **SURE})

    assert of_family(ada.family_id).due_at is None


def test_ones_own_place_and_a_relatives_are_asked_for_twice(ada, adas, jonass, inge):
    own = jonass.post(MINE, {"named": "no"}).text
    assert "Nobody else is told now; the other parent reads it here" in own
    assert 'name="named" value="no"' in own
    let_go(ada, inge.id)
    assert (
        "It is said to Inge"
        in adas.post(f"/settings/ending/people/{inge.id}/", {"named": "yes"}).text
    )

    assert not Ending.objects.exists()


def test_a_grandmother_is_spoken_of_by_her_name(adas, inge):
    page = adas.get(ALL).text

    assert "What Inge kept here goes with it too." in page
    assert "they have" not in page


def test_before_parting_it_is_said_whose_yes_an_end_still_needs(adas, jonas):
    page = adas.get(f"/circles/people/{jonas.id}/parting/").text

    assert "still needs the yes of Jonas" in page


# ── All of it ───────────────────────────────────────────────────────────────────────────────


def test_ada_asks_jonas_says_yes_and_either_stops_it_from_today(adas, jonass):
    asked = adas.post(ALL, {"ask": "yes", **SURE}, follow=True)
    assert "It waits for Jonas" in asked.text
    first = jonass.get("/").text
    assert "Something was asked about this place." in first
    assert "taken away" not in first
    assert "No, it stays" in jonass.get(ALL).text
    jonass.post(ALL, {"agree": "yes", **SURE})
    today = adas.get("/").text
    assert "All of this place is taken away on" in today
    assert f'action="{ALL}"' in today
    stopped = adas.post(ALL, {"stop": "yes"}, follow=True)

    assert "Stopped. Everything is as it was." in stopped.text
    assert not Ending.objects.exists()


def test_a_grandmother_reads_until_when_and_has_no_way_to_stop_or_ask(ada, inge, browser_of):
    hers = browser_of(inge)
    assert hers.get(ALL).status_code == 404
    assert hers.post(ALL, {"ask": "yes"}).status_code == 404
    ask_for_all(ada)
    today = hers.get("/").text

    assert "All of this place is taken away on" in today
    assert "Stop it" not in today
    assert "you can save what is yours" in hers.get("/settings/ending/").text
    assert of_family(ada.family_id)


def test_at_once_refused_because_of_a_grandmother_asks_for_nothing(ada, adas, inge):
    assert "Nothing was changed." in adas.post(ALL, AT_ONCE, follow=True).text
    assert not Ending.objects.exists()


def test_who_was_a_parent_is_asked_and_has_the_page_only_then(ada, adas, jonas, browser_of):
    take_out_parent(ada, jonas.id)
    his = browser_of(again(jonas))
    assert his.get(ALL).status_code == 404
    assert "Jonas was a parent here. What" in adas.get(f"/settings/ending/people/{jonas.id}/").text
    before = adas.get(ALL).text
    assert "It needs the yes of Jonas too." in before
    assert "delete single things for good" in before
    assert "Take it away now" not in before
    adas.post(ALL, {"ask": "yes", **SURE})
    assert "Something was asked about this place." in his.get("/").text
    assert f'href="{ALL}"' in his.get("/settings/ending/").text
    page = his.get(ALL).text
    assert "No, it stays" in page
    assert "Take it away now" not in page
    assert "said to everyone who has a place here" in his.post(ALL, {"agree": "yes"}).text
    his.post(ALL, {"agree": "yes", **SURE})
    assert "All of it is taken away on" in his.get(ALL).text
    assert "Stopped." in his.post(ALL, {"stop": "yes"}, follow=True).text

    assert not Ending.objects.exists()


def test_vera_asks_for_her_own_place_alone(ada, vera, browser_of):
    ask_for_all(ada)
    veras = browser_of(vera)
    assert "taken away on" not in veras.get("/").text
    veras.post(ALL, {"stop": "yes"})

    assert of_family(ada.family_id)
    assert veras.post(f"/settings/ending/people/{ada.id}/", {"named": "no"}).status_code == 404


def test_at_once_wants_the_name_of_the_place_and_the_passphrase(ada, adas):
    wrong = adas.post(ALL, {**AT_ONCE, "typed": "Another place"})
    assert wrong.status_code == 422
    assert "another word" in wrong.text
    assert adas.post(ALL, {**AT_ONCE, "passphrase": "not this one"}).status_code == 422
    assert not Ending.objects.filter(due_at__lte=timezone.now()).exists()
    gone = adas.post(ALL, AT_ONCE, follow=True)

    assert "every key of this place was taken away" in gone.text
    assert "being taken away just now" in gone.text
    carry_out_endings(timezone.now())
    assert "are taken away too" in adas.get(gone.request["PATH_INFO"]).text
    assert not Family.objects.exists()
    assert adas.get("/").headers["Location"] == "/welcome/"


def test_jonas_alone_cannot_have_it_at_once(ada, adas, jonass):
    said = jonass.post(ALL, AT_ONCE, follow=True)

    assert "It is, when the other parent says so too." in said.text
    assert Family.objects.exists()
    assert "taken away on" not in adas.get("/").text


def test_the_page_of_an_end_says_nothing_before_it_and_needs_no_way_in(ada, adas, client):
    row = ask_for_all(ada)
    assert client.get(f"/ended/{row.id}/").status_code == 404
    assert f"/ended/{row.id}/" in adas.get(ALL).text
    for ahead in (31, 33):
        carry_out_endings(timezone.now() + datetime.timedelta(days=ahead))

    page = client.get(f"/ended/{row.id}/").text
    assert "It is gone" in page
    assert "Rowan" not in page


# ── One person ──────────────────────────────────────────────────────────────────────────────


def test_the_only_parent_is_told_what_there_is_instead(ada, adas):
    page = adas.get(MINE).text
    assert "You are the only parent here." in page
    assert "/invitations/new/" in page
    adas.post(MINE, {"named": "yes", **SURE})

    assert of_person(ada.id) is None


def test_a_grandmother_asks_for_her_place_to_go_and_stops_it_again(inge, browser_of):
    hers = browser_of(inge)
    assert hers.post(MINE, {}).status_code == 422
    page = hers.post(MINE, {"named": "no", **SURE}, follow=True).text
    assert "Your place is taken away on" in page
    assert of_person(inge.id).named is False
    hers.post(MINE, {"stop": "yes"})

    assert of_person(inge.id) is None


def test_jonas_goes_at_once_and_ada_reads_it_on_her_first_page_once(ada, adas, jonas, jonass):
    typed = {"typed": "jonas@example.org", "passphrase": PASSPHRASE, "named": "no"}
    gone = jonass.post(MINE, typed, follow=True)
    assert "It is gone" in gone.text
    carry_out_endings(timezone.now())

    assert "Jonas has no place here any more since" in adas.get("/").text
    assert "no place here any more" not in adas.get("/").text
    assert not Person.objects.filter(pk=jonas.id).exists()


def test_a_relative_in_no_circle_is_told_on_her_page_and_stops_it(ada, adas, inge, browser_of):
    there = f"/settings/ending/people/{inge.id}/"
    assert adas.get(there).status_code == 404
    let_go(ada, inge.id)
    assert f'href="{there}"' in adas.get(f"/circles/people/{inge.id}/").text
    adas.post(there, {"named": "yes", **SURE})
    hers = browser_of(again(inge))
    assert "Your place here is taken away on" in hers.get("/").text
    assert "A parent asked for it." in hers.get(MINE).text
    hers.post(MINE, {"stop": "yes"})

    assert of_person(inge.id) is None


def test_a_parent_who_did_not_ask_for_it_cannot_stop_a_relatives_end(ada, jonass, inge):
    from heartleaf.archive.ending.deciding import ask_own

    ask_own(inge)
    let_go(ada, inge.id)

    assert jonass.post(f"/settings/ending/people/{inge.id}/", {"stop": "y"}).status_code == 404
    assert of_person(inge.id)


# ── One thing ───────────────────────────────────────────────────────────────────────────────


def test_before_one_thing_goes_its_page_names_backups_and_pages_by_link(
    ada, adas, given_a_letter, a_backup
):
    letter = given_a_letter(ada, circle="us", title="To Rowan")
    page = sharing.begin_page(ada, PageContent(title="For friends"))
    with Shelf(again(ada)) as shelf:
        piece = sharing.piece_of(shelf.get(letter.id), ada)
    sharing.change_page(page, lambda content: content.pieces.append(piece))
    keeping.put_in_bin(letter)
    a_backup(timezone.now() - datetime.timedelta(days=3))  # it was not kept yet
    before = adas.get(f"/keepsakes/{letter.id}/for-good/").text
    assert "No backup that this installation knows of holds it." in before
    a_backup(timezone.now() + datetime.timedelta(seconds=1))
    after = adas.get(f"/keepsakes/{letter.id}/for-good/").text

    assert "Each of them" in after
    assert f'href="/pages/{page.id}/"' in after
    assert "For friends" in after
    assert "Delete it for good" in after
    assert f'href="/keepsakes/{letter.id}/for-good/"' in adas.get("/bin/").text  # no button there


def test_nothing_of_a_backup_is_said_to_be_noise_that_still_opens(adas, a_backup):
    a_backup(timezone.now())

    assert (
        "with a passphrase or sheet of its time still opens"
        in adas.get(MINE).text + adas.get("/settings/ending/").text
    )


def test_while_it_waits_everything_is_as_it_was(ada, adas, jonas, given_a_letter):
    ask_for_all(ada)
    agree(jonas)
    letter = given_a_letter(ada, circle="us", words="still here")

    assert "still here" in adas.get(f"/keepsakes/{letter.id}/").text
    assert adas.get("/timeline/").status_code == 200
