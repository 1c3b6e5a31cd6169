"""Pictures of a plant: with the plant and nowhere else, until they are joined to what is kept."""

import datetime
import re
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heartleaf.archive.checking import check_all
from heartleaf.archive.models import Upload
from heartleaf.care.plants.keeping import KnownPlants, forget_plant, keep_with_us
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.gathering import leaves_of
from tests.care.plants.potted import a_plant, hidden, said
from tests.cast import a_picture
from tests.vectors.pictures import exif, saved
from tests.web.hands import a_file

WORD = "linden"
READERS = {
    "page": lambda shelf, today: shelf.page(size=100).entries,
    "rising": lambda shelf, today: shelf.page(size=100, rising=True).entries,
    "tray": lambda shelf, today: shelf.page(place="tray", size=100).entries,
    "bin": lambda shelf, today: shelf.page(place="bin", size=100).entries,
    "find": lambda shelf, today: shelf.find(WORD, size=100).entries,
    "on this day": lambda shelf, today: shelf.on_this_day(today).entries,
    "opening": lambda shelf, today: shelf.opening_on(today),
    "waiting": lambda shelf, today: shelf.waiting(),
    "all": lambda shelf, today: shelf.several(facts.uuid for facts in shelf.all()),
    "all of the tray": lambda shelf, today: shelf.several(f.uuid for f in shelf.all("tray")),
}


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def plant(ada):
    return a_plant(ada)


def of(person, plant):
    with Shelf(person) as shelf:
        return shelf.of_plant(plant.id)


def keep_picture(browser, plant, data=None, name="IMG_1.jpg", **says):
    form = {"files": a_file(name, data or a_picture(str(says))), **says}
    return browser.post(f"/plants/{plant.id}/pictures/", form)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    place=st.sampled_from(["plant", "shelf", "tray"]),
    binned=st.booleans(),
    covered=st.booleans(),
    until=st.sampled_from(["", "2020-05-12", "2199-05-12"]),
    asked=st.booleans(),
    kind=st.sampled_from(["picture", "letter"]),
    date=st.sampled_from(["", "2020-05-12", "2021-05", "2026-05-12"]),
)
def test_a_picture_of_the_plant_is_nowhere_but_with_the_plant(
    ada, plant, place, binned, covered, until, asked, kind, date
):
    """Whatever its card says else, no reader finds it; in the bin it is in the bin alone."""
    card = Card(kind=kind, place=place, plant=plant.id, covered=covered, words=WORD, title=WORD)
    card.until, card.until_asked = until, asked
    card.date = card.placed = date
    row = keeping.keep(ada, ada.circle("only-me"), card)
    if binned:
        keeping.put_in_bin(row)
    today = datetime.date(2026, 5, 12)

    with Shelf(ada, today=today) as shelf:
        seen = {
            name
            for name, read in READERS.items()
            if any(one.keepsake.id == row.id for one in read(shelf, today))
        }
        with_plant = any(one.keepsake.id == row.id for one in shelf.of_plant(plant.id))
    shows = not (until > "2026-05-12" or asked)
    if binned:
        assert seen == ({"bin"} if shows else set())
    elif place == "plant":
        assert seen == set()
    elif place == "tray":
        assert seen == ({"tray", "all of the tray"} if shows else set())
    assert with_plant == (shows and not binned and place != "tray")
    keeping.destroy(row)


def test_no_page_of_the_house_shows_it_but_its_plants(ada, adas, plant):
    keep_picture(adas, plant, words=WORD, date="12 May 2020")
    [shown] = of(ada, plant)
    id = str(shown.keepsake.id)

    for path in (
        *("/", "/timeline/", "/timeline/?order=beginning", f"/search/?words={WORD}"),
        *("/tree/list/", "/tray/", "/tray/when/", "/bin/", "/waiting/", "/on-this-day/"),
        *("/pages/new/", f"/pages/new/?with={id}", "/plants/", "/imports/"),
    ):
        assert f"/{id}/" not in said(adas.get(path)), path
    assert id in said(adas.get(f"/plants/{plant.id}/"))
    page = said(adas.get(f"/keepsakes/{id}/"))
    assert "Put it in the timeline" in page
    for path in ("postcard", "arrange", "change", "for-good"):
        assert adas.get(f"/keepsakes/{id}/{path}/").status_code == 404, path
    assert leaves_of(ada, Shelf(ada)) == []


