"""The facts of an archive, as files of an export: everything that cannot be made again.

For someone else (`--for`) there are none of these; what they are given is what people read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from heartleaf.archive.bag import shapes
from heartleaf.archive.bag.absent import CameHome
from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.gathering import Gathered, Kept, KeptFile
from heartleaf.archive.bag.layout import (
    CALENDAR_JSON,
    DAMAGED,
    DRAFTS,
    FAMILY,
    KEEPSAKE_JSON,
    ME,
    NOTEBOOK_JSON,
    SCHEMA,
    circle_folder,
)
from heartleaf.archive.bag.letters import correspondence
from heartleaf.archive.bag.people import of_family
from heartleaf.care.models import Channel
from heartleaf.care.wishes import wishes_of
from heartleaf.days.calendars import FORMAT as CALENDAR
from heartleaf.days.models import Calendar
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.family.records import open_record
from heartleaf.keepsakes.drafting import open_draft
from heartleaf.keepsakes.media import PART
from heartleaf.keepsakes.models import Media
from heartleaf.keepsakes.notebook import open_notebook
from heartleaf.sealing import SealingError

SCHEMAS = Path(__file__).parent / "schema"


def entries(gathered: Gathered) -> Iterator[Entry]:
    if not gathered.asked.is_own:
        return
    yield _json(FAMILY, of_family(gathered))
    yield from _own(gathered)
    for circle in gathered.choice.circles:
        yield from _records(gathered, circle)
    yield from _drafts(gathered)
    yield from correspondence(gathered)
    for kept in gathered.kept():
        yield _json(kept.path(KEEPSAKE_JSON), shapes.of_keepsake(kept))
        for file in kept.files:
            yield original(gathered, kept, file)
    for schema in sorted(SCHEMAS.glob("*.json")):
        yield Entry.of(f"{SCHEMA}/{schema.name}", schema.read_bytes())


def last_entries(gathered: Gathered) -> Iterator[Entry]:
    """What is known only when all else is written: what did not open."""
    if gathered.asked.is_own and gathered.damage:
        yield _json(DAMAGED, shapes.of_damage(gathered.damage))


def original(gathered: Gathered, kept: Kept, file: KeptFile) -> Entry:
    """A file as it came, to the byte."""
    path = kept.path(file.name)
    return Entry(path, lambda: gathered.original(kept, file), file.attachment.size)


def size(gathered: Gathered) -> int:
    """About how many bytes it will be; no key is needed to say so."""
    rows = Media.objects.filter(circle_id__in=[one.id for one in gathered.choice.circles])
    parts = rows.exclude(keepsake=None).values_list("parts", flat=True)
    return sum(parts) * PART


def _own(gathered: Gathered) -> Iterator[Entry]:
    person = gathered.person
    said = {
        "person": str(person.id),
        "own": shapes.of_own(person.own),
        "wishes": None,
        "mail_stopped": _mail_stopped(person),
    }
    try:
        said["wishes"] = shapes.of_wishes(wishes_of(person))
    except SealingError as error:
        gathered.tell(f"{ME}#wishes", str(error))
    yield _json(ME, said)


def _mail_stopped(person: OpenPerson) -> bool | None:
    """Whether they stopped the mails to their address by the link in one; none without one."""
    mail = Channel.objects.filter(person=person.person, kind=Channel.Kind.MAIL)
    return mail.values_list("stopped", flat=True).first()


def _records(gathered: Gathered, circle: OpenCircle) -> Iterator[Entry]:
    """What a circle wrote beside its keepsakes: days and plans, paths, check-ins, plants."""
    folder = circle_folder(circle.kind, circle.name, str(circle.id))
    yield from _record(
        gathered,
        f"{folder}/{CALENDAR_JSON}",
        lambda: {"calendar": open_record(Calendar, CALENDAR, circle)},
        circle,
    )
    yield from _record(
        gathered, f"{folder}/{NOTEBOOK_JSON}", lambda: {"notebook": _notebook(circle)}, circle
    )


def _record(
    gathered: Gathered, path: str, read: Callable[[], shapes.Json], circle: OpenCircle
) -> Iterator[Entry]:
    try:
        said = read()
    except SealingError as error:
        gathered.tell(path, str(error))
        return
    if any(said.values()):
        yield _json(path, {"circle": str(circle.id), **said})


def _notebook(circle: OpenCircle) -> shapes.Json:
    """Without those who are absent: they stand in `family.json`."""
    return {name: one for name, one in open_notebook(circle).items() if name != CameHome.name}


def _drafts(gathered: Gathered) -> Iterator[Entry]:
    for row in gathered.person.person.drafts.order_by("pk"):
        path = f"{DRAFTS}/{row.pk}.json"
        try:
            yield _json(path, shapes.of_draft(row, open_draft(gathered.person, row)))
        except SealingError as error:
            gathered.tell(path, str(error))


def _json(path: str, said: shapes.Json) -> Entry:
    return Entry.of(path, shapes.as_bytes(said))
