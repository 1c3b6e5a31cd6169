"""The tree for paper: a drawing that needs no stylesheet, and says nothing of what is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.drawing import NOTHING, Beside, Leaf, draw
from heartleaf.tree.gathering import candles, leaves_of
from heartleaf.tree.inks import inked
from heartleaf.tree.lights import lit
from heartleaf.tree.planting import wood_of
from heartleaf.tree.stages import still


def plate(
    person: OpenPerson, shelf: Shelf, *, outlines: bool = False, lights: bool = False
) -> tuple[str, str]:
    """An SVG by itself, and its alternative text.

    It has the leaves that this person sees, in the light colours, or as outlines in one ink. There
    is no link, title or other word in it: who gets the picture learns nothing of what is kept.
    """
    leaves, wood = _bare(person, shelf), wood_of(person.family_id)
    beside = _beside(person) if lights else NOTHING
    drawing = draw(wood, leaves, title="", description="", linked=False, beside=beside)
    about = _("A drawing of a linden; each of its leaves is something kept.")
    return inked(drawing, outlines=outlines), about if leaves else _("A drawing of a young linden.")


def preview(person: OpenPerson, shelf: Shelf, *, outlines: bool, lights: bool) -> str:
    """The same for a screen: of very many leaves only their foliage, which is quicker to send."""
    leaves, wood = _bare(person, shelf), wood_of(person.family_id)
    beside = _beside(person) if lights else NOTHING
    return inked(still(wood, leaves, beside=beside), outlines=outlines)


def _bare(person: OpenPerson, shelf: Shelf) -> list[Leaf]:
    return [leaf._replace(href="", label="") for leaf in leaves_of(person, shelf)]


def _beside(person: OpenPerson) -> Beside:
    return Beside(tuple(lit(candles(person))))
