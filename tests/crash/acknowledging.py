"""Run in a house, its every write recorded: keeps letters and pictures, changes one, bins one, and
writes down outside of the house each time it was told that something is kept.

    python -m tests.crash.acknowledging EMAIL PASSPHRASE-FILE LEDGER
    python -m tests.crash.acknowledging EMAIL PASSPHRASE-FILE --read
"""

import json
import os
import random
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")
django.setup(set_prefix=False)

from heartleaf.archive.checking import check_all  # noqa: E402
from heartleaf.archive.marker import open_archive  # noqa: E402
from heartleaf.family.entering import enter_by_passphrase  # noqa: E402
from heartleaf.keepsakes import keeping  # noqa: E402
from heartleaf.keepsakes.cards import Card, open_card  # noqa: E402
from heartleaf.keepsakes.models import Keepsake  # noqa: E402
from heartleaf.keepsakes.receiving import receive  # noqa: E402
from heartleaf.keepsakes.showing import Shelf  # noqa: E402
from tests.archive.sampling import read_as  # noqa: E402
from tests.crash.bringing import a_picture  # noqa: E402


def act(ada, ledger):
    """Words with a file or without, one after the other; each line is one acknowledgement."""
    us, chance = ada.circle("us"), random.Random(20250512)
    out = os.open(ledger, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(4):
        card = Card(title=f"Letter {number}", words=f"Words {number}")
        if number % 2:
            picture = a_picture(chance, (300, 200))
            card.kind = "picture"
            card.attachments = [receive([picture], us, f"{number}.jpg").attachment]
        row = keeping.keep(ada, us, card)
        os.write(out, f"{json.dumps([str(row.id), card.words])}\n".encode())
        if number == 0:
            changed = open_card(row, us)
            changed.words = "Words that were changed"
            keeping.change(row, us, changed)
            os.write(out, f"{json.dumps([str(row.id), changed.words])}\n".encode())
        Shelf(ada).page()
    os.close(out)


def main(email, passphrase, what):
    open_archive()
    ada = enter_by_passphrase(email, Path(passphrase).read_text().strip())
    if what == "--read":
        known = read_as(ada)
        there = {str(row.id): known[str(row.id)][1] for row in Keepsake.objects.all()}
        json.dump({"there": there, "problems": check_all(ada).problems}, sys.stdout)
    else:
        act(ada, what)


if __name__ == "__main__":
    main(*sys.argv[1:])
