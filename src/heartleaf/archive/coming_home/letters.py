"""Pages by link and the letterbox, out of a bag. A page has its link and its code as before; its
copies are made again when a parent next opens it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from uuid import UUID

from heartleaf.archive.bag.layout import LETTERBOX, PAGES
from heartleaf.archive.bag.letters import NOTE_JSON, PAGE_JSON
from heartleaf.archive.coming_home.bags import Bag, Json
from heartleaf.archive.coming_home.settling import Settled
from heartleaf.archive.coming_home.unpacking import Put
from heartleaf.circle.models import Note, Page
from heartleaf.circle.note_content import NoteWords, Reading, ShownNote, part_name
from heartleaf.circle.opening_pages import link_identity
from heartleaf.circle.page_content import PageContent
from heartleaf.family.models import Person
from heartleaf.keepsakes.media import in_parts, vault
from heartleaf.sealing import Identity, Link, Recipient, Sealed, seal


def bring(bag: Bag, settled: Settled, put: Put) -> None:
    """Inside a transaction."""
    for path in bag.paths(f"{PAGES}/"):
        if path.endswith(f"/{PAGE_JSON}"):
            _page(bag.json(path), settled)
    for path in bag.paths(f"{LETTERBOX}/"):
        if path.endswith(f"/{NOTE_JSON}"):
            _note(bag, path.removesuffix(f"/{NOTE_JSON}"), settled, put)


def _page(said: Json, settled: Settled) -> None:
    content = PageContent.from_json(said["content"])
    for piece in content.pieces:
        piece.waits = bool(piece.keepsake) and not piece.gone
    link, identity = Link.read(content.secret), Identity.generate()
    key = link_identity(link, content.code).recipient
    Page.objects.create(
        id=UUID(said["id"]),
        family=settled.person.person.family,
        tag=link.tag,
        link=str(key),
        has_code=bool(content.code),
        recipient=str(identity.recipient),
        identity=seal(identity.secret.encode(), key, settled.us.recipient),
        content=seal(content.to_json(), identity.recipient),
        revision=int(said["revision"]),
        opened_at=_moment(said["opened_at"]),
        ends_at=_moment(said["ends_at"]),
    )
    Page.objects.filter(pk=UUID(said["id"])).update(made_at=_moment(said["made_at"]))


def _note(bag: Bag, folder: str, settled: Settled, put: Put) -> None:
    said = bag.json(f"{folder}/{NOTE_JSON}")
    id, us = UUID(said["id"]), settled.us
    words, parts = {**said["words"], "files": []}, 0
    for file in said["words"]["files"]:
        put.notes.append(id)
        stored = _stored(bag, f"{folder}/{file['file']}", id, parts, us.recipient)
        kept = {name: value for name, value in file.items() if name != "file"}
        words["files"].append({**kept, "first": parts, "parts": stored})
        parts += len(stored)
    page = Page.objects.filter(pk=said["page"]).first() if said["page"] else None
    reading = Reading.from_json(said["read"]) if said["read"] else None
    Note.objects.create(
        id=id,
        family=settled.person.person.family,
        page=page,
        by=Person.objects.filter(pk=said["by"]).first() if said["by"] else None,
        state=Note.State(said["state"]),
        epoch=us.epoch,
        words=us.seal(NoteWords.from_json(words).to_json()),
        files=parts,
        read=us.seal(reading.to_json()) if reading else None,
        shown=_shown(said["shown"], page),
    )
    Note.objects.filter(pk=id).update(arrived_at=_moment(said["arrived_at"]))


def _stored(bag: Bag, path: str, id: UUID, first: int, recipient: Recipient) -> list[str]:
    hashes: list[str] = []

    def sealed() -> Iterator[tuple[str, Sealed]]:
        for number, part in enumerate(in_parts(bag.chunks(path))):
            hashes.append(hashlib.sha256(part).hexdigest())
            yield part_name(id, first + number), seal(part, recipient)

    vault().put_all(sealed())
    return hashes


def _shown(said: Json | None, page: Page | None) -> Sealed | None:
    """The words of it; pictures and voices that guests left are in the letterbox."""
    if said is None or page is None:
        return None
    return seal(ShownNote.from_json(said).to_json(), Recipient(page.recipient))


def _moment(text: str | None) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(text) if text else None
