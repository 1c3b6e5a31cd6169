"""Is everything whole? From outside without a key; with one, every seal that it opens.

Damage is named by what the person may see of it, with the ids beside it for whoever keeps the
machine. It is isolated: what cannot be read is said, and the rest is looked at all the same.
"""

from heartleaf.archive.checking.damage import BadFile, Checked, Damage
from heartleaf.archive.checking.everything import check_all, check_family

__all__ = ["BadFile", "Checked", "Damage", "check_all", "check_family"]
