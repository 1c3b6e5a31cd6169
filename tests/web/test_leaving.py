"""What a guest leaves on a page by link: nothing lost, nothing doubled, nothing without a word."""

import hashlib
import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from heartleaf.circle import letterbox, letting_in
from heartleaf.circle.models import Note, Page
from heartleaf.vault import VaultError
from heartleaf.web import guest_work
from heartleaf.web.guest_senders import BYTES_OF_PAGE, OF_PAGE, UNWORKED, WORKED
from tests.cast import a_picture
from tests.circle.leaving import a_note, a_page, opened, read_first_by

TOKEN = re.compile(r'name="form" value="([^"]+)"')


@pytest.fixture(autouse=True)
def nobody_came_before():
    for one in (
        WORKED,
        UNWORKED,
        OF_PAGE,
        BYTES_OF_PAGE,
    ):
        one.forget()


@pytest.fixture
def page(ada):
    return a_page(ada)


def guest_of(page, **how):
    """A browser that holds the page's link."""
    browser = Client(**how)
    answer = browser.post("/page/", {"letters": page[1].text})
    assert answer.status_code == 302
    return browser


def token_of(answer):
    return TOKEN.search(answer.content.decode())[1]


def leave(browser, page, files=(), **says):
    """Through both steps, as a browser without script; what the last of them answered."""
    at = f"/page/{page[0].id}/leave/"
    says = {"words": "I think of you.", "name": "Vera"} | says
    answer = browser.post(at, {"step": "look", **says})
    assert answer.status_code == 200, answer.content.decode()
    sent = {"step": "send", "form": token_of(answer), "files": list(files), **says}
    return browser.post(at, sent)


def light(browser, page, **says):
    at = f"/page/{page[0].id}/candle/"
    return browser.post(at, {"form": token_of(browser.get(at)), **says})


def a_file(name="shore.jpg", data=None):
    return SimpleUploadedFile(name, data or a_picture(name))


def words_in(answer):
    return answer.content.decode()


def left_for(ada):
    return [one.words for one in letterbox.waiting(ada)]


# ── Leaving ─────────────────────────────────────────────────────────────────────────────────


def test_a_word_is_shown_once_more_and_then_lies_in_the_letterbox(ada, page):
    browser = guest_of(page)
    answer = leave(browser, page, words="The sea was still.", name="Vera")
    assert answer.status_code == 302
    assert "lies in the letterbox" in words_in(browser.get(answer["Location"]))
    assert [(one.name, one.words, one.kind) for one in left_for(ada)] == [
        ("Vera", "The sea was still.", "words")
    ]
    assert "The sea was still" not in words_in(browser.get(f"/page/{page[0].id}/"))


def test_nothing_is_left_by_looking(ada, page):
    browser = guest_of(page)
    for at in ("leave/", "leave/?words=Hello&ask=1", "candle/", "left/"):
        assert browser.get(f"/page/{page[0].id}/{at}").status_code == 200
    browser.post(f"/page/{page[0].id}/leave/", {"step": "look", "words": "Hello"})
    assert not Note.objects.exists()


def test_pictures_and_a_candle_come_as_what_they_are(ada, page):
    browser = guest_of(page)
    leave(browser, page, [a_file()], words="")
    light(browser, page, name="Vera")
    assert [one.kind for one in left_for(ada)] == ["picture", "candle"]


def test_without_the_link_nothing_is_there_and_words_are_given_back(ada, page):
    stranger, at = Client(), f"/page/{page[0].id}/leave/"
    assert stranger.get(at).status_code == 404
    answer = stranger.post(at, {"step": "send", "words": "all that I wrote", "form": "x"})
    assert answer.status_code == 410
    assert "all that I wrote" in words_in(answer)
    assert not Note.objects.exists()


def test_when_the_page_is_taken_down_meanwhile_the_words_go_back(ada, page):
    browser, at = guest_of(page), f"/page/{page[0].id}/leave/"
    answer = browser.post(at, {"step": "look", "words": "all that I wrote"})
    Page.objects.all().delete()
    answer = browser.post(
        at, {"step": "send", "words": "all that I wrote", "form": token_of(answer)}
    )
    assert answer.status_code == 410
    assert "all that I wrote" in words_in(answer)


