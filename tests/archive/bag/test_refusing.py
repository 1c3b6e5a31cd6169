"""What cannot come home says why, and nothing of it is here."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from heartleaf.archive.coming_home import problems, unpacking
from heartleaf.archive.importers.problems import CannotOpen
from heartleaf.family.models import Family, Installation
from heartleaf.keepsakes.media import vault
from heartleaf.vault import VaultError
from tests.archive.bag.house import ROOT, home, rewritten

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]

WHOLE = Path("tests/vectors/exports/1.zip").read_bytes()
PICTURE = "data/keepsakes/2025/2025-05 255aeb96/IMG_1.jpg"


def refused(bag, *, because):
    before = Family.objects.count()
    with pytest.raises(because) as said:
        home(bag)
    assert Family.objects.count() == before
    assert not list(vault().names())
    return str(said.value)


def changed(path, data):
    """The sample with another file in a place; its manifests stay as they were."""
    return rewritten(WHOLE, lambda files: files.update({path: data}))


def test_one_byte_of_a_picture_was_changed():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        picture = bytearray(archive.read(ROOT + PICTURE))
    picture[5000] ^= 1
    said = refused(changed(PICTURE, bytes(picture)), because=problems.Altered)
    assert PICTURE in said


def test_a_byte_of_the_zip_was_flipped():
    at = WHOLE.index(b"We miss you")
    flipped = WHOLE[:at] + bytes([WHOLE[at] ^ 1]) + WHOLE[at + 1 :]
    assert "2025-05-12 For Rowan" in refused(flipped, because=problems.Altered)


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop(PICTURE),
        lambda files: files.update({"data/more.txt": b"More"}),
        lambda files: files.pop("data/family.json"),
        lambda files: files.pop("manifest-sha512.txt"),
        lambda files: files.update({"manifest-sha512.txt": b"nothing of the kind"}),
        lambda files: files.update({"README.txt": b"Other words"}),
    ],
)
def test_something_of_it_is_missing_or_was_put_there(change):
    refused(rewritten(WHOLE, change), because=problems.Altered)


def test_it_was_cut():
    assert refused(WHOLE[: len(WHOLE) // 2], because=CannotOpen)


def test_it_was_made_by_a_newer_heartleaf():
    info = b"Heartleaf-Export: heartleaf-export/2\n"
    assert "newer" in refused(changed("bag-info.txt", info), because=problems.Newer)


def test_it_is_sealed_or_only_a_part():
    info = b"Heartleaf-Export: heartleaf-export/1 "
    refused(changed("bag-info.txt", info + b"sealed\n"), because=problems.Sealed)
    refused(changed("bag-info.txt", info + b"part\n"), because=problems.NotWhole)


def test_it_is_no_bag_or_one_of_something_else():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("photos/1.jpg", b"1")
    refused(held.getvalue(), because=problems.NotABag)
    refused(changed("bag-info.txt", b"Source-Organization: A museum\n"), because=problems.NotABag)


def test_a_family_is_here_already(vera):
    assert "empty" in refused(WHOLE, because=problems.NotEmpty)


@pytest.mark.parametrize(
    ("file", "said", "instead", "because"),
    [
        ("keepsake.json", b'"leaf": ', b'"leaf": "no number", "was": ', problems.Altered),
        ("family.json", b'"growth": 1', b'"growth": 2', problems.Newer),
        ("family.json", b'"growth": 1', b'"growth": "as it likes"', problems.Altered),
    ],
    ids=["no-leaf", "a-later-rule-of-growth", "no-rule-of-growth"],
)
def test_its_manifests_are_right_and_it_says_what_cannot_be(file, said, instead, because):
    def meant_otherwise(files):
        for name, data in files.items():
            if name.endswith(file):
                files[name] = data.replace(said, instead)
        prove_anew(files)

    refused(rewritten(WHOLE, meant_otherwise), because=because)


def prove_anew(files):
    """Write manifests for what it says now."""
    manifest = "".join(
        f"{hashlib.sha512(data).hexdigest()}  {name}\n"
        for name, data in files.items()
        if name.startswith("data/")
    ).encode()
    files["manifest-sha512.txt"] = manifest
    lines = files["tagmanifest-sha512.txt"].decode().splitlines()
    files["tagmanifest-sha512.txt"] = "".join(
        f"{hashlib.sha512(manifest).hexdigest()}  manifest-sha512.txt\n"
        if line.endswith("manifest-sha512.txt")
        else f"{line}\n"
        for line in lines
    ).encode()


def test_the_disk_is_full_on_the_way(monkeypatch):
    store, so_far = unpacking.store, []

    def full(*told, **more):
        so_far.append(1)
        if len(so_far) == 3:
            raise VaultError("There is no room left.")
        return store(*told, **more)

    monkeypatch.setattr(unpacking, "store", full)
    refused(WHOLE, because=VaultError)
    monkeypatch.undo()
    assert Installation.objects.exists()
