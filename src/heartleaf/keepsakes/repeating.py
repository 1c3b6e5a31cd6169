"""The same form sent twice: what it says is kept already, and need not be kept again.

The row itself is asked, also where it is covered or *not yet*. That shows nothing: whoever asks
has the words, and holds the circle's key.
"""

from __future__ import annotations

from uuid import UUID

from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.cards import Card, open_card
from heartleaf.keepsakes.models import Keepsake
from heartleaf.sealing import SealingError

SAID = (
    "title",
    "words",
    "neutral",
    "children",
    "date",
    "date_words",
    "placed",
    "covered",
    "until",
    "until_asked",
    "whereabouts",
)


def is_kept(id: UUID, circle: OpenCircle, card: Card) -> bool:
    """Whether this keepsake is in this circle, not in the bin, and says just what the card says."""
    row = Keepsake.objects.filter(pk=id, circle=circle.circle, binned_at=None).first()
    if row is None:
        return False
    try:
        kept = open_card(row, circle)
    except SealingError:
        return False
    return all(getattr(kept, name) == getattr(card, name) for name in SAID)
