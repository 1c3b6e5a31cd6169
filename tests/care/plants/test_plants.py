"""Plants at home: written down, changed in two windows, kept by both, taken out."""

import pytest
from django.db import transaction

from heartleaf.care.plants.keeping import KnownPlants, change_plant, forget_plant, keep_with_us
from heartleaf.care.plants.plants import Happening, Plants
from heartleaf.keepsakes.models import Notebook
from heartleaf.keepsakes.notebook import change_section, open_notebook, open_section
from heartleaf.sealing import NotBound, Sealed
from heartleaf.sealing.age import MAGIC
from tests.care.plants.potted import a_plant, hidden, plants, said, where

SAID = {"name": "The linden on the sill", "since": "October 2025", "soil": "Two spoons."}

DAMAGED = Sealed(MAGIC + b"and nothing that opens")


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def jonass(jonas, browser_of):
    return browser_of(jonas)


def test_a_plant_is_written_down_and_is_hers_alone(ada, jonas, adas, jonass):
    answer = adas.post("/plants/new/", SAID, follow=True)

    [plant] = plants(ada)
    assert (plant.since, plant.soil) == ("2025-10", "Two spoons.")
    assert "Two spoons." in said(answer)
    assert plants(jonas) == []
    assert jonass.get(f"/plants/{plant.id}/").status_code == 404


def test_a_form_sent_twice_makes_one_plant(ada, adas):
    id = hidden(adas, "/plants/new/", "id")
    for _time in range(2):
        adas.post("/plants/new/", SAID | {"id": id})

    assert [plant.id for plant in plants(ada)] == [id]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("since", "May 2199", "This day is still to come."),
        ("since", "31 April 2025", "That month has no such day."),
        ("name", "n" * 121, "at most 120"),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_stays(ada, adas, field, typed, sentence):
    answer = adas.post("/plants/new/", SAID | {field: typed})

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert typed in said(answer)
    assert plants(ada) == []


@pytest.mark.parametrize("since", ["this spring", "before he came", "2025", "about 2019"])
def test_since_may_be_vague_or_in_own_words(ada, adas, since):
    adas.post("/plants/new/", SAID | {"since": since})

    [plant] = plants(ada)
    assert plant.since or plant.since_words == since


def test_nothing_said_makes_no_plant(ada, adas):
    assert adas.post("/plants/new/", {"name": " "}).status_code == 422
    assert plants(ada) == []


def test_two_windows_lose_nothing(ada, adas):
    plant = a_plant(ada)
    form = f"/plants/{plant.id}/change/"
    first = second = hidden(adas, form)
    adas.post(form, {"name": "The linden", "where": "The sill", "based_on": first})

    answer = adas.post(form, {"name": "The linden", "where": "The hall", "based_on": second})

    assert answer.status_code == 409
    assert "The sill" in said(answer)
    assert "The hall" in said(answer)
    assert plants(ada)[0].where == "The sill"


def test_a_happening_written_meanwhile_disturbs_no_change(ada, adas):
    plant = a_plant(ada)
    form = f"/plants/{plant.id}/change/"
    based_on = hidden(adas, form)
    adas.post(f"/plants/{plant.id}/happenings/", {"sort": "repotted", "date": "today"})

    adas.post(form, {"name": "The olive", "based_on": based_on})

    [now] = plants(ada)
    assert now.name == "The olive"
    assert [one.sort for one in now.happenings] == ["repotted"]


def test_what_happened_stands_by_its_day_and_is_no_judgement(ada, adas):
    plant = a_plant(ada)
    here = f"/plants/{plant.id}/happenings/"
    adas.post(here, {"sort": "died", "date": "January 2026", "words": "The cold week."})
    adas.post(here, {"sort": "given", "date": "June 2025", "whom": "Inge"})

    page = said(adas.get(f"/plants/{plant.id}/"))

    assert page.index("It died") < page.index("A cutting was given to Inge")
    assert "It died, January 2026" in said(adas.get("/plants/"))
    for word in ("fault", "should", "sorry", "Rowan", "gone"):
        assert word not in page.split("<main")[1].split("<footer")[0]


def test_a_day_that_is_still_to_come_did_not_happen(ada, adas):
    plant = a_plant(ada)
    answer = adas.post(f"/plants/{plant.id}/happenings/", {"sort": "rests", "date": "2150"})

    assert answer.status_code == 422
    assert plants(ada)[0].happenings == []


