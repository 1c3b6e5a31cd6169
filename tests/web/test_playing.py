"""What plays is handed out in stretches, to those who may see it and to nobody else."""

import io
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from heartleaf.keepsakes import keeping, preparing
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.media import PART, open_original
from tests.cast import a_picture
from tests.vectors import films, papers
from tests.vectors.pictures import corners, exif, saved

pytestmark = pytest.mark.django_db(transaction=True)


@cache
def film():
    return films.film("mp4")


@pytest.fixture
def kept(ada, given_files):
    keepsake = given_files(ada, {"film.mp4": film()}, circle="us")
    prepare(ada, keepsake)
    return keepsake


def prepare(person, keepsake):
    circle = person.circles[str(keepsake.circle_id)]
    for work in preparing.prepare(person, keepsake, open_card(keepsake, circle)):
        work.result(60)
    keepsake.refresh_from_db()


def attachment_of(person, keepsake):
    keepsake.refresh_from_db()
    return open_card(keepsake, person.circles[str(keepsake.circle_id)]).attachments[0]


def address(person, keepsake, what):
    return f"/keepsakes/{keepsake.id}/{attachment_of(person, keepsake).media}/{what}"


def whole(person, keepsake):
    played = attachment_of(person, keepsake).played
    return b"".join(open_original(played, person.circle("us").identity()))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, None),
        ("bytes=10-99", 10, 100),
        ("bytes=-5", -5, None),
        ("bytes=7-", 7, None),
    ],
)
def test_a_player_gets_the_stretch_it_asks_for(ada, kept, hers, asked, start, end):
    film = whole(ada, kept)

    answer = hers.get(address(ada, kept, "played"), headers={"Range": asked})

    first = start % len(film)
    last = (end or len(film)) - 1
    assert answer.status_code == 206
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(film)}"
    assert answer.getvalue() == film[start:end]


def test_an_open_question_is_answered_with_one_part_and_not_to_the_end(ada, given_files, hers):
    keepsake = given_files(ada, {"a.jpg": a_picture("a") + bytes(2 * PART)})

    answer = hers.get(address(ada, keepsake, "original"), headers={"Range": "bytes=100-"})

    assert len(answer.getvalue()) == PART - 100


def test_a_stretch_over_two_parts_is_whole(ada, given_files, hers):
    data = a_picture("a") + bytes(PART) + b"the end"
    keepsake = given_files(ada, {"a.jpg": data})

    asked = f"bytes={PART - 3}-{PART + 2}"
    answer = hers.get(address(ada, keepsake, "original"), headers={"Range": asked})

    assert answer.getvalue() == data[PART - 3 : PART + 3]


def test_without_a_range_the_whole_is_given(ada, kept, hers):
    answer = hers.get(address(ada, kept, "played"))

    assert answer.status_code == 200
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.getvalue() == whole(ada, kept)


def test_behind_the_end_there_is_nothing(ada, kept, hers):
    answer = hers.get(address(ada, kept, "played"), headers={"Range": "bytes=999999999-"})

    assert answer.status_code == 416


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=9-3", "lines=1-2", "bytes=0-1,5-6", "bytes=a-"]
)
def test_a_range_that_is_not_understood_is_passed_over(ada, kept, hers, asked):
    assert hers.get(address(ada, kept, "played"), headers={"Range": asked}).status_code == 200


@pytest.mark.parametrize("what", ["played", "original", "playing/", "pages/", "large.jpg"])
def test_under_a_cover_nothing_plays_and_nothing_clear_is_given(ada, given_files, hers, what):
    keepsake = given_files(ada, {"film.mp4": film()}, circle="us", covered=True)
    prepare(ada, keepsake)

    assert hers.get(address(ada, keepsake, what)).status_code == 404
    assert hers.get(address(ada, keepsake, "cover.jpg")).status_code == 200


@pytest.mark.parametrize("what", ["played", "original", "playing/", "cover.jpg"])
def test_a_stranger_and_a_grandmother_find_nothing_there(ada, inge, vera, kept, browser_of, what):
    for other in (inge, vera):
        assert browser_of(other).get(address(ada, kept, what)).status_code == 404


def test_the_page_of_a_film_begins_nothing_by_itself(ada, kept, hers):
    page = hers.get(f"/keepsakes/{kept.id}/").content.decode()

    assert 'preload="none"' in page
    assert "autoplay" not in page
    assert "/played" in page


def test_while_it_is_being_made_the_page_says_so(ada, given_files, hers, monkeypatch):
    monkeypatch.setattr(preparing, "_claim", lambda attachment: False)
    keepsake = given_files(ada, {"film.mp4": film()})

    page = hers.get(f"/keepsakes/{keepsake.id}/").content.decode()

    assert "being made ready" in page
    assert "/playing/" in page


def test_the_page_that_asks_how_far_it_is_is_given_what_plays_by_now(ada, kept, hers):
    part = hers.get(address(ada, kept, "playing/")).content.decode()

    assert address(ada, kept, "played") in part
    assert "hx-get" not in part


