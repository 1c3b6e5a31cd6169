"""The page on which a picture is turned and cropped, for the eye alone."""

import re
from dataclasses import replace

import pytest

from heartleaf.archive.checking import check_all
from heartleaf.keepsakes import keeping, tending
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.receiving import receive
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture
from tests.web.tended import (
    a_frame,
    card_of,
    frame_page,
    ids,
)


def framed(person, keepsake):
    return card_of(person, keepsake).attachments[0].framed


def test_keep_it_like_this_shows_it_like_this(ada, jonas, hers, three):
    answer = hers.post(frame_page(three, ada), a_frame(ada, turn=1, top=20, left=10), follow=True)

    assert "It is shown like this." in answer.content.decode()
    assert (framed(jonas, three).turn, framed(jonas, three).crop) == (1, (0.1, 0.2, 1, 1))


def test_as_it_came_shows_it_whole(ada, hers, three):
    hers.post(frame_page(three, ada), a_frame(ada, top=20, way="cover"))
    assert framed(ada, three).bands == ((0, 0, 1, 0.2),)

    hers.post(frame_page(three, ada), a_frame(ada, top=20, whole="yes"))
    assert framed(ada, three).bands == ((0, 0, 1, 0.2),), "as with turning, keeping is a word more"
    hers.post(frame_page(three, ada), a_frame(ada))

    assert framed(ada, three).bands == ()


def test_an_ultrasound_that_others_see_is_not_shown_whole_unasked(ada, jonas, hers, monkeypatch):
    scans = two_scans(ada, monkeypatch, circle="us")
    page = frame_page(scans, ada)
    hers.post(page, a_frame(ada, top=10))

    asked = hers.post(page, a_frame(ada)).content.decode()
    assert "everyone in “us” sees its edges too" in asked
    assert framed(jonas, scans).crop == (0, 0.1, 1, 1)

    hers.post(page, a_frame(ada, sure="yes"))
    assert framed(jonas, scans).crop == (0, 0, 1, 1)


def test_turn_without_script_is_a_page_again_and_keeps_nothing(ada, hers, three):
    page = hers.post(
        frame_page(three, ada), a_frame(ada, top=10, right=20, quarter="yes")
    ).content.decode()

    assert 'name="turn" value="1"' in page
    assert "unframed.jpg?turn=1" in page
    assert re.search(r'name="right"[^>]*value="10"', page)
    assert re.search(r'name="bottom"[^>]*value="20"', page)
    assert framed(ada, three).turn == 0


@pytest.mark.parametrize(
    "wrong", [{"top": 60, "bottom": 45}, {"turn": 9}, {"left": "x"}, {"way": "burn"}]
)
def test_a_frame_that_leaves_nothing_changes_nothing(ada, hers, three, wrong):
    assert hers.post(frame_page(three, ada), a_frame(ada, **wrong)).status_code == 422
    assert card_of(ada, three).attachments[0].made == ""


def test_all_of_it_is_made_for_the_page_alone(ada, hers, three):
    address = frame_page(three, ada).replace("frame/", "unframed.jpg")

    answer = hers.get(f"{address}?turn=1")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in answer.headers["Cache-Control"]
    assert hers.get(f"{address}?turn=nonsense").status_code == 200


def test_a_covered_one_is_uncovered_first(ada, hers, covered):
    page = frame_page(covered, ada)
    all_of_it = page.replace("frame/", "unframed.jpg")
    assert hers.get(all_of_it).status_code == 404
    assert "unframed.jpg" not in hers.get(page).content.decode()

    leads = hers.post(page, {"uncover": "yes"}, follow=True)

    shown = leads.content.decode()
    [src] = re.findall(r'src="([^"]+unframed.jpg[^"]*)"', shown)
    assert hers.get(src.replace("&amp;", "&")).status_code == 200
    assert hers.get(all_of_it).status_code == 404


def test_a_frame_typed_while_it_was_covered_again_changes_nothing(ada, hers, covered):
    hers.post(frame_page(covered, ada), a_frame(ada, top=20))

    assert card_of(ada, covered).attachments[0].made == ""


def test_what_cannot_be_made_is_told_and_stays_as_it_was(ada, hers, three):
    media = ids(three, ada)[0]
    Media.objects.filter(pk=media).update(epoch=9)

    answer = hers.post(frame_page(three, ada), a_frame(ada, top=20))

    assert answer.status_code == 422
    assert "What is shown stays as it was." in answer.content.decode()


def test_then_it_goes_to_us_once_all_is_looked_over(ada, jonas, hers, given_a_picture):
    scan = given_a_picture(ada, title="At twelve weeks")
    assert Shelf(jonas).get(scan.id) is None
    page = frame_page(scan, ada)
    assert "it goes to “us”" in hers.get(f"{page}?then=us").content.decode()

    hers.post(f"{page}?then=us", a_frame(ada, top=10))

    assert framed(jonas, scan).crop == (0, 0.1, 1, 1)
    assert check_all(ada).problems == []


def test_then_the_next_one_comes_before_it_goes(ada, jonas, hers, monkeypatch):
    scans = two_scans(ada, monkeypatch)
    first, second = (frame_page(scans, ada, number) for number in (0, 1))

    leads = hers.post(f"{first}?then=us", a_frame(ada, top=10))

    assert leads.headers["Location"] == f"{second}?then=us"
    assert Shelf(jonas).get(scans.id) is None
    page = hers.get(f"{second}?then=us").content.decode()
    assert "What is veiled here is not shown to anyone" in page
    hers.post(f"{second}?then=us", a_frame(ada))
    assert Shelf(jonas).get(scans.id) is None, "it does not go there whole unasked"
    hers.post(f"{second}?then=us", a_frame(ada, sure="yes"))
    assert Shelf(jonas).get(scans.id) is not None


def two_scans(by, monkeypatch, circle="only-me"):
    """Pictures that their card takes for ultrasounds."""
    look = tending.look_again
    monkeypatch.setattr(
        tending, "look_again", lambda one, *how: look(replace(one, type="jpeg"), *how)
    )
    mine, card = by.circle(circle), Card(kind="ultrasound")
    scans = [receive([a_picture(word)], mine, f"{word}.dcm").attachment for word in ("one", "two")]
    card.attachments = [replace(scan, type="dicom") for scan in scans]
    return keeping.keep(by, mine, card)


def test_from_the_tray_it_goes_onto_the_shelf_of_us(ada, jonas, hers, given_a_picture):
    scan = given_a_picture(ada, place="tray", covered=False)

    hers.post(f"{frame_page(scan, ada)}?then=us", a_frame(ada, top=10))

    assert Shelf(jonas).get(scan.id).place == "shelf"


def test_nothing_is_framed_in_the_bin_nor_where_there_is_no_picture(ada, hers, three):
    media = ids(three, ada)[0]
    circle = ada.circle("us")
    keeping.put_in_bin(three)
    assert hers.get(f"/keepsakes/{three.id}/{media}/frame/").status_code == 404
    assert open_card(Keepsake.objects.get(pk=three.pk), circle).attachments[0].made == ""