def test_who_reads_first_is_sealed_to_as_well(ada, inge):
    page = a_page(ada, **read_first_by(inge))
    leave(guest_of(page), page, name="Vera")
    assert [one.words.name for one in letterbox.to_read_first(inge)] == ["Vera"]


def test_an_answer_to_an_asking_needs_no_words(ada):
    page = a_page(ada, asks=["Light a candle at seven", "Plant something"], allows=[])
    leave(guest_of(page), page, words="", ask="2", did="yes")
    (one,) = left_for(ada)
    assert (one.kind, one.ask, one.did) == ("answer", "Plant something", True)


@pytest.mark.parametrize("ask", ["0019", "19", "00", "0", "-1", "²", "1x"])
def test_an_asking_that_is_not_there_is_none(ada, ask):
    page = a_page(ada, asks=["Light a candle at seven"], allows=["words"])
    answer = guest_of(page).get(f"/page/{page[0].id}/leave/", {"ask": ask})
    assert answer.status_code == 200
    assert "Light a candle at seven" not in words_in(answer)


def test_what_the_page_does_not_allow_is_not_there(ada):
    page = a_page(ada, allows=["candle"])
    browser = guest_of(page)
    assert browser.get(f"/page/{page[0].id}/leave/").status_code == 404
    assert browser.get(f"/page/{page[0].id}/candle/").status_code == 200


# ── Once, and never lost ────────────────────────────────────────────────────────────────────


def test_a_form_that_is_sent_twice_leaves_one_note(ada, page):
    browser, at = guest_of(page), f"/page/{page[0].id}/leave/"
    token = token_of(browser.post(at, {"step": "look", "words": "Once."}))
    answers = [
        browser.post(at, {"step": "send", "words": "Once.", "form": token}) for _ in range(3)
    ]
    assert {answer.status_code for answer in answers} == {302}
    assert Note.objects.count() == 1