def test_taking_the_rest_out_of_the_tray_leaves_it(ada, adas, plant):
    keep_picture(adas, plant)
    [shown] = of(ada, plant)
    adas.post("/tray/rest/")
    adas.post("/tray/chosen/", {"chosen": str(shown.keepsake.id), "keep": "yes"})
    adas.post("/tray/chosen/", {"chosen": str(shown.keepsake.id), "remove": "yes", "sure": "yes"})

    assert [one.place for one in of(ada, plant)] == ["plant"]


def test_she_puts_it_in_the_timeline_and_it_stays_with_the_plant_too(ada, adas, plant):
    keep_picture(adas, plant)
    id = of(ada, plant)[0].keepsake.id
    adas.post(f"/plants/keepsakes/{id}/joined/")

    assert str(id) in said(adas.get("/timeline/"))
    assert [one.keepsake.id for one in of(ada, plant)] == [id]
    assert "Only with the plant again" in said(adas.get(f"/keepsakes/{id}/"))
    adas.post(f"/plants/keepsakes/{id}/joined/", {"join": "no"})
    assert str(id) not in said(adas.get("/timeline/"))


def test_its_day_is_the_one_inside_the_file_else_today(ada, adas, plant):
    taken = saved_on("2025:10:12 15:20:00")
    keep_picture(adas, plant, taken)
    keep_picture(adas, plant, a_picture("no day"))
    keep_picture(adas, plant, saved_on("2150:01:01 00:00:00"))

    days = [one.card.date for one in of(ada, plant)]
    today = ada.today().isoformat()
    assert days == ["2025-10-12", today, today]


def saved_on(moment):
    import io

    from PIL import Image

    image = Image.open(io.BytesIO(a_picture(moment)))
    return saved(image, "JPEG", exif=exif(None, moment))


def test_a_day_to_come_is_told_and_the_file_is_not_chosen_twice(ada, adas, plant):
    answer = keep_picture(adas, plant, date="May 2199")

    assert answer.status_code == 422
    assert "still to come" in said(answer)
    assert 'name="uploads"' in said(answer)
    assert of(ada, plant) == []


def test_a_covered_picture_is_soft_on_the_plants_page(ada, adas, plant):
    keep_picture(adas, plant, covered="on", words="hidden words")
    [shown] = of(ada, plant)
    page = said(adas.get(f"/plants/{plant.id}/"))

    assert "cover.jpg" in page
    assert "small.jpg" not in page
    assert "hidden words" not in page
    changing = adas.get(f"/plants/keepsakes/{shown.keepsake.id}/")
    assert changing.headers["Location"] == f"/keepsakes/{shown.keepsake.id}/"


def test_what_cannot_be_shown_is_kept_and_said(ada, adas, plant):
    broken = a_picture("broken")[:700]
    answer = adas.post(
        f"/plants/{plant.id}/pictures/", {"files": a_file("IMG_9.jpg", broken)}, follow=True
    )

    assert "IMG_9.jpg" in said(answer)
    assert len(of(ada, plant)) == 1
    assert adas.get(f"/plants/{plant.id}/beside/").status_code == 200


def test_a_paper_is_no_picture_of_a_plant(ada, adas, plant):
    answer = keep_picture(adas, plant, b"some words", "notes.txt")

    assert "Only pictures and films" in said(answer)
    assert Keepsake.objects.count() == 0


def test_the_same_file_is_kept_once(ada, adas, plant):
    keep_picture(adas, plant, a_picture("once"))
    answer = keep_picture(adas, plant, a_picture("once"))

    assert "is here already" in said(answer)
    assert len(of(ada, plant)) == 1


