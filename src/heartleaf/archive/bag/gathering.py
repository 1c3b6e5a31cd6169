"""What an export is made of, one keepsake after the other: opened, named and laid in its folder.

Everything that writes into an export goes through the same list, so all of it agrees on what a
thing is called and where it lies.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from heartleaf.archive.bag.asked import Asked, Choice
from heartleaf.archive.bag.layout import (
    EARLIER,
    KEEPSAKE_JSON,
    Names,
    keepsake_folder,
    safe_file,
)
from heartleaf.family.opening import OpenCircle, OpenPerson
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.media import open_original
from heartleaf.keepsakes.models import Keepsake, Version
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

AT_ONCE = 200


@dataclass(frozen=True)
class KeptFile:
    """An original of a keepsake: `name` is its name in the folder, `epoch` which key opens it."""

    attachment: Attachment
    name: str
    epoch: int


@dataclass(frozen=True)
class Kept:
    """A keepsake on its way into an export. `names` are those taken in its folder: whoever lays
    something beside the originals takes one more."""

    row: Keepsake
    circle: OpenCircle
    card: Card
    earlier: tuple[tuple[Version, Card], ...]
    folder: str
    files: tuple[KeptFile, ...]
    names: Names

    @property
    def is_closed(self) -> bool:
        """Written to be opened later, or when asked for."""
        return _is_closed(self.card)

    @property
    def is_binned(self) -> bool:
        return self.row.binned_at is not None

    def path(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def file(self, media: str) -> KeptFile | None:
        return next((one for one in self.files if one.attachment.media == media), None)


@dataclass
class Damage:
    """What did not open while an export was made: `path` is where it would be whole."""

    path: str
    said: str
    keepsake: str = ""


@dataclass
class Gathered:
    """One export's things. `damage` grows while it is written, and stands in it at the end."""

    person: OpenPerson
    asked: Asked
    choice: Choice
    damage: list[Damage] = field(default_factory=list)
    _folders: dict[UUID, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def kept(self) -> Iterator[Kept]:
        """Every keepsake of the choice, by its leaf. What does not open is named in `damage`."""
        for batch in itertools.batched(self._ids, AT_ONCE):
            found = Keepsake.objects.filter(pk__in=batch).prefetch_related("versions", "media")
            rows = {row.pk: row for row in found}
            for id in batch:
                if (row := rows.get(id)) and (kept := self._kept(row)):
                    yield kept

    def several(self, ids: Iterable[UUID]) -> Iterator[Kept]:
        """These keepsakes, in this order; those of them that are in the choice."""
        ids = list(ids)
        found = Keepsake.objects.filter(pk__in=ids).prefetch_related("versions", "media")
        rows = {row.pk: row for row in found}
        for id in ids:
            if (row := rows.get(id)) and (kept := self._kept(row)):
                yield kept

    def original(self, kept: Kept, file: KeptFile) -> Iterator[bytes]:
        """An original, part by part, each held against the card. It ends where it is damaged, and
        says so in `damage`."""
        size = 0
        try:
            for part in open_original(file.attachment, kept.circle.identity(file.epoch)):
                size += len(part)
                yield part
        except (SealingError, VaultError) as error:
            self.tell(kept.path(file.name), str(error), kept.row)
        else:
            if size != file.attachment.size:  # it was damaged already when it came home
                self.tell(kept.path(file.name), "It is not the whole file.", kept.row)

    def tell(self, path: str, said: str, keepsake: Keepsake | None = None) -> None:
        """Each place is named once, however often it was looked at."""
        if all(one.path != path for one in self.damage):
            self.damage.append(Damage(path, said, str(keepsake.pk) if keepsake else ""))

    @cached_property
    def _circles(self) -> dict[UUID, OpenCircle]:
        return {circle.id: circle for circle in self.choice.circles}

    @cached_property
    def _ids(self) -> list[UUID]:
        """Fixed at the beginning, so that everyone goes through the same ones."""
        rows = Keepsake.objects.filter(circle_id__in=list(self._circles))
        return list(rows.order_by("leaf", "pk").values_list("pk", flat=True))

    def _kept(self, row: Keepsake) -> Kept | None:
        circle = self._circles.get(row.circle_id)
        if circle is None:  # it went elsewhere meanwhile
            return None
        try:
            card = open_card(row, circle)
        except SealingError as error:
            self.tell(keepsake_folder(str(row.pk)), str(error), row)
            return None
        if not self.choice.takes(card, binned=row.binned_at is not None):
            return None
        earlier = tuple(self._earlier(row, circle)) if self.asked.is_own else ()
        names = Names()
        names.take(KEEPSAKE_JSON)
        names.take(EARLIER)
        files = tuple(_files(row, card, earlier, names))
        return Kept(row, circle, card, earlier, self._folder(row, card), files, names)

    def _earlier(self, row: Keepsake, circle: OpenCircle) -> Iterator[tuple[Version, Card]]:
        for version in row.versions.all():
            try:
                yield version, open_card(row, circle, version)
            except SealingError as error:
                self.tell(f"{keepsake_folder(str(row.pk))}#{version.revision}", str(error), row)

    def _folder(self, row: Keepsake, card: Card) -> str:
        """Its folder; with its whole id if another thing has the same beginning of one."""
        if row.pk not in self._folders:
            folder = _folder(row, card)
            if folder in self._taken:
                folder += str(row.pk)[8:]
            self._taken.add(folder)
            self._folders[row.pk] = folder
        return self._folders[row.pk]


def _folder(row: Keepsake, card: Card) -> str:
    return keepsake_folder(
        str(row.pk),
        placed=card.placed,
        date=card.date,
        title=card.neutral if card.covered else card.title,
        until=card.until,
        closed=_is_closed(card) and row.binned_at is None,
        binned=row.binned_at is not None,
    )


def _is_closed(card: Card) -> bool:
    return bool(card.until) or card.until_asked


def _files(
    row: Keepsake, card: Card, earlier: tuple[tuple[Version, Card], ...], names: Names
) -> Iterator[KeptFile]:
    """The originals of its card, then in a folder by themselves those of earlier ones only."""
    epochs = {str(media.pk): media.epoch for media in row.media.all()}
    seen, before = set[str](), Names()
    for one in card.attachments:
        seen.add(one.media)
        yield KeptFile(one, names.take(safe_file(one.name)), epochs.get(one.media, row.epoch))
    for _version, then in earlier:
        for one in then.attachments:
            if one.media not in seen:
                seen.add(one.media)
                name = f"{EARLIER}/{before.take(safe_file(one.name))}"
                yield KeptFile(one, name, epochs.get(one.media, row.epoch))
