"""Saying how a day was: today, an earlier day, again, in two windows; and taking it out."""

import datetime
import re

import pytest

from heartleaf.care.check_ins.keeping import put_aside, take_question_out
from heartleaf.care.check_ins.section import open_check_ins
from heartleaf.family.facts import mark_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.models import Keepsake, Notebook
from heartleaf.keepsakes.notebook import change_section
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import seal

MAY = "/check-ins/days/2026-05-12/"
ON = datetime.date(2026, 5, 12)


@pytest.fixture(autouse=True)
def in_june(time_machine):
    time_machine.move_to("2026-06-01 10:00", tick=True)


def said(answer):
    return answer.content.decode()


def form_of(browser, path=MAY):
    page = said(browser.get(path))
    return dict(re.findall(r'name="(based_on|who)" value="([^"]*)"', page))


def say(browser, path=MAY, form=None, **words):
    return browser.post(path, (form_of(browser, path) if form is None else form) | words)


def answers(asked, **given):
    return {f"said-{asked[way].id}": answer for way, answer in given.items()}


def there(ada, on=ON):
    return open_check_ins(ada).of(on)


def test_nothing_is_there_until_she_begins(adas, ada):
    page = said(adas.get("/check-ins/"))

    assert "Choose questions" in page
    assert "Looking back" not in page
    assert not Notebook.objects.exists()


def test_each_way_of_answering_is_kept_as_it_was_said(adas, ada, asked):
    words = answers(asked, slider="6", colour="rust", tick="yes", words="The heron")
    answer = say(adas, **words, note="The river\r\nwith Jonas")

    assert answer.status_code == 302
    kept = there(ada)
    assert kept.said == {
        asked["slider"].id: "6",
        asked["colour"].id: "rust",
        asked["tick"].id: "yes",
        asked["words"].id: "The heron",
    }
    assert kept.note == "The river\nwith Jonas"


def test_a_slider_begins_unsaid_and_stays_so(adas, ada, asked):
    page = said(adas.get(MAY))
    name = f"said-{asked['slider'].id}"

    assert re.search(rf'name="{name}" value="" checked', page)
    assert not re.search(rf'name="{name}" value="\d" checked', page)
    say(adas, **{name: ""}, note="Words alone")
    assert there(ada).said == {}


def test_no_number_of_the_slider_is_on_the_page(adas, asked):
    form = said(adas.get(MAY)).partition('<form method="post" class="form"')[2]
    page = re.sub(r"<[^>]*>", " ", form.partition("</form>")[0])

    assert "near “a stone”" in page
    assert not re.search(r"\d", page)


def test_a_day_of_which_nothing_is_said_is_not_kept(adas, ada, asked):
    answer = say(adas, note="  ", **answers(asked, slider="", words=" "))

    assert answer.status_code == 302
    assert open_check_ins(ada).days == {}


def test_emptying_every_field_takes_a_day_out(adas, ada, asked):
    say(adas, note="The river")
    say(adas, note="")

    assert there(ada) is None


def test_todays_page_is_her_own_today(adas, ada, asked, time_machine):
    ada.change_own(lambda own: setattr(own, "zone", "Pacific/Auckland"))
    time_machine.move_to("2026-05-31 20:00", tick=True)

    page = said(adas.get("/check-ins/"))

    assert "/check-ins/days/2026-06-01/" in page


def test_a_day_that_cannot_be_is_told_and_what_was_typed_stays(adas, ada, asked):
    cannot = {"2026-06-02": "has not come yet", "1899-12-31": "before 1900", "0001-01-01": "before"}
    for day, sentence in cannot.items():
        opened = adas.get(f"/check-ins/days/{day}/")
        answer = adas.post(f"/check-ins/days/{day}/", {"note": "The river", "based_on": ""})
        assert opened.status_code == answer.status_code == 422
        assert sentence in said(opened)
        assert "The river" in said(answer)
    assert open_check_ins(ada).days == {}