def test_another_is_planted_after_it_and_each_leads_to_the_other(ada, adas):
    plant = a_plant(ada)
    adas.post("/plants/new/", {"name": "The oak", "after": plant.id, "since": "April 2026"})

    old, new = plants(ada)
    assert [(one.sort, one.plant, one.date) for one in old.happenings] == [
        ("another", new.id, "2026-04")
    ]
    assert "The oak" in said(adas.get(f"/plants/{old.id}/"))
    page = said(adas.get(f"/plants/{new.id}/"))
    assert "It was planted after" in page
    assert "The linden" in page


def test_what_happened_can_be_changed_and_taken_out_after_a_second_yes(ada, adas):
    plant = a_plant(ada)
    adas.post(f"/plants/{plant.id}/happenings/", {"words": "New pot.", "sort": "note"})
    one = plants(ada)[0].happenings[0]
    here = f"/plants/{plant.id}/happenings/{one.id}/"

    adas.post(here, {"sort": "repotted", "words": "The grey pot.", "based_on": hidden(adas, here)})
    assert plants(ada)[0].happenings[0].words == "The grey pot."
    assert "Take this out?" in said(adas.get(f"{here}taking-out/"))
    assert plants(ada)[0].happenings
    based_on = hidden(adas, f"{here}taking-out/")
    adas.post(here, {"sort": "note", "words": "Green.", "based_on": hidden(adas, here)})
    assert adas.post(f"{here}taking-out/", {"based_on": based_on}).status_code == 409
    assert plants(ada)[0].happenings
    adas.post(f"{here}taking-out/", {"based_on": hidden(adas, f"{here}taking-out/")})
    assert plants(ada)[0].happenings == []


def test_a_plant_that_says_something_else_by_now_is_not_taken_out(ada, adas):
    plant = a_plant(ada)
    here = f"/plants/{plant.id}/taking-out/"
    based_on = hidden(adas, here)
    adas.post(f"/plants/{plant.id}/happenings/", {"sort": "leaves", "date": "today"})

    assert adas.post(here, {"based_on": based_on}).status_code == 409
    assert plants(ada)
    adas.post(here, {"based_on": hidden(adas, here)})
    assert plants(ada) == []


def test_words_for_a_plant_that_was_taken_out_meanwhile_are_shown(ada, adas):
    plant = a_plant(ada, happenings=[Happening(words="As it was")])
    happened = f"/plants/{plant.id}/happenings/"
    forget_plant(KnownPlants(ada).get(plant.id))

    for path in (happened, f"{happened}{plant.happenings[0].id}/"):
        answer = adas.post(path, {"sort": "note", "words": "A long note"})
        assert answer.status_code == 409
        assert "A long note" in said(answer)
    assert "Two spoons." in said(adas.post(f"/plants/{plant.id}/change/", SAID))
    assert adas.get(happened).status_code == 404


@pytest.mark.parametrize("when", ["before", "in between"])
def test_a_cutting_of_a_plant_that_is_gone_is_not_kept_as_if_it_were(ada, adas, monkeypatch, when):
    mother = a_plant(ada)
    known = KnownPlants(ada)
    forget_plant(known.get(mother.id))
    if when == "in between":
        monkeypatch.setattr("heartleaf.web.plants.KnownPlants", lambda _person: known)
    answer = adas.post("/plants/new/", SAID | {"cutting": mother.id})

    assert answer.status_code == 409
    assert "Two spoons." in said(answer)
    assert 'name="cutting"' not in said(answer)
    assert plants(ada) == []


def test_a_happening_changed_in_two_windows_shows_both(ada, adas):
    plant = a_plant(ada, happenings=[Happening(words="As it was")])
    here = f"/plants/{plant.id}/happenings/{plant.happenings[0].id}/"
    based_on = hidden(adas, here)
    adas.post(here, {"sort": "note", "words": "One", "based_on": based_on})

    answer = adas.post(here, {"sort": "note", "words": "Two", "based_on": based_on})

    assert answer.status_code == 409
    assert "One" in said(answer)
    assert "Two" in said(answer)


def test_a_plant_of_200_happenings_has_a_page(ada, adas):
    plant = a_plant(ada, happenings=[Happening(words=f"note {n}") for n in range(200)])

    page = said(adas.get(f"/plants/{plant.id}/"))

    assert "note 0" in page
    assert "note 199" in page


