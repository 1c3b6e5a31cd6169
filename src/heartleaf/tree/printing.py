"""The tree for paper: a drawing that needs no stylesheet, and says nothing of what is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shelf
from heartleaf.tree.choosing import chosen
from heartleaf.tree.drawing import NOTHING, Beside, Leaf
from heartleaf.tree.gathering import candles, leaves_of, leaves_today
from heartleaf.tree.grove import Picture, grove, silent
from heartleaf.tree.inks import inked
from heartleaf.tree.lights import lit
from heartleaf.tree.planting import wood_of
from heartleaf.tree.stages import single, still


def plate(
    person: OpenPerson, shelf: Shelf, *, outlines: bool = False, lights: bool = False
) -> tuple[str, str]:
    """An SVG by itself, and its alternative text.

    It has the leaves that this person sees, in the light colours, or as outlines in one ink. There
    is no link, title or other word in it: who gets the picture learns nothing of what is kept.
    """
    leaves, wood = _bare(person, shelf), wood_of(person.family_id)
    beside = _beside(person) if lights else NOTHING
    drawing = single(wood, leaves, beside=beside)
    about = _("A drawing of a linden; each of its leaves is something kept.")
    return inked(drawing, outlines=outlines), about if leaves else _("A drawing of a young linden.")


def as_it_stands(
    person: OpenPerson, shelf: Shelf, *, outlines: bool = False, lights: bool = False
) -> tuple[str, str]:
    """The same as this person chose to see it: in the season's clothes, or as a grove."""
    beside = _beside(person) if lights else NOTHING
    about = _("A drawing of a linden; each of its leaves is something kept.")
    if "grove" in chosen(person):
        about = _("A drawing of lindens; each of their leaves is something kept.")
    return inked(_standing(person, shelf, beside, single), outlines=outlines), about


def stands_otherwise(person: OpenPerson) -> bool:
    """Whether this person sees another tree than the plate."""
    return not chosen(person).isdisjoint({"grove", "season"})


def preview(person: OpenPerson, shelf: Shelf, *, as_one: bool, outlines: bool, lights: bool) -> str:
    """The same for a screen: of very many leaves only their foliage, which is quicker to send."""
    beside = _beside(person) if lights else NOTHING
    if not as_one:
        return inked(_standing(person, shelf, beside, still), outlines=outlines)
    leaves, wood = _bare(person, shelf), wood_of(person.family_id)
    return inked(still(wood, leaves, beside=beside), outlines=outlines)


def _standing(person: OpenPerson, shelf: Shelf, beside: Beside, picture: Picture) -> str:
    if "grove" in chosen(person):
        return silent(person, grove(person, shelf), beside, picture)
    wood, leaves = wood_of(person.family_id), leaves_today(person, shelf)
    return picture(wood, leaves, beside=beside)


def _bare(person: OpenPerson, shelf: Shelf) -> list[Leaf]:
    return [leaf._replace(href="", label="") for leaf in leaves_of(person, shelf)]


def _beside(person: OpenPerson) -> Beside:
    return Beside(tuple(lit(candles(person))))
