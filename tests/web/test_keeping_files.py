"""Keeping what is in one's hands: files of any kind, with script and without, and things."""

import datetime
import hashlib
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from heartleaf.archive import going_on
from heartleaf.archive.models import Import, Upload
from heartleaf.keepsakes import keeping, preparing
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.keeping import AlreadyKept
from heartleaf.keepsakes.media import PART, vault
from heartleaf.keepsakes.models import Keepsake, Media
from heartleaf.keepsakes.receiving import receive
from heartleaf.keepsakes.showing import Shelf
from tests.cast import a_picture
from tests.vectors import dicom

pytestmark = pytest.mark.django_db(transaction=True)

FILES, THING, SOUND = (f"/keepsakes/new/{what}/" for what in ("files", "thing", "sound"))
US = {"circle": "us"}


def a_file(name, data):
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


@pytest.fixture
def adas(ada, browser_of):
    return browser_of(ada)


@pytest.fixture
def send(adas):
    """As the script does: `send("a.jpg", data)` gives the id of what has arrived."""

    def to_the_house(name, data, browser=adas):
        upload = browser.post("/uploads/", {"name": name, "size": len(data)}).json()
        for at in range(0, len(data), PART):
            body = data[at : at + PART]
            browser.post(f"/uploads/{upload['id']}/?offset={at}", body, "application/octet-stream")
        return upload["id"]

    return to_the_house


def only_card(person):
    [shown] = Shelf(person).page().entries
    return shown.card


def uploads_in_the_vault():
    return [name for name in vault().names() if name.startswith("upload/")]


# ── Keeping ─────────────────────────────────────────────────────────────────────────────────


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


# ── An ultrasound ───────────────────────────────────────────────────────────────────────────


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


# ── What is not kept ────────────────────────────────────────────────────────────────────────


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


# ── Things ──────────────────────────────────────────────────────────────────────────────────


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


# ── A voice ─────────────────────────────────────────────────────────────────────────────────


def test_the_microphone_may_be_asked_for_on_one_page_alone(adas):
    asking = adas.get(SOUND).headers
    others = [adas.get(page).headers for page in (FILES, THING, "/", "/bring-in/")]

    assert "microphone=(self)" in asking["Permissions-Policy"]
    assert "camera=()" in asking["Permissions-Policy"]
    assert "media-src 'self' blob:" in asking["Content-Security-Policy"]
    assert all("microphone=()" in headers["Permissions-Policy"] for headers in others)
    assert all("blob:" not in headers["Content-Security-Policy"] for headers in others)


# ── On the way ──────────────────────────────────────────────────────────────────────────────