def test_what_is_no_day_is_nowhere(adas):
    for day in ("12-5-2026", "20260512", "2026-02-30", "today", "2026-W20-2"):
        assert adas.get(f"/check-ins/days/{day}/").status_code == 404


def test_another_day_leads_to_its_page_or_why_it_cannot_be_is_told(adas, asked):
    cannot = {"2027-01-01": "has not come yet", "1800-01-01": "1900", "May": "could not be read"}
    for typed, sentence in cannot.items():
        answer = adas.get("/check-ins/", {"on": typed})
        assert answer.status_code == 422
        assert sentence in said(answer)
    assert adas.get("/check-ins/", {"on": "2025-05-12"}).url == "/check-ins/days/2025-05-12/"


def test_an_answer_that_is_none_is_told_and_the_rest_stays(adas, ada, asked):
    form = form_of(adas)
    for way, answer in (("slider", "8"), ("slider", "0"), ("colour", "pink"), ("tick", "no")):
        told = say(adas, form=form, note="The river", **answers(asked, **{way: answer}))
        assert told.status_code == 422
        assert "none of its answers" in said(told)
        assert "The river" in said(told)
    assert there(ada) is None


def test_a_note_longer_than_fits_is_told_and_stays(adas, ada, asked):
    told = say(adas, note="x" * 50_000)

    assert told.status_code == 422
    assert "A letter has room for it." in said(told)
    assert "x" * 50_000 in said(told)
    assert there(ada) is None


def test_the_second_of_two_windows_is_told_what_the_first_wrote(adas, ada, asked):
    form = form_of(adas)
    say(adas, form=form, note="First", **answers(asked, slider="2"))
    told = say(adas, form=form, note="Second", **answers(asked, slider="7"))

    assert told.status_code == 409
    assert "First" in said(told)
    assert "near “light”" in said(told)
    assert "Second" in said(told)
    assert there(ada).note == "First"
    again = re.search(r'name="based_on" value="([^"]*)"', said(told))[1]
    say(adas, form={"based_on": again}, note="First, and second")
    assert there(ada).note == "First, and second"


def test_the_same_sent_twice_is_kept_once_and_no_trouble(adas, ada, asked):
    form = form_of(adas)
    say(adas, form=form, note="The river")

    assert say(adas, form=form, note="The river").status_code == 302


def test_what_was_said_to_a_question_put_aside_stays_and_can_be_changed(adas, ada, asked):
    say(adas, **answers(asked, words="The heron"))
    put_aside(ada, asked["words"].id)

    assert "The heron" in said(adas.get(MAY))
    assert "Outside" not in said(adas.get("/check-ins/days/2026-05-13/"))
    say(adas, note="And rain", **answers(asked, words="The heron"))
    assert there(ada).said[asked["words"].id] == "The heron"


def test_an_answer_to_a_question_taken_out_meanwhile_is_shown_and_not_lost(adas, ada, asked):
    form = form_of(adas)
    take_question_out(ada, asked["words"].id, mark_of(open_check_ins(ada).only(asked["words"].id)))
    told = say(adas, form=form, note="The river", **answers(asked, words="The heron"))

    assert told.status_code == 409
    assert "The heron" in said(told)
    assert "The river" in said(told)


def test_an_answer_typed_while_its_question_was_put_aside_is_kept(adas, ada, asked):
    form = form_of(adas)
    put_aside(ada, asked["words"].id)
    say(adas, form=form, **answers(asked, words="The heron"))

    assert there(ada).said[asked["words"].id] == "The heron"


def test_taking_out_asks_first(adas, ada, asked):
    say(adas, note="The river")
    form = form_of(adas, f"{MAY}taking-out/")
    say(adas, note="The river, and the heron")
    assert adas.post(f"{MAY}taking-out/", form).status_code == 409
    assert there(ada)

    form = form_of(adas, f"{MAY}taking-out/")
    adas.post(f"{MAY}taking-out/", form)
    assert there(ada) is None
    assert adas.post(f"{MAY}taking-out/", form).status_code == 409
    assert adas.get(f"{MAY}taking-out/").status_code == 404


