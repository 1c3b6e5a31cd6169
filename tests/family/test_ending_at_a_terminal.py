"""A family that ends from the command line: a second yes is typed, and stopped as easily."""

import pytest
from click.testing import CliRunner

from heartleaf.archive.ending.deciding import of_family
from heartleaf.command import cli, ending
from heartleaf.family.models import Family
from tests.cast import PASSPHRASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def end(tmp_path, monkeypatch):
    """What is said to someone who types this, with these options."""
    monkeypatch.setattr(ending, "ready", lambda: None)
    file = tmp_path / "pass.txt"
    file.write_text(f"{PASSPHRASE}\n")

    def end(who, *options, typed="Rowan's place"):
        words = ["family", "end", "--email", f"{who}@example.org", "--passphrase-file", str(file)]
        done = CliRunner().invoke(cli, [*words, *options], input=f"{typed}\n")
        return done.exit_code, done.output

    return end


def test_ada_types_what_the_place_is_called_and_it_waits_thirty_days(ada, end):
    assert end("ada", typed="another place")[0] == 1
    assert of_family(ada.family_id) is None
    code, said = end("ada")

    assert (code, "--stop stops it" in said) == (0, True)
    assert of_family(ada.family_id).due_at
    assert end("ada", "--stop")[0] == 0
    assert of_family(ada.family_id) is None
    assert end("ada", "--stop")[0] == 1


def test_at_once_it_is_when_both_have_said_so(ada, jonas, end):
    assert "when the other parent says so too" in end("ada", "--at-once")[1]
    assert Family.objects.exists()
    code, said = end("jonas", "--at-once")

    assert (code, "Every key is gone" in said) == (0, True)
    assert not Family.objects.exists()


def test_neither_a_grandmother_nor_a_wrong_passphrase_ends_anything(ada, inge, end):
    assert "Only a parent" in end("inge")[1]
    assert "open nothing here" in end("nobody")[1]
    assert "Others have a place" in end("ada", "--at-once")[1]
    assert of_family(ada.family_id) is None
    assert Family.objects.exists()
