"""A full disk takes nothing away: what was kept stays whole, and what has no room is refused."""

import json
import random

from tests.crash.bringing import a_picture
from tests.crash.house import the_sentence
from tests.crash.visiting import Visitor
from tests.doors.disks import a_full_disk, fill


def test_a_full_disk_takes_nothing_away_and_says_so(house):
    """Through the pages: what was kept can be read, what has no room is refused in a sentence,
    and when there is room again everything goes on."""
    with a_full_disk(house) as make_room:
        ada = Visitor(house.port)
        house.open()
        ada.sign_in()
        kept_before = ada.get("/timeline/")
        fill(house)
        picture = [("large.jpg", a_large_picture())]
        came = ada.post("/keepsakes/new/files/", {"circle": "us", "title": "none"}, picture)

        assert came.status >= 500
        assert "What was kept before is kept" in came.text or "Nothing was overwritten" in came.text
        assert pictures_on(ada.get("/timeline/")) == pictures_on(kept_before)
        make_room()
        came = ada.post("/keepsakes/new/", {"circle": "us", "words": "Now there is room"})
        assert came.status == 302
    assert "Traceback" not in house.log.read_text()


def test_an_import_into_a_full_disk_ends_in_a_sentence_and_can_be_run_again(house, tmp_path):
    with a_full_disk(house) as make_room:
        fill(house)
        (tmp_path / "photos").mkdir()
        (tmp_path / "photos/large.jpg").write_bytes(a_large_picture())

        ended = house.run("import", tmp_path / "photos", *house.entering, "--json")
        assert ended.returncode == 1
        assert "Nothing was overwritten" in the_sentence(ended)
        make_room()
        ended = house.run("import", tmp_path / "photos", *house.entering, "--json")
        assert json.loads(ended.stdout)["kept"] == 1
        checked = house.check()
        assert (checked["whole"], checked["keepsakes"]) == (True, 3)


def a_large_picture():
    """About half a megabyte: more than there is room for, and less than needs a temporary file."""
    return a_picture(random.Random(9), (3000, 2500))


def pictures_on(page):
    assert page.status == 200
    return page.text.count("<img")
