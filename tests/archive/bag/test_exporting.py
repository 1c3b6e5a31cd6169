"""An export: a bag that opens without us, with everything in it that its person's keys open."""

import io
import subprocess
import zipfile

import bagit
import pytest

from heartleaf.archive import exporting

pytestmark = pytest.mark.django_db


def exported(person):
    held = io.BytesIO()
    exporting.write(person, held)
    return held.getvalue()


@pytest.fixture
def unpacked(tmp_path):
    def unpack(person):
        with zipfile.ZipFile(io.BytesIO(exported(person))) as archive:
            assert archive.testzip() is None
            archive.extractall(tmp_path / "out")
        return tmp_path / "out" / "heartleaf-export"

    return unpack


def test_it_is_a_bag(ada, given_a_letter, given_a_picture, unpacked):
    given_a_letter(ada, title="For Rowan", words="We miss you.", date="12 May 2025")
    given_a_picture(ada, circle="us", covered=True, date="May 2025")
    folder = unpacked(ada)
    bagit.Bag(str(folder)).validate()
    checked = subprocess.run(
        ["sha512sum", "--strict", "-c", "manifest-sha512.txt"], cwd=folder, capture_output=True
    )
    assert checked.returncode == 0, checked.stdout