def test_words_and_day_can_be_changed_and_two_windows_lose_nothing(ada, adas, plant):
    keep_picture(adas, plant)
    here = f"/plants/keepsakes/{of(ada, plant)[0].keepsake.id}/"
    based_on = hidden(adas, here)
    adas.post(here, {"words": "One", "date": "May 2024", "based_on": based_on})
    answer = adas.post(here, {"words": "Two", "date": "May 2024", "based_on": based_on})

    assert answer.status_code == 409
    assert "One" in said(answer)
    assert "Two" in said(answer)
    assert of(ada, plant)[0].card.words == "One"
    assert of(ada, plant)[0].card.placed == "2024-05-16"


# ── With us ─────────────────────────────────────────────────────────────────────────────────


def test_with_us_the_pictures_move_and_the_other_parent_sees_them(ada, jonas, adas, plant):
    for word in "ab":
        keep_picture(adas, plant, a_picture(word))
    joined = of(ada, plant)[0].keepsake.id
    adas.post(f"/plants/keepsakes/{joined}/joined/")

    adas.post(f"/plants/{plant.id}/with-us/")

    assert {(o.place, o.circle.handle) for o in of(ada, plant)} == {
        ("shelf", "only-me"),
        ("plant", "us"),
    }
    assert [one.place for one in of(jonas, plant)] == ["plant"]
    assert check_all(ada).problems == []


def test_if_moving_breaks_off_it_is_found_again_and_finished(ada, jonas, adas, plant, monkeypatch):
    """The program ends after the plant is with us and one of its pictures: looking moves nothing,
    her word brings the rest, and nothing was lost or twice there meanwhile."""
    for word in "abc":
        keep_picture(adas, plant, a_picture(word))
    before = {one.keepsake.id for one in of(ada, plant)}
    known = keep_with_us(ada, KnownPlants(ada).get(plant.id))
    keeping.move(of(ada, plant)[0].keepsake, ada.circle("only-me"), ada.circle("us"))
    assert {one.keepsake.id for one in of(ada, plant)} == before
    assert len(of(jonas, plant)) == 1

    page = said(adas.get(f"/plants/{plant.id}/"))

    assert known.circle.handle == "us"
    assert page.count('class="of-plant"') == 3
    assert len(of(jonas, plant)) == 1
    bring_the_rest(adas, plant)
    assert "Bring the rest too" not in said(adas.get(f"/plants/{plant.id}/"))
    assert {one.circle.handle for one in of(ada, plant)} == {"us"}
    assert {one.keepsake.id for one in of(jonas, plant)} == before


def test_a_picture_that_cannot_move_stays_whole_where_it_is(ada, jonas, adas, plant, monkeypatch):
    keep_picture(adas, plant)
    keep_with_us(ada, KnownPlants(ada).get(plant.id))

    def full(*_args, **_more):
        from heartleaf.vault import VaultError

        raise VaultError("no room")

    with monkeypatch.context() as patch:
        patch.setattr("heartleaf.keepsakes.keeping.reseal", full)
        bring_the_rest(adas, plant)
    assert [one.circle.handle for one in of(ada, plant)] == ["only-me"]
    bring_the_rest(adas, plant)
    assert [one.circle.handle for one in of(ada, plant)] == ["us"]


def test_a_picture_taken_back_out_of_the_bin_stays_hers_until_she_says_so(
    ada, jonas, adas, plant, browser_of
):
    for word in "ab":
        keep_picture(adas, plant, a_picture(word))
    first, second = [one.keepsake.id for one in of(ada, plant)]
    for one in (first, second):
        adas.post(f"/keepsakes/{one}/bin/")
    adas.post(f"/plants/{plant.id}/with-us/")
    adas.post(f"/keepsakes/{first}/take-back/")

    for browser in (adas, browser_of(jonas)):
        browser.get(f"/plants/{plant.id}/")
    assert of(jonas, plant) == []
    shown = re.findall(r'name="picture" value="([^"]*)"', said(adas.get(f"/plants/{plant.id}/")))
    adas.post(f"/keepsakes/{second}/take-back/")
    adas.post(f"/plants/{plant.id}/bringing/", {"picture": shown})
    assert [one.keepsake.id for one in of(jonas, plant)] == [first]


def bring_the_rest(browser, plant):
    here = f"/plants/{plant.id}/"
    shown = re.findall(r'name="picture" value="([^"]*)"', said(browser.get(here)))
    assert browser.post(f"{here}bringing/", {"picture": shown}, follow=True).status_code == 200


