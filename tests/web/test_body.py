"""The pages of the body, and notes that are hers alone."""

import re
from dataclasses import replace

import pytest

from heartleaf.care.body.notes import BodyNote, body_notes, change_body_notes
from heartleaf.care.body.shelf import shelf
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.models import Keepsake, Notebook
from heartleaf.sealing import Sealed
from tests.web.hands import only_card

BROKEN = Sealed(b"age-encryption.org/v1\nbroken")
NOTE = {"words": "Is this all right?", "date": "3 June 2025", "about": "wounds"}


def said(answer):
    return answer.content.decode()


def given_a_note(ada, **says):
    note = BodyNote(**{"words": "Milk-Wort", "date": "2025-06-03"} | says)
    change_body_notes(ada, lambda section: section.notes.append(note))
    return note


def form_of(browser, note):
    page = said(browser.get(f"/body/notes/{note.id}/"))
    return {"based_on": re.search(r'name="based_on" value="([^"]*)"', page)[1]}


@pytest.mark.parametrize("page", shelf(), ids=lambda page: page.name)
def test_every_page_says_signs_sources_day_and_that_nobody_agreed_yet(adas, page):
    answer = said(adas.get(f"/body/{page.name}/"))

    assert answer.index('href="/help-now/#signs"><span>Signs not to wait with') < answer.index(
        "<h2>"
    )
    assert "Checked on 26 November 2026" in answer
    assert "Read and agreed by a clinician: not yet." in answer
    assert "<img" not in answer
    assert len(re.findall(r'<sup class="from">', answer)) == sum(
        bool(line.sources) for line in page.lines()
    )


def test_the_shelf_is_for_the_other_parent_and_the_grandmother_too(jonas, inge, browser_of):
    for person in (jonas, inge):
        assert "The other parent’s body" in said(browser_of(person).get("/body/"))


def test_nobody_reads_it_without_a_way_in(adas, browser_of):
    assert browser_of(None).get("/body/milk/").status_code == 302
    assert adas.get("/body/nothing/").status_code == 404


def test_a_note_is_kept_once_and_found_nowhere_else(ada, adas):
    page = said(adas.get("/body/notes/new/?of=wounds"))
    form = NOTE | {"id": re.search(r'name="id" value="([^"]*)"', page)[1], "ask": "on"}
    assert 'value="wounds" selected' in page

    for _twice in range(2):
        assert adas.post("/body/notes/new/", form).status_code == 302

    [note] = body_notes(ada).notes
    assert (note.words, note.date, note.ask) == ("Is this all right?", "2025-06-03", True)
    assert "Is this all right?" in said(adas.get("/body/notes/"))
    assert "Is this all right?" in said(adas.get("/body/questions/"))
    for place in ("/", "/timeline/", "/tree/list/", "/days/"):
        assert "Is this all right?" not in said(adas.get(place))
    assert "Is this all right?" not in said(adas.post("/search/", {"words": "right"}))
    assert not Keepsake.objects.exists()


def test_an_empty_one_is_no_note(ada, adas):
    answer = adas.post("/body/notes/new/", NOTE | {"words": "  "})

    assert answer.status_code == 422
    assert "Nothing is written yet, so there is no note." in said(answer)
    assert body_notes(ada).notes == []


def test_a_note_is_changed_and_a_question_that_was_answered_leaves_the_list(ada, adas):
    note = given_a_note(ada, ask=True)
    answer = adas.post(f"/body/notes/{note.id}/", NOTE | form_of(adas, note))

    assert answer.status_code == 302
    assert body_notes(ada).note(note.id).words == "Is this all right?"
    assert "No question is written down." in said(adas.get("/body/questions/"))


def test_two_windows_lose_nothing(ada, adas):
    note = given_a_note(ada)
    before = form_of(adas, note)
    adas.post(f"/body/notes/{note.id}/", NOTE | before)

    answer = adas.post(f"/body/notes/{note.id}/", NOTE | before | {"words": "The other one"})

    assert answer.status_code == 409
    assert "Is this all right?" in said(answer)
    assert "The other one" in said(answer)
    again = {"based_on": re.search(r'name="based_on" value="([^"]*)"', said(answer))[1]}
    adas.post(f"/body/notes/{note.id}/", NOTE | again | {"words": "The other one"})
    assert [one.words for one in body_notes(ada).notes] == ["The other one"]


def test_taking_out_is_asked_first_and_then_it_is_gone(ada, adas):
    note = given_a_note(ada)
    path = f"/body/notes/{note.id}/taking-out/"
    page = said(adas.get(path))
    assert "Milk-Wort" in page
    assert adas.post(path).status_code == 302
    assert body_notes(ada).notes == [note]

    based_on = re.search(r'name="based_on" value="([^"]*)"', page)[1]
    adas.post(path, {"based_on": based_on})
    assert body_notes(ada).notes == []

    answer = adas.post(f"/body/notes/{note.id}/", NOTE | {"based_on": based_on})
    assert answer.status_code == 409
    assert "Is this all right?" in said(answer)
    assert adas.get(f"/body/notes/{note.id}/").status_code == 404


def test_a_letter_is_made_of_a_note_by_an_act_alone_and_once(ada, adas):
    note = given_a_note(ada)
    path = f"/body/notes/{note.id}/joining/"
    adas.get(path)
    assert not Keepsake.objects.exists()

    for _twice in range(2):
        assert adas.post(path).status_code == 302
        change_body_notes(ada, lambda section: setattr(section.notes[0], "ask", True))

    [row] = Keepsake.objects.all()
    assert row.circle_id == ada.circle("only-me").id
    assert (only_card(ada).words, only_card(ada).date) == ("Milk-Wort", "2025-06-03")
    assert body_notes(ada).notes == [replace(note, ask=True)]


def test_a_damaged_notebook_is_told_and_what_was_typed_stays(ada, adas):
    note = given_a_note(ada)
    Notebook.objects.update(sealed=BROKEN)
    before = bytes(Notebook.objects.get().sealed)

    for path in ("/body/notes/", "/body/notes/new/", "/body/questions/"):
        assert "cannot be read" in said(adas.get(path))
    for path in ("/body/notes/new/", f"/body/notes/{note.id}/"):
        answer = adas.post(path, NOTE)
        assert answer.status_code == 409
        assert "Is this all right?" in said(answer)
    assert "cannot be read" in said(adas.post(f"/body/notes/{note.id}/taking-out/"))
    assert bytes(Notebook.objects.get().sealed) == before


def test_nothing_of_hers_is_in_the_other_parents_pages(ada, jonas, browser_of):
    note = given_a_note(ada, ask=True)
    browser = browser_of(OpenPerson(jonas.person, jonas.identity))

    for path in ("/body/", "/body/milk/", "/body/notes/", "/body/questions/", "/for-others/"):
        assert "Milk-Wort" not in said(browser.get(path))
    assert browser.get(f"/body/notes/{note.id}/").status_code == 404
    assert browser.get(f"/body/notes/{note.id}/joining/").status_code == 404
