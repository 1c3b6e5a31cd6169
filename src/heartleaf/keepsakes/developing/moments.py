"""Days and times as files write them: EXIF, DICOM, ISO 8601."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime

_LOCAL = re.compile(r"(\d{4})[:\-.](\d\d)[:\-.](\d\d)[ T](\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):?([0-5]\d)", re.ASCII)


def local(text: str, earliest: int = 1900) -> datetime | None:
    """The day and time a text begins with; None where it is none, or of a year that is none."""
    found = _LOCAL.match(text)
    if found is None or not earliest <= int(found[1]) <= 2100:
        return None
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat("{}-{}-{}T{}:{}:{}".format(*found.groups()))
    return None


def offset(text: str) -> int | None:
    """Minutes east of Greenwich, of +01:30 or +0130."""
    found = _OFFSET.match(text)
    if found is None or int(found[2]) > 14:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return -minutes if found[1] == "-" else minutes
