"""A book that the sample family began: Ada chose what is in it, and nothing was made yet."""

from __future__ import annotations

from heartleaf.book.plans import Plan, begin
from heartleaf.family.opening import OpenPerson
from heartleaf.keepsakes.showing import Shelf


def begin_a_book(ada: OpenPerson) -> None:
    """Letters and pictures of what they share, the tree, and their days."""
    with Shelf(ada) as shelf:
        shown = [
            one
            for one in shelf.page(size=200, rising=True).entries
            if one.circle.handle in {"us", "friends"} and not one.is_covered
        ]
    pictures = [one for one in shown if one.card.kind == "picture"]
    plan = Plan(
        title="Rowan",
        subtitle="The first year",
        dedication="For you, small one,\nand for whoever opens this after us.",
        index_of_days=True,
        tree=True,
        days=True,
        circles=["us", "friends"],
        chosen=[str(one.keepsake.id) for one in shown],
        cover=str(pictures[0].keepsake.id) if pictures else "",
    )
    begin(ada, plan)
