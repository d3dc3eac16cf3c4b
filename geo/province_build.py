"""Boundaries of the 195 provinces from a file an operator has: read, checked, dissolved, repaired.

Any GeoPackage, Shapefile or GeoJSON with a column of UBIGEO codes will do: provinces (4 digits) or
districts (6), which are dissolved. Only the command ``yanapay boundaries build`` loads this module
and GeoPandas with it; the serving process reads the file it writes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import shapely

from core.places import provinces
from geo.boundaries import TENTHS
from geo.build import svg_path
from geo.projection import METRES_PER_UNIT, ORIGIN_X, ORIGIN_Y, PROJ

#: Vertices closer than about this many metres to a straight line are left out.
TOLERANCE = 500.0

#: Of the area: what may overlap, or lie open between provinces, before a file is refused.
_MOST_AMISS = 0.001

#: Provinces made after 2013, and the one each was part of.
_SINCE = {"1608": "1601"}

_CODE = re.compile(r"\d{4}(\d{2})?")
_MOST_NAMED = 20


class Refused(ValueError):
    """The file cannot be used. ``faults``: a sentence for each thing that is wrong with it."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: the text of the file, and a sentence for each thing that was done."""

    text: str
    report: tuple[str, ...]


def build(source: Path) -> Built:
    """The outlines of all 195 provinces.

    :raises Refused: with every fault: no codes, unknown or missing provinces, gaps, overlaps.
    """
    frame = _read(source)
    column = _code_column(frame)
    known = frame[[column, "geometry"]].rename(columns={column: "code"})
    known = known[~(known.geometry.isna() | known.geometry.is_empty)]
    projected = known.to_crs(PROJ)
    broken = int((~projected.geometry.is_valid).sum())
    projected["geometry"] = shapely.make_valid(
        projected.geometry.values, method="structure", keep_collapsed=False
    )
    projected["code"] = [_SINCE.get(code[:4], code[:4]) for code in map(str, projected["code"])]
    whole = projected.dissolve("code")
    _check(whole)
    simple = whole.geometry.simplify_coverage(TOLERANCE, simplify_boundary=True)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    report = (
        f"codes from the column {column}",
        f"{len(frame)} shapes dissolved into {len(whole)} provinces",
        f"{broken} shapes repaired",
        f"borders simplified together to {TOLERANCE:.0f} m",
    )
    return Built(_text(simple, source.name, digest), report)


def _read(source: Path) -> geopandas.GeoDataFrame:
    try:
        frame = geopandas.read_file(source, engine="pyogrio")
    except Exception as unreadable:  # the drivers raise whatever they like
        raise Refused([f"{source.name} cannot be read as a map ({unreadable})"]) from None
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        raise Refused([f"{source.name} holds no shapes"])
    if frame.crs is None:
        raise Refused([f"{source.name} does not say its coordinate system"])
    return frame


def _code_column(frame: geopandas.GeoDataFrame) -> str:
    """The column whose values are most surely UBIGEO codes."""
    found: dict[str, int] = {}
    for column in frame.columns:
        if column == frame.geometry.name:
            continue
        values = [str(value).strip() for value in frame[column]]
        if all(_CODE.fullmatch(value) for value in values):
            found[str(column)] = len({v[:4] for v in values} & {*provinces(), *_SINCE})
    if not found or max(found.values()) == 0:
        raise Refused(["no column holds UBIGEO codes of 4 or 6 digits, with their leading zero"])
    return max(found, key=lambda column: found[column])


def _check(whole: geopandas.GeoDataFrame) -> None:
    faults = []
    unknown = sorted(set(whole.index) - set(provinces()))
    missing = sorted(set(provinces()) - set(whole.index))
    if unknown:
        faults.append(f"codes that are no province of 2007-2013: {_named(unknown)}")
    if missing:
        faults.append(f"provinces without a shape: {_named(missing)}")
    joined = whole.geometry.union_all()
    area = joined.area
    overlap = whole.geometry.area.sum() - area
    if overlap > _MOST_AMISS * area:
        faults.append(f"provinces overlap by {overlap / 1e6:,.0f} km2")
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(joined) for ring in part.interiors]
    gaps = sum(hole.area for hole in holes)
    if gaps > _MOST_AMISS * area:
        faults.append(f"gaps between provinces: {gaps / 1e6:,.0f} km2")
    if faults:
        raise Refused(faults)


def _named(codes: list[str]) -> str:
    told = [f"{c} {provinces()[c].name}" if c in provinces() else c for c in codes[:_MOST_NAMED]]
    rest = len(codes) - len(told)
    return ", ".join(told) + (f" and {rest} more" if rest else "")


def _text(simple: geopandas.GeoSeries, name: str, digest: str) -> str:
    scale = TENTHS / METRES_PER_UNIT
    east, down = ORIGIN_X * METRES_PER_UNIT, ORIGIN_Y * METRES_PER_UNIT
    paths = {code: svg_path(shape, scale, east, down) for code, shape in simple.items()}
    kept = {"source": name, "sha256": digest, "paths": paths}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
