"""The same export as age files: each opens with the key of its person's printed sheet, by the
command `age` as well as by the opener that lies beside them.

Names say too much, so the files are numbered. `index.age` tells what each is called, how large it
is and its SHA-256, so that none can be exchanged for another; it comes when all are known. What is
longer than 4 MiB is in parts, each a whole age file, that make the file again one after the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import resources

from django.utils import translation
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.readme import sealed_readme
from heartleaf.archive.bag.layout import DATA
from heartleaf.archive.bag.opener.page import opener_page
from heartleaf.family.models import WayIn
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import in_parts
from heartleaf.sealing import Recipient, seal

FORMAT = "heartleaf-sealed/1"
INDEX = f"{DATA}/index.age"
OPEN, OPENER, README = "open.sh", "opener.html", "README.txt"


class NoSheet(Exception):
    """There is no printed sheet that would open a sealed export."""


def recipients_of(person: OpenPerson) -> list[Recipient]:
    """Their proved sheet, else the one that was made and never typed back: it lets them in too, and
    at a command line nothing can be typed back. And themselves, for whoever has their data folder.
    Raises NoSheet."""
    sheets = list(person.person.ways_in.filter(kind=WayIn.Kind.SHEET).order_by("pk"))
    good = [sheet for sheet in sheets if sheet.proved_at] or sheets
    keys = [Recipient(sheet.recipient) for sheet in good]
    if not keys:
        raise NoSheet
    return [*keys, person.identity.recipient]


def sealed(
    entries: Iterable[Entry], recipients: list[Recipient], language: str = "en"
) -> Iterator[Entry]:
    """These files, sealed one after the other as they are asked for, then what opens them."""
    names = [FORMAT]
    for number, entry in enumerate(entries, 1):
        parts, size, whole = 0, 0, hashlib.sha256()
        for parts, data in enumerate(_at_least_one(entry), 1):
            size += len(data)
            whole.update(data)
            yield Entry.of(name_of(number, parts), seal(data, *recipients))
        names.append(f"{number:06}\t{parts}\t{size}\t{whole.hexdigest()}\t{entry.path}")
    yield Entry.of(INDEX, seal(("\n".join(names) + "\n").encode(), *recipients))
    with translation.override(language):
        beside = [
            Entry.of(README, sealed_readme().encode()),
            Entry.of(OPENER, opener_page(_words())),
        ]
    yield from beside
    script = resources.files(__package__).joinpath("opener", OPEN).read_bytes()
    yield Entry.of(OPEN, script)


def name_of(number: int, part: int) -> str:
    """`data/000012.age`; from its second part on a file has `data/000012.2.age` and so on."""
    return f"{DATA}/{number:06}.age" if part == 1 else f"{DATA}/{number:06}.{part}.age"


def _at_least_one(entry: Entry) -> Iterator[bytes]:
    """Its bytes in parts of 4 MiB; an empty file is one empty part."""
    any_yet = False
    for part in in_parts(entry.parts()):
        any_yet = True
        yield part
    if not any_yet:
        yield b""


def _words() -> dict[str, str]:
    """What the opener says."""
    return {
        "title": _("Open this folder"),
        "lead": _(
            "Everything here is sealed. It opens on this page, on this device alone: nothing is "
            "sent anywhere, and it works without a network."
        ),
        "folder": _("Choose the folder that this page lies in"),
        "files": _("or, where folders cannot be chosen, all files in its folder “data”"),
        "key": _("The key on the printed sheet"),
        "keyhelp": _("Spaces, line breaks and small letters do not matter."),
        "open": _("Open"),
        "opening": _("Opening …"),
        "nofiles": _("There is no index.age among these files. Choose the whole folder."),
        "several": _("There are two exports among these files. Choose the folder of one."),
        "nokey": _("This is not a whole key. Is each letter as it is on the sheet?"),
        "wrongkey": _(
            "This key does not open it. It needs the sheet that was good on the day this folder "
            "was made."
        ),
        "missing": _("Part of this file is not in the folder."),
        "damaged": _("This file is damaged, or it was exchanged."),
        "large": _("This file is too large for this browser. open.sh or the command age opens it."),
        "save": _("Save"),
        "show": _("Show"),
        "close": _("Close"),
        "find": _("Find by a name or a date"),
        "later": _("Not yet: what was written to be opened later, or only when asked for"),
        "words": _("The words"),
        "covered": _("What is covered in Heartleaf is not marked here. Look at what you open."),
        "all": _("Everything else: pages, days, tables"),
        "more": _("There is more than is listed here. Find it by a name or a date."),
        "limit": _(
            "One file at a time is opened into the memory of this browser. A film of more than "
            "about 1 GB may be too much for it, and far less on a phone; open.sh or the command "
            "age opens those."
        ),
        "kept": _("What you save from here can be read by anyone who has it."),
    }