def test_the_page_that_asks_too_early_is_told_where_to_ask_again(
    ada, given_files, hers, monkeypatch
):
    monkeypatch.setattr(preparing, "_claim", lambda attachment: False)
    keepsake = given_files(ada, {"film.mp4": film()})

    part = hers.get(address(ada, keepsake, "playing/")).content.decode()

    assert f'hx-get="{address(ada, keepsake, "playing/")}"' in part


def test_every_page_of_a_paper_can_be_looked_at(ada, given_files, hers):
    keepsake = given_files(ada, {"footprints.pdf": papers.coloured(["red", "green", "blue"])})

    listed = hers.get(address(ada, keepsake, "pages/")).content.decode()
    third = hers.get(address(ada, keepsake, "pages/3.jpg"))

    assert "pages/3.jpg" in listed
    assert "pages/4.jpg" not in listed
    assert third.headers["Content-Type"] == "image/jpeg"
    assert hers.get(address(ada, keepsake, "pages/4.jpg")).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("letter.html", b"<html><script>alert(1)</script>", "A page of the web can do things"),
        ("drawing.svg", b"<svg onload='alert(1)'/>", "A drawing of this kind can hold a program"),
        ("locked.pdf", papers.locked(), "password"),
        ("broken.pdf", b"%PDF-1.7\nnothing more", "damaged"),
    ],
)
def test_what_cannot_be_shown_is_kept_and_says_why(ada, given_files, hers, name, data, why):
    keepsake = given_files(ada, {name: data})

    page = hers.get(f"/keepsakes/{keepsake.id}/").content.decode()
    original = hers.get(address(ada, keepsake, "original"))

    assert why in page
    assert name in page
    assert original.getvalue() == data
    assert original.headers["Content-Type"] == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_a_copy_without_its_place_is_as_long_and_says_nothing_of_it(ada, given_files, hers):
    picture = saved(corners(), "JPEG", exif=exif(place=True))
    keepsake = given_files(ada, {"a.jpg": picture})
    keeping.amend(keepsake, ada.circle("only-me"), leave_the_place_out)

    copy = hers.get(address(ada, keepsake, "original")).getvalue()

    assert len(copy) == len(picture)
    assert place_in(picture)
    assert not place_in(copy)


def test_where_the_place_cannot_be_taken_out_for_certain_no_copy_is_given(ada, given_files, hers):
    keepsake = given_files(ada, {"a.webm": films.film("webm")})
    keeping.amend(keepsake, ada.circle("only-me"), leave_the_place_out)

    answer = hers.get(address(ada, keepsake, "original"))

    assert answer.status_code == 409
    assert "for certain" in answer.content.decode()


def moving_picture(kind):
    return saved(
        corners(),
        kind,
        save_all=True,
        append_images=[corners().rotate(180)],
        duration=200,
        **({"exif": exif(place=True)} if kind != "GIF" else {}),
    )


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_a_moving_picture_tells_no_place_either(ada, given_files, hers, kind):
    picture = moving_picture(kind)
    keepsake = given_files(ada, {f"a.{kind.lower()}": picture})
    before = hers.get(address(ada, keepsake, "moving"))
    keeping.amend(keepsake, ada.circle("only-me"), leave_the_place_out)

    after = hers.get(address(ada, keepsake, "moving"))

    assert before.getvalue() == picture
    assert place_in(picture)
    moving = after.getvalue()
    assert not place_in(moving)
    assert Image.open(io.BytesIO(moving)).n_frames == 2
    assert after.headers["Content-Type"] == f"image/{kind.lower()}"
    assert "Content-Disposition" not in after.headers


def test_a_moving_picture_of_which_no_copy_can_be_promised_is_not_given(ada, given_files, hers):
    keepsake = given_files(ada, {"a.gif": moving_picture("GIF")})
    keeping.amend(keepsake, ada.circle("only-me"), leave_the_place_out)

    assert hers.get(address(ada, keepsake, "moving")).status_code == 404


@pytest.mark.parametrize("asked", ["0", "1", "", "x"])
def test_pages_are_counted_from_the_first(ada, given_files, hers, asked):
    keepsake = given_files(ada, {"footprints.pdf": papers.coloured(["red", "green"])})

    listed = hers.get(address(ada, keepsake, f"pages/?from={asked}")).content.decode()

    assert "pages/1.jpg" in listed
    assert "pages/0.jpg" not in listed


def leave_the_place_out(card):
    card.attachments = [replace(one, placeless=True) for one in card.attachments]


def place_in(picture):
    return dict(Image.open(io.BytesIO(picture)).getexif().get_ifd(0x8825)).get(2)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_letter_that_came_as_plain_text_is_there_to_be_read(ada, given_files, hers, code):
    words = "Liebe Ada,\r\n\r\ner war so schön wie du sagst. <b>\x07"
    keepsake = given_files(ada, {"from Orla.txt": words.encode(code)})

    page = hers.get(f"/keepsakes/{keepsake.id}/").content.decode()

    assert "<p>Liebe Ada,</p>" in page
    assert "er war so schön wie du sagst. &lt;b&gt;</p>" in page
    assert "from Orla.txt" in page
