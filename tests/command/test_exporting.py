"""An export at a terminal."""

import zipfile

import pytest
from click.testing import CliRunner

from heartleaf.command import cli
from heartleaf.family.entering import make_sheet
from heartleaf.family.models import Membership

pytestmark = pytest.mark.django_db


def test_what_more_someone_is_given_is_asked_for(ada, inge, given_a_letter, tmp_path, monkeypatch):
    monkeypatch.setattr("heartleaf.command.exporting.enter", lambda *_: ada)
    given_a_letter(ada, circle="friends", title="Hidden", words="Under a leaf.", covered=True)

    def export(name, *words):
        path = str(tmp_path / name)
        words = ["export", path, "--email", "ada@example.org", *words]
        done = CliRunner().invoke(cli, words)
        return done, path

    done, path = export("more.zip", "--for", "Inge", "--covered", "--originals", "--with-place")
    assert done.exit_code == 0, done.stderr
    with zipfile.ZipFile(path) as archive:
        assert any(b"Under a leaf." in archive.read(name) for name in archive.namelist())

    done, _ = export("all.zip", "--covered")
    assert done.exit_code != 0
    assert "Without --for" in done.stderr


def test_it_is_said_whom_it_can_be_for(ada, jonas, inge, tmp_path, monkeypatch):
    monkeypatch.setattr("heartleaf.command.exporting.enter", lambda *_: ada)
    command = ["export", str(tmp_path / "a.zip"), "--email", "ada@example.org", "--for", "Ingrid"]

    said = CliRunner().invoke(cli, command).stderr
    assert "Nobody here is called Ingrid. It can be for: Inge, Jonas." in said

    Membership.objects.exclude(person=ada.id).delete()
    assert "Nobody else has a place here yet" in CliRunner().invoke(cli, command).stderr


def test_a_sheet_made_at_the_command_line_opens_a_sealed_export(ada, tmp_path, monkeypatch):
    monkeypatch.setattr("heartleaf.command.exporting.enter", lambda *_: ada)
    make_sheet(ada)
    command = ["export", str(tmp_path / "a.zip"), "--email", "ada@example.org", "--sealed"]

    done = CliRunner().invoke(cli, command)

    assert done.exit_code == 0, done.stderr
    assert "its last row was never typed back" in done.stdout
