"""Pages by link at the doors: a parent makes one, a guest opens it, a stranger sees nothing."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.test import Client

from heartleaf.circle import sharing
from heartleaf.circle.models import Page
from heartleaf.circle.page_work import make
from heartleaf.keepsakes import preparing
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import Sealed
from heartleaf.web import page_pieces, shared_pages, slowing
from tests.circle.paged import a_page, copies_in_the_vault, link_of, row_of
from tests.web.test_keeping_ultrasound import an_ultrasound
from tests.web.test_playing import film

NEW = "/pages/new/"


@pytest.fixture(autouse=True)
def made_at_once(monkeypatch):
    """Copies are made in the request, not beside it."""
    for place in (page_pieces, shared_pages):
        monkeypatch.setattr(place, "make_copies", lambda page, person: make(page, person))
    slowing._failed.clear()


@pytest.fixture
def page(ada, given_a_picture):
    return a_page(ada, given_a_picture(ada, title="His hand"), title="For you", words="Come in.")


@pytest.fixture
def guest(page):
    return a_guest(page)


def a_guest(page):
    browser = Client()
    answer = browser.post("/page/", {"secret": link_of(page).text})
    assert answer.status_code == 302
    return browser


def at(page, *more):
    return f"/page/{page.id}/" + "".join(more)


def picture_of(page):
    [copy] = page.content.copies
    return copy.large.id


def test_a_parent_makes_a_page_and_a_guest_opens_it(adas, given_a_picture, ada):
    kept = given_a_picture(ada, title="His hand")
    listed = adas.get(NEW).content.decode()
    assert "His hand" in listed
    answer = adas.post(NEW, {"chosen": str(kept.pk), "do": "on"})
    row = Page.objects.get()
    assert answer["Location"] == f"/pages/{row.pk}/order/"
    page = shared(ada)
    [piece] = page.content.pieces
    order = {"based_on": 1, "title": "For you", "order": piece.id, f"title-{piece.id}": "A hand"}
    assert adas.post(f"/pages/{row.pk}/order/", order)["Location"] == f"/pages/{row.pk}/how/"
    answer = adas.post(f"/pages/{row.pk}/how/", {"based_on": 2, "ends": "", "allows": "candle"})
    assert answer["Location"] == f"/pages/{row.pk}/"
    assert "Nobody can open it yet" in adas.get(f"/pages/{row.pk}/").content.decode()
    adas.post(f"/pages/{row.pk}/opening/")
    told = adas.get(f"/pages/{row.pk}/").content.decode()
    link = re.search(r'value="http://testserver/page/#([^"]+)"', told)[1]
    guest = Client()
    there = guest.post("/page/", {"secret": link})["Location"]
    said = guest.get(there).content.decode()
    assert "For you" in said
    assert "A hand" in said
    assert "His hand" not in said
    assert str(kept.pk) not in said


def shared(person):
    from heartleaf.circle.opening_pages import open_for_us

    return open_for_us(Page.objects.get(), person.circle("us"))


def test_a_guest_sees_the_picture_small_and_large(page, guest):
    said = guest.get(at(page)).content.decode()
    [src] = re.findall(r'<img src="([^"]+)"', said)
    assert guest.get(src)["Content-Type"] == "image/jpeg"
    large = guest.get(at(page, picture_of(page), "/"))
    [src] = re.findall(r'<img src="([^"]+)"', large.content.decode())
    answer = guest.get(src, headers={"Range": "bytes=0-9"})
    assert answer.status_code == 206
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"


def test_nothing_of_it_is_stored_indexed_or_handed_on(page, guest):
    for path in (at(page), at(page, picture_of(page), ".jpg"), "/page/"):
        answer = guest.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"


def test_the_cookie_goes_to_its_page_alone(page):
    browser = a_guest(page)
    [cookie] = [one for name, one in browser.cookies.items() if name.endswith("heartleaf-page")]
    assert (cookie["path"], cookie["samesite"]) == (at(page), "Strict")
    assert cookie["httponly"]
    assert link_of(page).secret not in cookie.value


def test_a_guest_is_shown_nothing_of_the_family(page, guest):
    said = guest.get(at(page)).content.decode()
    for foreign in ("/timeline/", "/tree/", "Rowan", "/quiet/", "manifest"):
        assert foreign not in said


def test_a_guest_closes_the_screen_without_script_and_opens_it_again(page, guest):
    said = guest.get(at(page)).content.decode()
    assert re.findall(r"<nav class=\"rail\".*?</nav>", said, re.DOTALL)[0].count("<li>") == 2
    back = re.search(r'name="next" value="([^"]+)"', said)[1]

    closed = guest.post("/closed/begin/", {"next": back}, follow=True).content.decode()

    assert "For you" not in closed
    assert f'href="{at(page)}">Open again' in closed
    assert "For you" in guest.get(at(page)).content.decode()


def test_the_first_page_is_the_same_for_everybody(page, adas):
    told = [strip(browser.get("/page/").content) for browser in (Client(), a_guest(page))]
    assert told[0] == told[1]
    assert b'property="og:title" content="Heartleaf"' in told[0]


def strip(body):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)


def test_a_used_an_ended_and_a_made_up_link_answer_alike(page, ada, given_a_letter):
    closed = a_page(ada, given_a_letter(ada, words="x"), is_open=False)
    ended = a_page(ada, given_a_letter(ada, words="y"))
    Page.objects.filter(pk=ended.id).update(ends_at=datetime.datetime.now(datetime.UTC))
    secrets = [link_of(closed).text, link_of(ended).text, "7KQ2M" * 5, "no link at all"]
    told = [Client().post("/page/", {"secret": secret}) for secret in secrets]
    assert {(one.status_code, strip(one.content)) for one in told} == {
        (422, strip(told[0].content))
    }
    assert "opens nothing" in told[0].content.decode()


def test_strangers_cannot_tell_a_page_from_none(page, ada):
    with_code = a_page(ada, title="x")
    sharing.set_code(with_code, ada.circle("us"), "two herons")
    answers = []
    for id in (page.id, with_code.id, uuid.uuid4()):
        for more in ("", f"{picture_of(page)}.jpg", f"{picture_of(page)}/", "code/"):
            browser = Client()
            for answer in (browser.get(f"/page/{id}/{more}"), browser.post(f"/page/{id}/{more}")):
                headers = {n: v for n, v in answer.headers.items() if n != "Content-Length"}
                answers.append(
                    (
                        more,
                        answer.request["REQUEST_METHOD"],
                        answer.status_code,
                        strip(answer.content).replace(str(id).encode(), b""),
                        sorted(headers.items()),
                    )
                )
    assert len({repr(one) for one in answers}) == len(answers) / 3


def test_another_pages_link_opens_nothing_here(page, ada):
    other = a_page(ada, title="Another")
    browser = a_guest(other)
    browser.cookies["heartleaf-page"]["path"] = "/"
    assert browser.get(at(page)).status_code == 404
    assert browser.get(f"/page/{other.id}/{picture_of(page)}.jpg").status_code == 404


def test_the_code_is_asked_and_a_wrong_one_opens_nothing(page, ada):
    sharing.set_code(page, ada.circle("us"), "two herons")
    browser = a_guest(page)
    asked = browser.get(at(page)).content.decode()
    assert "The code" in asked
    assert "For you" not in asked
    wrong = browser.post(at(page, "code/"), {"code": "three herons"})
    assert wrong.status_code == 422
    assert "That is not the code" in wrong.content.decode()
    assert browser.get(at(page, picture_of(page), ".jpg")).status_code == 404
    assert browser.post(at(page, "code/"), {"code": " two  herons "}).status_code == 302
    assert "For you" in browser.get(at(page)).content.decode()
    assert browser.get(at(page, picture_of(page), ".jpg")).status_code == 200


def test_guessing_at_a_code_is_slowed(page, ada):
    sharing.set_code(page, ada.circle("us"), "two herons")
    browser = a_guest(page)
    told = [browser.post(at(page, "code/"), {"code": str(n)}).content.decode() for n in range(7)]
    assert "Please wait" in told[-1]
    assert "Please wait" not in told[0]


def test_neither_a_good_link_nor_a_good_code_forgives_wrong_passphrases(page, ada):
    sharing.set_code(page, ada.circle("us"), "two herons")
    wrong, browser = {"email": "ada@example.org", "passphrase": "not hers"}, Client()
    for _try in range(5):
        browser.post("/sign-in/", wrong)
    link = link_of(page).text
    assert browser.post("/page/", {"secret": link}).status_code == 302
    assert browser.post(at(page, "code/"), {"code": "two herons"}).status_code == 302
    wrong["email"] = "jonas@example.org"
    assert "Please wait" in browser.post("/sign-in/", wrong).content.decode()


def test_the_code_for_a_camera_has_a_name(page, adas):
    said = adas.get(f"/pages/{page.id}/").content.decode()
    assert re.search(r'<svg role="img"[^>]*><title>The link, for a camera</title>', said)


def test_a_guest_is_not_far_from_help(page, guest):
    assert 'href="/help-now/"' in guest.get(at(page)).content.decode()
    assert guest.get("/help-now/").status_code == 200


def test_taken_down_while_it_is_open_the_next_look_shows_nothing(page, guest, adas):
    assert guest.get(at(page)).status_code == 200
    asked = adas.get(f"/pages/{page.id}/taking-down/").content.decode()
    assert "cannot be taken back" in asked
    assert Page.objects.exists()  # it was only asked
    adas.post(f"/pages/{page.id}/taking-down/")
    for path in (at(page), at(page, picture_of(page), ".jpg"), at(page, picture_of(page), "/")):
        assert guest.get(path).status_code == 404
    assert not copies_in_the_vault()


def exchanged(page):
    """Somebody who can write rows put something else in the place of what it says."""
    return {"content": page.seal(b"[1]")}


def damaged(page):
    return {"content": Sealed(bytes(row_of(page).content)[:-1])}


def closed(page):
    return {"identity": page.seal(b"for nobody")}


@pytest.mark.parametrize("harm", [exchanged, damaged, closed])
def test_a_page_that_cannot_be_read_can_be_taken_down(page, guest, adas, harm):
    Page.objects.filter(pk=page.id).update(**harm(page))
    listed = adas.get("/pages/").content.decode()
    assert "A page that cannot be read" in listed
    assert f'href="/pages/{page.id}/taking-down/"' in listed
    assert "cannot be read" in adas.get(f"/pages/{page.id}/taking-down/").content.decode()
    assert adas.get(NEW).status_code == 200
    for path in ("", "order/", "how/", "originals/", "seen/", "add/", "new-link/"):
        assert adas.get(f"/pages/{page.id}/{path}").status_code == 404
    for path in (at(page), at(page, picture_of(page), ".jpg"), at(page, "leave/")):
        assert guest.get(path).status_code == 404
    adas.post(f"/pages/{page.id}/taking-down/")
    assert not Page.objects.exists()
    assert not copies_in_the_vault()


def test_a_damaged_page_asks_for_no_code_again_and_again(page, ada):
    sharing.set_code(page, ada.circle("us"), "two herons")
    browser = a_guest(page)
    assert browser.post(at(page, "code/"), {"code": "two herons"}).status_code == 302
    Page.objects.filter(pk=page.id).update(**damaged(page))
    assert browser.get(at(page)).status_code == 404


def test_after_its_last_day_it_is_not_there(page, guest, adas):
    adas.post(f"/pages/{page.id}/how/", {"ends": "2199-05-12"})
    row = row_of(page)
    assert row.ends_at.date() in {datetime.date(2199, 5, 12), datetime.date(2199, 5, 13)}
    with time_machine.travel(row.ends_at - datetime.timedelta(seconds=5), tick=False):
        assert a_guest(page).get(at(page)).status_code == 200
    with time_machine.travel(row.ends_at + datetime.timedelta(seconds=5), tick=False):
        assert guest.get(at(page)).status_code == 404


def test_what_is_covered_is_asked_about_and_may_stay_out(adas, ada, given_a_picture):
    covered = given_a_picture(ada, title="His face", covered=True)
    clear = given_a_picture(ada, title="His hand")
    chosen = {"chosen": [str(covered.pk), str(clear.pk)], "do": "on"}
    asked = adas.post(NEW, chosen).content.decode()
    assert "covered" in asked
    assert "His face" not in asked
    assert not Page.objects.exists()
    adas.post(NEW, {**chosen, "covered": "no"})
    assert [piece.keepsake for piece in shared(ada).content.pieces] == [str(clear.pk)]
    Page.objects.all().delete()
    adas.post(NEW, {**chosen, "covered": "yes"})
    assert len(shared(ada).content.pieces) == 2


def test_an_ultrasound_is_looked_over_before_it_can_be_on_a_page(adas, ada, given_files):
    kept = given_files(ada, {"scan.dcm": an_ultrasound().read()}, title="The scan")
    asked = adas.post(NEW, {"chosen": str(kept.pk), "do": "on"}).content.decode()
    assert "Look it over first" in asked
    assert not Page.objects.exists()
    adas.post(NEW, {"chosen": str(kept.pk), "do": "on", "without": "yes"})
    assert shared(ada).content.pieces == []
    assert not list(a_page(ada, kept).content.copies)  # nor by another way


def test_what_is_not_yet_cannot_come_onto_a_page(adas, ada, given_a_letter):
    closed = given_a_letter(ada, title="For later", words="Dear you", until="2199-01-01")
    assert "For later" not in adas.get(NEW).content.decode()
    adas.post(NEW, {"chosen": str(closed.pk), "do": "on", "covered": "yes"})
    assert shared(ada).content.pieces == []


def test_what_was_ticked_stays_ticked_while_one_looks_on(adas, ada, given_a_letter):
    ids = [str(given_a_letter(ada, title=f"Letter {n}", words="x").pk) for n in range(3)]
    page = {"here": ids, "chosen": ids[:2], "words": "nothing like it", "do": "look"}
    looked = adas.post(NEW, page).content.decode()
    assert re.findall(r'name="before" value="([^"]+)"', looked) == ids[:2]
    adas.post(NEW, {"before": ids[:2], "here": [ids[1]], "do": "on"})  # and one was unticked
    assert [piece.keepsake for piece in shared(ada).content.pieces] == [ids[0]]


def test_two_parents_who_write_at_once_are_told(page, adas, browser_of, jonas):
    his, path = browser_of(jonas), f"/pages/{page.id}/order/"
    [piece] = page.content.pieces
    seen = page.page.revision
    adas.post(path, {"based_on": seen, "title": "Hers", "order": piece.id})
    answer = his.post(path, {"based_on": seen, "title": "His", "order": piece.id})
    assert answer.status_code == 409
    said = answer.content.decode()
    assert 'value="His"' in said
    again = re.search(r'name="based_on" value="(\d+)"', said)[1]
    his.post(path, {"based_on": again, "title": "His", "order": piece.id})
    assert shared(jonas).content.title == "His"


def test_pieces_move_without_script(adas, ada, given_a_letter):
    page = a_page(ada, *(given_a_letter(ada, title=f"L{n}", words="x") for n in range(3)))
    ids = [piece.id for piece in page.content.pieces]
    moved = adas.post(f"/pages/{page.id}/order/", {"order": ids, "move": f"later {ids[0]}"})
    order = re.findall(r'name="order" value="([^"]+)"', moved.content.decode())
    assert order == [ids[1], ids[0], ids[2]]
    assert [piece.id for piece in shared(ada).content.pieces] == ids  # nothing was kept yet


def test_a_piece_taken_off_takes_its_copies_along(page, adas, guest):
    [piece] = page.content.pieces
    adas.post(f"/pages/{page.id}/order/", {"order": piece.id, "out": piece.id})
    assert not copies_in_the_vault()
    assert guest.get(at(page, picture_of(page), ".jpg")).status_code == 404


def test_originals_need_a_second_yes(page, adas, guest):
    asked = adas.get(f"/pages/{page.id}/originals/").content.decode()
    assert "where and when it was taken" in asked
    assert "Save the original" not in guest.get(at(page)).content.decode()
    adas.post(f"/pages/{page.id}/originals/", {"originals": "yes"})
    said = guest.get(at(page)).content.decode()
    [path] = re.findall(r'href="([^"]+/original)"', said)
    answer = guest.get(path)
    assert answer["Content-Disposition"] == 'attachment; filename="1.jpeg"'
    adas.post(f"/pages/{page.id}/originals/", {"originals": "no"})
    assert guest.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_film_plays_by_stretches(ada, given_files):
    keepsake = given_files(ada, {"film.mp4": film()}, circle="us")
    for one in preparing.prepare(ada, keepsake, Shelf(ada).get(keepsake.pk).card):
        one.result()
    page = a_page(ada, keepsake)
    [copy] = page.content.copies
    guest = a_guest(page)
    assert f"{copy.played.id}.mp4" in guest.get(at(page)).content.decode()
    answer = guest.get(at(page, copy.played.id, ".mp4"), headers={"Range": "bytes=4-7"})
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"ftyp")


@pytest.mark.parametrize("who", ["inge", "vera"])
def test_pages_are_the_parents(page, who, request, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    for path in ("", "order/", "how/", "originals/", "taking-down/", "seen/", "add/", "new-link/"):
        assert browser.get(f"/pages/{page.id}/{path}").status_code == 404
        browser.post(f"/pages/{page.id}/{path}")
    assert row_of(page).opened_at
    if who == "inge":
        assert browser.get("/pages/").status_code == 404


def test_a_parent_sees_it_as_a_guest_does(page, adas):
    said = adas.get(f"/pages/{page.id}/seen/").content.decode()
    assert "Come in." in said
    [src] = re.findall(r'<img src="([^"]+)"', said)
    assert adas.get(src)["Content-Type"] == "image/jpeg"
    assert adas.get(f"/pages/{page.id}/seen/{picture_of(page)}/").status_code == 200


def test_if_a_picture_is_misused_there_is_a_page_for_it(adas):
    said = adas.get("/pages/misused/").content.decode()
    for step in ("Keep proof first", "Take your page down", "police"):
        assert step in said
