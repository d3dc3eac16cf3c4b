"""Outlines of the 25 departments, ready to draw: read from the built file, standard library only.

A place is found by its UBIGEO, never by point-in-polygon: the outlines are simplified to about
2 km, have no legal value, and Callao is drawn smaller than it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from geo.projection import VIEW_HEIGHT, VIEW_WIDTH


@dataclass(frozen=True, slots=True)
class Outline:
    """One department: its SVG path and a point well inside it, in units of the drawing."""

    ubigeo: str
    path: str
    point: tuple[int, int]
    area_km2: int


@dataclass(frozen=True, slots=True)
class Inset:
    """Lima and Callao enlarged: paths by UBIGEO in a frame of ``width`` by ``height`` units."""

    paths: Mapping[str, str]
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Boundaries:
    """All outlines of the map and its inset."""

    outlines: Mapping[str, Outline]
    inset: Inset
    view_box: str = f"0 0 {VIEW_WIDTH} {VIEW_HEIGHT}"


@cache
def load_departments() -> Boundaries:
    """The drawing of the 25 departments by UBIGEO."""
    kept = _read("departments.json")
    outlines = {
        code: Outline(code, o["path"], (o["point"][0], o["point"][1]), o["area_km2"])
        for code, o in kept["outlines"].items()
    }
    return Boundaries(outlines, Inset(**kept["inset"]))


#: Paths of provinces are drawn in tenths of the drawing's units: a department fills a page.
TENTHS = 10


def load_provinces(path: Path) -> Mapping[str, str]:
    """SVG paths by UBIGEO, in tenths of units, of the file an operator has built; else nothing."""
    try:
        found = path.stat()
    except OSError:
        return {}
    return _provinces(path, found.st_mtime_ns)


@lru_cache(maxsize=2)
def _provinces(path: Path, _changed: int) -> Mapping[str, str]:
    kept: Mapping[str, str] = json.loads(path.read_text("utf-8"))["paths"]
    return kept


def department_geometry(ubigeo: str) -> Mapping[str, Any]:
    """The GeoJSON geometry of a department in longitude and latitude, to three decimals.

    :raises KeyError: for a code that is not one of the 25.
    """
    geometry: Mapping[str, Any] = _lonlat()[ubigeo]
    return geometry


@cache
def _lonlat() -> Mapping[str, Any]:
    return _read("departments_lonlat.json")


def _read(name: str) -> dict[str, Any]:
    text = resources.files("geo").joinpath("data", name).read_text("utf-8")
    kept: dict[str, Any] = json.loads(text)
    return kept
