"""Bringing in through the pages, with and without script, and choosing from the tray."""

import datetime
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from heartleaf.archive import choosing, importing, uploads, working
from heartleaf.archive.checking import check_all
from heartleaf.archive.models import Import, Upload
from heartleaf.keepsakes import receiving
from heartleaf.keepsakes.media import PART, vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf
from heartleaf.vault import VaultError
from tests.cast import a_picture
from tests.vectors import folders, instagram

pytestmark = pytest.mark.django_db(transaction=True)


def a_file(name, data):
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def until_done(browser, address, seconds=30):
    for _ in range(seconds * 20):
        if Import.objects.get().state in {"done", "failed", "stopped"} and not working._at_work:
            return browser.get(address).content.decode()
        time.sleep(0.05)
    raise AssertionError("The import did not end.")


def begin_upload(browser, row, name, size, number=0):
    said = {"name": name, "number": number, "size": size}
    return browser.post(f"/imports/{row}/uploads/", said).json()


def send_in_parts(browser, name, data, part=PART):
    """As the script does: begin, send whole parts, start."""
    row = browser.post("/imports/").json()["id"]
    upload = begin_upload(browser, row, name, len(data))
    at = 0
    while at < len(data):
        body = data[at : at + part]
        answer = browser.post(
            f"/uploads/{upload['id']}/?offset={at}", body, "application/octet-stream"
        )
        at = answer.json()["received"]
    browser.post(f"/imports/{row}/start/")
    return f"/imports/{row}/"


def test_without_script_files_of_one_form_come_into_the_tray(adas, ada):
    answer = adas.post(
        "/bring-in/", {"files": [a_file(f"{n}.jpg", a_picture(str(n))) for n in range(3)]}
    )

    page = until_done(adas, answer.headers["Location"])

    assert "In the tray now" in page
    assert len(Shelf(ada).page(place="tray").entries) == 3
    assert not Upload.objects.exists()
    assert not [name for name in vault().names() if name.startswith("upload/")]


@pytest.mark.parametrize("layout", ["of_2020", "of_2021", "of_2022", "of_2025"])
def test_an_instagram_export_comes_in_with_its_words_and_days(adas, ada, layout):
    data = folders.as_zip(getattr(instagram, layout)()).getvalue()

    until_done(adas, send_in_parts(adas, "instagram.zip", data))

    tray = {
        shown.card.words: shown.card for shown in Shelf(ada).page(place="tray", size=50).entries
    }
    assert instagram.TREE in tray
    assert tray[instagram.TREE].date == "2020-05-12"
    assert len(tray[instagram.CAROUSEL].attachments) == 3
    assert all(card.covered for card in tray.values())


def test_the_page_says_of_how_many_posts_only_the_words_came(adas):
    export = instagram.of_2025()
    files = {name: data for name, data in export.items() if name.endswith(".json")}

    page = until_done(adas, send_in_parts(adas, "in.zip", folders.as_zip(files).getvalue()))

    assert re.search(r"The words of \d+ posts came without a picture\.", page)
    assert "Open the tray" in page


def test_an_html_export_is_recognised_and_the_page_says_how_to_get_the_other(adas):
    data = folders.as_zip(instagram.of_2025_html()).getvalue()

    page = until_done(adas, send_in_parts(adas, "instagram.zip", data))

    assert "JSON" in page


def test_an_upload_goes_on_where_the_line_was_lost(adas, ada):
    data = a_picture("large") + b"\0" * (PART + 1000)
    row = adas.post("/imports/").json()["id"]
    upload = begin_upload(adas, row, "a.jpg", len(data))
    address = f"/uploads/{upload['id']}/"
    adas.post(f"{address}?offset=0", data[:PART], "application/octet-stream")

    again = adas.post(f"{address}?offset=0", data[:PART], "application/octet-stream")
    assert (again.status_code, again.json()["received"]) == (409, PART)
    assert adas.get(address).json()["received"] == PART

    adas.post(f"{address}?offset={PART}", data[PART:], "application/octet-stream")
    adas.post(f"/imports/{row}/start/")
    until_done(adas, f"/imports/{row}/")
    assert Keepsake.objects.count() == 1