def sha(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def cut_off(adas):
    """A film of which two parts have arrived: its bytes and the id of its upload."""
    data = bytes(range(256)) * (PART // 256) + b"b" * PART + b"c" * 1000
    return data, send_two_parts(adas, "/uploads/", data)


def send_two_parts(browser, to, data, **more):
    begun = browser.post(to, {"name": "film.mov", "size": len(data), **more}).json()
    for at in range(0, 2 * PART, PART):
        address = f"/uploads/{begun['id']}/?offset={at}"
        browser.post(address, data[at : at + PART], "application/octet-stream")
    return begun["id"]


def begin(browser, data, name="film.mov", **more):
    said = {"name": name, "size": len(data), "proves": "yes", **more}
    return browser.post(more.pop("to", "/uploads/"), said).json()


def proof(data, received=2 * PART):
    return {"hashes": " ".join(sha(data[at : at + PART]) for at in range(0, received, PART))}


def test_a_file_chosen_again_goes_on_where_it_stopped(adas, cut_off):
    data, id = cut_off

    asked = begin(adas, data)
    assert asked == {"here": id, "received": 2 * PART, "part": PART}

    told = begin(adas, data, going_on=id, **proof(data))
    assert (told["id"], told["received"]) == (id, 2 * PART)
    assert Upload.objects.count() == 1


def test_another_file_of_the_same_name_and_size_is_begun_anew(adas, cut_off):
    data, id = cut_off
    other = data[: PART // 2] + b"x" + data[PART // 2 + 1 :]

    told = begin(adas, other, going_on=id, **proof(other))

    assert told["received"] == 0
    assert told["id"] != id


def test_a_copy_with_a_hole_in_its_middle_is_not_joined_with_the_good_one(adas):
    whole = bytes(range(256)) * (3 * PART // 256) + b"c" * 1000
    hole = whole[:PART] + bytes(PART) + whole[2 * PART :]
    begun = begin(adas, hole)
    for at in range(0, 3 * PART, PART):
        address = f"/uploads/{begun['id']}/?offset={at}"
        adas.post(address, hole[at : at + PART], "application/octet-stream")
    ends = {"first": sha(whole[:PART]), "last": sha(whole[2 * PART : 3 * PART])}

    told = begin(adas, whole, going_on=begun["id"], **ends, **proof(whole, 3 * PART))

    assert (told["received"], told["id"] != begun["id"]) == (0, True)


@pytest.mark.parametrize("what", ["another name", "another size", "jonas", "listed", "given up"])
def test_nothing_else_is_taken_for_it(adas, jonas, browser_of, cut_off, what):
    data, id = cut_off
    browser, more = adas, {}
    if what == "another name":
        more["name"] = "other.mov"
    elif what == "another size":
        data += b"d"
    elif what == "jonas":
        browser = browser_of(jonas)
    elif what == "listed":
        more["besides"] = id
    else:
        adas.post(f"/uploads/{id}/given-up/")

    assert "here" not in begin(browser, data, **more)


def test_a_page_that_cannot_prove_it_begins_anew(adas, cut_off):
    data, id = cut_off

    told = adas.post("/uploads/", {"name": "film.mov", "size": len(data)}).json()

    assert (told["received"], told["id"] != id) == (0, True)


def test_what_was_cut_off_on_its_way_into_the_tray_goes_on_there(adas, cut_off):
    data, id = cut_off
    row = adas.post("/imports/").json()["id"]
    said = {"to": f"/imports/{row}/uploads/", "number": 3}

    assert begin(adas, data, **said)["here"] == id
    told = begin(adas, data, **said, going_on=id, **proof(data))
    again = begin(adas, data, **said, going_on=id, **proof(data))

    assert told == again
    upload = Upload.objects.get()
    assert (str(upload.belongs_to_id), upload.number) == (row, 3)


@pytest.fixture
def cut_off_into_the_tray(adas):
    """The same of an import: its row, the bytes, and the id of its upload."""
    data = b"a" * PART + b"b" * PART + b"c" * 1000
    row = Import.objects.get(id=adas.post("/imports/").json()["id"])
    return row, data, send_two_parts(adas, f"/imports/{row.id}/uploads/", data, number=0)


def silent_for(row, seconds):
    alive_at = timezone.now() - datetime.timedelta(seconds=seconds)
    Import.objects.filter(pk=row.pk).update(alive_at=alive_at)


def test_from_an_import_that_another_tab_is_filling_nothing_is_taken(adas, cut_off_into_the_tray):
    row, data, id = cut_off_into_the_tray

    silent_for(row, 50)
    assert "here" not in begin(adas, data)
    assert Upload.objects.get(id=id).belongs_to_id == row.id


def test_from_an_import_that_fell_silent_it_goes_on_elsewhere(adas, cut_off_into_the_tray):
    row, data, id = cut_off_into_the_tray

    silent_for(row, 70)
    assert begin(adas, data)["here"] == id
    assert begin(adas, data, going_on=id, **proof(data))["id"] == id
    assert Upload.objects.get(id=id).belongs_to_id is None


@pytest.mark.parametrize("meanwhile", ["claimed", "filled", "given up"])
def test_what_was_taken_up_while_the_hashes_were_compared_is_left_there(
    adas, cut_off_into_the_tray, monkeypatch, meanwhile
):
    (row, data, id), is_of = cut_off_into_the_tray, going_on.is_of
    silent_for(row, 70)

    def slowly(*args):
        proved = is_of(*args)
        if meanwhile == "claimed":
            Import.objects.filter(pk=row.pk).update(state=Import.State.WORKING)
        elif meanwhile == "filled":
            Import.objects.filter(pk=row.pk).update(alive_at=timezone.now())
        else:
            Upload.objects.filter(pk=id).update(given_up_at=timezone.now())
        return proved

    monkeypatch.setattr(going_on, "is_of", slowly)
    told = begin(adas, data, going_on=id, **proof(data))

    assert (told["received"], told["id"] != id) == (0, True)
    assert Upload.objects.get(id=id).belongs_to_id == row.id


def test_two_files_of_one_import_that_look_alike_stay_two(adas):
    row, data = adas.post("/imports/").json()["id"], b"a" * 10
    to = f"/imports/{row}/uploads/"
    first = begin(adas, data, to=to, number=0)
    adas.post(f"/uploads/{first['id']}/?offset=0", data, "application/octet-stream")

    assert "here" not in begin(adas, data, to=to, number=1)


def test_what_is_taken_off_the_list_is_gone(adas, send):
    id = send("a.jpg", a_picture("a"))

    adas.post(f"/uploads/{id}/given-up/")

    assert not Upload.objects.exists()
    assert uploads_in_the_vault() == []


def test_a_part_that_comes_after_it_was_taken_off_leaves_nothing(adas, ada, monkeypatch):
    begun = adas.post("/uploads/", {"name": "a", "size": 10}).json()
    put = type(vault()).put

    def take_off_meanwhile(self, name, data):
        put(self, name, data)
        adas.post(f"/uploads/{begun['id']}/given-up/")
        put(self, name, data)

    monkeypatch.setattr(type(vault()), "put", take_off_meanwhile)
    address = f"/uploads/{begun['id']}/?offset=0"
    answer = adas.post(address, bytes(10), "application/octet-stream")

    assert answer.status_code == 400
    assert uploads_in_the_vault() == []


def test_nobody_can_begin_without_end(adas, monkeypatch):
    monkeypatch.setattr("heartleaf.archive.uploads.MOST_LOOSE", 2)
    monkeypatch.setattr("heartleaf.archive.uploads.LARGEST_LOOSE", 100)

    def begun(size):
        return adas.post("/uploads/", {"name": "a", "size": size}).status_code

    assert [begun(101), begun(60), begun(41), begun(40), begun(0)] == [413, 201, 413, 201, 413]
