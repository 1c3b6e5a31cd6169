"""The vault in a folder: whole or not at all, and nothing but what is sealed."""

import errno
import os
import uuid

import pytest

from heartleaf.sealing import Identity, seal
from heartleaf.vault import BadName, FolderVault, NotThere, VaultError

SEALED = seal(b"for you", Identity.generate().recipient)


def a_name():
    return f"original/{uuid.uuid4()}/0.age"


@pytest.fixture
def vault(tmp_path):
    return FolderVault(tmp_path / "vault")


def test_what_was_put_is_there_until_it_is_removed(vault):
    name = a_name()
    vault.put(name, SEALED)
    assert vault.get(name) == SEALED
    assert list(vault.names()) == [name]

    vault.remove(name)
    vault.remove(name)
    with pytest.raises(NotThere):
        vault.get(name)


def test_readable_bytes_are_refused(vault):
    with pytest.raises(TypeError):
        vault.put(a_name(), b"Dear Rowan")

    assert list(vault.names()) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../x",
        "/etc/passwd",
        "original/../../x/0.age",
        "original/x/0.age",
        f"original/{uuid.uuid4()}/../0.age",
        f"Original/{uuid.uuid4()}/0.age",
        f"original/{uuid.uuid4()}/0.age\n",
        f"original/{str(uuid.uuid4()).upper()}/0.age",
    ],
)
def test_only_strict_names_are_taken(vault, name):
    for act in (vault.get, vault.remove, lambda name: vault.put(name, SEALED)):
        with pytest.raises(BadName):
            act(name)


def test_a_put_that_fails_half_way_leaves_nothing(vault, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultError, match="Nothing was overwritten"):
        vault.put(a_name(), SEALED)

    assert list(vault.names()) == []
    assert list(vault.unfinished()) == []


def test_the_bytes_are_flushed_before_they_get_their_name(vault, monkeypatch):
    done = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: done.append("flush") or fsync(handle))
    monkeypatch.setattr(
        "pathlib.Path.replace", lambda old, new: done.append("name") or replace(old, new)
    )
    name = a_name()
    vault.put(name, SEALED)
    done.clear()
    vault.put(name.replace("/0.age", "/1.age"), SEALED)

    assert done == ["flush", "name", "flush"]


def test_several_are_flushed_each_and_their_folder_once(vault, monkeypatch):
    name = a_name()
    vault.put(name, SEALED)
    done, fsync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: done.append(handle) or fsync(handle))

    vault.put_all((name.replace("/0.age", f"/{n}.age"), SEALED) for n in (1, 2, 3))

    assert len(done) == 4
    assert len(list(vault.names())) == 4


def test_of_several_those_before_a_failure_are_whole(vault):
    first, second = a_name(), a_name()

    with pytest.raises(TypeError):
        vault.put_all([(first, SEALED), (second, b"Dear Rowan")])

    assert list(vault.names()) == [first]
    assert list(vault.unfinished()) == []


def test_the_name_of_a_new_folder_is_flushed_though_another_stands_beside_it(vault, monkeypatch):
    flushed = []
    monkeypatch.setattr("heartleaf.vault.folder.flush_folder", flushed.append)

    for identifier in ("abab0001", "abab0002", "cdcd0003"):
        vault.put(f"view/{identifier}-{str(uuid.uuid4())[9:]}/0.age", SEALED)

    kind = vault.root / "view"
    assert flushed.count(vault.root) == 1
    assert flushed.count(kind) == 2
    assert flushed.count(kind / "ab") == 2
    assert flushed.count(kind / "cd") == 1


def test_a_damaged_file_is_said_to_be_damaged(vault):
    name = a_name()
    vault.put(name, SEALED)
    next(vault.root.rglob("*.age")).write_bytes(b"\0" * 100)

    with pytest.raises(VaultError, match="damaged"):
        vault.get(name)
