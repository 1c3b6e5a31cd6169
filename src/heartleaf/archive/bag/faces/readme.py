"""README.txt: what this folder is and how to open it, for whoever finds it in fifty years."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.pieces import README
from heartleaf.archive.bag.faces.walking import NOT_YET, Walk
from heartleaf.family.words import said

WIDE = 76


def entries(walk: Walk) -> Iterator[Entry]:
    """In the language of whoever made it, and in English."""
    told = written(walk)
    if (get_language() or "en").partition("-")[0] != "en":
        with translation.override("en"):
            told = f"{told}\n\n{'=' * WIDE}\n\n\n{written(walk)}"
    yield Entry.of(README, told.encode())


def written(walk: Walk) -> str:
    whole = _whole(names_damage=walk.is_own)
    parts = [_head(walk), _first(), _where(walk), _kinds(), whole, _clear(walk), _missing(walk)]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def sealed_readme() -> str:
    """What stands in the clear beside a sealed export: nothing of what is in it."""
    parts = [
        f"{_heading(_('A sealed folder'), '=')}\n\n{_fill(_sealed())}",
        _section(
            _("To open it in a browser"),
            _(
                "Open opener.html in any current browser, choose this folder and type the key. It "
                "works without a network and sends nothing. One file at a time is opened into the "
                "memory of the browser: for films of more than about 1 GB, and on a phone for far "
                "smaller ones, take one of the ways below."
            ),
        ),
        _section(
            _("To open it in a terminal"),
            _(
                "With the command age (https://age-encryption.org), which every Linux distribution "
                "has, and a text file KEYFILE in which the key stands on one line:"
            ),
            "    sh open.sh KEYFILE OUT",
            _("Or by hand, one file after the other:"),
            "    age --decrypt --identity KEYFILE data/index.age",
            _(
                "It says what each file is called: a line for each, with its number, in how many "
                "parts it is, its size in bytes, its SHA-256 and its name. 000012.age, "
                "000012.2.age and so on are the parts; opened, and put one after the other by the "
                "command cat, they are the file. By the SHA-256 one sees that it was not "
                "exchanged for another; open.sh and opener.html look at it by themselves."
            ),
        ),
        _whole(),
        _section(
            _("Who can read it"),
            _(
                "Whoever has the key, and nobody else. Keep the sheet in another place than this "
                "folder, and know where both are: without it nobody can open this, not even those "
                "who made Heartleaf. A newer sheet does not open an older folder, so keep the old "
                "sheet too, or make this folder anew."
            ),
            _(
                "Without the key one can see how many files there are, how large each is, on which "
                "day and with which version of Heartleaf this was made, and in which language."
            ),
        ),
    ]
    told = "\n\n\n".join(parts) + "\n"
    if (get_language() or "en").partition("-")[0] == "en":
        return told
    with translation.override("en"):
        return f"{told}\n\n{'=' * WIDE}\n\n\n{sealed_readme()}"


def _sealed() -> str:
    return _(
        "What is in this folder was kept with Heartleaf, and is sealed: every file under data/ is "
        "an age file (https://age-encryption.org/v1), a public format. It opens with the key on "
        "the printed sheet of the person who made it, the line that begins with AGE-SECRET-KEY-1."
    )


def _head(walk: Walk) -> str:
    made = said(walk.today.isoformat())
    told = _("This folder was made on {day} from a place kept with Heartleaf.").format(day=made)
    whose = ""
    if not walk.is_own and walk.names:
        whose = _("It holds what was shared in the circles of the person it was made for.")
    more = _(
        "It holds what a family kept: letters, pictures, sounds, papers and days. Nothing here "
        "needs Heartleaf, a program of its own or the network. Everything is in plain files, in "
        "formats that were public and widespread when it was made."
    )
    return "\n\n".join([_heading(walk.place, "="), _fill(f"{told} {whose}".strip()), _fill(more)])


def _first() -> str:
    return _section(
        _("Where to begin"),
        _(
            "Open index.html in any web browser. It leads to a page for each year, and from there "
            "to every picture, film, sound and paper. It loads nothing from anywhere else."
        ),
        _("What is covered stands there behind a line that says what it is, and opens at a touch."),
    )


def _where(walk: Walk) -> str:
    lines = [
        ("index.html, style.css", _("the first page, and how the pages look")),
        ("data/read/", _("the pages, and the pictures they show")),
        (
            "data/keepsakes/",
            _("a folder a year, in it one for each thing kept: its files, words.md"),
        ),
        ("data/days.ics", _("the days of the children, for a calendar")),
    ]
    if walk.is_own:
        lines += [
            ("data/not-yet/", _("what was to stay closed until a day, or until asked for")),
            ("data/circles/", _("days, paths, check-ins, plants, by who could open them")),
            ("data/bin/", _("what lay in the bin")),
            ("data/tree.svg", _("the tree, with a leaf for each thing kept")),
            ("*.json, data/schema/", _("the same once more, complete, for programs to read")),
        ]
    table = "\n".join(_row(name, told) for name, told in lines)
    some = _("A folder or file that is named here and is not there had nothing to hold.")
    return f"{_heading(_('How it is laid out'))}\n\n{table}\n\n{_fill(some)}"


def _kinds() -> str:
    lines = [
        (".html", _("a web browser; in need a text editor, for it is text with marks in it")),
        (".md, .txt", _("any text editor; UTF-8. Of .md the marks are those of CommonMark")),
        (".jpg", _("any program for pictures; JPEG, ISO/IEC 10918-1")),
        (".heic, .avif, .jxl", _("beside each lies a .jpg of the same picture, up to 1600 dots")),
        (
            ".mp4, .m4a, .mp3",
            _(
                "any player; MPEG-4 and MPEG-1 audio. Beside films and sounds of other kinds lies "
                "one of these, made from them"
            ),
        ),
        (".dcm", _("an ultrasound, DICOM; beside it lies a .jpg, without the names in it")),
        (".pdf", _("a reader of PDF, ISO 32000")),
        (
            ".csv",
            _(
                "a spreadsheet; UTF-8, a comma between cells, RFC 4180. An apostrophe at the "
                "beginning of a cell is no part of the words"
            ),
        ),
        (".ics", _("any calendar; iCalendar, RFC 5545")),
        (".svg", _("a web browser; SVG")),
        (".json", _("a text editor; those of questionnaires are FHIR R4")),
    ]
    table = "\n".join(_row(name, told) for name, told in lines)
    heading = _("How to open each sort of file, also in fifty years")
    last = _(
        "Should a program for one of these not be found any more, a library or a museum of "
        "computing will have one: each of these formats is described in a public standard. "
        "Files that came in another format lie here as they came."
    )
    return f"{_heading(heading)}\n\n{table}\n\n{_fill(last)}"


def _whole(*, names_damage: bool = False) -> str:
    damaged = _(
        "What could not be opened when this was made is named in data/damaged.json; if that is "
        "not there, all of it opened."
    )
    return _section(
        _("Whether it is whole"),
        _(
            "This folder is a BagIt bag (RFC 8493): manifest-sha512.txt names every file under "
            "data/ with its SHA-512. In a terminal, in this folder, this says of each whether it "
            "is as it was:"
        ),
        "    sha512sum -c manifest-sha512.txt\n    sha512sum -c tagmanifest-sha512.txt",
        _("On a Mac the command is “shasum -a 512 -c”, on Windows “Get-FileHash” shows each."),
        *([damaged] if names_damage else []),
    )


def _clear(walk: Walk) -> str:
    told = [
        _(
            "Nothing in this folder is locked. Whoever has it can read all of it. Keep it where "
            "you would keep the letters themselves, on two different devices, in two houses if "
            "you can, and copy it to a new one every few years: no disk lasts for ever."
        ),
    ]
    if walk.is_own:
        told.append(
            _(
                "What is covered is in here, and so is what is not yet to be read. In the program "
                "they were covered or closed; here they are in the clear. The pages do not show "
                "them unasked, but their files can be opened like any other."
            )
        )
        if NOT_YET in walk.pages:
            told.append(_("There are letters here that are not yet to be read, in data/not-yet/."))
    elif walk.gathered.asked.covered:
        told.append(_("Things that are covered are in here, because they were asked for."))
    return _section(_("Who can read it"), *told)


def _missing(walk: Walk) -> str:
    if walk.is_own:
        told = [
            _(
                "Here is what the person could open who made it. What others keep for themselves "
                "alone is not in it, nor are circles that they were not in. There is no "
                "passphrase in it, and no key but the links of pages by link: as long as such a "
                "page is up, whoever has this folder can open it."
            )
        ]
    else:
        told = [
            _(
                "What others keep for themselves is not in it, nor is what is not yet to be read, "
                "the letterbox, or anything of circles that this person was not in."
            )
        ]
        if not walk.gives_originals:
            told.append(
                _(
                    "Pictures are views, up to 1600 dots, without the place and the camera; the "
                    "family has the originals."
                )
            )
    return _section(_("What is not in it"), *told)


def _section(heading: str, *paragraphs: str) -> str:
    parts = [p if p.startswith("    ") else _fill(p) for p in paragraphs]
    return "\n\n".join([_heading(heading), *parts])


def _heading(text: str, line: str = "-") -> str:
    return f"{text}\n{line * len(text)}"


def _row(name: str, told: str) -> str:
    wrapped = textwrap.wrap(told, WIDE - 24)
    return f"  {name:<22}" + f"\n{'':24}".join(wrapped)


def _fill(text: str) -> str:
    return textwrap.fill(text, WIDE)
