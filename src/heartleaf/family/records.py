"""One JSON object for each circle, sealed and bound to its row: a calendar, a notebook.

Whoever reads one gives the table and the format, and makes plain values of the object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from heartleaf.family.models import Record
from heartleaf.family.opening import OpenCircle
from heartleaf.sealing import Sealed

Values = dict[str, Any]


def open_record(table: type[Record], format: str, circle: OpenCircle) -> Values:
    """What a circle's record says, nothing if none was written. Raises CannotOpen for a damaged
    one, NotBound for one that nobody who holds the key wrote, or that belongs somewhere else."""
    row = table._default_manager.filter(circle_id=circle.id).first()
    return read_record(row, format, circle) if row else {}


def read_record(row: Record, format: str, circle: OpenCircle) -> Values:
    """A record as it stands in its row. Raises as `open_record` does."""
    belongs = _belongs(row, format)
    values = circle.open_card(row.sealed, row.epoch, belongs)
    return {name: value for name, value in values.items() if name not in belongs}


def change_record(
    table: type[Record], format: str, circle: OpenCircle, change: Callable[[Values], Values]
) -> None:
    """Read, change and keep a circle's record, against whatever others do meanwhile."""
    with transaction.atomic():
        row = _held(table, format, circle)
        values = change(read_record(row, format, circle))
        row.revision, row.epoch = row.revision + 1, circle.epoch
        row.sealed = _sealed(values, row, format, circle)
        row.save()


def _held(table: type[Record], format: str, circle: OpenCircle) -> Record:
    """The row, which nobody else can change meanwhile."""
    rows = table._default_manager.select_for_update()
    row = rows.filter(circle_id=circle.id).first()
    if row is None:
        new = table(circle_id=circle.id, epoch=circle.epoch)
        fresh = {"epoch": new.epoch, "sealed": _sealed({}, new, format, circle)}
        row, _is_new = rows.get_or_create(circle_id=circle.id, defaults=fresh)
    return row


def _sealed(values: Values, row: Record, format: str, circle: OpenCircle) -> Sealed:
    return circle.seal_card({**values, **_belongs(row, format)})


def _belongs(row: Record, format: str) -> dict[str, str | int]:
    return {
        "format": format,
        "circle": str(row.circle_id),
        "epoch": row.epoch,
        "revision": row.revision,
    }
