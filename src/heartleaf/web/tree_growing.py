"""The way the tree grew, one still picture after another; script lets them pass into each other."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from heartleaf.tree.gathering import leaves_of, span_of, title_of
from heartleaf.tree.planting import wood_of
from heartleaf.tree.printing import stands_otherwise
from heartleaf.tree.stages import stage, steps
from heartleaf.web.access import signed_in
from heartleaf.web.http import SignedIn


@signed_in
def growing(request: SignedIn) -> HttpResponse:
    """It begins with the tree as it stands, and plays only when someone asks."""
    person = request.visitor
    leaves = leaves_of(person, request.shelf)
    if not leaves:
        return redirect("tree")
    counts = steps(len(leaves))
    last = len(counts) - 1
    step = _step(request, last)
    about = _("The tree, as it was at one time.")
    wood = wood_of(person.family_id)
    drawing = stage(wood, leaves, counts[step], title=title_of(person), description=about)
    words = {
        "tree": mark_safe(drawing),  # noqa: S308  # every text in it is escaped
        "span": span_of(request.shelf, counts[step - 1], counts[step]) if step else "",
        "last": last,
        "otherwise": stands_otherwise(person),
        "earlier": step - 1 if step > 0 else None,
        "later": step + 1 if step < last else None,
    }
    return render(request, "tree/growing.html", words)


def _step(request: SignedIn, last: int) -> int:
    try:
        return min(max(int(request.GET.get("step", str(last))[:4]), 0), last)
    except ValueError:
        return last
