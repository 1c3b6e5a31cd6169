"""JSON that a later version wrote: what this one does not know stays in it as it is.

A dataclass that keeps such JSON has a field `unknown`; in the JSON its contents stand beside the
other fields.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
from collections.abc import Mapping
from typing import Any


def read(cls: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataclass is made with, from a JSON object: its own fields, and the rest."""
    names = _names(cls)
    rest = {name: value for name, value in values.items() if name not in names}
    return {name: values[name] for name in names if name in values} | {"unknown": rest}


def written(one: Any) -> dict[str, Any]:
    """The JSON object of a dataclass, and of those inside it, with what was unknown; nothing in it
    is shared with the dataclass. `dataclasses.asdict` would take twice as long, and a section may
    have thousands of days."""
    cls: type = type(one)
    unknown: dict[str, Any] = _apart(getattr(one, "unknown", {}))
    return unknown | {name: _apart(getattr(one, name)) for name in _in_order(cls)}


@functools.cache
def _names(cls: type) -> frozenset[str]:
    return frozenset(_in_order(cls))


@functools.cache
def _in_order(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls) if field.name != "unknown")


def _apart(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return value
    if kind is dict:
        return {name: _apart(one) for name, one in value.items()}
    if kind is list or kind is tuple:
        return kind(map(_apart, value))
    return written(value) if dataclasses.is_dataclass(value) else copy.deepcopy(value)
