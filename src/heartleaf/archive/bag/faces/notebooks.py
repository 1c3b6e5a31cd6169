"""What its person writes for themselves, as files that other programs open: paths and check-ins as
CSV, the body and plants in words, questionnaires as FHIR has them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces.days import folder_of
from heartleaf.archive.bag.faces.pieces import READ
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.faces.words_file import plain
from heartleaf.archive.bag.faces.writing import Leaf, Way, joined, link
from heartleaf.archive.bag.layout import Names, safe
from heartleaf.care.body.notes import BodyNotes
from heartleaf.care.check_ins.section import CheckIns
from heartleaf.care.check_ins.spreadsheet import as_csv, days_as_csv
from heartleaf.care.paths.paths import Path, Paths
from heartleaf.care.questionnaires.keeping import Brought, Filling, Questionnaires
from heartleaf.care.questionnaires.reading import read
from heartleaf.care.questionnaires.response import response
from heartleaf.care.questionnaires.shapes import Refused
from heartleaf.family.opening import OpenCircle
from heartleaf.family.words import said
from heartleaf.keepsakes.notebook import Section, open_section
from heartleaf.sealing import SealingError

PATH = f"{READ}/for-yourself.html"


def entries(walk: Walk) -> Iterator[Entry]:
    """Only ever of someone's own: none of this is for anyone else."""
    if not walk.is_own:
        return
    ways = []
    for circle in walk.circles:
        for words, entry in _of(walk, circle):
            yield entry
            ways.append(Way(words, entry.path))
    if ways:
        page = Leaf(PATH, _("For yourself"), walk.place, _list(ways), _lead())
        yield Entry.of(PATH, page.written())


def _lead() -> str:
    return _("What was written beside the timeline. Each opens in a spreadsheet or an editor.")


def _list(ways: list[Way]) -> SafeString:
    lines = [format_html("<li>{}</li>", link(PATH, way)) for way in ways]
    return format_html('<ul class="ways">{}</ul>\n', joined(lines))


def _of(walk: Walk, circle: OpenCircle) -> Iterator[tuple[str, Entry]]:
    folder = folder_of(walk, circle)
    paths = _section(walk, circle, Paths)
    if paths and paths.paths:
        yield _("Paths"), Entry.of(f"{folder}/paths.csv", _paths(paths.paths))
    days = _section(walk, circle, CheckIns)
    if days and days.is_begun:
        yield _("Check-ins"), Entry.of(f"{folder}/check-ins.csv", days_as_csv(days))
    body = _section(walk, circle, BodyNotes)
    if body and body.notes:
        yield _("Notes on the body"), Entry.of(f"{folder}/body.md", _body(body))
    asked = _section(walk, circle, Questionnaires)
    if asked:
        yield from _questionnaires(asked, f"{folder}/questionnaires")


def _section[S: Section](walk: Walk, circle: OpenCircle, section: type[S]) -> S | None:
    try:
        return open_section(circle, section)
    except SealingError as error:
        walk.gathered.tell(f"{folder_of(walk, circle)}/{section.name}", str(error))
        return None


def _paths(paths: list[Path]) -> bytes:
    lines = []
    for path in paths:
        named = path.title or _("A path")
        rows = [(path.words_on, _("Your words") if path.words else "", path.words)]
        rows += [
            (one.on, _("Started again") if number else _("Began"), one.word)
            for number, one in enumerate(path.beginnings)
        ]
        rows += [(one.away, _("Not on it since"), "") for one in path.beginnings if one.away]
        rows += [(day.isoformat(), _("Marked"), "") for day in path.marked_days]
        rows += [(note.on, _("Note"), note.words) for note in path.notes]
        rows += [("", _("Reason"), reason) for reason in path.reasons]
        rows += [(path.aside, _("Put aside"), "")] if path.aside else []
        lines += [[named, *row] for row in sorted(rows, key=lambda row: row[0]) if row[1]]
    return as_csv([_("Path"), _("Day"), _("What"), _("Words")], lines)


def _body(section: BodyNotes) -> bytes:
    parts = [f"# {plain(_('Notes on the body'))}"]
    for note in section.newest_first():
        ask = f" · {_('to ask')}" if note.ask else ""
        parts.append(f"## {plain(said(note.date) or _('no day known'))}{ask}\n\n{note.words}")
    return ("\n\n".join(parts) + "\n").encode()


def _questionnaires(section: Questionnaires, folder: str) -> Iterator[tuple[str, Entry]]:
    """Each file as it came, and every answer to it as a QuestionnaireResponse."""
    names = Names()
    for one in section.brought:
        title = safe(_title(one), 60) or _("Questionnaire")
        path = f"{folder}/{names.take(f'{title}.json')}"
        yield title, Entry.of(path, one.file.encode())
        for filling in section.fillings_of(one.id):
            if data := _answers(one, filling):
                path = f"{folder}/{names.take(f'{title} {filling.begun}.json')}"
                yield f"{title}, {said(filling.begun)}", Entry.of(path, data)


def _title(one: Brought) -> str:
    with contextlib.suppress(ValueError):
        told = json.loads(one.file)
        return str(told.get("title") or told.get("name") or "") if isinstance(told, dict) else ""
    return ""


def _answers(one: Brought, filling: Filling) -> bytes:
    """Empty where the file cannot be read any more; its answers are in the notebook's own JSON."""
    try:
        questionnaire = read(one.file.encode())
    except Refused:
        return b""
    return response(questionnaire, filling.answers, authored=filling.changed, finished=True)
