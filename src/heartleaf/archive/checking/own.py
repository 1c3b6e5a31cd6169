"""What is one person's alone: what they said of themselves, wishes, drafts, what is on its way."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from heartleaf.archive.checking.damage import BadFile
from heartleaf.archive.checking.looking import UNREADABLE, Look, rows
from heartleaf.archive.models import Import, Upload
from heartleaf.archive.uploads import name_of, part_name
from heartleaf.archive.working import report_of
from heartleaf.care.feeding import read_feed
from heartleaf.care.models import Feed
from heartleaf.care.wishes import wishes_of
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.drafting import open_draft
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Draft
from heartleaf.sealing import SealingError, unseal
from heartleaf.vault import VaultError

Unreadable = (SealingError, ValueError, TypeError, KeyError)


def look_at(person: OpenPerson, look: Look) -> None:
    id = person.id
    _try(look, person, lambda: person.own, f"What is the person {id}’s alone does not open.")
    _try(look, person, lambda: person.facts, f"What the family of {id} says does not open.")
    _try(
        look, person, lambda: wishes_of(person), f"How days come to the person {id} does not open."
    )
    try:
        _feed(person, look)
        _drafts(person, look)
        _on_their_way(person, look)
    except UNREADABLE as error:
        look.found("database", f"What is the person {id}’s cannot be read: {error}", id)


def _try(look: Look, person: OpenPerson, opened: Callable[[], object], sentence: str) -> None:
    try:
        opened()
    except (*Unreadable, *UNREADABLE):
        look.found("own", sentence, person.id)


def _feed(person: OpenPerson, look: Look) -> None:
    if not Feed.objects.filter(person=person.person).exists():
        return
    try:
        whole = read_feed(wishes_of(person).feed) is not None
    except SealingError:
        return  # said already
    except Unreadable:
        whole = False
    if not whole:
        sentence = f"The calendar feed of the person {person.id} does not open."
        look.found("own", sentence, person.id, _("Your calendar for other programs"))


def _drafts(person: OpenPerson, look: Look) -> None:
    for draft in rows(Draft.objects.filter(person=person.person), look, "drafts"):
        try:
            open_draft(person, draft)
        except Unreadable:
            sentence = f"The draft {draft.pk} does not open."
            look.found("own", sentence, draft.pk, _("A letter that was begun"))


def _on_their_way(person: OpenPerson, look: Look) -> None:
    for row in rows(Import.objects.filter(person=person.person), look, "imports"):
        try:
            report_of(row, person)
        except Unreadable:
            look.found("own", f"The report of the import {row.pk} does not open.", row.pk)
    for upload in rows(Upload.objects.filter(person=person.person), look, "uploads"):
        _upload(upload, person, look)


def _upload(upload: Upload, person: OpenPerson, look: Look) -> None:
    """Of what is on its way nothing says yet what its parts must be: that they open is all."""
    try:
        what = name_of(upload, person)
    except Unreadable:
        look.found("own", f"The name of the upload {upload.pk} does not open.", upload.pk)
        what = ""
    bad = []
    for name in (part_name(upload.pk, n) for n in range(upload.parts)):
        look.opened.add(name)
        try:
            unseal(vault().get(name), person.identity)
        except (SealingError, VaultError):
            bad.append(BadFile(name))
        look.one_more()
    if bad:
        sentence = f"The upload {upload.pk} does not open."
        look.found("own", sentence, upload.pk, what, bad)
