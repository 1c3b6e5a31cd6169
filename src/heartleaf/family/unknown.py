"""JSON that a later version wrote: what this one does not know stays in it as it is.

A dataclass that keeps such JSON has a field `unknown`; in the JSON its contents stand beside the
other fields.
"""

from __future__ import annotations

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
    """The JSON object of a dataclass, and of those inside it, with what was unknown."""
    return dataclasses.asdict(one, dict_factory=_with_unknown)


@functools.cache
def _names(cls: type) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(cls)) - {"unknown"}


def _with_unknown(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    return {**values.pop("unknown", {}), **values}
