"""Keeping files of any kind through the form, with script and without; and a voice."""

import re
import uuid

import pytest

from heartleaf.archive.models import Upload
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture
from tests.web.hands import FILES, SOUND, THING, US, a_file, only_card, uploads_in_the_vault

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_picture_takes_the_day_inside_it_and_leaves_no_upload(adas, ada):
    files = [a_file("a.jpg", a_picture("a"))]
    answer = adas.post(FILES, {"files": files, "title": "His hat", **US}, follow=True)

    assert answer.status_code == 200
    assert (only_card(ada).title, only_card(ada).kind) == ("His hat", "picture")
    assert not Upload.objects.exists()
    assert uploads_in_the_vault() == []


def test_what_the_script_sent_is_kept_in_the_order_of_the_list(adas, ada, send):
    ids = [send(f"{name}.jpg", a_picture(name)) for name in "abc"]

    adas.post(FILES, {"uploads": [ids[2], ids[0], ids[1]], **US})

    assert [one.name for one in only_card(ada).attachments] == ["c.jpg", "a.jpg", "b.jpg"]
    assert not Upload.objects.exists()
    assert uploads_in_the_vault() == []


def test_a_paper_is_kept_as_a_paper_though_it_has_no_view(adas, ada):
    answer = adas.post(FILES, {"files": [a_file("a.html", b"<html>310 g")], **US}, follow=True)

    assert only_card(ada).kind == "paper"
    assert "“a.html” cannot be shown" in answer.content.decode()
    assert "It is kept as it came." in answer.content.decode()


def test_a_picture_that_is_damaged_says_so_when_it_is_kept(adas):
    files = [a_file("hat.jpg", a_picture("a")[:40])]
    answer = adas.post(FILES, {"files": files, **US}, follow=True)

    assert "“hat.jpg” cannot be shown" in answer.content.decode()


def test_long_names_in_any_script_are_told_whole_enough(adas):
    files = [a_file("ბ" * 200 + f"{n}.jpg", a_picture("a")[: 40 + n]) for n in range(9)]

    answer = adas.post(FILES, {"files": files, **US})

    assert len(answer.cookies["heartleaf-told"].value) < 3900


def test_a_fault_in_the_form_keeps_what_was_chosen_without_script_too(adas, ada):
    said = {"circle": "us", "closing": "until", "title": "His hat"}
    refused = adas.post(FILES, {"files": [a_file("a.jpg", a_picture("a"))], **said})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "so is what you chose" in page
    [id] = re.findall('name="uploads" value="([^"]+)" checked', page)

    adas.post(FILES, {"uploads": id, **said, "closing": ""})
    assert [one.name for one in only_card(ada).attachments] == ["a.jpg"]


def test_the_same_form_sent_twice_is_kept_once(adas, ada, send):
    form = {"uploads": send("a.jpg", a_picture("a")), "keepsake": str(uuid.uuid4()), **US}

    first, again = adas.post(FILES, form), adas.post(FILES, form)

    assert first.headers["Location"] == again.headers["Location"]
    assert Keepsake.objects.count() == 1


def test_a_page_brought_back_with_other_files_keeps_them_too(adas, ada):
    form = {"keepsake": str(uuid.uuid4()), "title": "His hat", **US}
    adas.post(FILES, {**form, "files": [a_file("a.jpg", a_picture("a"))]})

    adas.post(FILES, {**form, "files": [a_file("b.jpg", a_picture("b"))]})

    names = [one.name for each in Shelf(ada).page().entries for one in each.card.attachments]
    assert sorted(names) == ["a.jpg", "b.jpg"]


def test_a_page_brought_back_with_other_words_keeps_them_too(adas, ada):
    form = {"keepsake": str(uuid.uuid4()), "title": "His hat", **US}
    first = adas.post(THING, form)
    again = adas.post(THING, {**form, "title": "Her hat"})

    assert first.headers["Location"] != again.headers["Location"]
    assert {one.card.title for one in Shelf(ada).page().entries} == {"His hat", "Her hat"}


def test_other_words_for_what_is_kept_already_stay_in_the_form(adas, ada, send):
    form = {"uploads": send("a.jpg", a_picture("a")), "keepsake": str(uuid.uuid4()), **US}
    adas.post(FILES, form)

    again = adas.post(FILES, {**form, "title": "His hat"})

    page = again.content.decode()
    assert again.status_code == 422
    assert "They may be kept already" in page
    assert 'value="His hat"' in page
    assert form["keepsake"] not in page


def test_the_same_files_sent_again_without_script_are_kept_once(adas):
    form = {"keepsake": str(uuid.uuid4()), **US}
    first, again = (
        adas.post(FILES, {**form, "files": [a_file("a.jpg", a_picture("a"))]}) for _ in range(2)
    )

    assert (first.status_code, again.status_code) == (302, 302)
    assert first.headers["Location"] == again.headers["Location"]
    assert not Upload.objects.exists()
    assert uploads_in_the_vault() == []


def test_a_thing_not_yet_sent_twice_is_kept_once(adas):
    form = {"title": "His hat", "closing": "asked", "keepsake": str(uuid.uuid4()), **US}

    first, again = adas.post(THING, form), adas.post(THING, form)

    assert first.headers["Location"] == again.headers["Location"]
    assert Keepsake.objects.count() == 1


def test_a_thing_sent_twice_at_once_is_kept_once(adas, monkeypatch):
    form, keep = {"title": "His hat", "keepsake": str(uuid.uuid4()), **US}, keeping.keep

    def keep_later(*args):
        monkeypatch.setattr(keeping, "keep", keep)
        adas.post(THING, form)
        return keep(*args)

    monkeypatch.setattr(keeping, "keep", keep_later)
    answer = adas.post(THING, form)

    assert answer.headers["Location"] == f"/keepsakes/{form['keepsake']}/"
    assert Keepsake.objects.count() == 1


def test_the_microphone_may_be_asked_for_on_one_page_alone(adas):
    asking = adas.get(SOUND).headers
    others = [adas.get(page).headers for page in (FILES, THING, "/", "/bring-in/")]

    assert "microphone=(self)" in asking["Permissions-Policy"]
    assert "camera=()" in asking["Permissions-Policy"]
    assert "media-src 'self' blob:" in asking["Content-Security-Policy"]
    assert all("microphone=()" in headers["Permissions-Policy"] for headers in others)
    assert all("blob:" not in headers["Content-Security-Policy"] for headers in others)
