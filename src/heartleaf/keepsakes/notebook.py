"""A circle's notebook: what is written beside the timeline, and stands in no list or search.

It has sections, one for each sort of thing: the paths someone is on, how their days were, a plant
at home. A section is a dataclass, read and changed by itself; what other sections say, and those
of a later version, stay as they are.

    @dataclass
    class Paths(Section):
        name = "paths"
        paths: list[Path] = field(default_factory=list)

    change_section(person.circle("only-me"), Paths, lambda section: section.paths.append(path))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from heartleaf.family.facts import Told
from heartleaf.family.opening import OpenCircle
from heartleaf.family.records import Values, change_record, open_record
from heartleaf.family.unknown import written
from heartleaf.keepsakes.models import Notebook
from heartleaf.sealing import NotBound

FORMAT = "heartleaf-notebook/1"


class NotThere(LookupError):
    """What was to be changed is not in the notebook any more, or never was."""


class TooMany(Exception):
    """As much of this sort stands in the notebook as may."""


class Section(Told):
    """One sort of thing in a notebook, under its own `name`."""

    name: ClassVar[str]


def open_section[S: Section](circle: OpenCircle, section: type[S]) -> S:
    """What stands in a section, an empty one if nothing does. Raises CannotOpen for a damaged
    notebook, NotBound for one that nobody who holds the key wrote, or that cannot be read."""
    return _read(open_notebook(circle), section)


def change_section[S: Section](
    circle: OpenCircle, section: type[S], change: Callable[[S], None]
) -> S:
    """Read, change and keep a section, against whatever is done meanwhile. Raises as
    `open_section` does, and what `change` raises; then nothing is changed."""
    kept: list[S] = []

    def changed(values: Values) -> Values:
        one = _read(values, section)
        change(one)
        kept[:] = [one]
        return {**values, section.name: written(one)}

    change_record(Notebook, FORMAT, circle, changed)
    return kept[0]


def open_notebook(circle: OpenCircle) -> Values:
    """All its sections, as they are in it. Raises as `open_section` does."""
    return open_record(Notebook, FORMAT, circle)


def is_empty(circle: OpenCircle) -> bool:
    """Whether nothing was ever written in it. Raises as `open_section` does."""
    return not open_notebook(circle)


def seal_notebook_anew(circle: OpenCircle) -> None:
    """The same for the circle's newest key. Raises as `open_section` does."""
    change_record(Notebook, FORMAT, circle, lambda values: values)


def _read[S: Section](values: Values, section: type[S]) -> S:
    try:
        return section.from_json(values.get(section.name, {}))
    except (TypeError, AttributeError, ValueError, KeyError) as error:
        raise NotBound("This notebook cannot be read.") from error
