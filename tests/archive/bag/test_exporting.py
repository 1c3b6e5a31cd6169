"""An export: a bag that opens without us, with everything in it that its person's keys open."""

import dataclasses
import json
import os
import stat
import subprocess
import tracemalloc
import zlib

import bagit
import jsonschema
import pytest
from django.utils import timezone

from heartleaf.archive import exporting
from heartleaf.archive.bag import faces
from heartleaf.archive.bag.facts import SCHEMAS
from heartleaf.archive.ending.carrying_out import let_keys_go
from heartleaf.archive.ending.deciding import ask_own
from heartleaf.archive.exporting import NotWritten, to_file
from heartleaf.family.models import Family
from heartleaf.keepsakes import keeping
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.media import begin_media, original_name, store, vault
from heartleaf.keepsakes.models import Media
from heartleaf.tree.models import GrownWood
from tests import needs
from tests.archive.bag.house import empty, exported, files_of, home
from tests.tree.kept import WOOD

MIB = 1024 * 1024


@pytest.fixture
def facts_alone(monkeypatch):
    monkeypatch.setattr(faces, "entries", lambda gathered: iter(()))


def test_who_ended_their_place_with_their_name_is_still_named(ada, jonas, given_a_letter):
    given_a_letter(jonas, title="His", circle="us", date="2 May 2025")
    let_keys_go(ask_own(jonas, named=True, at_once=True), timezone.now(), insisted=True)
    assert b"Jonas" in files_of(exported(ada))["data/read/2025.html"]


def test_it_says_by_which_rule_its_tree_grew(ada, facts_alone):
    later = dataclasses.replace(WOOD, version=7)
    grown = {"wood": zlib.compress(later.to_bytes()), "began_at": timezone.now()}
    GrownWood.objects.create(family_id=ada.family_id, **grown)
    said = json.loads(files_of(exported(ada))["data/family.json"])
    assert said["tree"]["growth"] == 7


def test_other_programs_find_the_bag_whole_and_every_json_as_its_schema_says(filled, tmp_path):
    (tmp_path / "out.zip").write_bytes(exported(filled))
    words = [needs.command("unzip"), "-qq", "out.zip", "-d", "out"]
    subprocess.run(words, cwd=tmp_path, check=True)
    [folder] = (tmp_path / "out").iterdir()

    bagit.Bag(str(folder)).validate()
    for manifest in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        words = ["sha512sum", "--strict", "--quiet", "-c", manifest]
        assert subprocess.run(words, cwd=folder).returncode == 0
    assert sorts_in(folder) == {path.name.split(".")[0] for path in SCHEMAS.glob("*")} - {"damaged"}


def sorts_in(folder):
    """Which sorts of JSON are there; each is as its own schema beside it says."""
    seen = set()
    for path in folder.rglob("*.json"):
        value = json.loads(path.read_text())
        if path.parent.name == "schema":
            jsonschema.Draft202012Validator.check_schema(value)
        elif "questionnaires" not in path.parts:
            sort = "draft" if path.parent.name == "drafts" else path.stem
            schema = folder / "data" / "schema" / f"{sort}.schema.json"
            jsonschema.validate(value, json.loads(schema.read_text()))
            seen.add(sort)
    return seen


@pytest.mark.django_db
class TestWritten:
    @pytest.fixture(autouse=True)
    def without_faces(self, facts_alone):
        """What people read is shown elsewhere."""

    def test_to_a_file_of_one_s_own_whole(self, ada, given_a_letter, tmp_path):
        given_a_letter(ada, title="For Rowan")
        told = []
        to_file(ada, tmp_path / "out.zip", told=lambda done, of: told.append((done, of)))
        assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o600
        assert [path.name for path in tmp_path.iterdir()] == ["out.zip"]
        assert told[-1] == ((tmp_path / "out.zip").stat().st_size,) * 2

    def test_never_over_another_file(self, ada, tmp_path):
        (tmp_path / "out.zip").write_text("Mine")
        with pytest.raises(NotWritten, match="already"):
            to_file(ada, tmp_path / "out.zip")
        assert (tmp_path / "out.zip").read_text() == "Mine"

    def test_not_into_a_folder_that_is_not_there(self, ada, tmp_path):
        with pytest.raises(NotWritten, match="no folder"):
            to_file(ada, tmp_path / "no" / "out.zip")

    def test_nothing_half_done_on_a_full_disk(self, ada, tmp_path, monkeypatch):
        def full(out):
            os.write(out, b"")
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(exporting.os, "fsync", full)
        with pytest.raises(NotWritten, match="not enough room"):
            to_file(ada, tmp_path / "out.zip")
        assert not list(tmp_path.iterdir())

    def test_what_is_damaged_is_named_and_the_rest_comes_along(
        self, ada, given_a_picture, given_a_letter
    ):
        broken = given_a_picture(ada, title="In the snow", date="2025")
        given_a_letter(ada, title="For Rowan")
        vault().remove(original_name(Media.objects.get(keepsake=broken).id, 0))
        bag = exported(ada)
        files = files_of(bag)
        told = json.loads(files["data/damaged.json"])
        jsonschema.validate(told, json.loads((SCHEMAS / "damaged.schema.json").read_text()))
        path = told["damaged"][0]["path"]
        assert (path.rpartition("/")[2], files[path]) == ("IMG_1.jpg", b"")
        assert sum(name.endswith("keepsake.json") for name in files) == 2

        empty()
        assert home(bag).damaged == [path]
        assert Family.objects.exists()

    def test_no_secret_that_opens_anything_is_in_it(self, ada, given_a_letter):
        given_a_letter(ada)
        ada.change_own(lambda own: setattr(own, "unproved_sheet", "AGE-SECRET-KEY-1SECRET"))
        ada.change_own(lambda own: setattr(own, "opening_code", "a hash"))
        bag = exported(ada)
        assert b"SECRET" not in bag
        assert b"a hash" not in bag

    def test_memory_stays_flat_for_a_large_film(self, ada, tmp_path):
        film(ada, 40)
        tracemalloc.start()
        try:
            to_file(ada, tmp_path / "out.zip")
            _now, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert (tmp_path / "out.zip").stat().st_size > 40 * MIB
        assert most < 32 * MIB


def film(person, mib):
    """A file that nobody looks into, of so many MiB."""
    circle = person.circle("us")
    stored = store((os.urandom(MIB) for _ in range(mib)), circle.recipient, begin_media(circle).id)
    one = Attachment(
        media=str(stored.media),
        name="film.mov",
        type="mov",
        size=stored.size,
        sha256=stored.sha256,
        parts=stored.parts,
    )
    return keeping.keep(person, circle, Card(kind="film", attachments=[one]))
