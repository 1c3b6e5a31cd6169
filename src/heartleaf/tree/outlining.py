"""Drawn wood as SVG path data: thick wood as closed outlines, twigs as strokes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp, hypot, log

from heartleaf.tree.standing import Standing
from heartleaf.tree.wood import UNIT, Wood

Outline = list[tuple[int, int]]

_EVERY = 3
"""An outline bends at every third node: fewer curves, and smoother."""
_CLASS = log(1.17)
"""Twigs drawn with one stroke width differ by no more than this factor."""


def outlines(wood: Wood, standing: Standing) -> str:
    """All wood thick enough to show its taper."""
    thin = _thin(standing)
    parts = []
    for chain in standing.chains:
        nodes = [node for node in chain[1:] if standing.widths[node] >= thin]
        if nodes:
            parts.append(_outline(wood, _ribs(chain[0], nodes, standing)))
    return "".join(parts)


def strokes(wood: Wood, standing: Standing) -> list[tuple[int, str]]:
    """Stroke width and path data of all thinner wood."""
    thin = _thin(standing)
    paths: dict[int, list[str]] = defaultdict(list)
    for chain in standing.chains:
        first = 0
        while first + 1 < len(chain) and standing.widths[chain[first + 1]] >= thin:
            first += 1
        if first + 1 < len(chain):
            _stroke(wood, chain[first:], standing.widths, paths)
    return [(round(exp(_CLASS * step)), "".join(parts)) for step, parts in sorted(paths.items())]


def _thin(standing: Standing) -> float:
    """From this width on wood is outlined: what would otherwise show as a step."""
    return max(1.8 * UNIT, standing.height / 380)


def _ribs(first: int, nodes: list[int], standing: Standing) -> list[tuple[int, float]]:
    """Nodes and half widths along one chain, every third of them and the last."""
    some = [*nodes[: 4 if not first else 0], *nodes[4 if not first else 0 :: _EVERY]]
    if some[-1] != nodes[-1]:
        some.append(nodes[-1])
    widths = [standing.widths[node] for node in some]
    if first:
        start = min(0.9 * standing.widths[first], 1.55 * widths[min(1, len(widths) - 1)])
    else:
        start = standing.widths[0]
    widths = _evened([start, *widths])
    return [(node, width / 2) for node, width in zip([first, *some], widths, strict=True)]


def _evened(widths: list[float]) -> list[float]:
    inner = zip(widths, widths[1:], widths[2:], strict=False)
    return [widths[0], *(0.25 * a + 0.5 * b + 0.25 * c for a, b, c in inner), widths[-1]]


def _outline(wood: Wood, ribs: list[tuple[int, float]]) -> str:
    """A closed path up one side and down the other."""
    left, right = Outline(), Outline()
    for i, (node, half) in enumerate(ribs):
        x, y = wood.xs[node], wood.ys[node]
        before, after = ribs[max(i - 1, 0)][0], ribs[min(i + 1, len(ribs) - 1)][0]
        across, along = wood.xs[after] - wood.xs[before], wood.ys[after] - wood.ys[before]
        if not node:
            across, along = 0, -1
        length = hypot(across, along) or 1
        half += _flare(-y, ribs[0]) if not ribs[0][0] else 0
        aside, up = round(along / length * half), round(-across / length * half)
        left.append((x + aside, y + up))
        right.append((x - aside, y - up))
    right.reverse()
    return f"M{left[0][0]} {left[0][1]}{_curve(left)}L{right[0][0]} {right[0][1]}{_curve(right)}Z"


def _flare(height: float, foot: tuple[int, float]) -> float:
    """How much the trunk widens to its roots, on either side."""
    d, scale = height / UNIT, foot[1] / (20.5 * UNIT)
    return UNIT * scale * (9 * exp(-d / (16 * scale + 4)) + 5 * exp(-d / (70 * scale + 8)))


def _curve(points: Outline) -> str:
    """Catmull and Rom's spline through the points, from the first, as cubic curves."""
    before, after = [points[0], *points], [*points[2:], points[-1]]
    parts = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(
        before, points, points[1:], after, strict=False
    ):
        parts.append(
            f"C{bx + (cx - ax) // 6} {by + (cy - ay) // 6} "
            f"{cx - (dx - bx) // 6} {cy - (dy - by) // 6} {cx} {cy}"
        )
    return "".join(parts)


def _stroke(
    wood: Wood, chain: Sequence[int], widths: list[float], paths: dict[int, list[str]]
) -> None:
    """A quadratic spline through the middles of a chain, cut where its width changes."""
    xs, ys = wood.xs, wood.ys
    x, y = xs[chain[0]], ys[chain[0]]
    node, at_x, at_y = chain[1], xs[chain[1]], ys[chain[1]]
    step = None
    for after in (*chain[2:], chain[-1]):
        now = int(log(widths[node]) / _CLASS)
        if now != step:
            step, parts = now, paths[now]
            parts.append(f"M{x} {y}")
        next_x, next_y = xs[after], ys[after]
        to_x, to_y = (at_x + next_x) // 2, (at_y + next_y) // 2
        parts.append(f"q{at_x - x} {at_y - y} {to_x - x} {to_y - y}")
        x, y, node, at_x, at_y = to_x, to_y, after, next_x, next_y
