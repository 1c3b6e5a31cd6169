"""The tree for paper: a drawing that needs no stylesheet, and says nothing of what is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.drawing import draw
from heartleaf.tree.gathering import leaves_of
from heartleaf.tree.inks import inked
from heartleaf.tree.planting import wood_of


def plate(person: OpenPerson, shelf: Shelf, *, outlines: bool = False) -> tuple[str, str]:
    """An SVG by itself, and its alternative text.

    It has the leaves that this person sees, in the light colours, or as outlines in one ink. There
    is no link, title or other word in it: who gets the picture learns nothing of what is kept.
    """
    leaves = [leaf._replace(href="", label="") for leaf in leaves_of(person, shelf)]
    drawing = draw(wood_of(person.family_id), leaves, title="", description="", linked=False)
    about = _("A drawing of a linden; each of its leaves is something kept.")
    return inked(drawing, outlines=outlines), about if leaves else _("A drawing of a young linden.")
