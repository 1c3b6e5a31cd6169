"""Every table by name. The classes live with their concept."""

from heartleaf.archive.models import Import, Upload
from heartleaf.care.models import Quiet
from heartleaf.family.models import (
    Circle,
    Epoch,
    Family,
    Installation,
    Membership,
    Person,
    Session,
    WayIn,
)
from heartleaf.keepsakes.models import (
    Draft,
    Gone,
    IndexImage,
    Keepsake,
    Making,
    Media,
    Version,
)
from heartleaf.tree.models import GrownWood

__all__ = [
    "Circle",
    "Draft",
    "Epoch",
    "Family",
    "Gone",
    "GrownWood",
    "Import",
    "IndexImage",
    "Installation",
    "Keepsake",
    "Making",
    "Media",
    "Membership",
    "Person",
    "Quiet",
    "Session",
    "Upload",
    "Version",
    "WayIn",
]
