"""Run in a house: flips one bit in one file after another, and says of each what `check` names,
whether all else is whole, and how the pages answer.

    python -m tests.doors.flipping EMAIL PASSPHRASE-FILE HOW-MANY SEED
"""

import contextlib
import json
import os
import random
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402
from django.test import Client  # noqa: E402

from heartleaf.archive.checking import check_all  # noqa: E402
from heartleaf.archive.marker import NotOurs, open_archive  # noqa: E402
from heartleaf.family.entering import NotOpened, begin_session, enter_by_passphrase  # noqa: E402
from heartleaf.sealing import SealingError  # noqa: E402
from heartleaf.web.sessions import KEY, TOKEN  # noqa: E402
from tests.archive.sampling import read_as  # noqa: E402

MOST_PAGES = 60
FAULTS = (DatabaseError, SealingError, NotOpened, ValueError, KeyError, AttributeError, TypeError)


def main(email, passphrase, how_many, seed):
    open_archive()
    chance = random.Random(seed)
    ada = enter_by_passphrase(email, passphrase)
    cookies = begin_session(ada)
    hers = Client(raise_request_exception=False, SERVER_NAME="localhost")
    hers.cookies[TOKEN], hers.cookies[KEY] = cookies.token, cookies.key
    assert check_all(ada).problems == []
    whole = read_as(ada)
    told = []
    for path in vault_files(chance, how_many):
        with flipped(path, chance.randrange(path.stat().st_size * 8)):
            named = check_all(ada)
            told.append(
                {
                    "file": path.name,
                    "kind": path.parts[-4],
                    "named": len(named.damage),
                    "others": [p for p in named.problems if path.parts[-2] not in str(p)],
                    "page": hers.get("/timeline/").status_code,
                }
            )
    told += of_the_database(chance, how_many, email, passphrase, whole, hers)
    assert check_all(enter_by_passphrase(email, passphrase)).problems == []
    json.dump(told, sys.stdout)


def vault_files(chance, how_many):
    """Some of each kind, or all of them."""
    files = sorted(Path(settings.HEARTLEAF_VAULT).rglob("*.age"))
    chance.shuffle(files)
    return files[:how_many]


def of_the_database(chance, how_many, email, passphrase, whole, hers):
    """Bits of its pages: either `check` names it, or nothing of what was kept is different."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(settings.DATABASES["default"]["NAME"])
    for _ in range(min(how_many, MOST_PAGES)):
        connection.close()
        with flipped(path, chance.randrange(path.stat().st_size * 8)):
            told = look(email, passphrase)
            same = read_again(email, passphrase) == whole
            page = hers.get("/timeline/").status_code
            connection.close()
        for beside in path.parent.glob(f"{path.name}-*"):
            beside.unlink()
        yield {"kind": "database", "named": told, "same": same, "page": page}


def look(email, passphrase):
    """How much is named; a refusal in words names it too."""
    try:
        open_archive()
        return len(check_all(enter_by_passphrase(email, passphrase)).damage)
    except (NotOurs, NotOpened, DatabaseError) as said:
        return str(said) or type(said).__name__


def read_again(email, passphrase):
    try:
        return read_as(enter_by_passphrase(email, passphrase))
    except FAULTS:
        return None


@contextlib.contextmanager
def flipped(path, bit):
    """The whole file is put back afterwards: opening the database may have written to it."""
    data = path.read_bytes()
    harmed = bytearray(data)
    harmed[bit // 8] ^= 1 << bit % 8
    path.write_bytes(harmed)
    try:
        yield
    finally:
        path.write_bytes(data)


if __name__ == "__main__":
    email, passphrase, how_many, seed = sys.argv[1:]
    main(email, Path(passphrase).read_text().strip(), int(how_many), int(seed))
