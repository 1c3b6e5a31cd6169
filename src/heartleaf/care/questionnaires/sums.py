"""A sum that a file describes, once it is understood: plain values for `scoring`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

DEEPEST = 20

Test = Callable[[str], bool]


class NotUnderstood(ValueError):
    """More than a sum, or not FHIRPath."""


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Of parts that each must be one number; nothing, if one of them is nothing."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Guarded:
    """The first if there is anything at the place, else the second."""

    where: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Step:
    """From items to others: `item`, `repeat` and `descendants` go inside, a test leaves some."""

    way: str
    test: Test | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Numbers of the answers to some items: their `weights`, or `numbers` that were typed; all
    added, if `added`."""

    steps: tuple[Step, ...]
    takes: str
    added: bool


Expression = Number | Variable | Sum | Guarded | Path
