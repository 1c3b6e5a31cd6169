"""The letterbox at the door: what a parent sees and does there, and who reads before them."""

import re

import pytest

from heartleaf.circle.models import Note
from heartleaf.keepsakes.models import Keepsake
from heartleaf.web import letterbox_sounds
from tests.cast import a_picture
from tests.circle.leaving import a_note, a_page, read_first_by

PICTURE = ("shore.jpg", [a_picture("the shore")])


@pytest.fixture
def page(ada):
    return a_page(ada)[0]


@pytest.fixture(autouse=True)
def nobody_listened_before():
    letterbox_sounds.forget()


def words_in(answer):
    return answer.content.decode()


def state():
    return Note.objects.get().state


# ── Whether something waits ─────────────────────────────────────────────────────────────────


def test_only_the_letterbox_itself_says_that_something_waits(adas, page):
    told = ["/", "/more/", "/timeline/", "/settings/", "/days/"]
    empty = {at: plain(adas.get(at)) for at in told}
    a_note(page)
    assert {at: plain(adas.get(at)) for at in told} == empty
    assert "Some words are here" in words_in(adas.get("/letterbox/"))


def plain(answer):
    """Without what differs from page to page by itself."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", words_in(answer))


def test_the_letterbox_says_no_number(adas, page):
    one, several = ({}, {})
    a_note(page)
    one = plain(adas.get("/letterbox/"))
    for _ in range(5):
        a_note(page)
    several = plain(adas.get("/letterbox/"))
    assert one == several


def test_who_is_no_parent_finds_no_letterbox(page, inge, vera, browser_of, client):
    note = a_note(page, [PICTURE])
    ways = ("", "aside/", "letting-in/", "taking-away/", "blocking/", "0/cover.jpg", "0/file")
    for somebody in (browser_of(inge), browser_of(vera)):
        for way in ways:
            at = f"/letterbox/{note.pk}/{way}"
            assert {somebody.get(at).status_code, somebody.post(at).status_code} <= {404, 405}
    assert browser_of(inge).get("/letterbox/").status_code == 404
    assert client.get(f"/letterbox/{note.pk}/").status_code == 302
    assert state() == "waiting"


# ── What a parent does ──────────────────────────────────────────────────────────────────────


def test_looking_changes_nothing(adas, page):
    note = a_note(page)
    ways = ("", "aside/", "letting-in/", "taking-away/", "blocking/", "taking-down/")
    for way in ways:
        adas.get(f"/letterbox/{note.pk}/{way}")
    assert state() == "waiting"


def test_let_in_with_what_is_ticked_it_is_kept_with_us(adas, page):
    note = a_note(page, name="Vera")
    shown = words_in(adas.get(f"/letterbox/{note.pk}/"))
    assert 'name="keep" value="on" checked' in shown
    adas.post(f"/letterbox/{note.pk}/letting-in/", {"keep": "on", "circle": "us"})
    assert state() == "let-in"
    assert Keepsake.objects.get().circle.kind == "us"


def test_a_candle_is_not_kept_unless_they_tick_it(adas, page):
    note = a_note(page, kind="candle", words="")
    assert 'value="on" checked' not in words_in(adas.get(f"/letterbox/{note.pk}/"))
    adas.post(f"/letterbox/{note.pk}/letting-in/", {"circle": "us"})
    assert state() == "let-in"
    assert not Keepsake.objects.exists()


def test_it_is_kept_in_no_circle_of_somebody_else(adas, page, vera):
    note = a_note(page)
    theirs = vera.circle("us").id
    adas.post(f"/letterbox/{note.pk}/letting-in/", {"keep": "on", "circle": str(theirs)})
    assert not Keepsake.objects.exists()


def test_aside_and_back_and_away(adas, page):
    note = a_note(page)
    adas.post(f"/letterbox/{note.pk}/aside/")
    assert state() == "aside"
    assert "No words wait for you" in words_in(adas.get("/letterbox/"))
    adas.post(f"/letterbox/{note.pk}/aside/", {"back": "yes"})
    assert state() == "waiting"
    adas.post(f"/letterbox/{note.pk}/taking-away/")
    assert not Note.objects.exists()


def test_what_another_window_did_first_is_said(adas, page):
    note = a_note(page)
    adas.post(f"/letterbox/{note.pk}/aside/")
    assert adas.post(f"/letterbox/{note.pk}/aside/").status_code == 409


def test_when_its_page_is_gone_it_can_still_be_kept(adas, page):
    note = a_note(page)
    page.page.delete()
    assert "not there any more" in words_in(adas.get(f"/letterbox/{note.pk}/"))
    adas.post(f"/letterbox/{note.pk}/letting-in/", {"keep": "on", "circle": "us"})
    assert Keepsake.objects.count() == 1


# ── Covered until asked for ─────────────────────────────────────────────────────────────────


def test_a_picture_and_its_words_are_covered_until_a_parent_asks(adas, page):
    note = a_note(page, [PICTURE], kind="picture", words="By the water")
    at = f"/letterbox/{note.pk}/"
    assert "By the water" not in words_in(adas.get(at))
    assert adas.get(f"{at}0/cover.jpg").status_code == 200
    assert adas.get(f"{at}0/large.jpg").status_code == 404
    assert adas.get(f"{at}0/file").status_code == 404
    there = adas.post(f"{at}uncovering/")["Location"]
    shown = words_in(adas.get(there))
    assert "By the water" in shown
    (src,) = re.findall(r'src="(/letterbox/[^"]+large[^"]+)"', shown)
    assert adas.get(src).content.startswith(b"\xff\xd8\xff")


def test_a_picture_stays_covered_beside_a_voice(adas, page):
    note = a_note(page, [PICTURE, ("for you.m4a", [b"\0\0\0\x18ftypM4A \0\0\0\0"])])
    assert adas.get(f"/letterbox/{note.pk}/0/file").status_code == 404
    assert adas.get(f"/letterbox/{note.pk}/1/file").status_code == 200


def test_words_alone_are_not_covered(adas, page):
    note = a_note(page, words="I think of you.")
    assert "I think of you." in words_in(adas.get(f"/letterbox/{note.pk}/"))


def test_what_cannot_be_shown_says_why_and_can_be_let_in_all_the_same(adas, page):
    note = a_note(page, [("a.jpg", [b"\xff\xd8\xff\xe0 nothing"])], words="Look")
    at = f"/letterbox/{note.pk}/"
    shown = words_in(adas.get(adas.post(f"{at}uncovering/")["Location"]))
    assert "It cannot be shown here." in shown
    adas.post(f"{at}letting-in/", {"keep": "on", "circle": "us"})
    assert state() == "let-in"


def test_a_voice_is_made_once_for_all_that_a_player_asks_for(adas, page, monkeypatch):
    made = []
    monkeypatch.setattr(letterbox_sounds, "hear", lambda *said: made.append(said) or b"sound")
    note = a_note(page, [("for you.m4a", [b"\0\0\0\x18ftypM4A \0\0\0\0"])])
    at = f"/letterbox/{note.pk}/0/sound"
    stretches = [adas.get(at, headers={"Range": f"bytes={n}-{n}"}).content for n in range(5)]
    assert stretches == [b"s", b"o", b"u", b"n", b"d"]
    assert len(made) == 1
    assert not any(b"sound" in bytes(one) for one in letterbox_sounds._made.values())


def test_of_voices_there_is_never_more_at_hand_than_fits(ada, adas, page, monkeypatch):
    monkeypatch.setattr(letterbox_sounds, "MOST_BYTES", 1000)
    monkeypatch.setattr(letterbox_sounds, "hear", lambda opened, file: b"x" * 300)
    for number in range(5):
        note = a_note(page, [("a.m4a", [b"\0\0\0\x18ftypM4A \0\0\0" + bytes([number])])])
        assert adas.get(f"/letterbox/{note.pk}/0/sound").status_code == 200
    assert 0 < len(letterbox_sounds._made) < 3


# ── Reading first ───────────────────────────────────────────────────────────────────────────


def test_inge_reads_first_and_then_it_is_adas(ada, adas, inge, browser_of):
    page, inges = a_page(ada, **read_first_by(inge))[0], browser_of(inge)
    note = a_note(page, [PICTURE], name="Vera", words="Kind words")
    assert "No words wait for you" in words_in(adas.get("/letterbox/"))
    there = inges.post(f"/letterbox/{note.pk}/uncovering/")["Location"]
    assert "Kind words" in words_in(inges.get(there))
    assert inges.get(f"/letterbox/{note.pk}/0/cover.jpg").status_code == 200
    inges.post(f"/letterbox/reading/{note.pk}/", {"fine": "yes"})
    assert "No words wait for you" in words_in(inges.get("/letterbox/reading/"))
    assert inges.get(f"/letterbox/{note.pk}/0/cover.jpg").status_code == 404
    assert "Some words are here" in words_in(adas.get("/letterbox/"))
    assert "Read by Inge: fine." in words_in(adas.get(f"/letterbox/{note.pk}/"))


def test_what_inge_put_aside_is_adas_only_if_she_asks_for_everything(ada, adas, inge, browser_of):
    page = a_page(ada, **read_first_by(inge))[0]
    note = a_note(page, words="Unkind words")
    word = "You need not read this."
    browser_of(inge).post(f"/letterbox/reading/{note.pk}/", {"fine": "no", "word": word})
    assert "No words wait for you" in words_in(adas.get("/letterbox/"))
    assert "Some words are here" in words_in(adas.get("/letterbox/?of=everything"))
    shown = words_in(adas.get(f"/letterbox/{note.pk}/"))
    assert "Put aside by Inge." in shown
    assert word in shown


def test_inge_may_not_decide_about_what_was_not_given_to_her(page, inge, browser_of):
    note = a_note(page)
    answer = browser_of(inge).post(f"/letterbox/reading/{note.pk}/", {"fine": "yes"})
    assert answer.status_code == 404
