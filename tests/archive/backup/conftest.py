"""A house with something in it that is backed up. Django is set up after this is read, so what
needs it is asked for inside."""

import contextlib
import os
import shutil
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg
import pytest

from tests import postgres
from tests.care.conftest import ada_by_mail, mail, mail_by, post_office, told_by

__all__ = ["ada_by_mail", "mail", "mail_by", "post_office", "told_by"]

PASSPHRASE = "seven small boats upon the river"


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


@pytest.fixture(scope="session")
def one_backup(django_db_setup, django_db_blocker, tmp_path_factory):
    """A place with one backup of a letter with a file, made once. Its house is gone again, and
    each test gets a copy."""
    from django.core.management import call_command
    from django.test import override_settings

    from heartleaf.archive.backup.making import make
    from heartleaf.family.beginning import Beginner, begin_family
    from heartleaf.family.facts import FamilyFacts
    from heartleaf.family.models import Installation

    folder = tmp_path_factory.mktemp("backed-up")
    data, place = folder / "house", folder / "usb"
    where = {"HEARTLEAF_DATA": data, "HEARTLEAF_VAULT": str(data / "vault")}
    with django_db_blocker.unblock(), override_settings(**where, HEARTLEAF_BACKUPS=[]):
        installed = Installation.objects.create(salt=b"s" * 32, passes=1, memory_kib=1024)
        data.mkdir()
        (data / "MARKER").write_text(f"{installed.pk}\n")
        ada = begin_family(FamilyFacts(), Beginner("ada@example.org", PASSPHRASE, "Ada"))
        kept_with_a_file(ada)
        make(place, "asked")
        call_command("flush", verbosity=0, interactive=False)
    return place


@pytest.fixture
def backed_up(one_backup, tmp_path):
    """The one backup of a place, as if its house had just burnt down. It is not proven."""
    from heartleaf.archive.backup.places import snapshots

    shutil.copytree(one_backup, tmp_path / "usb")
    [snapshot] = snapshots(tmp_path / "usb")
    return snapshot


def kept_with_a_file(by, circle="us"):
    """A letter with a file, as the vault and the rows have it: nothing has to look at the file."""
    from heartleaf.keepsakes import keeping
    from heartleaf.keepsakes.cards import Card
    from heartleaf.keepsakes.media import original_name, vault
    from heartleaf.keepsakes.models import Media
    from heartleaf.sealing import seal

    open_circle = by.circle(circle)
    letter = keeping.keep(by, open_circle, Card(kind="letter", words="With a file"))
    media = Media.objects.create(circle=open_circle.circle, keepsake=letter, epoch=1, parts=1)
    vault().put(original_name(media.pk, 0), seal(os.urandom(2000), open_circle.recipient))
    return letter


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
