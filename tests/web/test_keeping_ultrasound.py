"""An ultrasound that is meant for others is looked over first: a name may be in it."""

import uuid

import pytest

from heartleaf.keepsakes import preparing
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.showing import Shelf
from tests.vectors import dicom
from tests.web.hands import FILES, US, a_file, only_card

pytestmark = pytest.mark.django_db(transaction=True)


def an_ultrasound(data=b""):
    return a_file("scan.dcm", data or dicom.plain(dicom.screen()))


def test_an_ultrasound_for_us_is_with_ada_alone_until_she_has_looked_it_over(adas, ada, jonas):
    form = {"keepsake": str(uuid.uuid4()), **US}
    answer = adas.post(FILES, {**form, "files": [an_ultrasound()]})

    [one] = only_card(ada).attachments
    there = answer.headers["Location"]
    assert there == f"/keepsakes/{form['keepsake']}/{one.media}/frame/?then=us"
    assert "It is with you alone until you have looked it over." in adas.get(there).content.decode()
    assert Shelf(jonas).page().entries == []
    again = adas.post(FILES, {**form, "files": [an_ultrasound()]})
    assert again.headers["Location"] == there, "sent again it leads there again"

    adas.post(there, {"who": str(ada.id), "turn": 0, "top": 10, "way": "cut"})
    assert only_card(jonas).attachments[0].looked_over


def test_a_closed_ultrasound_for_us_says_that_it_is_with_ada_alone(adas, jonas):
    form = {"files": [an_ultrasound()], "closing": "asked", **US}

    page = adas.post(FILES, form, follow=True).content.decode()

    assert "Kept, and closed." in page
    assert "It is with you alone until you have looked it over." in page


def test_an_ultrasound_of_which_nothing_can_be_seen_goes_to_us_at_once(adas, jonas):
    answer = adas.post(FILES, {"files": [an_ultrasound(bytes(128) + b"DICM" + bytes(50))], **US})

    assert "/frame/" not in answer.headers["Location"]
    assert only_card(jonas).kind == "ultrasound"


def test_what_is_prepared_is_what_came_to_us(adas, monkeypatch):
    prepared = []
    monkeypatch.setattr(preparing, "prepare", lambda _who, _kept, card: prepared.append(card))

    adas.post(FILES, {"files": [an_ultrasound(bytes(128) + b"DICM" + bytes(50))], **US})

    [one], here = prepared[0].attachments, Media.objects.exclude(keepsake=None)
    assert one.media == str(here.get().id)


def test_an_ultrasound_that_us_has_already_is_not_kept_a_second_time(adas, ada):
    first = adas.post(FILES, {"files": [an_ultrasound()], **US}).headers["Location"]
    adas.post(first, {"who": str(ada.id), "turn": 0, "top": 10, "way": "cut"})

    again = adas.post(FILES, {"files": [an_ultrasound()], **US})

    assert "“scan.dcm” is here already" in again.content.decode()
    assert not Media.objects.filter(keepsake=None).exists()


def test_changed_to_us_it_leads_to_where_it_is_looked_over(adas, ada):
    adas.post(FILES, {"files": [an_ultrasound()], "circle": "only-me"})
    kept, [one] = Keepsake.objects.get(), only_card(ada).attachments

    form = {"title": "At twelve weeks", "draft": str(uuid.uuid4()), **US}
    page = adas.post(f"/keepsakes/{kept.id}/change/", form).content.decode()

    assert "Please look over the ultrasound first" in page
    assert f'href="/keepsakes/{kept.id}/{one.media}/frame/?then=us"' in page
