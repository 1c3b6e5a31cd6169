"""Whether the sealed bytes of a file are still those that were kept: asked before a page says so.

`epoch` is the generation of the key they were sealed for; None if no row speaks of the file.
"""

from __future__ import annotations

from collections import deque

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.attachments import Attachment, View
from heartleaf.keepsakes.media import open_original, open_view
from heartleaf.sealing import SealingError
from heartleaf.vault import VaultError


def view_is_whole(
    attachment: Attachment, view: View, circle: OpenCircle, epoch: int | None
) -> bool:
    if epoch is None:
        return False
    try:
        open_view(attachment, view, circle.identity(epoch))
    except (SealingError, VaultError):
        return False
    return True


def original_is_whole(attachment: Attachment, circle: OpenCircle, epoch: int | None) -> bool:
    """Reads all of it, so it is only asked where there is a doubt."""
    if epoch is None:
        return False
    try:
        deque(open_original(attachment, circle.identity(epoch)), maxlen=0)
    except (SealingError, VaultError):
        return False
    return True
