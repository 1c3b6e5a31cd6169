"""What people read in an export: pages that open from the disk, words, pictures that anyone can
see, days and tables for other programs, and the README.

`entries` is all of it. `walking` goes through what is kept by its days, `reading` says it in words;
`reach` decides what goes into an export that is not everything.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

from heartleaf.archive.bag.entry import Entry
from heartleaf.archive.bag.faces import (
    children_page,
    days,
    index_page,
    notebooks,
    plants_page,
    readme,
    shared_pages,
    tree_file,
    year_pages,
)
from heartleaf.archive.bag.faces.walking import Walk
from heartleaf.archive.bag.gathering import Gathered
from heartleaf.family.opening import OpenPerson


def entries(gathered: Gathered) -> Iterator[Entry]:
    """Everything that people read in it, in the language of whoever makes it."""
    return _spoken(language_of(gathered.person), _entries(Walk(gathered)))


def language_of(person: OpenPerson) -> str:
    return person.own.language or settings.LANGUAGE_CODE


def _entries(walk: Walk) -> Iterator[Entry]:
    walk.look()
    made = []
    tree_alt = yield from tree_file.entries(walk)
    for part in (year_pages, children_page, days, plants_page, shared_pages, notebooks):
        for entry in part.entries(walk):
            made += [entry.path] if entry.path.endswith(".html") else []
            yield entry
    yield from index_page.entries(walk, made, tree_alt)
    yield from readme.entries(walk)


def _spoken(language: str, entries: Iterator[Entry]) -> Iterator[Entry]:
    """A generator stands still between two of its entries, and whoever goes on meanwhile has a
    language of their own."""
    while True:
        with translation.override(language):
            entry = next(entries, None)
        if entry is None:
            return
        yield entry
