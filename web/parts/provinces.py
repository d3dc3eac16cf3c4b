"""The provinces of a department as circles at their capitals: sized by count, over its outline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.bulletin.figures import Status, number
from core.places import Department, provinces
from geo.boundaries import load_departments
from geo.classes import circle_radius
from geo.projection import to_view
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.parts.splits import leading
from web.spelling import spell

#: The largest circle, and the ring of a province without a number, as parts of the drawing's width.
_LARGEST, _RING = 0.075, 0.018

_MARGIN = 0.06
_STEP = re.compile(r"(-?\d+)[ ]?(-?\d+)")


@dataclass(frozen=True, slots=True)
class Spot:
    """One province: its circle, and its label where it has a number to tell."""

    x: float
    y: float
    radius: float
    style: str
    title: str
    label: str


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """The drawing; ``text``: the size of labels in its units, which differ by department.

    ``areas``: (path in tenths of units, style) of each province, where an operator has built them.
    """

    view_box: str
    outline: str
    areas: tuple[tuple[str, str], ...]
    spots: tuple[Spot, ...]
    text: float
    description: str


def province_map(
    place: Department, sheet: Sheet, built: Mapping[str, str], tongue: Tongue
) -> ProvinceMap:
    """A sheet by province over the outline of its department. ``built``: outlines of provinces."""
    outline = load_departments().outlines[place.ubigeo].path
    left, top, width, height = _box(outline)
    side = max(width, height)
    largest = max((number(line.figures[0]) or 0 for line in sheet.lines), default=0)
    known = [line for line in sheet.lines if line.codes[0] in provinces()]
    spots = tuple(_spot(line, side, largest, tongue) for line in known)
    margin = side * _MARGIN
    box = (left - margin, top - margin, width + 2 * margin, height + 2 * margin)
    return ProvinceMap(
        " ".join(f"{value:.0f}" for value in box),
        outline,
        tuple((built[line.codes[0]], _area(line)) for line in known if line.codes[0] in built),
        tuple(sorted(spots, key=lambda spot: -spot.radius)),
        round(side * 0.034, 2),
        leading(sheet, tongue),
    )


def _area(line: Line) -> str:
    withheld = line.figures[0].status is Status.WITHHELD
    return "class-withheld" if withheld else "class-land"


def _spot(line: Line, side: float, largest: float, tongue: Tongue) -> Spot:
    place, figure = provinces()[line.codes[0]], line.figures[0]
    x, y = to_view(place.lon, place.lat)
    value = number(figure)
    if value is None:
        radius, style = side * _RING, f"spot-{figure.status.value}"
    else:
        radius, style = circle_radius(value, largest, side * _LARGEST), "spot-shown"
    text = spell(figure, tongue).text
    label = f"{place.name} {text}" if value else ""
    title = f"{place.name} ({place.capital}): {text}"
    return Spot(round(x, 1), round(y, 1), round(radius, 2), style, title, label)


def _box(path: str) -> tuple[float, float, float, float]:
    """(left, top, width, height) of a path of absolute starts and relative steps."""
    xs, ys = [], []
    for ring in path.split("M")[1:]:
        start, _, steps = ring.partition("l")
        x, y = (int(part) for part in start.split())
        xs.append(x)
        ys.append(y)
        for dx, dy in _STEP.findall(steps):
            x, y = x + int(dx), y + int(dy)
            xs.append(x)
            ys.append(y)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