def test_a_note_goes_among_what_is_kept_by_her_own_act_alone(adas, ada, jonas, browser_of, asked):
    say(adas, note="The river, with Jonas")
    assert not Keepsake.objects.exists()

    day, here, there = (form_of(adas, path) for path in (MAY, f"{MAY}keeping/", f"{MAY}keeping/"))
    adas.post(f"{MAY}keeping/", here)
    adas.post(f"{MAY}keeping/", there)

    letter = Keepsake.objects.get()
    assert letter.circle.kind == "only-me"
    with Shelf(ada) as shelf:
        card = shelf.get(letter.pk).card
    assert (card.words, card.date, card.placed) == (
        "The river, with Jonas",
        "2026-05-12",
        "2026-05-12",
    )
    for path in (MAY, f"{MAY}taking-out/"):
        assert re.search(f"/keepsakes/{letter.pk}/|letter that was made", said(adas.get(path)))
    assert say(adas, form=day, note="And the sea").status_code == 302  # joining changed no day
    assert browser_of(jonas).get(f"/keepsakes/{letter.pk}/").status_code == 404


def test_a_note_changed_meanwhile_is_shown_before_it_is_put_there(adas, ada, asked):
    say(adas, note="The river")
    form = form_of(adas, f"{MAY}keeping/")
    say(adas, note="The sea")
    told = adas.post(f"{MAY}keeping/", form)

    assert told.status_code == 409
    assert "The sea" in said(told)
    assert not Keepsake.objects.exists()


def test_a_notebook_that_cannot_be_read_is_told_and_never_written_over(adas, ada, asked):
    form = form_of(adas)
    Notebook.objects.update(sealed=seal(b"{}", ada.identity.recipient))
    damaged = bytes(Notebook.objects.get().sealed)

    assert "cannot be read" in said(adas.get("/check-ins/"))
    told = say(adas, form=form, note="The river <b>")
    assert told.status_code == 409
    assert "The river &lt;b&gt;" in said(told)
    assert bytes(Notebook.objects.get().sealed) == damaged


def test_what_somebody_else_opened_in_this_browser_is_not_done_as_her(adas, ada, jonas, asked):
    say(adas, note="The river")
    before = open_check_ins(ada)

    for path in (MAY, f"{MAY}keeping/", f"{MAY}taking-out/", "/check-ins/questions/"):
        assert f'name="who" value="{ada.id}"' in said(adas.get(path))
        assert say(adas, path, {}, note="Rain", who=str(jonas.id)).status_code == 403
    assert open_check_ins(ada) == before


def test_nobody_else_sees_any_of_it(adas, ada, jonas, inge, browser_of, asked):
    say(adas, note="The river")

    for other in (jonas, inge):
        browser = browser_of(other)
        for path in ("/check-ins/", "/check-ins/looking-back/", MAY, "/check-ins/questions/"):
            page = said(browser.get(path))
            assert "The river" not in page
            assert "Outside" not in page
        assert browser.get(f"/check-ins/questions/{asked['words'].id}/").status_code == 404
    for path in ("/timeline/", "/search/?words=river"):
        assert "The river" not in said(adas.get(path))


def test_a_grandmother_has_check_ins_of_her_own(inge, browser_of):
    browser_of(inge).post(MAY, {"note": "Rain", "based_on": ""})

    assert open_check_ins(OpenPerson(inge.person, inge.identity)).of(ON).note == "Rain"


def test_what_a_later_version_said_of_a_day_stays(adas, ada, asked):
    from heartleaf.care.check_ins.section import CheckIn, CheckIns

    later = CheckIn(note="The river", unknown={"weather": "rain"})
    change_section(
        ada.circle("only-me"), CheckIns, lambda section: section.days.update({"2026-05-12": later})
    )
    say(adas, note="The sea")

    assert there(ada).unknown == {"weather": "rain"}
