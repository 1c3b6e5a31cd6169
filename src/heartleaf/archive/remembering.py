"""What a circle's index still knows and its rows do not: things gone, or put back to earlier ones.

Nothing that leaves a circle in order stays in its index: the image is taken out of use in the same
step, and made anew. So what an image knows and no row holds was not taken away by us.
"""

from __future__ import annotations

from uuid import UUID

from heartleaf.family.models import Circle
from heartleaf.family.opening import OpenCircle
from heartleaf.keepsakes.images import written_image
from heartleaf.keepsakes.index import COLUMNS, Facts
from heartleaf.keepsakes.models import Gone, IndexImage, Keepsake
from heartleaf.keepsakes.showing import Appearance, Closing, Viewer, appearance


def missing(circle: OpenCircle, viewer: Viewer) -> dict[UUID, str]:
    """What is not here any more, each with as much as its index may say of it to this viewer."""
    before = _count(circle)
    known = _known(circle)
    here = set(_rows(circle))
    left = _left_since(circle, before)
    return {one.uuid: _said(one, viewer) for one in known if one.uuid not in here | left}


def put_back(circle: OpenCircle) -> set[UUID]:
    """What stands at an earlier revision than its index has seen."""
    known = _known(circle)  # before the rows: those only ever rise
    rows = _rows(circle)
    return {one.uuid for one in known if rows.get(one.uuid, one.revision) < one.revision}


def _known(circle: OpenCircle) -> list[Facts]:
    image = written_image(circle, IndexImage.Part.FACTS)
    return [Facts(*row) for row in image.execute(f"SELECT {COLUMNS} FROM facts")]


def _rows(circle: OpenCircle) -> dict[UUID, int]:
    rows = Keepsake.objects.filter(circle=circle.circle)
    return dict(rows.values_list("pk", "revision"))


def _count(circle: OpenCircle) -> int:
    return Circle.objects.values_list("seq", flat=True).get(pk=circle.id)


def _left_since(circle: OpenCircle, before: int) -> set[UUID]:
    """What left in order while we looked. What is said to have left earlier is not believed."""
    gone = Gone.objects.filter(circle=circle.circle, seq__gt=before, seq__lte=_count(circle))
    return set(gone.values_list("keepsake_id", flat=True))


def _said(facts: Facts, viewer: Viewer) -> str:
    """What is *not yet* says nothing but its id, and what is covered only its kind beside it."""
    closed = bool(facts.covered), facts.until, bool(facts.until_asked)
    how = appearance(Closing(facts.id, *closed), viewer)
    said = [str(facts.uuid)]
    if how >= Appearance.COVERED:
        said.append(facts.kind)
    if how == Appearance.CLEAR:
        said += [facts.placed, f"“{facts.title}”" if facts.title else ""]
    return ", ".join(word for word in said if word)