def test_an_upload_that_was_cut_off_is_told_until_another_has_come(adas, ada):
    row = adas.post("/imports/").json()["id"]
    assert "An upload was cut off" not in adas.get("/bring-in/").content.decode()

    begin_upload(adas, row, "a.jpg", 10)
    assert "An upload was cut off" in adas.get("/bring-in/").content.decode()

    Import.objects.update(state=Import.State.DONE)
    assert "An upload was cut off" not in adas.get("/bring-in/").content.decode()


def test_jonas_cannot_touch_adas_upload_or_import(adas, jonas, browser_of):
    row = adas.post("/imports/").json()["id"]
    upload = begin_upload(adas, row, "a.jpg", 10)
    his = browser_of(jonas)

    assert his.get(f"/imports/{row}/").status_code == 404
    assert his.post(f"/uploads/{upload['id']}/?offset=0", b"x" * 10, "x/y").status_code == 404
    assert his.post(f"/uploads/{upload['id']}/given-up/").status_code == 404
    assert his.post(f"/imports/{row}/going-on/").status_code == 404


def test_a_file_whose_beginning_had_no_answer_is_begun_once(adas, ada):
    data = a_picture("a")
    row = adas.post("/imports/").json()["id"]
    lost = begin_upload(adas, row, "a.jpg", len(data))

    again = begin_upload(adas, row, "a.jpg", len(data))
    other = begin_upload(adas, row, "b.jpg", 0, number=1)

    assert lost == again
    assert other["id"] != lost["id"]
    adas.post(f"/uploads/{again['id']}/?offset=0", data, "application/octet-stream")
    adas.post(f"/imports/{row}/start/")
    assert "Not brought in" in until_done(adas, f"/imports/{row}/")  # the empty one
    assert Keepsake.objects.count() == 1


def test_a_file_begun_anew_goes_on_with_what_had_arrived(adas, ada):
    row = adas.post("/imports/").json()["id"]
    upload = begin_upload(adas, row, "a.jpg", PART + 10)
    adas.post(f"/uploads/{upload['id']}/?offset=0", bytes(PART), "application/octet-stream")

    assert begin_upload(adas, row, "a.jpg", PART + 10)["received"] == PART


def test_a_file_the_device_cannot_read_any_more_is_named_and_the_others_come_in(adas, ada):
    picture = a_picture("a")
    row = adas.post("/imports/").json()["id"]
    gone = begin_upload(adas, row, "gone.jpg", PART + 10)
    adas.post(f"/uploads/{gone['id']}/?offset=0", bytes(PART), "application/octet-stream")

    adas.post(f"/uploads/{gone['id']}/given-up/")
    assert not [name for name in vault().names() if name.startswith("upload/")]

    here = begin_upload(adas, row, "a.jpg", len(picture), number=1)
    adas.post(f"/uploads/{here['id']}/?offset=0", picture, "application/octet-stream")
    adas.post(f"/imports/{row}/start/")
    page = until_done(adas, f"/imports/{row}/")
    assert "gone.jpg" in page
    assert "on the device it was on" in page
    assert Keepsake.objects.count() == 1


def test_where_no_file_can_be_read_all_are_named(adas, ada):
    row = adas.post("/imports/").json()["id"]
    gone = begin_upload(adas, row, "gone.jpg", 10)
    adas.post(f"/uploads/{gone['id']}/given-up/")
    adas.post(f"/imports/{row}/start/")

    assert "gone.jpg" in until_done(adas, f"/imports/{row}/")
    assert Import.objects.get().state == Import.State.DONE


def test_nothing_more_comes_to_an_import_that_is_over(adas, ada):
    row = adas.post("/imports/").json()["id"]
    upload = begin_upload(adas, row, "a.jpg", 10)
    Import.objects.update(state=Import.State.FAILED)

    said = {"name": "b.jpg", "number": 1, "size": 10}
    assert adas.post(f"/imports/{row}/uploads/", said).status_code == 400
    late = adas.post(f"/uploads/{upload['id']}/?offset=0", bytes(10), "application/octet-stream")
    assert late.status_code == 400


