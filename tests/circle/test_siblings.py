"""A child of the family: what they see, what they make, and that nothing else answers them."""

import hashlib
import io
import json
import re

import pytest
from django.test import Client
from PIL import Image

from heartleaf.archive.models import Upload
from heartleaf.circle.models import Note
from heartleaf.family.beginning import Beginner, begin_circle
from heartleaf.family.entering import begin_session
from heartleaf.family.joining import join
from heartleaf.family.keyrings import let_in, take_out
from heartleaf.family.models import Person
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.cards import open_card
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.sealing import CannotOpen, unseal
from heartleaf.web import sibling_giving
from heartleaf.web.sessions import KEY, TOKEN
from tests.cast import PASSPHRASE
from tests.secrecy.walking import Ids, addresses

pytestmark = pytest.mark.django_db


def again(person):
    return OpenPerson(Person.objects.get(pk=person.id), person.identity)


@pytest.fixture
def siblings(ada, jonas, inge):
    """A circle of the family's own, in which Inge may add as well."""
    circle = begin_circle(ada.person.family, "own", [ada.person, jonas.person], "the siblings")
    again(ada).change_facts(lambda facts: None)  # sealed to the new circle too
    let_in(again(ada).circle(str(circle.id)), inge.person, "adds")
    return str(circle.id)


@pytest.fixture
def mila(ada, siblings):
    mila = join(again(ada), Beginner("mila@example.org", PASSPHRASE, "Mila"), [siblings], "child")
    return again(mila)


@pytest.fixture
def milas(mila, browser_of):
    return browser_of(mila)


@pytest.fixture
def given(ada, siblings, given_a_letter):
    def keep(by=ada, **says):
        return given_a_letter(again(by), circle=siblings, **says)

    return keep


# ── What they see ───────────────────────────────────────────────────────────────────────────


def test_help_now_speaks_to_them_first_and_in_their_own_words(milas):
    page = milas.get("/help-now/?country=IE").text
    theirs, _line, rest = page.partition("What follows is for grown-ups.")

    assert "Go to a grown-up you trust." in theirs
    assert 'href="tel:112"' in theirs
    assert "pregnant" not in theirs
    assert "pregnant" in rest


def test_home_says_it_plainly(milas):
    page = milas.get("/siblings/").text

    assert "Rowan died." in page
    for veiled in ("passed", "sleep", "asleep", "angel", "heaven"):
        assert veiled not in page.lower()


def test_the_word_stays_plain_whatever_the_family_says_elsewhere(ada, milas):
    ada.change_facts(lambda facts: setattr(facts.vocabulary, "died", "fell asleep"))

    page = milas.get("/siblings/").text
    assert "Rowan died." in page
    assert "asleep" not in page


def test_today_is_their_home(milas):
    assert milas.get("/").headers["Location"] == "/siblings/"


def test_what_a_parent_chose_is_seen_one_after_the_other(milas, given):
    later = given(title="His hat", words="It was yellow.", date="14 May 2025")
    first = given(title="The day", words="We were all there.", date="12 May 2025")

    page = milas.get("/siblings/look/").text
    assert "We were all there." in page
    assert "yellow" not in page
    assert f"/siblings/{later.id}/" in page
    assert f"/siblings/{first.id}/" in milas.get(f"/siblings/{later.id}/").text


def test_nothing_that_a_grandmother_kept_is_seen_though_the_key_would_open_it(
    inge, mila, milas, given, siblings, given_a_picture
):
    hers = given(by=inge, title="From Inge", words="Dear Mila")
    picture = given_a_picture(again(inge), circle=siblings)
    media = str(picture.media.get().id)

    assert unseal(hers.card, mila.circle(siblings).identity())
    assert milas.get(f"/siblings/{hers.id}/").status_code == 404
    for view in ("small", "large", "cover"):
        assert milas.get(f"/keepsakes/{picture.id}/{media}/{view}.jpg").status_code == 404
    assert "Dear Mila" not in milas.get("/siblings/look/").text
    assert "There is nothing here yet" in milas.get("/siblings/look/").text


@pytest.mark.parametrize(
    "says", [{"covered": True}, {"until": "2199-05-12"}, {"until_asked": True}, {"place": "tray"}]
)
def test_nothing_covered_or_closed_or_in_the_tray_is_seen(milas, given, says):
    kept = given(title="Not this", words="unseen-word", **says)

    assert milas.get(f"/siblings/{kept.id}/").status_code == 404
    assert "unseen-word" not in milas.get("/siblings/look/").text
    assert "/siblings/look/" not in milas.get("/siblings/").text


def test_what_is_in_the_bin_is_not_seen(milas, given):
    kept = given(title="Not this")
    keeping.put_in_bin(Keepsake.objects.get(pk=kept.pk))

    assert milas.get(f"/siblings/{kept.id}/").status_code == 404


