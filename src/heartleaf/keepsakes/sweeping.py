"""What a crash left in the vault that no row speaks of."""

from __future__ import annotations

import datetime

from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import IndexImage

LEFT_FOR = datetime.timedelta(days=1)


def sweep_vault(now: datetime.datetime) -> None:
    """Take away half-written files and images of an index, a day after they were written.

    Nothing else goes by this: an original has a row before it has bytes, and where a database
    is older than its vault, as after a restore, bytes without a row may be the only ones there are.
    """
    before = (now - LEFT_FOR).timestamp()
    vault().tidy(before)
    found = list(vault().older("index", before))
    known = {str(media) for media in IndexImage.objects.values_list("media", flat=True)}
    for name in found:
        if name.split("/")[1] not in known:
            vault().remove(name)