# ── Taking out ──────────────────────────────────────────────────────────────────────────────


def test_what_becomes_of_its_pictures_is_asked(ada, adas, plant):
    keep_picture(adas, plant)
    here = f"/plants/{plant.id}/taking-out/"
    answer = adas.post(here, {"based_on": hidden(adas, here)})

    assert answer.status_code == 422
    assert "nothing was taken out" in said(answer)
    assert KnownPlants(ada).get(plant.id)


@pytest.mark.parametrize(("wish", "place"), [("keep", "shelf"), ("bin", "bin")])
def test_its_pictures_are_kept_or_in_the_bin(ada, adas, plant, wish, place):
    keep_picture(adas, plant)
    id = of(ada, plant)[0].keepsake.id
    take_out(adas, plant, wish)

    assert KnownPlants(ada).get(plant.id) is None
    assert Shelf(ada).get(id).place == place


@pytest.mark.parametrize("wish", ["keep", "bin"])
def test_those_that_may_not_be_changed_are_named(adas, plant, monkeypatch, wish):
    for day in ("May 2024", "June 2024"):
        keep_picture(adas, plant, date=day)

    may = property(lambda one: one.card.date != "2024-05")
    monkeypatch.setattr("heartleaf.keepsakes.showing.Shown.may_be_changed", may)
    told = said(take_out(adas, plant, wish))

    assert re.search("These could not be changed, and stand below without it:[^<]*May 2024<", told)


def take_out(browser, plant, wish):
    here = f"/plants/{plant.id}/taking-out/"
    said_so = {"pictures": wish, "based_on": hidden(browser, here)}
    return browser.post(here, said_so, follow=True)


def test_pictures_for_a_plant_that_is_gone_are_to_be_chosen_again(ada, adas, plant):
    forget_plant(KnownPlants(ada).get(plant.id))
    answer = keep_picture(adas, plant, words="A long note")

    assert answer.status_code == 409
    assert "A long note" in said(answer)
    assert "to be chosen again" in said(answer)
    assert Upload.objects.count() == 0


def test_words_for_a_picture_that_is_in_the_bin_by_now_are_shown(ada, adas, plant):
    keep_picture(adas, plant)
    here = f"/plants/keepsakes/{of(ada, plant)[0].keepsake.id}/"
    keeping.put_in_bin(of(ada, plant)[0].keepsake)

    assert "A long note" in said(adas.post(here, {"words": "A long note"}))
    assert adas.get(here).status_code == 404


def test_of_pictures_without_a_plant_the_oldest_is_in_reach_too(ada, adas, plant):
    circle = ada.circle("only-me")
    gone = Card(kind="picture", place="plant", plant=str(uuid4()), date="2020-05-12")
    gone.placed = gone.date
    oldest = keeping.keep(ada, circle, gone)
    here = Card(kind="picture", place="plant", plant=plant.id, date="2021-05-12")
    here.placed = here.date
    keeping.keep(ada, circle, here)

    assert [one.keepsake.id for one in Shelf(ada).of_other_plants([plant.id])] == [oldest.id]
    assert str(oldest.id) in said(adas.get("/plants/"))


def test_a_picture_taken_back_after_its_plant_is_not_out_of_reach(ada, adas, plant):
    keep_picture(adas, plant)
    id = of(ada, plant)[0].keepsake.id
    adas.post(f"/keepsakes/{id}/bin/")
    forget_plant(KnownPlants(ada).get(plant.id))
    adas.post(f"/keepsakes/{id}/take-back/")

    assert str(id) in said(adas.get("/plants/"))
    adas.post(f"/plants/keepsakes/{id}/joined/")
    assert str(id) in said(adas.get("/timeline/"))


def test_into_the_bin_leads_back_to_the_plant(ada, adas, plant):
    keep_picture(adas, plant)
    id = of(ada, plant)[0].keepsake.id

    assert adas.post(f"/keepsakes/{id}/bin/").headers["Location"] == f"/plants/{plant.id}/"
    assert of(ada, plant) == []
    assert str(id) in said(adas.get("/bin/"))
