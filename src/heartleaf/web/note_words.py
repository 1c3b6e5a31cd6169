"""A note of the letterbox as a template shows it: plain values."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from heartleaf.circle.letterbox import OpenNote
from heartleaf.circle.letting_in import look_at
from heartleaf.circle.note_content import ANSWER, NoteFile
from heartleaf.circle.page_content import CANDLE, PICTURE, VOICE
from heartleaf.family.models import Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenPerson
from heartleaf.family.words import name_of
from heartleaf.keepsakes.developing.kinds import SORTS
from heartleaf.keepsakes.developing.looks import Unreadable
from heartleaf.keepsakes.words import length
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError
from heartleaf.web.playing import Bar, bars_of


@dataclass(frozen=True)
class FileOfNote:
    """`fault` says why neither a picture nor a sound is there; `file` is where it can be saved."""

    name: str
    file: str
    src: str = ""
    is_sound: bool = False
    width: int = 0
    height: int = 0
    length: str = ""
    bars: tuple[Bar, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class NoteEntry:
    """`covered`: there is something to be seen, and nobody asked for it yet."""

    id: str
    name: str
    what: str
    on: str
    words: str
    asked: str
    did: bool
    covered: bool
    files: list[FileOfNote]


def entry_of(opened: OpenNote, *, uncovered: str = "", is_uncovered: bool = True) -> NoteEntry:
    said = opened.words
    pictures = any(SORTS.get(one.type, "picture") != "sound" for one in said.files)
    covered = pictures and not is_uncovered
    return NoteEntry(
        id=str(opened.id),
        name=said.name,
        what=what_it_is(opened),
        on=said.on,
        words="" if covered else said.words,
        asked=said.ask,
        did=said.did,
        covered=covered,
        files=[_file(opened, one, covered, uncovered) for one in said.files],
    )


def what_it_is(opened: OpenNote) -> str:
    said = opened.words
    if opened.note.by_id:
        return _("For the letterbox, from one of you")
    match said.kind:
        case kind if kind == CANDLE:
            return _("A candle")
        case kind if kind == PICTURE:
            return _("A picture")
        case kind if kind == VOICE:
            return _("A voice")
        case kind if kind == ANSWER:
            return _("An answer to what you asked")
    return _("Words")


def reader_of(opened: OpenNote, parent: OpenPerson) -> str:
    """What the one who reads first is called, by whom it was read or still is to be."""
    reading = opened.reading
    id = reading.by if reading else opened.words.reader
    try:
        person = Person.objects.filter(pk=id, family=parent.family_id).first() if id else None
        return name_for_us(person, parent.circle("us")) if person else ""
    except (SealingError, ValueError, KeyError):
        return ""


def whom_it_is_for(opened: OpenNote, parent: OpenPerson) -> str:
    """The names of those a child of the family made it for."""
    found = [parent.facts.child(id) for id in opened.words.children]
    return ", ".join(name_of(child, parent.facts) for child in found if child)


def _file(opened: OpenNote, file: NoteFile, covered: bool, uncovered: str) -> FileOfNote:
    at, query = [opened.id, file.number], f"?uncovered={uncovered}" if uncovered else ""
    saved = reverse("note-file", args=at) + query
    try:
        look = look_at(opened, file)
    except (Unreadable, SealingError, VaultError) as problem:
        fault = _("It cannot be shown here. {why}").format(why=_why(problem))
        return FileOfNote(file.name, saved, fault=fault)
    if SORTS[look.kind] == "sound" or look.views is None:
        src = reverse("note-sound", args=at)
        bars = tuple(bars_of(look.bars.hex()))
        return FileOfNote(file.name, saved, src, True, length=length(look.seconds), bars=bars)
    view, seen = ("cover", look.views.cover) if covered else ("large", look.views.large)
    src = reverse("note-picture", args=[*at, view]) + query
    return FileOfNote(file.name, saved, src, width=seen.width, height=seen.height)


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, Unreadable) else _("It is damaged.")
