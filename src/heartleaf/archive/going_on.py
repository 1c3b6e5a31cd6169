"""Going on with an upload that was cut off, from another page: the same file, chosen again.

Nothing about it is stored on the device. Its name and size find it among the person's own uploads,
and the bytes that are here already prove that it is the same one.
"""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heartleaf.archive.models import Import, Upload
from heartleaf.archive.uploads import KEPT_FOR, name_of, part_name, take_more
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import vault
from heartleaf.sealing import unseal


def begun_before(person: OpenPerson, name: str, size: int, besides: Q) -> Upload | None:
    """The last upload of theirs with this name and size of which something has arrived, and which
    may go on. Names are sealed, so those of the same size are opened for it."""
    since = timezone.now() - KEPT_FOR
    mine = Upload.objects.filter(person=person.person, size=size, received__gt=0, given_up_at=None)
    open_ = Q(belongs_to=None) | Q(belongs_to__state=Import.State.GATHERING)
    found = mine.filter(open_, began_at__gte=since).exclude(besides)
    return next((one for one in found.order_by("-began_at") if name_of(one, person) == name), None)


def is_of(upload: Upload, person: OpenPerson, first: str, last: str) -> bool:
    """Have the first and the last part that arrived these SHA-256? Then it is the same file."""
    said = zip((0, upload.parts - 1), (first, last), strict=True)
    return upload.parts > 0 and all(_hash_of(upload, person, n) == hash for n, hash in said)


def go_on(upload: Upload, belongs_to: Import | None = None, number: int | None = None) -> Upload:
    """What was begun on another page belongs to this one now, and waits from now on. Raises
    Closed."""
    with transaction.atomic():
        if belongs_to is not None:
            take_more(belongs_to.pk)
            taken = belongs_to.uploads.filter(number=number).first()
            if taken is not None:
                return taken
        upload.belongs_to, upload.number, upload.began_at = belongs_to, number, timezone.now()
        upload.save(update_fields=["belongs_to", "number", "began_at"])
    return upload


def _hash_of(upload: Upload, person: OpenPerson, number: int) -> str:
    part = unseal(vault().get(part_name(upload.id, number)), person.identity)
    return hashlib.sha256(part).hexdigest()
