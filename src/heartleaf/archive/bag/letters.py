"""What went out by link and what came back, as files of an export: pages, and the letterbox."""

from __future__ import annotations

from collections.abc import Iterator

from heartleaf.archive.bag import shapes
from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.gathering import Gathered
from heartleaf.archive.bag.layout import LETTERBOX, PAGES, Names, safe_file, titled_folder
from heartleaf.circle.letterbox import OpenNote
from heartleaf.circle.letting_in import shown_of
from heartleaf.circle.models import Note, Page
from heartleaf.circle.note_content import NoteFile, ShownNote
from heartleaf.circle.opening_pages import OpenPage, open_for_us
from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

PAGE_JSON = "page.json"
NOTE_JSON = "note.json"


def correspondence(gathered: Gathered) -> Iterator[Entry]:
    """All of it is the parents'."""
    us = next((one for one in gathered.choice.circles if one.kind == Circle.Kind.US), None)
    if us is not None:
        yield from _pages(gathered, us)
        yield from _notes(gathered, us)


def _pages(gathered: Gathered, us: OpenCircle) -> Iterator[Entry]:
    for row in Page.objects.filter(family=gathered.person.family_id).order_by("pk"):
        try:
            content = open_for_us(row, us).content
        except SealingError as error:
            gathered.tell(titled_folder(PAGES, "", str(row.pk)), str(error))
            continue
        folder = titled_folder(PAGES, content.title, str(row.pk))
        yield Entry.of(f"{folder}/{PAGE_JSON}", shapes.as_bytes(shapes.of_page(row, content)))


def _notes(gathered: Gathered, us: OpenCircle) -> Iterator[Entry]:
    rows = Note.objects.filter(family=gathered.person.family_id).select_related("page")
    for row in rows.order_by("pk"):
        folder = f"{LETTERBOX}/{row.arrived_at:%Y-%m-%d} {str(row.pk)[:8]}"
        try:
            note = OpenNote(row, us.identities)
        except SealingError as error:
            gathered.tell(folder, str(error))
            continue
        names = Names()
        names.take(NOTE_JSON)
        files = {one.number: names.take(safe_file(one.name)) for one in note.words.files}
        said = shapes.of_note(row, note.words, note.reading, _shown(note, us), files)
        yield Entry.of(f"{folder}/{NOTE_JSON}", shapes.as_bytes(said))
        for file in note.words.files:
            yield _file(gathered, note, file, f"{folder}/{files[file.number]}")


def _shown(note: OpenNote, us: OpenCircle) -> ShownNote | None:
    """What the page shows of it, if it was let in there."""
    if note.note.page is None or note.note.shown is None:
        return None
    try:
        page: OpenPage = open_for_us(note.note.page, us)
        return shown_of(page, note.id)
    except SealingError:
        return None


def _file(gathered: Gathered, note: OpenNote, file: NoteFile, path: str) -> Entry:
    def parts() -> Iterator[bytes]:
        try:
            yield from note.chunks(file)
        except (SealingError, VaultError) as error:
            gathered.tell(path, str(error))

    return Entry(path, parts, file.size)