def test_a_full_disk_stops_an_import_in_words_and_ada_lets_it_go_on(adas, ada, monkeypatch):
    kept, store = [], receiving.store

    def no_room_for_the_last(*args, **how):
        if len(kept) == 2:
            raise VaultError("The vault could not be written or read (No space left on device).")
        kept.append(args)
        return store(*args, **how)

    monkeypatch.setattr(importing, "WORKERS", 1)
    monkeypatch.setattr(receiving, "store", no_room_for_the_last)
    files = {f"{number}.jpg": a_picture(str(number)) for number in range(3)}
    address = send_in_parts(adas, "photos.zip", folders.as_zip(files).getvalue())
    page = until_done(adas, address)

    assert "No space left on device" in page
    assert "make some room first" in page
    assert "<dd>2</dd>" in page
    assert check_all(ada).problems == []

    monkeypatch.undo()
    adas.post(f"{address}going-on/")
    until_done(adas, address)
    assert Import.objects.get().state == Import.State.DONE
    assert len(Shelf(ada).page(place="tray").entries) == 3
    assert not Upload.objects.exists()


def test_what_waited_too_long_says_so(adas, ada):
    row = adas.post("/imports/").json()["id"]
    begin_upload(adas, row, "a.jpg", 10)

    uploads.sweep_uploads(timezone.now() + datetime.timedelta(days=3))

    assert "not finished within two days" in adas.get(f"/imports/{row}/").content.decode()


def test_nobody_signed_out_leaves_anything_in_the_vault(ada, browser_of):
    browser_of(None).post("/bring-in/", {"files": [a_file("a.jpg", a_picture())]})

    assert not Upload.objects.exists()
    assert list(vault().names()) == []


def test_ada_keeps_a_month_in_us_and_takes_the_rest_out(adas, ada, jonas, given_a_picture):
    may = given_a_picture(ada, place="tray", covered=True, date="12 May 2025", title="may")
    june = given_a_picture(ada, place="tray", covered=True, date="3 June 2025", title="june")

    adas.post("/tray/chosen/", {"month": "2025-05", "circle": "us"})
    assert [shown.keepsake.id for shown in Shelf(jonas).page().entries] == [may.id]
    assert Shelf(jonas).get(may.id).is_covered

    adas.post("/tray/rest/")
    assert not Keepsake.objects.filter(pk=june.pk).exists()
    assert Keepsake.objects.filter(pk=may.pk).exists()


def test_ada_chooses_some_by_looking(adas, ada, given_a_picture):
    pictures = [given_a_picture(ada, place="tray", covered=True, title=str(n)) for n in range(3)]

    adas.post("/tray/chosen/", {"chosen": [str(pictures[1].id)], "circle": "only-me"})

    assert [shown.keepsake.id for shown in Shelf(ada).page().entries] == [pictures[1].id]
    assert len(Shelf(ada).page(place="tray").entries) == 2


def test_what_is_taken_out_of_the_tray_is_asked_for_once_more(adas, ada, given_a_picture):
    picture = given_a_picture(ada, place="tray", covered=True)
    chosen = {"chosen": [str(picture.id)], "remove": "yes"}

    asked = adas.post("/tray/chosen/", chosen)
    assert "for good" in asked.content.decode()
    assert Keepsake.objects.count() == 1

    adas.post("/tray/chosen/", {**chosen, "sure": "yes"})
    assert Keepsake.objects.count() == 0


def test_ada_can_look_at_a_thing_of_the_tray_before_she_keeps_it(adas, ada, given_a_picture):
    picture = given_a_picture(ada, place="tray", covered=True, date="12 May 2025")
    tray = adas.get("/tray/").content.decode()
    assert f'class="look" href="/keepsakes/{picture.id}/"' in tray
    assert '<span class="day">12 May 2025</span>' in tray

    for page in (
        adas.get(f"/keepsakes/{picture.id}/"),
        adas.post(f"/keepsakes/{picture.id}/uncovering/", follow=True),
    ):
        assert f'name="chosen" value="{picture.id}"' in page.content.decode()

    adas.post("/tray/chosen/", {"chosen": str(picture.id), "circle": "us", "keep": "yes"})
    kept = adas.get(f"/keepsakes/{picture.id}/").content.decode()
    assert Shelf(ada).get(picture.id).circle.kind == "us"
    assert 'name="chosen"' not in kept


