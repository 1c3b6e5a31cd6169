"""The pictures of a book: the large view of each file, opened one by one when it is asked for.

A view was made here, so nothing is in it but what is seen: no place, no camera.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from heartleaf.book.volume import Plate
from heartleaf.keepsakes.attachments import Attachment
from heartleaf.keepsakes.media import open_view
from heartleaf.keepsakes.showing import Shown
from heartleaf.keepsakes.words import word_for
from heartleaf.sealing import Identity, SealingError
from heartleaf.vault import VaultError

LARGE = 1


class Shelved:
    """Remembers where each plate's picture rests, and with which key it opens."""

    def __init__(self) -> None:
        self._rests: dict[str, tuple[Attachment, Identity]] = {}

    def plates_of(self, shown: Shown) -> Iterator[Plate]:
        """Every file of which there is something to see, the one that stands for all first."""
        epochs = {str(media.id): media.epoch for media in shown.keepsake.media.all()}
        for one in shown.card.faces:
            if len(one.views) <= LARGE or one.viewed not in epochs:
                continue
            view, key = one.views[LARGE], f"{shown.keepsake.id}.{one.media}"
            self._rests[key] = one, shown.circle.identity(epochs[one.viewed])
            yield Plate(key, view.width, view.height, alt=one.alt or _alt(shown))

    def picture(self, key: str) -> bytes | None:
        """Safe to be asked from any thread: it needs the vault alone."""
        if key not in self._rests:
            return None
        attachment, identity = self._rests[key]
        try:
            return open_view(attachment, "large", identity)
        except (SealingError, VaultError, IndexError):
            return None


def _alt(shown: Shown) -> str:
    word = word_for(shown.card.kind)
    title = shown.card.title
    return _("{what}: {title}").format(what=word, title=title) if title else word
