"""A family made from the command line, and its sheet on the disk."""

import os
import stat

import pytest
from click.testing import CliRunner

from heartleaf.command import cli, families
from heartleaf.family.models import Family
from tests.cast import PASSPHRASE


@pytest.fixture
def new(installation, tmp_path, monkeypatch):
    """Make a family with its sheet at this path; what was said, and the exit status."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(families, "ready", lambda: None)
    (tmp_path / "pass.txt").write_text(f"{PASSPHRASE}\n")

    def new(sheet, passphrase_file=tmp_path / "pass.txt"):
        way_in = ["--email", "ada@example.org", "--passphrase-file", str(passphrase_file)]
        words = ["family", "new", "--name", "Rowan's place", *way_in, "--sheet", str(sheet)]
        done = CliRunner().invoke(cli, words)
        return done.exit_code, done.output

    return new


def test_the_sheet_is_for_ones_own_eyes_from_its_first_byte(new, tmp_path, monkeypatch):
    seen, write = [], families._make_sheet

    def watched(made, paper):
        seen.append(stat.S_IMODE(os.fstat(paper.fileno()).st_mode))
        return write(made, paper)

    monkeypatch.setattr(families, "_make_sheet", watched)
    before = os.umask(0)
    try:
        code, _said = new(tmp_path / "sheet.pdf")
    finally:
        os.umask(before)

    assert (code, seen) == (0, [0o600])
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_a_path_that_is_no_good_is_known_before_the_family_is_made(new, tmp_path):
    code, said = new(tmp_path / "nowhere" / "sheet.pdf")

    assert code == 1
    assert "cannot be written" in said
    assert not Family.objects.exists()


def test_a_file_that_is_there_is_not_overwritten(new, tmp_path):
    (tmp_path / "sheet.pdf").write_text("mine")

    code, said = new(tmp_path / "sheet.pdf")

    assert code == 1
    assert "Nothing was overwritten" in said
    assert (tmp_path / "sheet.pdf").read_text() == "mine"
    assert not Family.objects.exists()


def test_where_no_family_was_made_no_sheet_is_left(new, tmp_path):
    assert new(tmp_path / "sheet.pdf")[0] == 0

    code, said = new(tmp_path / "again.pdf")

    assert code == 1
    assert "already open a place here" in said
    assert not (tmp_path / "again.pdf").exists()


def test_a_passphrase_longer_than_any_is_refused_in_words(new, tmp_path):
    (tmp_path / "long.txt").write_text("seven small boats " * 60)

    code, said = new(tmp_path / "sheet.pdf", passphrase_file=tmp_path / "long.txt")

    assert code == 1
    assert "at most 1000 letters" in said
    assert not Family.objects.exists()
