"""What someone can open by themselves: with every key they ever held, on the bytes at rest."""

from __future__ import annotations

import hashlib

from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.keeping import keep
from heartleaf.keepsakes.media import begin_media, original_name, store, vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.sealing import CannotOpen, Identity, unseal


def again(person: OpenPerson) -> OpenPerson:
    """The same person in their next request."""
    return OpenPerson(type(person.person).objects.get(pk=person.id), person.identity)


def keys_of(person: OpenPerson, handle: str = "") -> list[Identity]:
    """The keys they can get at now, of one circle or of all."""
    circles = again(person).circles.values()
    chosen = [one for one in circles if handle in ("", one.handle)]
    return [one.identity(number) for one in chosen for number in one.numbers]


def opens(sealed: bytes, keys: list[Identity]) -> bool:
    if not keys:
        return False
    try:
        unseal(sealed, *keys)
    except CannotOpen:
        return False
    return True


def sealed_of(keepsake: Keepsake) -> list[bytes]:
    """Everything at rest that is of a keepsake: its cards, and each part of its files."""
    row = Keepsake.objects.get(pk=keepsake.pk)
    parts = [
        vault().get(original_name(media.id, number))
        for media in row.media.all()
        for number in range(media.parts)
    ]
    return [bytes(row.card), *(bytes(one.card) for one in row.versions.all()), *parts]


def a_file(circle: OpenCircle, data: bytes, name: str = "words.txt") -> Attachment:
    """A file sealed to a circle, without anything made of it."""
    stored = store([data], circle.recipient, begin_media(circle).id)
    return Attachment(
        media=str(stored.media),
        name=name,
        type="text",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        parts=stored.parts,
    )


def kept(by: OpenPerson, handle: str, words: str, data: bytes = b"") -> Keepsake:
    now = again(by)
    circle = now.circle(handle)
    files = [a_file(circle, data)] if data else []
    card = Card(kind="paper" if files else "letter", words=words, attachments=files)
    return keep(now, circle, card)


def card_of(person: OpenPerson, keepsake: Keepsake) -> Card:
    row = Keepsake.objects.get(pk=keepsake.pk)
    return open_card(row, again(person).circles[str(row.circle_id)])