def test_a_picture_comes_with_its_views_and_not_as_the_original(
    ada, milas, siblings, given_a_picture
):
    kept = given_a_picture(again(ada), circle=siblings, title="The lake")
    media = str(kept.media.get().id)

    page = milas.get("/siblings/look/").text
    assert f"/keepsakes/{kept.id}/{media}/large.jpg" in page
    assert milas.get(f"/keepsakes/{kept.id}/{media}/large.jpg")["Content-Type"] == "image/jpeg"
    assert milas.get(f"/keepsakes/{kept.id}/{media}/original").headers["Location"] == "/siblings/"


def test_of_other_circles_they_have_no_key(ada, mila, given_a_letter):
    kept = [given_a_letter(ada, words="x", circle=one) for one in ("only-me", "us", "friends")]
    keys = [mila.identity, *(circle.identity() for circle in mila.circles.values())]

    for one in kept:
        with pytest.raises(CannotOpen):
            unseal(one.card, *keys)


def test_a_parent_who_is_none_any_more_is_not_their_parent(ada, jonas, milas, given):
    kept = given(by=jonas, title="From Jonas")
    assert milas.get(f"/siblings/{kept.id}/").status_code == 200

    take_out(again(ada).circle("us"), jonas.person)
    assert milas.get(f"/siblings/{kept.id}/").status_code == 404


# ── Nothing else answers them ───────────────────────────────────────────────────────────────

OPEN_TO_THEM = (
    "/siblings/",
    "/settings/me/",
    "/settings/passphrase/",
    "/settings/closing/",
    "/uploads/",
)
FOR_EVERYONE = (
    "/assets/", "/robots.txt", "/manifest", "/help-now/", "/push.js", "/closed/", "/told/",
    "/sign-in/", "/sign-out/", "/welcome/", "/calendar/", "/stewardship/sheets/",
    "/stewardship/stop/", "/pieces/", "/share/", "/invited/", "/page/",
    "/for-others/plain/", "/ended/",
)  # fmt: skip
HOME = ("/siblings/", "/")
METHODS = ("get", "post")
RARE = ("put", "delete")


def test_every_address_by_every_method_answers_them_nothing_but_their_own(
    ada, inge, mila, given, given_a_letter, given_a_picture, siblings
):
    given(title="For Mila")
    given_a_picture(again(ada), circle=siblings, covered=True, title="Covered-Wort")
    given_a_letter(again(inge), circle=siblings, title="Inges-Wort", words="Inges-Wort")
    given_a_letter(ada, circle="us", title="Us-Wort", words="Us-Wort")
    rows = {str(one.id): one.circle_id for one in Keepsake.objects.all()}
    before = _everything()

    for number, path in enumerate(addresses(Ids.of_everything(*rows, mila.id))):
        if path.startswith(("/sign-out", "/closed", "/uploads")):
            continue
        browser = _fresh(mila)  # the one before may have been signed out, or closed
        for method in METHODS if number % 4 else METHODS + RARE:
            answer = getattr(browser, method)(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert not any(word in body for word in (b"Inges-Wort", b"Us-Wort", b"Covered-Wort"))
            if path.startswith((*OPEN_TO_THEM, *FOR_EVERYONE)) or "/keepsakes/" in path:
                continue
            led_home = answer.status_code == 302 and answer.headers["Location"] in HOME
            assert led_home or answer.status_code in {404, 405}, (method, path)
    assert _everything() == before


def _fresh(person):
    browser = Client()
    cookies = begin_session(person)
    browser.cookies[TOKEN], browser.cookies[KEY] = cookies.token, cookies.key
    return browser


def _everything():
    """Of what is kept nothing may change by it."""
    said = [(str(k.id), k.revision, k.binned_at, bytes(k.card)) for k in Keepsake.objects.all()]
    return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()


def test_the_pages_have_no_way_to_the_places_and_no_settings_of_circles(milas, given):
    given(title="For you")
    for path in ("/siblings/", "/siblings/look/", "/siblings/draw/", "/settings/me/"):
        page = milas.get(path).text
        for other in ("/timeline/", "/tree/", "/more/", "/search/", "/quiet/", "/bring-in/"):
            assert f'"{other}"' not in page


def test_grown_ups_have_no_siblings_page(ada, inge, browser_of, given):
    kept = given(title="For Mila")
    for person in (ada, inge):
        browser = browser_of(again(person))
        for path in ("", "look/", "draw/", "write/", "say/", f"{kept.id}/"):
            assert browser.get(f"/siblings/{path}").status_code == 404


def test_their_look_and_passphrase_are_theirs(mila, milas):
    said = {"name": "Mila", "zone": "UTC", "theme": "dark", "letters": "1.3", "language": "en"}
    assert milas.post("/settings/me/", said, follow=True).status_code == 200
    assert again(mila).own.theme == "dark"
    assert milas.get("/settings/passphrase/").status_code == 200


# ── What they make ──────────────────────────────────────────────────────────────────────────


def opened(note, person):
    return json.loads(unseal(note.words, person.circle("us").identity()))


def a_drawing():
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "#f7f4ec").save(file, "PNG")
    file.name = "Drawing.png"
    file.seek(0)
    return file


