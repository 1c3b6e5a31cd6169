"""Everything, from the innermost seal to the last file."""

from __future__ import annotations

from heartleaf.archive.checking import keepsakes, outside, own, shared, stray
from heartleaf.archive.checking.damage import Checked, Damage
from heartleaf.archive.checking.looking import UNREADABLE, Look, Tell, in_words
from heartleaf.book.resting import KIND as BOOK
from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.media import vault
from heartleaf.keepsakes.models import Keepsake
from heartleaf.keepsakes.showing import Shelf


def check_all(person: OpenPerson | None = None, tell: Tell = lambda done, all: None) -> Checked:
    """Look at everything there is, of every family; change nothing. `tell` hears how far it is."""
    checked = Checked(deep=person is not None)
    look = Look(checked, tell)
    outside.database(look)
    expected = outside.expected(look)
    checked.keepsakes = outside.counted(look, Keepsake)
    look.all = len(expected) + (checked.keepsakes if person else 0)
    outside.rows_answer(look)
    if person is not None:
        _inside(person, look)
    outside.vault_holds(look, expected)
    # A made book has no row: it can be made again, and the clock takes it away.
    present = {name for name in vault().names() if not name.startswith(f"{BOOK}/")}
    checked.files = len(present)
    still = outside.expected(Look(Checked(deep=False), tell))
    checked.damage = [one for one in checked.damage if _stands(one, still)]
    checked.stray = stray.told_apart(present - still)
    tell(look.all, look.all)
    return checked


def check_family(person: OpenPerson, tell: Tell) -> Checked:
    """The same for a page: only what is their own family's, and of that as much as is theirs to
    know."""
    checked = Checked(deep=True)
    look = Look(checked, tell)
    outside.database(look)
    expected = outside.expected(look, person.family_id)
    kept = Keepsake.objects.filter(family=person.family_id, circle__members=person.person)
    look.all = len(expected) + kept.count()
    _inside(person, look)
    outside.vault_holds(look, expected)
    still = outside.expected(Look(Checked(deep=False), tell), person.family_id)
    checked.damage = [one for one in checked.damage if _stands(one, still)]
    tell(look.all, look.all)
    return checked


def _stands(damage: Damage, expected: set[str]) -> bool:
    """Whether this is so still: while we looked, somebody may have taken the thing away in order,
    or its index been written anew."""
    if damage.of == "keepsake" and not Keepsake.objects.filter(pk=damage.id).exists():
        return False
    return not damage.files or any(file.name in expected for file in damage.files)


def _inside(person: OpenPerson, look: Look) -> None:
    """One circle that cannot be read does not keep the others from being looked at."""
    try:
        circles = list(person.circles.values())
        viewer = Shelf(person).viewer
    except UNREADABLE as error:
        look.found("person", f"The person {person.id} does not open: {in_words(error)}", person.id)
        return
    own.look_at(person, look)
    for circle in circles:
        try:
            keepsakes.look_at(circle, viewer, look)
            if circle.kind == Circle.Kind.US:
                shared.look_at(person, circle, look)
        except UNREADABLE as error:
            look.found(
                "database", f"The circle {circle.id} cannot be read: {in_words(error)}", circle.id
            )
