"""A house with something in it that is backed up. Django is set up after this is read, so what needs
it is asked for inside."""

import contextlib
import os
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest

from tests import postgres


@pytest.fixture
def house(transactional_db, ada, tmp_path, settings):
    """Ada's data folder, as the programs beside the pages find it: what she keeps is in it."""
    from heartleaf.family.models import Installation

    data = tmp_path / "house"
    data.mkdir()
    (data / "MARKER").write_text(f"{Installation.objects.get().pk}\n")
    settings.HEARTLEAF_DATA, settings.HEARTLEAF_BACKUPS = data, []
    settings.HEARTLEAF_VAULT = str(data / "vault")
    settings.CONFIG = tmp_path / "config"
    return data


@pytest.fixture
def usb(tmp_path):
    """A folder that the host named, or names by hand."""
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def empty(tmp_path):
    """Where a backup may come back to, on the database this suite is on."""
    from heartleaf.archive.backup.restoring import Target

    data = tmp_path / "anew"
    return Target(data, data / "vault", an_empty_database(data))


def an_empty_database(data):
    from heartleaf.archive.backup.databases import database_of

    if "DATABASE_URL" not in os.environ:
        name = data / "heartleaf.sqlite3"
        return database_of({"ENGINE": "django.db.backends.sqlite3", "NAME": name})
    return database_of(told(postgres.new_database(f"anew_{uuid.uuid4().hex}")))


def told(address):
    """A PostgreSQL as Django's DATABASES tell of it."""
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": postgres.named_in(address),
        "USER": parts.username,
        "HOST": dict(parse_qsl(parts.query))["host"],
    }


def rows_in(database, statement):
    """What a restored database says, asked without Django."""
    if database.kind == "sqlite":
        with contextlib.closing(sqlite3.connect(database.path)) as there:
            return there.execute(statement).fetchall()
    with psycopg.connect(database._address()) as there:
        return there.execute(statement).fetchall()


def files_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def flip(path, at=-1):
    """Another bit at one place of a file; its time is what it was, as where a disk rots."""
    stat, data = path.stat(), bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
