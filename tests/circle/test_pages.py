"""The pages of the circles: what parents see and do there, and what nobody else is shown."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from heartleaf.circle import making, parting
from heartleaf.circle.gathering import let_in, let_out
from heartleaf.circle.models import Parting, Sealing
from heartleaf.family.models import Membership
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from tests.care.reminders import a_channel
from tests.cast import a_picture
from tests.circle.holding import again, card_of, kept

LOOKS, ADDS = Membership.Role.LOOKS, Membership.Role.ADDS


@pytest.fixture
def adas(ada, jonas, browser_of):
    return browser_of(ada)


@pytest.fixture
def inges(inge, browser_of):
    return browser_of(inge)


def text(answer):
    return answer.content.decode()


def test_a_parent_makes_a_circle_lets_someone_in_and_takes_them_out(adas, ada, inge):
    there = adas.post("/circles/new/", {"name": "Garden"}).url
    handle = there.split("/")[-2]
    assert "Garden" in text(adas.get("/circles/"))
    adas.post(f"/circles/people/{inge.id}/{handle}/", {"role": "looks"})
    assert again(inge).circle(handle).role == LOOKS
    assert "Inge" in text(adas.get(there))
    adas.post(f"/circles/people/{inge.id}/{handle}/", {"role": "adds"})
    assert again(inge).circle(handle).may_add
    page = adas.post(f"/circles/people/{inge.id}/{handle}/", {"role": "out"}, follow=True)

    assert "cannot be taken back" in text(page)
    assert "Seal it anew" in text(page)
    assert handle not in [one.handle for one in again(inge).circles.values()]


def test_a_role_that_is_none_changes_nothing(adas, inge):
    for role in ("parent", "", "queen"):
        answer = adas.post(f"/circles/people/{inge.id}/friends/", {"role": role})
        assert answer.status_code == 422
    assert again(inge).circle("friends").role == ADDS


def test_nobody_but_a_parent_is_shown_any_of_it(ada, jonas, inge, inges):
    garden = making.make(ada, "Garden")
    paths = ["", "new/", "friends/", f"{garden}/", f"{garden}/name/", f"{garden}/taking-away/"]
    paths += [f"people/{ada.id}/", f"people/{inge.id}/friends/", f"people/{ada.id}/parting/"]
    paths += [f"people/{inge.id}/taking-out/", "leaving/", f"{garden}/sealing/"]
    for path in paths:
        assert inges.post(f"/circles/{path}", {"role": "adds", "name": "x"}).status_code == 404
        assert inges.get(f"/circles/{path}").status_code in {404, 405}
    assert "/circles/" not in text(inges.get("/more/"))


def test_a_stranger_cannot_tell_what_is_there_from_what_is_not(ada, vera, browser_of):
    garden, veras = making.make(ada, "Garden"), browser_of(vera)
    nothing = "11111111-1111-4111-8111-111111111111"
    for path in ("/circles/{}/", "/circles/people/{}/", "/circles/{}/name/"):
        for id in (garden, ada.id, nothing):
            assert veras.get(path.format(id)).status_code == 404


def test_someone_is_taken_out_of_every_circle_and_all_pages_work_for_them(
    adas, ada, inge, inges, browser_of
):
    kept(inge, "only-me", "mine alone")
    adas.post(f"/circles/people/{inge.id}/taking-out/")
    assert "in no circle" in text(adas.get("/circles/"))

    assert "mine alone" in text(inges.get("/timeline/"))
    for page in ("/", "/more/", "/days/", "/tree/", "/settings/", "/children/", "/days/how/"):
        assert inges.get(page).status_code == 200
    assert inges.get("/circles/").status_code == 404


def test_a_circle_is_taken_away_when_it_is_empty(adas, ada):
    garden = making.make(ada, "Garden")
    kept(ada, garden, "beans")
    asked = adas.get(f"/circles/{garden}/taking-away/")
    assert "Bring it there" in text(asked)
    assert adas.post(f"/circles/{garden}/taking-away/").status_code == 409
    Keepsake.objects.all().delete()

    assert adas.post(f"/circles/{garden}/taking-away/").url == "/circles/"
    assert adas.get(f"/circles/{garden}/").status_code == 404


def test_the_circles_of_the_first_day_stay(adas):
    assert adas.get("/circles/us/taking-away/").status_code == 404
    assert adas.post("/circles/friends/name/", {"name": "x"}).status_code == 404
    assert adas.get("/circles/only-me/").status_code == 404


# ── What a role allows, on pages ────────────────────────────────────────────────────────────


def test_who_may_only_look_is_offered_no_change_and_can_make_none(ada, inge, inges):
    letter = kept(ada, "friends", "from Ada")
    let_in(ada, inge.id, "friends", LOOKS)
    page = text(inges.get(f"/keepsakes/{letter.id}/"))
    assert "from Ada" in page
    assert "/change/" not in page
    assert '/bin/"' not in page.replace('href="/bin/"', "")

    for path in ("change/", "bin/", "arrange/"):
        answer = inges.post(f"/keepsakes/{letter.id}/{path}", {"words": "x", "circle": "friends"})
        assert answer.status_code == 403
        assert "Only who kept this" in text(answer)
    assert card_of(ada, letter).words == "from Ada"
    assert not Keepsake.objects.get(pk=letter.id).binned_at


def test_a_child_is_led_home_from_there_and_changes_nothing(ada, inge, inges):
    letter = kept(ada, "friends", "from Ada")
    let_in(ada, inge.id, "friends", Membership.Role.CHILD)

    assert inges.get(f"/keepsakes/{letter.id}/").url == "/siblings/"
    for path in ("change/", "bin/", "arrange/"):
        answer = inges.post(f"/keepsakes/{letter.id}/{path}", {"words": "x", "circle": "friends"})
        assert answer.status_code == 404
    assert card_of(ada, letter).words == "from Ada"
    assert not Keepsake.objects.get(pk=letter.id).binned_at


def test_who_may_only_look_keeps_nothing_there(ada, inge, inges):
    let_in(ada, inge.id, "friends", LOOKS)
    answer = inges.post("/keepsakes/new/", {"words": "mine", "circle": "friends"})
    assert answer.status_code == 422
    day = {"title": "A day", "circle": "friends", "comes": "yearly", "date": "3 May 2025"}
    assert inges.post("/days/new/", day).status_code == 422
    assert not Keepsake.objects.exists()


def test_who_may_add_changes_their_own_and_not_anothers(ada, inge, inges):
    adas, hers = kept(ada, "friends", "Ada's"), kept(inge, "friends", "hers")
    said = {"words": "changed", "circle": "friends", "based_on": "1"}
    assert inges.post(f"/keepsakes/{adas.id}/change/", said).status_code == 403
    assert inges.post(f"/keepsakes/{hers.id}/change/", said).status_code == 302
    assert card_of(ada, hers).words == "changed"


def test_who_is_taken_out_while_they_write_has_their_words_alone(ada, inge, inges, monkeypatch):
    from heartleaf.web import writing

    keep = writing.keeping.keep

    def taken_out_first(*args):
        if "friends" in [one.handle for one in again(inge).circles.values()]:
            let_out(ada, inge.id, ["friends"])
        return keep(*args)

    monkeypatch.setattr(writing.keeping, "keep", taken_out_first)
    sent = inges.post("/keepsakes/new/", {"words": "mine", "circle": "friends"}, follow=True)

    assert "kept for you alone" in text(sent)
    assert [one.card.words for one in Shelf(again(inge)).page().entries] == ["mine"]
    assert not Shelf(again(ada)).page().entries


# ── Parents who part ────────────────────────────────────────────────────────────────────────


def test_a_parent_is_told_on_the_first_page_and_may_say_yes(adas, ada, jonas, browser_of):
    his = browser_of(jonas)
    assert "about you" not in text(his.get("/"))
    adas.post(f"/circles/people/{jonas.id}/parting/", {"ask": "yes"})
    assert "about you" in text(his.get("/"))
    assert "Ada has asked" in text(his.get("/circles/leaving/"))
    his.post("/circles/leaving/")

    assert again(jonas).facts.name == ""
    assert not Parting.objects.exists()
    assert his.get("/").status_code == 200


def test_thirty_days_and_a_second_word(adas, ada, jonas):
    there = f"/circles/people/{jonas.id}/parting/"
    adas.post(there, {"ask": "yes"})
    adas.post(there)
    assert again(jonas).is_parent
    Parting.objects.update(asked_at=parting.timezone.now() - parting.WAIT)
    assert "thirty days are over" in text(adas.get("/"))
    adas.post(there)

    assert not again(jonas).is_parent
    assert again(ada).facts.name == "Rowan's place"


def test_what_is_said_of_being_told_is_so(adas, jonas, settings):
    there = f"/circles/people/{jonas.id}/parting/"
    assert "no message would reach Jonas" in text(adas.get(there))
    said = adas.post(there, {"ask": "yes"}, follow=True)
    assert "No message would reach Jonas" in text(said)
    adas.post(there, {"withdraw": "yes"})

    settings.HEARTLEAF_URL, settings.EMAIL_FROM = "https://leaf.example.org", "days@example.org"
    a_channel(jonas, "jonas@example.org")
    assert "no message would reach Jonas" not in text(adas.get(there))
    assert "told now" in text(adas.post(there, {"ask": "yes"}, follow=True))


def test_it_can_be_taken_back_by_who_asked_alone(adas, ada, jonas, browser_of):
    there = f"/circles/people/{jonas.id}/parting/"
    adas.post(there, {"ask": "yes"})
    browser_of(jonas).post(there, {"withdraw": "yes"})
    assert Parting.objects.count() == 1
    adas.post(there, {"withdraw": "yes"})
    assert not Parting.objects.exists()


def test_the_last_parent_is_told_that_they_stay(ada, browser_of):
    browser = browser_of(ada)
    assert "only parent here" in text(browser.get("/circles/leaving/"))
    assert "always stays" in text(browser.post("/circles/leaving/", follow=True))
    assert again(ada).is_parent


def test_the_thirty_days_begin_when_it_was_asked(ada, jonas):
    with time_machine.travel(datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)):
        row = parting.ask(ada, jonas.id)
    assert parting.ends(row).date() == datetime.date(2026, 1, 31)


def test_files_of_who_is_taken_out_while_they_send_stay_with_them(ada, inge, inges, monkeypatch):
    from heartleaf.web import filing

    take_in = filing.take_in

    def taken_out_meanwhile(chosen, person, circle, *others):
        taken = take_in(chosen, person, circle, *others)
        if circle.handle == "friends":
            let_out(ada, inge.id, ["friends"])
        return taken

    monkeypatch.setattr(filing, "take_in", taken_out_meanwhile)
    sent = {"circle": "friends", "files": SimpleUploadedFile("IMG_1.jpg", a_picture("hers"))}
    page = inges.post("/keepsakes/new/files/", sent, follow=True)

    assert "kept for you alone" in text(page)
    [one] = Shelf(again(inge)).page().entries
    assert one.circle.handle == "only-me"
    assert one.card.attachments[0].name == "IMG_1.jpg"
    assert not Shelf(again(ada)).page().entries


def test_something_being_sealed_anew_is_said_without_a_number(adas, ada, inge):
    kept(ada, "friends", "before")
    let_out(ada, inge.id, ["friends"])
    circle = again(ada).circle("friends").circle
    Sealing.objects.create(circle=circle, person=ada.person, done=3, all=12)
    page = text(adas.get("/circles/friends/"))

    assert "It is being sealed anew" in page
    assert '<progress max="100" value="25"' in page
    assert "12" not in page.split('id="state"')[1].split("</section>")[0].replace("width", "")
