"""Files on their way to a form: cut off, chosen again, taken off the list."""

import datetime
import hashlib

import pytest
from django.utils import timezone

from heartleaf.archive import going_on
from heartleaf.archive.models import Import, Upload
from heartleaf.keepsakes.media import PART, vault
from tests.cast import a_picture
from tests.web.hands import uploads_in_the_vault

pytestmark = pytest.mark.django_db(transaction=True)


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
