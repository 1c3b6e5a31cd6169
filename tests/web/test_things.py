"""A thing one can hold, and where it is."""

import uuid

import pytest

from heartleaf.keepsakes.models import Keepsake
from tests.cast import a_picture
from tests.web.hands import THING, US, a_file, only_card

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_thing_needs_no_picture_and_says_where_it_is(adas, ada):
    said = {"title": "His hat", "words": "Inge knitted it.", "whereabouts": "Beside my bed"}
    answer = adas.post(THING, {**said, **US}, follow=True)

    assert answer.status_code == 200
    card = only_card(ada)
    assert (card.kind, card.title, card.whereabouts) == ("thing", "His hat", "Beside my bed")


def test_a_thing_with_pictures_is_a_thing(adas, ada):
    adas.post(THING, {"title": "His hat", "files": [a_file("a.jpg", a_picture("a"))], **US})

    assert only_card(ada).kind == "thing"
    assert len(only_card(ada).attachments) == 1


def test_a_thing_of_which_nothing_is_said_is_asked_once_more(adas):
    answer = adas.post(THING, US)

    assert answer.status_code == 422
    assert "Nothing is said of the thing yet." in answer.content.decode()


def test_where_a_thing_is_can_be_changed_and_stands_in_its_draft(adas, ada):
    adas.post(THING, {"title": "His hat", "whereabouts": "Beside my bed", **US})
    kept = Keepsake.objects.get()
    change, draft = f"/keepsakes/{kept.id}/change/", uuid.uuid4()
    assert 'value="Beside my bed"' in adas.get(change).content.decode()

    moved = {"title": "His hat", "whereabouts": "In the oak box", "covered": "", **US}
    typed = {**moved, "who": str(ada.id), "keepsake": str(kept.id), "revision": 0}
    adas.post(f"/drafts/{draft}/", typed)
    assert "In the oak box" in adas.get(f"/keepsakes/new/?draft={draft}").content.decode()

    adas.post(change, {**moved, "draft": str(draft)})
    assert only_card(ada).whereabouts == "In the oak box"


def test_a_letter_is_not_asked_where_it_is(adas, ada, given_a_letter):
    letter = given_a_letter(ada, words="Dear Rowan")

    assert "whereabouts" not in adas.get(f"/keepsakes/{letter.id}/change/").content.decode()
