"""Every table by name. The classes live with their concept."""

from heartleaf.archive.models import Import, Upload
from heartleaf.care.models import Channel, Feed, Quiet, Reminder, Wishes
from heartleaf.days.models import Calendar
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
    "Calendar",
    "Channel",
    "Circle",
    "Draft",
    "Epoch",
    "Family",
    "Feed",
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
    "Reminder",
    "Session",
    "Upload",
    "Version",
    "WayIn",
    "Wishes",
]