def test_ada_sees_covered_what_she_is_about_to_take_out(adas, ada, given_a_picture):
    chosen, other = (given_a_picture(ada, place="tray", covered=True, title=n) for n in "ab")

    asked = adas.post("/tray/chosen/", {"chosen": str(chosen.id), "remove": "yes"})

    page = asked.content.decode()
    assert f"/keepsakes/{chosen.id}/" in page
    assert "cover.jpg" in page
    assert str(other.id) not in page


def test_a_whole_tray_is_kept_beside_the_page(adas, ada, given_a_picture):
    for number in range(15):
        given_a_picture(ada, place="tray", covered=True, title=str(number))

    adas.post("/tray/chosen/", {"all": "yes", "circle": "us"})

    assert Shelf(ada).page(place="tray").entries == []
    for _ in range(1200):
        if not choosing.is_at_work(ada):
            break
        time.sleep(0.05)
    assert [shown.circle.kind for shown in Shelf(ada).page().entries] == ["us"] * 15


def test_undated_things_are_asked_for_their_day(adas, ada, given_a_picture):
    picture = given_a_picture(ada, place="tray", covered=True)
    assert str(picture.id) in adas.get("/tray/when/").content.decode()

    adas.post("/tray/when/", {f"date-{picture.id}": "about spring 2025"})

    assert Shelf(ada).get(picture.id).card.placed.startswith("2025-04")


def test_words_that_are_no_date_are_kept_as_adas_own_and_asked_after_the_others(
    adas, ada, given_a_picture
):
    snow, other = (given_a_picture(ada, place="tray", covered=True, title=n) for n in "ab")

    said = adas.post("/tray/when/", {f"date-{snow.id}": "the night it snowed"}, follow=True)

    page = said.content.decode()
    assert "Kept in your own words; it has no place in the timeline yet." in page
    assert 'value="the night it snowed"' in page
    assert page.index(f"date-{other.id}") < page.index(f"date-{snow.id}")
    assert Shelf(ada).get(snow.id).keepsake.revision == 2

    adas.post("/tray/when/", {f"date-{snow.id}": "the night it snowed", f"date-{other.id}": "2025"})
    assert Shelf(ada).get(snow.id).keepsake.revision == 2
    assert Shelf(ada).get(other.id).card.placed.startswith("2025")


def test_a_day_that_went_wrong_is_asked_again_as_it_was_typed(adas, ada, given_a_picture):
    picture = given_a_picture(ada, place="tray", covered=True)

    answer = adas.post("/tray/when/", {f"date-{picture.id}": "31 April 2025"})

    assert answer.status_code == 422
    assert 'value="31 April 2025"' in answer.content.decode()


def test_what_ada_chose_is_never_kept_as_jonas_picture(ada, jonas, browser_of):
    his, hers = browser_of(jonas), {"who": str(ada.id), "circle": "us"}

    for page in ("/keepsakes/new/files/", "/bring-in/"):
        answer = his.post(page, {"files": [a_file("a.jpg", a_picture())], **hers})

        assert answer.status_code == 403
        assert "Someone else has signed in" in answer.content.decode()
    assert not Keepsake.objects.exists()
    assert not Import.objects.exists()
    assert not Upload.objects.exists()
    assert list(vault().names()) == []


def test_the_forms_for_files_say_whose_they_are(adas, ada):
    said = f'name="who" value="{ada.id}"'

    assert said in adas.get("/keepsakes/new/files/").content.decode()
    assert said in adas.get("/bring-in/").content.decode()


def test_what_is_no_id_is_not_chosen(adas, ada, given_a_picture):
    given_a_picture(ada, place="tray", covered=True)

    answer = adas.post("/tray/chosen/", {"chosen": ["-" * 36, "f" * 36], "circle": "us"})

    assert answer.status_code == 302
    assert len(Shelf(ada).page(place="tray").entries) == 1
