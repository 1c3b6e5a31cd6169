"""What can go wrong when an export comes home. Every message may be shown to a person.

CannotComeHome
├── NotABag         it is no export at all, or one of something else
├── Sealed          it is ours, and closed: it is to be opened first
├── Newer           a later Heartleaf made it
├── Altered         it is not as it was made: cut, or changed
├── NotWhole        it holds what one person may see, not a family's whole archive
└── NotEmpty        there is a family here already
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


class CannotComeHome(Exception):
    """Nothing was written."""


class NotABag(CannotComeHome):
    def __init__(self) -> None:
        super().__init__(_("This is not an export of a Heartleaf. Nothing was written."))


class Sealed(CannotComeHome):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This export is sealed. Open it first, with the opener that lies in it and a"
                " recovery sheet; what comes out of that can come home. Nothing was written."
            )
        )


class Newer(CannotComeHome):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This export was made by a newer Heartleaf. Install that version or a later one,"
                " and bring it home there. Nothing was written."
            )
        )


class Altered(CannotComeHome):
    """`names`: files of it that are not as they were, as far as that can be said."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        said = _(
            "This export is not as it was made: it is cut, or something in it was changed."
            " Another copy of it may be whole. Nothing was written."
        )
        shown = "".join(f"\n  {name}" for name in names[:5])
        more = "\n  …" if len(names) > 5 else ""
        super().__init__(said + shown + more)


class NotWhole(CannotComeHome):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This export holds what one person may see. Only a parent's own can begin a"
                " Heartleaf anew. Its pictures can be brought in one by one. Nothing was written."
            )
        )


class NotEmpty(CannotComeHome):
    def __init__(self) -> None:
        super().__init__(
            _(
                "This is an export of a Heartleaf. It can come home only into an empty one, and"
                " there is a family here already. Its originals can be brought in as new things:"
                " heartleaf import --kind folder. Nothing was written."
            )
        )
