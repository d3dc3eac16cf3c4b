"""Routes and corridors as lines on a map: GeoJSON features, each with the columns of its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.bulletin.facts import DocumentedRoute
from core.bulletin.figures import number
from geo.positions import line, position, position_of
from web.parts.sheet import Line, Sheet

Feature = dict[str, Any]


def route_features(sheet: Sheet, routes: Iterable[DocumentedRoute]) -> list[Feature]:
    """A line through the stops of each documented route that has two with a position."""
    by_code = {each.codes[0]: each for each in sheet.lines}
    drawn = {
        route.code: line([position(s.place, s.country, s.department) for s in route.stops])
        for route in routes
    }
    return [
        _feature(geometry, sheet, by_code[code])
        for code, geometry in drawn.items()
        if geometry and code in by_code
    ]


def corridor_features(sheet: Sheet) -> list[Feature]:
    """A line between the marks of both ends of each corridor, where they are two places."""
    drawn = [(each, line([position_of(c) for c in each.codes[:2]])) for each in sheet.lines]
    return [
        _feature(geometry, sheet, each)
        for each, geometry in drawn
        if geometry and each.codes[0] != each.codes[1]
    ]


def _feature(geometry: Mapping[str, Any], sheet: Sheet, each: Line) -> Feature:
    told: dict[str, Any] = dict(zip(sheet.stub, each.codes, strict=True))
    for name, figure in zip(sheet.columns, each.figures, strict=True):
        told[name], told[f"{name}_status"] = number(figure), figure.status.value
    told["provenance"] = sheet.provenance.value
    return {"type": "Feature", "geometry": geometry, "properties": told}
