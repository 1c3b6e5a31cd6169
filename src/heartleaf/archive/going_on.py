"""Going on with an upload that was cut off, from another page: the same file, chosen again.

Nothing about it is stored on the device. Its name and size find it among the person's own uploads,
and every part that is here already proves that it is the same one: a copy with a hole in its middle
would begin and end like the good one, and the two must never be joined.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heartleaf.archive.models import Import, Upload
from heartleaf.archive.uploads import KEPT_FOR, chunks, name_of, take_more
from heartleaf.family.opening import OpenPerson
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError

# Another page may be filling an import; of one that has been silent for so long, none is.
SILENT = datetime.timedelta(seconds=60)


def begun_before(person: OpenPerson, name: str, size: int, besides: Q) -> Upload | None:
    """The last upload of theirs with this name and size of which something has arrived, and which
    may go on. Names are sealed, so those of the same size are opened for it."""
    since = timezone.now() - KEPT_FOR
    mine = Upload.objects.filter(person=person.person, size=size, received__gt=0, given_up_at=None)
    found = mine.filter(_left_alone(), began_at__gte=since).exclude(besides)
    return next((one for one in found.order_by("-began_at") if name_of(one, person) == name), None)


def is_of(upload: Upload, person: OpenPerson, hashes: Sequence[str]) -> bool:
    """Have all the parts that arrived these SHA-256, in this order? Then it is the same file. They
    are opened one by one, so that a film of any length takes the memory of one part."""
    if not upload.parts or len(hashes) != upload.parts:
        return False
    here = chunks(upload, person)
    try:
        return all(
            hashlib.sha256(part).hexdigest() == said
            for part, said in zip(here, hashes, strict=True)
        )
    except (VaultError, SealingError):  # what cannot be opened cannot be gone on with
        return False


def go_on(
    upload: Upload, belongs_to: Import | None = None, number: int | None = None
) -> Upload | None:
    """What was begun on another page belongs to this one now, and waits from now on. None if it was
    taken up elsewhere meanwhile, or more of it came: then it is begun anew. Raises Closed."""
    with transaction.atomic():
        if belongs_to is not None:
            take_more(belongs_to.pk)
            taken = belongs_to.uploads.filter(number=number).first()
            if taken is not None:
                return taken
        now = timezone.now()
        as_found = Upload.objects.filter(
            pk=upload.pk,
            belongs_to=upload.belongs_to_id,
            received=upload.received,
            given_up_at=None,
        )
        moved = as_found.filter(_left_alone()).update(
            belongs_to=belongs_to, number=number, began_at=now
        )
    if not moved:
        return None
    upload.belongs_to, upload.number, upload.began_at = belongs_to, number, now
    return upload


def _left_alone() -> Q:
    """For a form, or for an import that nobody is filling just now and that was not begun."""
    silent = timezone.now() - SILENT
    gathering = Q(belongs_to__state=Import.State.GATHERING, belongs_to__alive_at__lt=silent)
    return Q(belongs_to=None) | gathering
