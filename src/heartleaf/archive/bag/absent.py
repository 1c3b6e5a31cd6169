"""Those who were in the circles before an export came home, and have no way in there since.

It is said where the parents write what nobody else reads: the notebook of *us*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from heartleaf.keepsakes.notebook import Section


@dataclass
class CameHome(Section):
    """`people`: by the id of each person, the circles they were in, as an export has them."""

    name = "came-home"

    people: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
