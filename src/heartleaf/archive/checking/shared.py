"""What the parents share beside the keepsakes: names, pages by link, the letterbox, those asked in
and the steward."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from heartleaf.archive.checking.looking import Look, rows
from heartleaf.circle import steward
from heartleaf.circle.copies import copy_name
from heartleaf.circle.letterbox import OpenNote
from heartleaf.circle.letting_in import files_let_in
from heartleaf.circle.models import Invitation, Note, Page, Stewardship
from heartleaf.circle.opening_pages import OpenPage, open_for_us
from heartleaf.circle.page_content import CopyBytes
from heartleaf.family.models import Person
from heartleaf.family.naming import name_for_us
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.sealing import CannotOpen, Identity, SealingError, unseal


def look_at(person: OpenPerson, us: OpenCircle, look: Look) -> None:
    _names(us, look)
    try:
        keys = us.identities
    except CannotOpen as error:
        look.found("circle", f"The keys of the circle {us.id}: {error}", us.id)
        return
    _pages(us, look)
    _notes(us, keys, look)
    _asked_in(us, keys, look)
    _steward(us, look)


def _names(us: OpenCircle, look: Look) -> None:
    for person in rows(Person.objects.filter(family=us.circle.family_id), look, "people"):
        try:
            name_for_us(person, us)
        except (SealingError, UnicodeDecodeError):
            sentence = f"What the person {person.id} is called does not open."
            look.found("person", sentence, person.id, _("The name of a person"))


def _pages(us: OpenCircle, look: Look) -> None:
    """Every page by link: what it says, and each of its copies, no more and no less of them."""
    for page in rows(Page.objects.filter(family=us.circle.family_id), look, "pages"):
        try:
            opened = open_for_us(page, us)
            files = {**opened.content.files, **files_let_in(opened)}
        except SealingError as error:
            sentence = f"The page {page.id} does not open: {error}"
            look.found("page", sentence, page.id, _("A page by link"))
            continue
        title = opened.content.title
        what = _("The page “{title}”").format(title=title) if title else _("A page by link")
        there = {str(id) for id in page.copies.values_list("pk", flat=True)}
        for id in files.keys() - there:
            look.found("page", f"The page {page.id} misses the copy {id}.", page.id, what)
        for id in there - files.keys():
            look.found("page", f"The copy {id} is none of the page {page.id}.", page.id, what)
        for id in files.keys() & there:
            _copy(files[id], opened, what, look)


def _copy(copy: CopyBytes, page: OpenPage, what: str, look: Look) -> None:
    bad, reason = look.bad_parts(_parts_of_copy(copy), page.identity)
    if reason:
        sentence = f"The copy {copy.id} of the page {page.id}: {reason}"
        look.found("page", sentence, page.id, what, bad)


def _parts_of_copy(copy: CopyBytes) -> Iterator[tuple[str, str]]:
    return ((copy_name(UUID(copy.id), n), digest) for n, digest in enumerate(copy.parts))


def _notes(us: OpenCircle, keys: list[Identity], look: Look) -> None:
    """Everything in the letterbox, with what came with it. What someone reads first is not named
    by its words before they have."""
    for note in rows(Note.objects.filter(family=us.circle.family_id), look, "notes"):
        try:
            opened = OpenNote(note, keys)
            if note.read is not None:
                unseal(note.read, *keys)
        except SealingError as error:
            sentence = f"The note {note.pk} in the letterbox: {error}"
            look.found("note", sentence, note.pk, _("Something in the letterbox"))
            continue
        what = _("Something in the letterbox")
        if opened.is_for_parents and opened.words.name:
            what = _("In the letterbox, from {name}").format(name=opened.words.name)
        for file in opened.words.files:
            parts = zip(file.names(note.pk), file.parts, strict=False)
            bad, reason = look.bad_parts(parts, *keys)
            if reason:
                sentence = f"The note {note.pk} in the letterbox: {reason}"
                look.found("note", sentence, note.pk, what, bad)


def _asked_in(us: OpenCircle, keys: list[Identity], look: Look) -> None:
    for row in rows(Invitation.objects.filter(family=us.circle.family_id), look, "invitations"):
        try:
            unseal(row.about, *keys)
        except SealingError as error:
            sentence = f"The invitation {row.pk} does not open: {error}"
            look.found("person", sentence, row.pk, _("An invitation"))


def _steward(us: OpenCircle, look: Look) -> None:
    """That the keys for the steward are there; they open with two of the sheets alone."""
    row = Stewardship.objects.filter(family=us.circle.family_id).first()
    if row is None:
        return
    what = _("The keys for when both are gone")
    try:
        unseal(row.about, *us.identities)
        steward.about(row, us)
    except SealingError as error:
        look.found("person", f"The stewardship {row.pk} does not open: {error}", row.pk, what)
    if row.opened_at is None and not row.entrusted.exists():
        look.found("person", f"The stewardship {row.pk} holds no keys.", row.pk, what)
