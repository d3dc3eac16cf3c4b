"""A sheet of places as GeoJSON (RFC 7946): a feature for each line, its figures as properties.

Departments are outlines, provinces the points of their capitals, routes and corridors lines between
their stops; what is no place in Peru has no geometry. What the file is stands in a foreign member,
``notes``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.bulletin.figures import Figure
from core.places import departments, provinces
from geo.boundaries import department_geometry
from web.parts.sheet import Line, Sheet


def features(
    sheet: Sheet, notes: Mapping[str, str], cell: Callable[[Figure], dict[str, Any]]
) -> dict[str, Any]:
    """The collection. ``cell``: how a figure is told to programs."""
    return {
        "type": "FeatureCollection",
        "notes": dict(notes),
        "features": [_feature(sheet, line, cell) for line in sheet.every_line],
    }


def _feature(sheet: Sheet, line: Line, cell: Callable[[Figure], dict[str, Any]]) -> dict[str, Any]:
    figures = zip(sheet.columns, map(cell, line.figures), strict=True)
    return {
        "type": "Feature",
        "id": "/".join(line.codes) if sheet.geometries is None else line.codes[0],
        "geometry": geometry_of(sheet, line),
        "properties": {
            **dict(zip(sheet.stub, line.codes, strict=True)),
            **{f"{n}_label": label for n, label in zip(sheet.stub, line.labels, strict=True)},
            **dict(figures),
        },
    }


def geometry_of(sheet: Sheet, line: Line) -> Mapping[str, Any] | None:
    """Where a line of a sheet lies: a line of its own, or the place it is about."""
    if sheet.geometries and line.codes in sheet.geometries:
        return sheet.geometries[line.codes]
    code = line.codes[0]
    if code in departments():
        return department_geometry(code)
    if code in provinces():
        place = provinces()[code]
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    return None
