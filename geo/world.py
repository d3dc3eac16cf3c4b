"""The map of the world: equirectangular about 30° latitude, with 75° W in its middle.

Japan lies west of Peru on it, across the Pacific, and Europe east. Read from the built file with
the standard library alone; the outlines have no legal value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

#: The part of the world that is drawn, in degrees; WEST is 128° E.
WEST, EAST, SOUTH, NORTH = -232.0, 42.0, -57.0, 63.0

UNITS_PER_DEGREE = 4.0
_NARROWER = math.cos(math.radians(30))

WIDTH = round((EAST - WEST) * UNITS_PER_DEGREE * _NARROWER)
HEIGHT = round((NORTH - SOUTH) * UNITS_PER_DEGREE)


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the routes: its SVG path, and longitude and latitude of a point inside."""

    path: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class World:
    """All land that is drawn, and the countries of the routes by ISO 3166-1 alpha-2."""

    land: str
    countries: Mapping[str, Country]
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"


def to_world(lon: float, lat: float) -> tuple[float, float]:
    """The point of the drawing for a longitude and latitude; y runs down."""
    east = lon if lon <= EAST else lon - 360
    return (east - WEST) * UNITS_PER_DEGREE * _NARROWER, (NORTH - lat) * UNITS_PER_DEGREE


@cache
def load_world() -> World:
    """The drawing."""
    kept = json.loads(resources.files("geo").joinpath("data", "world.json").read_text("utf-8"))
    countries = {
        code: Country(each["path"], *each["point"]) for code, each in kept["countries"].items()
    }
    return World(kept["land"], countries)
