"""Files that no row holds, told apart by what is known of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from heartleaf.archive.checking.damage import Stray
from heartleaf.archive.checking.looking import UNREADABLE
from heartleaf.archive.models import Upload
from heartleaf.circle.models import Copied, Note
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Media
from heartleaf.vault.names import SHAPE

ON_ITS_WAY = datetime.timedelta(days=1)
"""So long something that no row holds yet may still be arriving: the clock waits as long."""


def told_apart(loose: Iterable[str]) -> Stray:
    """Names in the vault that nothing holds, and whatever else lies there."""
    stray = Stray()
    since = timezone.now() - ON_ITS_WAY
    older = {name for kind in ("index", "note") for name in vault().older(kind, since.timestamp())}
    for name in sorted(loose):
        kind, id, _part = name.split("/")
        began = _began(kind, UUID(id))
        if began is None and kind in {"index", "note"}:
            began = since if name in older else timezone.now()
        if began is None:
            stray.unknown.append(name)
        elif began > since:
            stray.on_its_way += 1
        else:
            stray.left += 1
    for path in _others():
        if path.name.startswith(".") and path.name.endswith(".new"):
            if _written(path) > since.timestamp():
                stray.on_its_way += 1
            else:
                stray.left += 1
        else:
            stray.unknown.append(str(path.relative_to(settings.HEARTLEAF_VAULT)))
    return stray


def _began(kind: str, id: UUID) -> datetime.datetime | None:
    """When the row came that speaks of such a file; None if there is none. What was given up, or
    lies beside what its row counts, was left by something that was cut off."""
    long_ago = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    try:
        if kind in {"original", "view"} and (media := Media.objects.filter(pk=id).first()):
            over = media.given_up_at or media.keepsake_id
            return long_ago if over else media.began_at
        if kind == "page" and (copy := Copied.objects.filter(pk=id).first()):
            return long_ago if copy.page_id else copy.began_at
        if kind == "upload" and (upload := Upload.objects.filter(pk=id).first()):
            return timezone.now() if not upload.given_up_at else long_ago
        if kind == "note" and Note.objects.filter(pk=id).exists():
            return long_ago
    except UNREADABLE:  # named elsewhere; of this one nothing is known
        return None
    return None


def _others() -> Iterable[Path]:
    """What lies in the vault and is no sealed file of ours."""
    root = Path(settings.HEARTLEAF_VAULT)
    for path in root.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            continue
        parts = path.relative_to(root).parts
        name = "/".join((parts[0], *parts[2:])) if len(parts) == 4 else ""
        if not SHAPE.fullmatch(name):
            yield path


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # it was finished this moment
        return timezone.now().timestamp()
