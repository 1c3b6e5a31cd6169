"""Making a page's copies beside the request that asked for them, with its person's key in memory.

The row says how far it is. If the program ends meanwhile, nothing of it is on the page, and it
begins anew when a parent next opens the page: only then is there a key again.
"""

from __future__ import annotations

import datetime
import logging
import threading
from uuid import UUID

from django.db import close_old_connections, connections
from django.db.models import Q
from django.utils import timezone

from heartleaf.circle.copies import discard_copies
from heartleaf.circle.copying import Copier
from heartleaf.circle.models import Page
from heartleaf.circle.opening_pages import OpenPage
from heartleaf.circle.page_content import Copy, PageContent
from heartleaf.circle.sharing import change_page, names_in
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.keeping import ChangedMeanwhile
from heartleaf.keepsakes.showing import Shelf
from heartleaf.sealing import SealingError

SILENT = datetime.timedelta(seconds=90)
TELL_EVERY = datetime.timedelta(seconds=1)

log = logging.getLogger(__name__)
_at_work: set[UUID] = set()
_lock = threading.Lock()


def make_copies(page: OpenPage, person: OpenPerson) -> threading.Thread | None:
    """Make what the page lacks, unless there is nothing or somebody is at it."""
    if not page.content.to_make:
        return None
    with _lock:
        if page.id in _at_work or not _claim(page.page):
            return None
        _at_work.add(page.id)
    # Without what its session remembers: that ends with the request.
    mine, its = OpenPerson(person.person, person.identity), OpenPage(page.page, page.identity)
    thread = threading.Thread(target=_work, args=(its, mine), name="page", daemon=True)
    thread.start()
    return thread


def is_at_work(page: Page) -> bool:
    return bool(page.alive_at and page.alive_at > timezone.now() - SILENT)


def _claim(page: Page) -> bool:
    now = timezone.now()
    free = Q(alive_at=None) | Q(alive_at__lt=now - SILENT)
    return bool(Page.objects.filter(free, pk=page.pk).update(alive_at=now, done=0))


def _work(page: OpenPage, person: OpenPerson) -> None:
    close_old_connections()
    try:
        while make(page, person):  # what was wished for meanwhile
            page = OpenPage(Page.objects.get(pk=page.id), page.identity)
    except (ChangedMeanwhile, Page.DoesNotExist):
        pass  # it was taken down
    except Exception:
        log.exception("page")
    finally:
        Page.objects.filter(pk=page.id).update(alive_at=None)
        connections.close_all()
        with _lock:
            _at_work.discard(page.id)


def make(page: OpenPage, person: OpenPerson) -> bool:
    """All that the page lacks, or nothing of it. False if there was nothing to make."""
    wished = page.content
    pieces = wished.to_make
    copier = Copier(page, wished.name_in_pictures, originals=wished.originals)
    made: dict[str, list[Copy] | None] = {}
    told = timezone.now()
    try:
        with Shelf(person) as shelf:
            for number, piece in enumerate(pieces, 1):
                made[piece.id] = _copied(piece.keepsake, shelf, copier)
                _leave_names_out(made[piece.id] or [], person)
                if timezone.now() - told >= TELL_EVERY:
                    told = timezone.now()
                    Page.objects.filter(pk=page.id).update(done=number, alive_at=told)
        if made:
            change_page(page, lambda content: _take_in(content, wished, made), said=False)
    except BaseException:
        discard_copies(_files(made))
        raise
    discard_copies(_files(made) - page.content.files.keys())  # of pieces taken out meanwhile
    return bool(made)


def _copied(keepsake: str, shelf: Shelf, copier: Copier) -> list[Copy] | None:
    """None for what is not here any more, does not open, or was closed since."""
    shown = shelf.get(UUID(keepsake)) if keepsake else None
    if shown is None or shown.place != "shelf" or shown.card.kind == "damaged":
        return None
    try:
        return copier.copies_of(shown)
    except SealingError:
        return None


def _leave_names_out(copies: list[Copy], person: OpenPerson) -> None:
    """What is said of a picture comes along, unless a child's name is in it."""
    for copy in copies:
        copy.alt = "" if names_in(copy.alt, person) else copy.alt


def _take_in(content: PageContent, wished: PageContent, made: dict[str, list[Copy] | None]) -> None:
    for piece in [one for one in content.pieces if one.id in made]:
        copies = made[piece.id]
        # What was copied once stays as it is if its source is gone.
        piece.gone = piece.waits and copies is None
        piece.copies = piece.copies if copies is None else copies
        piece.waits = False
        piece.name, piece.originals = wished.name_in_pictures, wished.originals


def _files(made: dict[str, list[Copy] | None]) -> set[str]:
    return {file.id for copies in made.values() for copy in copies or [] for file in copy.files}
