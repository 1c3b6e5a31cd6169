"""An export at a terminal."""

import zipfile

import pytest
from click.testing import CliRunner

from heartleaf.command import cli

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
