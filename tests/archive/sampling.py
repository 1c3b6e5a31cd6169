"""A small data folder with something of everything, and a list of what was kept in it.

At each release `scripts/keep-data-folder` keeps one under tests/archive/kept, made by the program
as it then is; every later version must upgrade it and read all of it. Nobody in it exists.

    python -m tests.archive.sampling make OUT.tar.xz
    python -m tests.archive.sampling read       opens the archive, which upgrades it, and says
                                                what can be read of it, and what is not whole
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

WHAT = "what-was-kept.json"
PASSPHRASE = "seven small boats upon the river"
PEOPLE = ("ada@example.org", "jonas@example.org", "inge@example.org", "vera@example.org")


def make(out):
    """Fill a new data folder by the program as it is, and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        os.environ |= {"HEARTLEAF_DATA": str(data), "XDG_CONFIG_HOME": f"{folder}/config"}
        os.environ["HEARTLEAF_SECRET_KEY"] = "of a sample"
        os.environ["DJANGO_SETTINGS_MODULE"] = "heartleaf.settings"
        os.environ.pop("DATABASE_URL", None)
        from tests.vectors import dicom, films
        from tests.walks import drawn, filling

        drawn.photograph = _small_picture
        sound, screen = films.sound, dicom.screen
        films.sound = lambda kind: sound(kind, seconds=0.5, rate=8_000, layout="mono")  # type: ignore[misc]
        dicom.screen = lambda: screen(columns=160, rows=240)  # type: ignore[misc]
        filling.main()
        (data / WHAT).write_text(json.dumps(read(), indent=1, sort_keys=True))
        from django.db import connections

        connections.close_all()  # and with it what lies in the write-ahead log
        with tarfile.open(out, "w:xz", preset=9) as archive:
            archive.add(data, "data", filter=_nobodys)


def read() -> dict[str, Any]:
    """What each of the people can open: every keepsake with its words and the hashes of its
    files."""
    from heartleaf.family.entering import enter_by_passphrase

    return {email: read_as(enter_by_passphrase(email, PASSPHRASE)) for email in PEOPLE}


def _opened() -> list[str]:
    import django

    django.setup(set_prefix=False)
    from heartleaf.archive.marker import open_archive

    said: list[str] = []
    open_archive(tell=said.append)
    return said


def _problems() -> list[str]:
    from heartleaf.archive.checking import check_all
    from heartleaf.family.entering import enter_by_passphrase

    return [
        problem
        for email in PEOPLE
        for problem in check_all(enter_by_passphrase(email, PASSPHRASE)).problems
    ]


def read_as(person: Any) -> dict[str, Any]:
    from heartleaf.days.calendars import open_calendar
    from heartleaf.keepsakes.cards import open_card
    from heartleaf.keepsakes.drafting import drafts_of
    from heartleaf.keepsakes.media import open_original
    from heartleaf.keepsakes.models import Keepsake

    told: dict[str, Any] = {"drafts": [words.fields for _row, words in drafts_of(person)]}
    told["days"] = [
        day.title for circle in person.circles.values() for day in open_calendar(circle).days
    ]
    told["family"] = [person.facts.name, [child.name for child in person.facts.children]]
    for circle in person.circles.values():
        for row in Keepsake.objects.filter(circle=circle.circle):
            card = open_card(row, circle)
            files = {}
            for one in card.attachments:
                key = circle.identity(row.media.get(pk=one.media).epoch)
                whole = hashlib.sha256(b"".join(open_original(one, key))).hexdigest()
                files[one.name] = [whole, one.sha256, len(one.views)]
            earlier = [open_card(row, circle, version).words for version in row.versions.all()]
            told[str(row.id)] = [card.title, card.words, card.date, card.covered, card.until]
            told[str(row.id)] += [files, earlier]
    return told


def _small_picture(number, *_, **__):
    from PIL import Image

    grain = Image.frombytes("RGB", (3, 2), hashlib.sha256(str(number).encode()).digest()[:18])
    out = io.BytesIO()
    grain.resize((48, 36)).save(out, "JPEG", quality=60)
    return out.getvalue()


def _nobodys(one: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose computer it was made on stands nowhere."""
    one.uid = one.gid = 0
    one.uname = one.gname = ""
    return one


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]))
    else:
        said, told = _opened(), read()
        json.dump({"said": said, "problems": _problems(), "kept": told}, sys.stdout)