def test_a_letter_goes_to_the_parents_and_to_nobody_else(ada, inge, mila, milas):
    page = milas.post("/siblings/write/", {"words": "I have a new tooth."})

    assert "It is with your parents now" in page.text
    note = Note.objects.get()
    said = opened(note, ada)
    assert (said["words"], said["name"], note.by_id) == ("I have a new tooth.", "Mila", mila.id)
    for other in (mila, inge):
        keys = [other.identity, *(one.identity() for one in again(other).circles.values())]
        with pytest.raises(CannotOpen):
            unseal(note.words, *keys)


def test_it_is_to_the_one_they_chose(ada, milas, browser_of):
    from heartleaf.family.facts import Child

    ada.change_facts(lambda facts: facts.children.append(Child(name="Lena", died="2021-02-02")))
    page = milas.get("/siblings/draw/").text
    assert "Who is it for?" in page

    lena = ada.facts.children[-1]
    milas.post("/siblings/write/", {"words": "Hello", "to": lena.id})
    note = Note.objects.get()
    assert opened(note, ada)["children"] == [lena.id]

    adas = browser_of(again(ada))
    assert "For Lena" in adas.get(f"/letterbox/{note.id}/").text
    adas.post(f"/letterbox/{note.id}/letting-in/", {"keep": "on", "circle": "us"})
    assert open_card(Keepsake.objects.get(), ada.circle("us")).children == [lena.id]


def test_a_drawing_by_file_needs_no_script(ada, milas):
    data = a_drawing().read()
    milas.post("/siblings/draw/", {"files": a_drawing()})

    note = Note.objects.get()
    [file] = opened(note, ada)["files"]
    sealed = vault().get(f"note/{note.id}/0.age")
    assert unseal(sealed, ada.circle("us").identity()) == data
    assert file["name"] == "Drawing.png"


def test_a_sound_that_was_sent_before_goes_with_its_form(ada, milas, send):
    upload = send("voice.webm", b"\x1aE\xdf\xa3webm" + b"x" * 100, milas)
    milas.post("/siblings/say/", {"uploads": upload})

    note = Note.objects.get()
    assert opened(note, ada)["kind"] == "voice"
    assert not Upload.objects.exists()


def test_a_form_that_is_sent_twice_is_given_once(ada, milas):
    token = re.search(r'name="form" value="([^"]+)"', milas.get("/siblings/draw/").text)[1]
    for _one in range(2):
        answer = milas.post("/siblings/draw/", {"files": a_drawing(), "form": token})
        assert "It is with your parents now" in answer.text
    assert Note.objects.count() == 1
    assert not Upload.objects.exists()


def test_a_second_tap_whose_files_the_first_took_along_is_well_too(milas, send):
    token = re.search(r'name="form" value="([^"]+)"', milas.get("/siblings/draw/").text)[1]
    said = {"uploads": send("a.png", a_drawing().read(), milas), "form": token}
    for _one in range(2):
        assert "It is with your parents now" in milas.post("/siblings/draw/", said).text
    assert Note.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "name", "data", "sentence"),
    [
        ("draw", "large.png", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "too large"),
        ("draw", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        ("draw", "a.png", b"MZ\x90\0" * 5, "no picture"),
        ("say", "a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 10, "no sound"),
    ],
)
def test_what_the_parents_could_not_look_at_does_not_go(
    milas, send, monkeypatch, path, name, data, sentence
):
    monkeypatch.setattr(sibling_giving, "MOST_BYTES", 90)
    answer = milas.post(f"/siblings/{path}/", {"uploads": send(name, data, milas)})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert name in answer.text
    assert not Note.objects.exists()


@pytest.fixture
def send(milas):
    def to_the_house(name, data, browser):
        upload = browser.post("/uploads/", {"name": name, "size": len(data)}).json()
        browser.post(f"/uploads/{upload['id']}/?offset=0", data, "application/octet-stream")
        return upload["id"]

    return to_the_house


@pytest.mark.parametrize(
    ("path", "said", "sentence"),
    [
        ("write", {"words": "  "}, "There are no words yet."),
        ("draw", {}, "There is no drawing yet."),
        ("say", {}, "There is no sound yet."),
        ("write", {"words": "a" * 20_001}, "shorter"),
    ],
)
def test_with_nothing_in_it_nothing_goes(milas, path, said, sentence):
    answer = milas.post(f"/siblings/{path}/", said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Note.objects.exists()


def test_a_drawing_is_a_picture_of_theirs_alone_until_it_goes(ada, milas):
    """What arrives with a form that is faulty is offered again, not lost."""
    files = [a_drawing() for _one in range(6)]
    answer = milas.post("/siblings/draw/", {"files": files})

    assert answer.status_code == 422
    assert answer.text.count("Drawing.png") == 6
    assert not Note.objects.exists()


# ── Closing the screen ──────────────────────────────────────────────────────────────────────


def test_a_child_opens_the_screen_again(milas):
    milas.post("/closed/begin/")
    assert milas.get("/siblings/").headers["Location"] == "/closed/"
    assert milas.get("/closed/open/").status_code == 200

    milas.post("/closed/open/")

    assert milas.get("/siblings/").status_code == 200