def test_it_is_put_aside_and_stands_with_the_others_again(ada, adas):
    plant = a_plant(ada)
    adas.post(f"/plants/{plant.id}/aside/")
    assert "Put aside" in said(adas.get("/plants/"))
    assert plants(ada)[0].aside

    adas.post(f"/plants/{plant.id}/aside/", {"aside": "no"})
    assert not plants(ada)[0].aside


def test_with_us_both_can_write_and_it_says_so_before(ada, jonas, adas, jonass):
    plant = a_plant(ada)
    before = said(adas.get(f"/plants/{plant.id}/with-us/"))
    assert "It cannot be taken back to you alone afterwards." in before
    assert where(ada, plant) == "only-me"

    adas.post(f"/plants/{plant.id}/with-us/")
    jonass.post(f"/plants/{plant.id}/happenings/", {"sort": "leaves", "date": "today"})

    assert where(ada, plant) == where(jonas, plant) == "us"
    assert [one.by for one in plants(ada)[0].happenings] == [str(jonas.id)]
    assert open_section(ada.circle("only-me"), Plants).plants == []


def test_a_grandmother_keeps_a_plant_of_her_own_and_shares_none(ada, inge, browser_of):
    hers = browser_of(inge)
    hers.post("/plants/new/", SAID)

    [plant] = plants(inge)
    assert "Keep it with" not in said(hers.get(f"/plants/{plant.id}/"))
    assert hers.get(f"/plants/{plant.id}/with-us/").status_code == 404
    assert plants(ada) == []


def test_if_it_breaks_off_the_plant_is_in_one_notebook(ada, jonas, monkeypatch):
    plant = a_plant(ada)
    real = change_section

    def broken(circle, *rest):
        if circle.handle == "us":
            raise OSError("no more")
        return real(circle, *rest)

    monkeypatch.setattr("heartleaf.care.plants.keeping.change_section", broken)
    with pytest.raises(OSError, match="no more"), transaction.atomic():
        keep_with_us(ada, KnownPlants(ada).get(plant.id))
    assert where(ada, plant) == "only-me"


def test_a_damaged_notebook_is_told_and_never_written_over(ada, adas):
    plant = a_plant(ada)
    Notebook.objects.update(sealed=DAMAGED)

    assert "cannot be read" in said(adas.get("/plants/"))
    for path in (f"/plants/{plant.id}/", f"/plants/{plant.id}/change/"):
        assert "cannot be read" in said(adas.get(path))
    for path in ("/plants/new/", f"/plants/{plant.id}/change/"):
        answer = adas.post(path, SAID)
        assert answer.status_code == 409
        assert "Two spoons." in said(answer)
    told = {"sort": "note", "words": "A long note"}
    assert "A long note" in said(adas.post(f"/plants/{plant.id}/happenings/", told))
    assert bytes(Notebook.objects.get().sealed) == DAMAGED


@pytest.mark.parametrize(
    "wrong",
    [
        {"plants": 3},
        {"plants": [3]},
        {"plants": [{"name": 3}]},
        {"plants": [{"happenings": "all"}]},
        {"plants": [{"happenings": [{"date": None}]}]},
    ],
)
def test_values_of_a_wrong_shape_are_refused(ada, wrong):
    from heartleaf.family.records import change_record
    from heartleaf.keepsakes.notebook import FORMAT

    change_record(Notebook, FORMAT, ada.circle("only-me"), lambda _values: {"plants": wrong})
    with pytest.raises(NotBound):
        open_section(ada.circle("only-me"), Plants)


def test_what_a_later_version_wrote_of_a_plant_stays(ada):
    plant = a_plant(ada, happenings=[Happening(sort="flowered", unknown={"colour": "white"})])
    change_plant(KnownPlants(ada).get(plant.id), lambda one: one.unknown.update(height="2 m"))

    [kept] = open_notebook(ada.circle("only-me"))["plants"]["plants"]
    assert kept["height"] == "2 m"
    assert kept["happenings"][0]["colour"] == "white"
    assert plants(ada)[0].happenings[0].sort == "flowered"


def test_the_lore_says_that_it_is_lore(adas):
    page = said(adas.get("/plants/ashes/"))

    assert "Its sources disagree" in page
    assert "Reviewed by:" in page
    assert "not yet" in page
    assert "where the rest is" in page
