"""Build geo/data/world.json: land and the countries of the routes, made once, committed.

    python -m geo.build_world PATH_TO/countries-110m.json

The source is the npm package world-atlas 2.0.2 (Natural Earth, public domain; packed under ISC).
Its rings were stitched across the antimeridian: they are unwound here and cut at the edge of our
map, which has 75° W in its middle. Like :mod:`geo.build` it is not imported by the serving process.
"""

from __future__ import annotations

import hashlib
import json
import sys
from itertools import pairwise
from typing import Any

import geopandas
import shapely
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.build import OUT, source_of, svg_path
from geo.world import EAST, NORTH, SOUTH, WEST, to_world

SOURCE_SHA256 = "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"

#: Vertices closer than about this many degrees to a straight line are left out.
TOLERANCE = 0.35

#: Pieces smaller than this, in square degrees, would be a speck.
SPECK = 1.2

#: ISO 3166-1 numeric codes, as the source has them.
NUMERIC = {"PE": "604", "AR": "032", "BO": "068", "ES": "724", "IT": "380", "JP": "392"} | {
    "US": "840", "CL": "152", "EC": "218", "BR": "076", "CO": "170", "CN": "156", "NA": "516"
}  # fmt: skip


ANTARCTICA = "010"


def main(arguments: list[str]) -> int:
    """Build the file from the source named on the command line; 2 if it cannot be used."""
    source = source_of(arguments, str(__doc__), SOURCE_SHA256)
    if source is None:
        return 2
    frame = geopandas.read_file(source, engine="pyogrio", layer="countries")
    names = frame["id"].fillna(frame["name"])  # some lands have no number
    shapes = zip(names, frame.geometry, strict=True)
    whole = {name: windowed(shape) for name, shape in shapes if name != ANTARCTICA}
    within = {name: shape for name, shape in whole.items() if not shape.is_empty}
    drawn = geopandas.GeoSeries(within).simplify_coverage(TOLERANCE)
    assert drawn.is_valid.all()
    text = json.dumps(drawing(dict(drawn.items())), separators=(",", ":"), sort_keys=True)
    path = OUT / "world.json"
    path.write_text(text + "\n", "utf-8")
    print(f"{path.name} {path.stat().st_size} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return 0


def windowed(shape: BaseGeometry) -> BaseGeometry:
    """What of a country lies in the map, in degrees east of Greenwich from WEST to EAST."""
    window = shapely.box(WEST, SOUTH, EAST, NORTH)
    unwound = shapely.union_all([shapely.make_valid(_unwound(p)) for p in shapely.get_parts(shape)])
    turned = [translate(unwound, turn).intersection(window) for turn in (-720, -360, 0, 360)]
    return _areas(shapely.union_all(turned))


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Its polygons alone: where a shape touches the window it leaves a line."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def _unwound(polygon: BaseGeometry) -> BaseGeometry:
    return shapely.Polygon(_ring(polygon.exterior), [_ring(hole) for hole in polygon.interiors])


def _ring(ring: BaseGeometry) -> list[tuple[float, float]]:
    """A ring whose longitudes never jump by more than half the world."""
    points = [tuple(ring.coords[0])]
    for before, after in pairwise(ring.coords):
        step = (after[0] - before[0] + 180) % 360 - 180
        points.append((points[-1][0] + step, after[1]))
    return points


def drawing(shapes: dict[str, BaseGeometry]) -> dict[str, Any]:
    """The paths of the countries of the routes, that of all other land, and a point in each."""
    named = {code: shapes[number] for code, number in NUMERIC.items()}
    rest = shapely.union_all([s for number, s in shapes.items() if number not in NUMERIC.values()])
    return {
        "land": _path(rest),
        "countries": {
            code: {"path": _path(shape), "point": _point(shape)} for code, shape in named.items()
        },
    }


def _path(shape: BaseGeometry) -> str:
    """Whole units of the drawing, without specks."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon" and p.area > SPECK]
    drawn = [shapely.transform(part, _drawn) for part in parts]
    return svg_path(shapely.MultiPolygon(drawn), 1, 0, 0)


def _drawn(points: Any) -> list[tuple[float, float]]:
    """Points of the drawing with y up, as maps have it."""
    return [(x, -y) for x, y in (to_world(*point) for point in points)]


def _point(shape: BaseGeometry) -> list[float]:
    """Longitude and latitude of a point well inside its largest part."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    inside = shapely.maximum_inscribed_circle(largest).coords[0]
    lon = (inside[0] + 180) % 360 - 180
    return [round(lon, 1), round(inside[1], 1)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