def test_a_form_cannot_be_used_again_after_its_note_was_taken_away(ada, page):
    browser, at = guest_of(page), f"/page/{page[0].id}/leave/"
    token = token_of(browser.post(at, {"step": "look", "words": "Once."}))
    browser.post(at, {"step": "send", "words": "Once.", "form": token})
    letterbox.take_away(next(letterbox.waiting(ada)))
    browser.post(at, {"step": "send", "words": "Once.", "form": token})
    assert not Note.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_forty_guests_at_once_all_get_through(ada, page):
    answers, ready = [], threading.Barrier(40)

    def come(number):
        try:
            browser = guest_of(page)
            ready.wait()
            answers.append(leave(browser, page, [a_file(f"{number}.jpg")], name=str(number)))
        finally:
            connections.close_all()

    guests = [threading.Thread(target=come, args=[number]) for number in range(40)]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()
    assert [answer.status_code for answer in answers] == [302] * 40
    assert sorted(int(one.name) for one in left_for(ada)) == list(range(40))
    for one in letterbox.waiting(ada):
        assert len(b"".join(one.chunks(one.words.files[0]))) == one.words.files[0].size


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_in_two_threads_leaves_one_note(ada, page):
    browser, at = guest_of(page), f"/page/{page[0].id}/leave/"
    token = token_of(browser.post(at, {"step": "look", "words": "Once."}))
    statuses, ready = [], threading.Barrier(6)

    def tap():
        mine = Client()
        mine.cookies = browser.cookies
        ready.wait()
        try:
            sent = {"step": "send", "words": "Once.", "form": token, "files": [a_file()]}
            statuses.append(mine.post(at, sent).status_code)
        finally:
            connections.close_all()

    taps = [threading.Thread(target=tap) for _ in range(6)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()
    assert statuses == [302] * 6
    assert Note.objects.count() == 1
    (one,) = letterbox.waiting(ada)
    assert b"".join(one.chunks(one.words.files[0])).startswith(b"\xff\xd8\xff")


def test_what_is_too_much_at_once_is_said_and_the_words_stand_there(ada, page, monkeypatch):
    monkeypatch.setattr(UNWORKED, "most", 2)
    browser = guest_of(page)
    for _ in range(2):
        assert leave(browser, page).status_code == 302
    answer = leave(browser, page, words="all that I wrote")
    assert answer.status_code == 422
    assert "all that I wrote" in words_in(answer)
    assert "minute" in words_in(answer)
    assert Note.objects.count() == 2


def test_a_full_disk_is_said_and_the_words_stand_there(ada, page, monkeypatch):
    def full(*args, **kwargs):
        raise VaultError("No space left on device.")

    monkeypatch.setattr(letterbox, "_store", full)
    answer = leave(guest_of(page), page, [a_file()], words="all that I wrote")
    assert answer.status_code == 422
    assert "all that I wrote" in words_in(answer)
    assert not Note.objects.exists()


def test_a_page_that_was_open_for_long_is_sent_once_more(ada, page, monkeypatch):
    browser, at = guest_of(page), f"/page/{page[0].id}/leave/"
    token = token_of(browser.post(at, {"step": "look", "words": "Still here."}))
    monkeypatch.setattr(guest_work, "FRESH", -1)
    answer = browser.post(at, {"step": "send", "words": "Still here.", "form": token})
    assert answer.status_code == 422
    assert "Still here." in words_in(answer)
    monkeypatch.undo()
    sent = {"step": "send", "words": "Still here.", "form": token_of(answer)}
    assert browser.post(at, sent).status_code == 302


# ── Who may not ─────────────────────────────────────────────────────────────────────────────


def test_who_was_blocked_is_told_so_and_keeps_their_words(ada, page):
    browser = guest_of(page)
    leave(browser, page)
    letting_in.block(next(letterbox.waiting(ada)))
    answer = leave(browser, page, words="all that I wrote")
    assert answer.status_code == 403
    assert "all that I wrote" in words_in(answer)
    assert leave(guest_of(page), page).status_code == 302, "another browser may"


def test_a_wrong_answer_to_the_familys_question_leaves_nothing(ada):
    page = a_page(ada, question="What is the name of our street?", answer="Lindenstraße 4")
    browser = guest_of(page)
    answer = leave(browser, page, answer="Elm Street")
    assert answer.status_code == 422
    assert "I think of you." in words_in(answer)
    assert light(browser, page, answer="").status_code == 422
    assert not Note.objects.exists()
    assert leave(browser, page, answer=" lindenstrasse 4.").status_code == 302


# ── The work of a device ────────────────────────────────────────────────────────────────────


def worked(token):
    found = []
    for number in range(guest_work.PUZZLES):
        tries = 0
        while not is_solved(token, number, tries):
            tries += 1
        found.append(str(tries))
    return " ".join(found)


def is_solved(token, number, found):
    digest = hashlib.sha256(f"{token} {number} {found}".encode()).digest()
    return f"{int.from_bytes(digest):0256b}".startswith("0" * guest_work.BITS)


def test_work_counts_for_its_own_form_and_page(ada, page):
    token, other = (guest_work.new_form(page[0].id) for _ in range(2))
    proof = worked(token)
    assert guest_work.form_of(token, page[0].id, proof).worked
    assert not guest_work.form_of(other, page[0].id, proof).worked
    assert not guest_work.form_of(token, page[0].id, "").worked
    assert not guest_work.form_of(token, page[0].id, " ".join(["0"] * 16)).worked
    with pytest.raises(guest_work.TooOld):
        guest_work.form_of(token, a_page(ada)[0].id, proof)


def test_without_work_more_must_wait(ada, page, monkeypatch):
    monkeypatch.setattr(UNWORKED, "most", 1)
    browser, at = guest_of(page), f"/page/{page[0].id}/leave/"
    leave(browser, page)
    assert leave(browser, page).status_code == 422
    token = token_of(browser.post(at, {"step": "look", "words": "With work."}))
    sent = {"step": "send", "words": "With work.", "form": token, "proof": worked(token)}
    assert browser.post(at, sent).status_code == 302


# ── What may come in ────────────────────────────────────────────────────────────────────────

STRANGE = {
    "only zero-width": "\u200b\u200d\ufeff\u2060",
    "only spaces": " \n\t ",
    "only marks": "\u0301" * 300,
    "only direction": "\u202e\u2067",
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_no_words_at_all_are_said_to_be_none(ada, page, words):
    answer = leave(guest_of(page), page, words=words)
    assert answer.status_code == 422
    assert "Nothing is here yet" in words_in(answer)


@pytest.mark.parametrize("words", ["x" * 10_000_000, "a" + "\u0301" * 1_000_000])
def test_what_is_far_too_long_is_said_and_given_back(ada, page, words):
    answer = guest_of(page).post(f"/page/{page[0].id}/leave/", {"step": "send", "words": words})
    assert answer.status_code == 422
    assert "There is room for 5000 letters" in words_in(answer).replace(",", "")
    assert len(answer.content) > len(words)
    assert not Note.objects.exists()


def test_what_turns_or_hides_letters_is_made_fit_to_be_read(ada, page):
    strange = "Dear\0 \u202eadA\u202c <script>alert(1)</script> o\u0301" + "\u0301" * 900
    leave(guest_of(page), page, words=strange, name="\u202eVera\nSmith")
    (one,) = left_for(ada)
    assert one.words == "Dear adA <script>alert(1)</script> o" + "\u0301" * 30
    assert one.name == "Vera Smith"


def test_script_in_a_note_is_only_letters(ada, page, browser_of):
    leave(guest_of(page), page, words="<script>alert(1)</script>", name="<b>Vera</b>")
    one = next(letterbox.waiting(ada))
    letting_in.let_in(ada, one, page[0])
    for answer in (
        guest_of(page).get(f"/page/{page[0].id}/"),
        browser_of(ada).get(f"/letterbox/{one.id}/"),
    ):
        assert "<script>alert" not in words_in(answer)
        assert "<b>Vera" not in words_in(answer)
        assert "&lt;script&gt;" in words_in(answer)


REFUSED = {
    "a program": a_file("photo.jpg", b"MZ\x90\0" * 50),
    "a drawing that may hold a program": a_file(
        "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    ),
    "a paper": a_file("a.pdf", b"%PDF-1.7\n"),
    "more than fits": a_file("large.jpg", a_picture() + b"\0" * 30_000_000),
}


@pytest.mark.parametrize("file", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_and_no_voice_is_refused_in_words(ada, page, file):
    file.seek(0)
    answer = leave(guest_of(page), page, [file], words="all that I wrote")
    assert answer.status_code == 422
    assert "all that I wrote" in words_in(answer)
    assert "has to be chosen again" in words_in(answer)
    assert not Note.objects.exists()


def test_a_phrase_that_hurts_is_mentioned_and_never_refused(ada, page):
    browser, words = guest_of(page), "At least it was early."
    shown = browser.post(f"/page/{page[0].id}/leave/", {"step": "look", "words": words})
    assert "A thought before you send it" in words_in(shown)
    assert leave(browser, page, words=words).status_code == 302


def test_a_beginning_comes_into_the_words_without_script_too(page):
    answer = guest_of(page).post(f"/page/{page[0].id}/leave/", {"words": "Dear you,", "begin": "0"})
    assert "Dear you,\nI do not know what to say, and I am here.</textarea>" in words_in(answer)


# ── What can be learnt of it ────────────────────────────────────────────────────────────────


def test_the_server_cannot_read_back_what_a_guest_just_wrote(ada, jonas, page, settings):
    """With everything at rest, the server's own key and the page's link: all but the parents'."""
    from heartleaf.keepsakes.media import vault
    from heartleaf.sealing import CannotOpen, Identity, unseal

    browser = guest_of(page)
    leave(browser, page, [a_file()], words="say his name aloud")
    note = Note.objects.get()
    keys = [page[1].identity, page[0].identity, Identity.generate()]
    for sealed in [note.words, *(vault().get(name) for name in vault().names(f"note/{note.pk}"))]:
        with pytest.raises(CannotOpen):
            unseal(sealed, *keys)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM heartleaf_note")
        assert "say his name" not in str(cursor.fetchall())


def test_two_pages_give_the_same_browser_two_names(ada):
    """So that a thief cannot tell that the same guest was on both."""
    pages = [a_page(ada), a_page(ada)]
    for page in pages:
        leave(guest_of(page), page)
    one, other = Note.objects.values_list("sender", flat=True)
    assert bytes(one) != bytes(other)


def test_what_was_let_in_is_shown_to_other_guests_without_a_number(ada, page, client):
    letting_in.let_in(ada, opened(ada, a_note(page[0], kind="candle", name="Inge")), page[0])
    picture = a_note(page[0], [("a.jpg", [a_picture("a")])], kind="picture", name="Vera")
    letting_in.let_in(ada, opened(ada, picture), page[0])
    browser = guest_of(page)
    shown = words_in(browser.get(f"/page/{page[0].id}/"))
    assert "Inge" in shown
    (src,) = re.findall(rf'src="(/page/{page[0].id}/left/[^"]+)"', shown)
    answer = browser.get(src)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert client.get(src).status_code == 404
