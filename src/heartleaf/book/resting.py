"""A made book at rest: sealed to whoever made it, in parts in the vault under `book/ID/`.

It has no row, for it can always be made again: some days later the clock takes it away. Nobody but
its maker can open it, and `archive/checking` knows that no row speaks of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from uuid import UUID, uuid4

from heartleaf.book.plans import Made
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import open_original, part_name, store, vault

KIND = "book"
RESTS_FOR = datetime.timedelta(days=7)


def rest(chunks: Iterable[bytes], person: OpenPerson, sort: str) -> Made:
    """Seal a book as it comes. What was begun is taken out if it does not come to its end."""
    id = uuid4()
    try:
        stored = store(chunks, person.identity.recipient, id, known="-", kind=KIND)
    except BaseException:
        remove(str(id))
        raise
    return Made(sort, str(id), stored.size, stored.parts)


def is_there(made: Made) -> bool:
    """All its parts, for some are no book."""
    return len(_parts(made.file)) >= len(made.parts) > 0


def opened(made: Made, person: OpenPerson) -> Iterator[bytes]:
    """Part by part, each checked. Raises VaultError if it was taken away, SealingError if it was
    exchanged or is damaged."""
    return open_original(made, person.identity)


def remove(file: str) -> None:
    """The first part last: as long as it is there, the clock finds the others by it."""
    for name in sorted(_parts(file), reverse=True):
        vault().remove(name)


def sweep_books(now: datetime.datetime) -> None:
    """Take away what has rested here long enough, and what a crash left of one: a whole book at
    once, by the age of the part that came first."""
    for name in list(vault().older(KIND, (now - RESTS_FOR).timestamp())):
        file = name.split("/")[1]
        if name == part_name(KIND, UUID(file), 0):
            remove(file)


def _parts(file: str) -> list[str]:
    return list(vault().names(f"{KIND}/{UUID(file)}"))
