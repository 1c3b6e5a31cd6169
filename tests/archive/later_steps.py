"""Run in a house of an earlier version: tries steps of versions to come that would do harm, and
says for each what was told, and whether the archive is as it was.

    python -m tests.archive.later_steps
"""

import json
import os
import sqlite3
import sys
from pathlib import Path

import django
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")

HARM = {
    "rows are gone": "DELETE FROM heartleaf_version",
    "a card is another": "UPDATE heartleaf_keepsake SET card = x'00'",
    "a name is gone": "UPDATE heartleaf_circle SET name = NULL",
    "a table is gone": "DROP TABLE heartleaf_grownwood",
    "it fails": "SELECT words FROM nowhere",
}
DECLARED = ("UPDATE heartleaf_family SET seed = x'00'", {"heartleaf_family.seed"})

load_disk = MigrationLoader.load_disk


def main():
    from heartleaf.archive.marker import NotOurs, open_archive

    def opened(**how):
        connection.close()
        try:
            open_archive(**how)
        except NotOurs as problem:
            return str(problem)
        return ""

    before = everything()
    told = {}
    backups = Path(os.environ["HEARTLEAF_DATA"]) / "backups"
    backups.write_text("a file where a folder should be")
    told["no backup"] = [opened(), everything() == before]
    backups.unlink()
    for name, sql in HARM.items():
        with_step(sql)
        told[name] = [opened(without_backup=name != "it fails"), everything() == before]
    with_step(*DECLARED)
    told["declared"] = [opened(without_backup=True), everything() == before]
    told["seeds"] = [len(row) for (row,) in asked("SELECT seed FROM heartleaf_family")]
    MigrationLoader.load_disk = load_disk
    told["older program"] = [opened(), True]
    json.dump(told, sys.stdout)


def with_step(sql, changes=()):
    """The program with one more step, of a version that is to come."""

    def load(loader):
        load_disk(loader)
        last = max(name for app, name in loader.disk_migrations if app == "heartleaf")
        step = type(
            "Migration",
            (migrations.Migration,),
            {
                "dependencies": [("heartleaf", last)],
                "operations": [migrations.RunSQL(sql)],
                "changes": changes,
            },
        )
        loader.disk_migrations["heartleaf", "9000_to_come"] = step("9000_to_come", "heartleaf")

    MigrationLoader.load_disk = load


def everything():
    tables = asked("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: (sql, asked(f"SELECT * FROM {name}")) for name, sql in tables}


def asked(sql):
    database = sqlite3.connect(Path(os.environ["HEARTLEAF_DATA"]) / "heartleaf.sqlite3")
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


if __name__ == "__main__":
    django.setup(set_prefix=False)
    main()
