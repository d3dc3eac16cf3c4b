"""Arcs between two points of a drawing: bent to one side, and stopping short of the marks.

The heads are markers of the drawing (macros/routes.html): one shape, and not a path for each arc.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]

_POINTS = 16


@dataclass(frozen=True, slots=True)
class Arc:
    """The curve as an SVG path, up to the neck of its head; ``along``: points of it to its tip, for
    who must not cover it."""

    path: str
    along: tuple[Point, ...]


def arc(start: Point, end: Point, bend: float, gap: float, head: float) -> Arc | None:
    """A quadratic curve from mark to mark; ``None`` where they are too near to draw one.

    ``bend``: how far the middle stands off, as a share of the distance, to the left of the way if
    positive; ``gap``: how far from the points it begins and its head stops; ``head``: its length.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy)
    if distance < 2 * gap + head:
        return None
    middle = (start[0] + end[0]) / 2 + dy * bend, (start[1] + end[1]) / 2 - dx * bend
    first, tip = _towards(start, middle, gap), _towards(end, middle, gap)
    neck = _towards(tip, middle, head)
    curve = f"M{_told(first)}q{_told(middle, first)} {_told(neck, first)}"
    along = tuple(_between(first, middle, tip, at / _POINTS) for at in range(_POINTS + 1))
    return Arc(curve, along)


def _between(start: Point, middle: Point, end: Point, at: float) -> Point:
    """The point of a quadratic curve at a part of its way, 0 to 1."""
    one, two, three = (1 - at) ** 2, 2 * at * (1 - at), at**2
    x, y = (one * a + two * b + three * c for a, b, c in zip(start, middle, end, strict=True))
    return x, y


def _towards(point: Point, other: Point, length: float) -> Point:
    """The point so far from one towards another."""
    dx, dy = other[0] - point[0], other[1] - point[1]
    distance = math.hypot(dx, dy) or 1.0
    return point[0] + dx / distance * length, point[1] + dy / distance * length


def _told(point: Point, since: Point = (0.0, 0.0)) -> str:
    """A point in whole units, as far from another: a drawing is sent again with every filter."""
    east, south = round(point[0]) - round(since[0]), round(point[1]) - round(since[1])
    return f"{east} {south}".replace(" -", "-")
