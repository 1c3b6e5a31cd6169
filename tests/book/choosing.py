"""What a book is made of in these tests."""

from heartleaf.book.gathering import Gathered, gather
from heartleaf.book.plans import Plan, begin
from heartleaf.keepsakes.showing import Shelf


def a_plan(person, *kept, **says):
    """A book that someone began, with these keepsakes in it."""
    circles = says.pop("circles", ["us", "friends"])
    plan = Plan(circles=circles, chosen=[str(one.id) for one in kept], **says)
    begin(person, plan)
    return plan


def gathered(person, plan) -> Gathered:
    with Shelf(person) as shelf:
        return gather(plan, person, shelf)


def pieces(person, plan):
    return [p for chapter in gathered(person, plan).volume.chapters for p in chapter.pieces]


def titles(person, plan):
    return [piece.title for piece in pieces(person, plan)]
