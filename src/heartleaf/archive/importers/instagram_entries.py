"""The entries of one of Instagram's lists, whichever way the list is wrapped."""

from __future__ import annotations

from collections.abc import Iterator

from heartleaf.archive.importers import reasons
from heartleaf.archive.importers.found import Refused
from heartleaf.archive.importers.instagram_files import MediaList
from heartleaf.archive.importers.instagram_posts import Fields
from heartleaf.archive.importers.json_items import BrokenJson, Damaged, Json, items
from heartleaf.archive.importers.names import sayable
from heartleaf.archive.importers.problems import CannotRead
from heartleaf.archive.importers.source import Source

# A list of one entry is sometimes written as that entry alone.
_OF_AN_ENTRY = {"media", "title", "uri", "creation_timestamp", "timestamp", "label_values"}


def entries(source: Source, one: MediaList) -> Iterator[tuple[str, Fields] | Refused]:
    """Each entry as (section, fields), section "" if the list has none; one Refused for a list
    that breaks off and one for a list with damaged entries."""
    alone: Fields = {}
    damaged = False
    try:
        with source.open(one.name) as stream:
            for section, entry in items(stream):
                if isinstance(entry, Damaged):
                    damaged = True
                elif section in _OF_AN_ENTRY:
                    _add(alone, section, entry)
                elif isinstance(entry, dict):
                    yield section, entry
    except BrokenJson as problem:
        yield Refused(sayable(one.name), str(problem))
    except CannotRead as problem:
        yield problem.refused
    if damaged:
        yield Refused(sayable(one.name), reasons.BROKEN_ENTRY)
    if alone:
        yield "", alone


def _add(alone: Fields, field: str, value: Json) -> None:
    """What came entry by entry from a list inside becomes that list again."""
    if isinstance(value, dict):
        listed = alone.setdefault(field, [])
        if isinstance(listed, list):
            listed.append(value)
    else:
        alone[field] = value
