"""What became of the files of a form, in sentences: each that is not as wished is named, as the
good copy may still be somewhere."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.web.chosen import Chosen, TakenIn

# What is told travels in a cookie: so many names, each so long.
NAMED, LONGEST_NAME = 3, 30


def what_became_of(taken: TakenIn, chosen: Chosen) -> str:
    """What was not kept, and what is kept but cannot be shown."""
    said = [*_not_kept(taken), *_unread(chosen.unread)]
    if chosen.missing:
        said.append(_("A file of the list was not here any more; please look what is missing."))
    for one in taken.attachments:
        if one.unseen:
            words = _("“{name}” cannot be shown: {why} It is kept as it came.")
            said.append(words.format(name=_short(one.name), why=one.unseen))
        elif one.partial:
            words = _("Part of “{name}” is missing. What there is, is kept.")
            said.append(words.format(name=_short(one.name)))
    more = [_("There are more like this.")] if len(said) > NAMED else []
    return " ".join(said[:NAMED] + more)


def nothing_kept(taken: TakenIn, chosen: Chosen, *, a_thing: bool) -> str:
    """Why there is nothing to keep."""
    if said := [*_not_kept(taken), *_unread(chosen.unread)]:
        return " ".join(said)
    if chosen.missing:
        return _("The files are not here any more. They may be kept already: please look first.")
    if a_thing:
        return _("Nothing is said of the thing yet. What it is, or one word, is enough.")
    return _("No file was chosen.")


def _not_kept(taken: TakenIn) -> list[str]:
    said = []
    if taken.here_already:
        said.append(_already_here(taken.here_already))
    if taken.in_the_tray:
        said.append(_in_the_tray(taken.in_the_tray))
    if taken.not_known:
        said.append(_not_known(taken.not_known))
    return said


def _already_here(names: list[str]) -> str:
    return _named(
        names,
        _("{names} is here already; it was not kept a second time."),
        _("{names} are here already; they were not kept a second time."),
        _("{names} and others are here already; they were not kept a second time."),
    )


def _in_the_tray(names: list[str]) -> str:
    return _named(
        names,
        _("{names} waits in the tray, and was not kept a second time: keep it from there."),
        _("{names} wait in the tray, and were not kept a second time: keep them from there."),
        _("{names} and others wait in the tray: keep them from there."),
    )


def _not_known(names: list[str]) -> str:
    return _named(
        names,
        _("{names} was not kept: it is not a kind of file that is known here."),
        _("{names} were not kept: they are not kinds of file that are known here."),
        _("{names} and others were not kept: they are not kinds of file that are known here."),
    )


def _unread(names: list[str]) -> list[str]:
    said = _("{names} could not be read on this device and did not come.")
    more = _("{names} and others could not be read on this device and did not come.")
    return [_named(names, said, said, more)] if names else []


def _named(names: list[str], one: str, few: str, more: str) -> str:
    words = one if len(names) == 1 else few if len(names) <= NAMED else more
    return words.format(names=_list(names))


def _list(names: list[str]) -> str:
    return ", ".join(f"“{_short(name)}”" for name in names[:NAMED])


def _short(name: str) -> str:
    """So much of a file's name that a sentence can hold it."""
    return name if len(name) <= LONGEST_NAME else f"{name[:18]}…{name[-8:]}"
