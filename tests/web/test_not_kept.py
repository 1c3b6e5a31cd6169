"""What a form does not keep is named, and the rest is."""

import uuid

import pytest

from heartleaf.archive.models import Upload
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Media
from heartleaf.keepsakes.receiving import receive
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture
from tests.web.hands import FILES, US, a_file, only_card

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_of_no_known_kind_is_refused_in_words_and_leaves_nothing(adas):
    answer = adas.post(FILES, {"files": [a_file("a.xyz", b"\0nothing known")], **US})

    assert answer.status_code == 422
    assert "“a.xyz” was not kept: it is not a kind of file" in answer.content.decode()
    assert list(vault().names()) == []
    assert not Upload.objects.exists()


def test_beside_what_is_not_known_the_others_are_kept_and_it_is_named(adas, ada):
    files = [a_file("a.jpg", a_picture("a")), a_file("a.xyz", b"\0nothing known")]

    answer = adas.post(FILES, {"files": files, **US}, follow=True)

    assert "“a.xyz” was not kept" in answer.content.decode()
    assert [one.name for one in only_card(ada).attachments] == ["a.jpg"]


def test_beside_what_is_here_already_the_others_are_kept_and_it_is_named(adas, ada):
    hat, blanket = a_picture("hat"), a_picture("blanket")
    adas.post(FILES, {"files": [a_file("hat.jpg", hat)], **US})

    files = [a_file("hat again.jpg", hat), a_file("blanket.jpg", blanket)]
    answer = adas.post(FILES, {"files": files, "title": "both", **US}, follow=True)

    assert "“hat again.jpg” is here already" in answer.content.decode()
    kept = next(one.card for one in Shelf(ada).page().entries if one.card.title == "both")
    assert [one.name for one in kept.attachments] == ["blanket.jpg"]
    assert not Media.objects.filter(keepsake=None).exists()


def test_what_only_waits_in_the_tray_is_told_to_be_there(adas, ada):
    data = a_picture("hat")
    circle = ada.circle("only-me")
    received = receive([data], circle, "hat.jpg").attachment
    keeping.keep(ada, circle, Card(kind="picture", place="tray", attachments=[received]))

    answer = adas.post(FILES, {"files": a_file("hat.jpg", data), "circle": "only-me"})

    assert "“hat.jpg” waits in the tray" in answer.content.decode()


def test_where_all_is_here_already_the_words_are_still_in_the_form(adas):
    hat = a_picture("hat")
    adas.post(FILES, {"files": [a_file("hat.jpg", hat)], **US})

    answer = adas.post(FILES, {"files": [a_file("hat.jpg", hat)], "title": "Again", **US})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“hat.jpg” is here already; it was not kept a second time." in page
    assert 'value="Again"' in page
    assert not Media.objects.filter(keepsake=None).exists()


def test_a_file_chosen_twice_for_one_keepsake_is_in_it_once(adas, ada):
    files = [a_file("a.jpg", a_picture("a")), a_file("b.jpg", a_picture("a"))]

    answer = adas.post(FILES, {"files": files, **US}, follow=True)

    assert [one.name for one in only_card(ada).attachments] == ["a.jpg"]
    assert "“b.jpg” is here already" in answer.content.decode()


def test_what_another_window_kept_a_moment_ago_is_named_too(adas, ada, monkeypatch):
    hat, blanket, keep = a_picture("hat"), a_picture("blanket"), keeping.keep

    def keep_later(person, circle, card, id=None):
        monkeypatch.setattr(keeping, "keep", keep)
        adas.post(FILES, {"files": [a_file("hat.jpg", hat)], **US})
        return keep(person, circle, card, id)

    monkeypatch.setattr(keeping, "keep", keep_later)
    files = [a_file("hat.jpg", hat), a_file("blanket.jpg", blanket)]
    answer = adas.post(FILES, {"files": files, "title": "both", **US}, follow=True)

    assert "“hat.jpg” is here already" in answer.content.decode()
    kept = next(one.card for one in Shelf(ada).page().entries if one.card.title == "both")
    assert [one.name for one in kept.attachments] == ["blanket.jpg"]


def test_what_breaks_off_leaves_nothing_half_there_and_the_files_on_the_list(
    adas, send, monkeypatch
):
    id = send("a.jpg", a_picture("a"))

    def fail(*args):
        raise AlreadyKept

    monkeypatch.setattr(keeping, "keep", fail)
    with pytest.raises(AlreadyKept):
        adas.post(FILES, {"uploads": id, **US})

    assert not Media.objects.exists()
    assert str(Upload.objects.get().id) == id


def test_no_file_and_a_file_that_is_gone_are_told_apart(adas):
    none = adas.post(FILES, US).content.decode()
    gone = adas.post(FILES, {"uploads": str(uuid.uuid4()), **US}).content.decode()

    assert "No file was chosen." in none
    assert "They may be kept already" in gone


def test_what_the_device_could_not_read_is_named(adas, send):
    form = {"uploads": send("a.jpg", a_picture("a")), "unread": "gone.mov", **US}

    page = adas.post(FILES, form, follow=True).content.decode()

    assert "“gone.mov” could not be read on this device" in page


def test_jonas_cannot_keep_what_ada_sent(adas, ada, jonas, browser_of, send):
    id = send("a.jpg", a_picture("a"))
    his = browser_of(jonas)

    answer = his.post(FILES, {"uploads": id, **US})

    assert answer.status_code == 422
    assert Upload.objects.get().person_id == ada.id
    assert his.post("/uploads/", {"name": "a", "size": 1, "who": str(ada.id)}).status_code == 403
