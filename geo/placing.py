"""Names beside marks that do not collide: each is tried on eight sides, the weightiest first.

Of the free sides a name takes the one with least of a line under it. A name that finds no free side
is left out; the table beside the drawing has it. Widths are guessed from the letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.arcs import Point

#: Widths in ems of a usual letter, and of those that are far from it.
_LETTER = 0.54
_WIDE, _NARROW = dict.fromkeys("MWmw", 0.86), dict.fromkeys("ijlrtfI.,'1 ", 0.31)
_LETTERS = {**dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZÁÉÓÑ", 0.68), **_WIDE, **_NARROW}

#: How near to a name a point of a line may be.
_CLEAR = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, right and bottom, in units of the drawing; y runs down."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """True where the two overlap."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def covers(self, point: Point) -> bool:
        """True where a point lies in it, or nearly."""
        across = self.left - _CLEAR <= point[0] <= self.right + _CLEAR
        return across and self.top - _CLEAR <= point[1] <= self.bottom + _CLEAR

    def within(self, other: Box) -> bool:
        """True where it does not stick out of the other."""
        wide = other.left <= self.left and self.right <= other.right
        return wide and other.top <= self.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Named:
    """A mark with its name; ``radius``: of the mark. The weightiest names are placed first,
    and those without weight only where they cover no line."""

    text: str
    x: float
    y: float
    weight: float
    radius: float = 5.0


@dataclass(frozen=True, slots=True)
class PlacedName:
    """Where a name stands: its baseline, and the end it hangs by (start, middle, end)."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def placed(
    names: Sequence[Named], size: float, frame: Box, lines: Sequence[Point] = ()
) -> tuple[PlacedName, ...]:
    """The names that find a place in the frame. ``size``: of the letters; ``lines``: points of
    the lines that are better not covered."""
    taken = [_around(each) for each in names]
    found: list[PlacedName] = []
    for each in sorted(names, key=lambda named: (-named.weight, named.text)):
        own = _around(each)
        blocked = [box for box in taken if box != own]
        free = [
            tried
            for tried in _sides(each, size)
            if tried.box.within(frame) and not any(tried.box.meets(box) for box in blocked)
        ]
        over = {tried: sum(tried.box.covers(point) for point in lines) for tried in free}
        best = min(free, key=lambda tried: over[tried], default=None)
        if best is not None and (each.weight > 0 or not over[best]):
            found.append(best)
            taken.append(best.box)
    return tuple(found)


def _around(named: Named) -> Box:
    reach = named.radius
    return Box(named.x - reach, named.y - reach, named.x + reach, named.y + reach)


def _sides(named: Named, size: float) -> Iterator[PlacedName]:
    """Right, left, above and below, then the corners."""
    gap = named.radius + size * 0.25
    for anchor, dx, dy in (
        ("start", gap, 0.0),
        ("end", -gap, 0.0),
        ("middle", 0.0, -gap - size * 0.45),
        ("middle", 0.0, gap + size * 0.5),
        ("start", gap * 0.8, -size * 0.75),
        ("end", -gap * 0.8, -size * 0.75),
        ("start", gap * 0.8, size * 0.75),
        ("end", -gap * 0.8, size * 0.75),
    ):
        yield _at(named, anchor, (dx, dy), size)


def _at(named: Named, anchor: str, shift: tuple[float, float], size: float) -> PlacedName:
    x, middle = named.x + shift[0], named.y + shift[1]
    width = sum(_LETTERS.get(letter, _LETTER) for letter in named.text) * size
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    box = Box(left, middle - size * 0.5, left + width, middle + size * 0.5)
    return PlacedName(named.text, round(x), round(middle + size * 0.34), anchor, box)
