"""What stands in an export as JSON: one function for each sort of file, `schema/` says the same.

Sorted names and a stable order, so that the same archive is the same bytes. What can be made again
from an original (views, what is played) is not a fact, and is left out; so is every key, but one:
a page by link keeps its link (`secret`) and its code, or the links people have would lead nowhere
once it came home.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from heartleaf.archive.bag.gathering import Damage, Kept
from heartleaf.archive.bag.layout import FORMAT
from heartleaf.circle.models import Note, Page
from heartleaf.circle.note_content import NoteWords, Reading, ShownNote
from heartleaf.circle.page_content import PageContent
from heartleaf.family.facts import Own
from heartleaf.family.opening import OpenCircle
from heartleaf.family.unknown import written
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card
from heartleaf.keepsakes.drafting import DraftWords
from heartleaf.keepsakes.models import Draft

Json = dict[str, Any]

# Made of an original, or how it lies sealed at rest.
MADE = ("parts", "views", "made", "played", "unplayed", "unseen")
# Ways in, or what guards one.
OF_A_WAY_IN = ("unproved_sheet", "opening_code", "wrong_codes")
# The secret of a calendar's address, and an address that was being tried just then.
OF_A_WISH = ("feed", "trying")
# What a page's copies were made like: they are made anew.
OF_COPIES = ("copies", "waits", "name", "originals")


def as_bytes(value: Mapping[str, Any]) -> bytes:
    """JSON for people and programs, `heartleaf-export/1`."""
    marked = {**value, "format": FORMAT}
    text = json.dumps(marked, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode(errors="backslashreplace") + b"\n"


def of_keepsake(kept: Kept) -> Json:
    names = {one.attachment.media: one.name for one in kept.files}
    return {
        "id": str(kept.row.pk),
        "circle": str(kept.row.circle_id),
        "leaf": kept.row.leaf,
        "revision": kept.row.revision,
        "binned_at": moment(kept.row.binned_at),
        "card": of_card(kept.card, names),
        "earlier": [
            {"revision": version.revision, "card": of_card(card, names)}
            for version, card in kept.earlier
        ],
    }


def of_card(card: Card, names: Mapping[str, str]) -> Json:
    """`names`: what each file is called in the keepsake's folder."""
    return {**written(card), "attachments": [_file(one, names) for one in card.attachments]}


def of_circle(circle: OpenCircle, members: list[Json]) -> Json:
    return {"id": str(circle.id), "kind": circle.kind, "name": circle.name, "members": members}


def of_membership(person: str, role: str, since: datetime.datetime) -> Json:
    return {"person": person, "role": role, "since": moment(since)}


def of_own(own: Own) -> Json:
    return _without(written(own), OF_A_WAY_IN)


def of_wishes(wishes: Any) -> Json:
    return _without(written(wishes), OF_A_WISH)


def of_draft(row: Draft, words: DraftWords) -> Json:
    return {
        "id": str(row.pk),
        "revision": row.revision,
        "touched_at": moment(row.touched_at),
        "words": written(words),
    }


def of_page(row: Page, content: PageContent) -> Json:
    said = written(content)
    said["pieces"] = [_without(piece, OF_COPIES) for piece in said["pieces"]]
    return {
        "id": str(row.pk),
        "revision": row.revision,
        "made_at": moment(row.made_at),
        "opened_at": moment(row.opened_at),
        "ends_at": moment(row.ends_at),
        "content": said,
    }


def of_note(
    row: Note,
    words: NoteWords,
    reading: Reading | None,
    shown: ShownNote | None,
    names: Mapping[int, str],
) -> Json:
    """`names`: what each of its files is called in its folder."""
    said = written(words)
    said["files"] = [
        {**_without(one, ("parts", "first")), "file": names[one["number"]]} for one in said["files"]
    ]
    return {
        "id": str(row.pk),
        "page": str(row.page_id) if row.page_id else None,
        "by": str(row.by_id) if row.by_id else None,
        "state": row.state,
        "arrived_at": moment(row.arrived_at),
        "words": said,
        "read": written(reading) if reading else None,
        "shown": _without(written(shown), ("copies",)) if shown else None,
    }


def of_damage(damage: list[Damage]) -> Json:
    in_order = sorted(damage, key=lambda one: one.path)
    return {"damaged": [{"path": d.path, "said": d.said, "keepsake": d.keepsake} for d in in_order]}


def _file(one: Attachment, names: Mapping[str, str]) -> Json:
    return {**_without(written(one), MADE), "file": names.get(one.media, "")}


def _without(value: Json, names: tuple[str, ...]) -> Json:
    return {name: one for name, one in value.items() if name not in names}


def moment(when: datetime.datetime | None) -> str | None:
    return when.astimezone(datetime.UTC).isoformat() if when else None
