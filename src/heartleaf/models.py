"""Every table by name. The classes live with their concept."""

from heartleaf.archive.ending.models import Ending, Yes
from heartleaf.archive.models import Checkup, Import, Upload
from heartleaf.care.models import Channel, Feed, KeyNotice, Quiet, Reminder, Wishes
from heartleaf.circle.models import (
    Block,
    Copied,
    Entrusted,
    Invitation,
    Note,
    Page,
    Parting,
    Sealing,
    Stewardship,
)
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
    Notebook,
    Version,
)
from heartleaf.tree.models import GrownWood

__all__ = [
    "Block",
    "Calendar",
    "Channel",
    "Checkup",
    "Circle",
    "Copied",
    "Draft",
    "Ending",
    "Entrusted",
    "Epoch",
    "Family",
    "Feed",
    "Gone",
    "GrownWood",
    "Import",
    "IndexImage",
    "Installation",
    "Invitation",
    "Keepsake",
    "KeyNotice",
    "Making",
    "Media",
    "Membership",
    "Note",
    "Notebook",
    "Page",
    "Parting",
    "Person",
    "Quiet",
    "Reminder",
    "Sealing",
    "Session",
    "Stewardship",
    "Upload",
    "Version",
    "WayIn",
    "Wishes",
    "Yes",
]
