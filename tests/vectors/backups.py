"""A backup as it lies in its place, for those who only ask which there are."""

import json

from heartleaf.archive.backup import FORMAT
from heartleaf.archive.backup.snapshots import FIELDS, MANIFEST


def lay_down(place, made):
    """One that was made at this moment and holds nothing."""
    folder = place / made.strftime("%Y-%m-%dT%H-%M-%SZ")
    folder.mkdir(parents=True)
    (place / "files").mkdir(exist_ok=True)
    told = {name: kind() for name, kind in FIELDS.items()}
    told |= {"format": FORMAT, "heartleaf": "0.1.0", "made": made.isoformat()}
    told["database"] = {"kind": "sqlite"}
    (folder / MANIFEST).write_text(json.dumps(told))
