"""Where a place of a route is drawn: a mark, never the place of a person or an event.

Capitals of departments and provinces by the tables of core.places; a few towns by a table of ours;
a department by its capital, a country by a point inside it. What is not known has no position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from core.places import departments, provinces
from core.tables import noted_rows
from geo.world import load_world

#: (longitude, latitude) in degrees, WGS84.
Position = tuple[float, float]


@cache
def _towns() -> Mapping[tuple[str, str], Position]:
    """Every town by its name and department."""
    kept = {
        (r["place"].casefold(), r["department"]): (float(r["lon"]), float(r["lat"]))
        for r in noted_rows("geo", "data", "towns.csv")
    }
    for part in provinces().values():
        kept.setdefault((part.capital.casefold(), part.department), (part.lon, part.lat))
        kept.setdefault((part.name.casefold(), part.department), (part.lon, part.lat))
    for code, place in departments().items():
        kept.setdefault((place.capital.casefold(), code), (place.lon, place.lat))
    return kept


def position(name: str, country: str, department: str | None) -> Position | None:
    """Where a stop is drawn; a town nobody placed stands at its department's capital."""
    if department is not None:
        whole = departments()[department]
        return _towns().get((name.casefold(), department), (whole.lon, whole.lat))
    return position_of(country)


def position_of(code: str) -> Position | None:
    """Where a code of places.ROUTE_ENDS is drawn; ``None`` for other countries and unknown."""
    whole = departments().get(code)
    if whole is not None:
        return whole.lon, whole.lat
    country = load_world().countries.get(code)
    return (country.lon, country.lat) if country else None


def line(points: Sequence[Position | None]) -> dict[str, Any] | None:
    """A GeoJSON LineString over the points that are known; ``None`` with fewer than two.

    It takes the shorter way around the world: longitudes run on beyond -180 to Japan, so that the
    line stays whole (RFC 7946, 3.1.9, would have it cut in two).
    """
    known = [point for point in points if point is not None]
    if len(known) < 2:
        return None
    drawn = [known[0]]
    for lon, lat in known[1:]:
        step = (lon - drawn[-1][0] + 180) % 360 - 180
        drawn.append((round(drawn[-1][0] + step, 4), lat))
    return {"type": "LineString", "coordinates": [list(point) for point in drawn]}
