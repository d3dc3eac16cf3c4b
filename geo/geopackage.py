"""Lines, outlines and points with their figures as a GeoPackage (OGC 12-128r19).

Only the process that writes files loads this module and GeoPandas with it (``web.writers``).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas
import pyogrio
import shapely

#: WGS84, as every position of the house.
_CRS = 4326

#: The table that says what the file is, from where, and how to cite it.
NOTES = "notes"

Rows = Sequence[Sequence[str | int | float | None]]


def geopackage(
    name: str,
    head: Sequence[str],
    rows: Rows,
    geometries: Iterable[Mapping[str, Any] | None],
    *,
    notes: Sequence[tuple[str, str]],
    moment: str,
) -> bytes:
    """A table called ``name`` with a geometry for each row, and the table of notes.

    ``geometries``: GeoJSON in degrees, or ``None``; ``moment``: ISO 8601, what the file says it was
    made at. Equal orders give equal bytes.
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _instant(moment)})
    columns = {title: _column([row[at] for row in rows]) for at, title in enumerate(head)}
    shapes = [shapely.geometry.shape(told) if told else None for told in geometries]
    placed = geopandas.GeoDataFrame(columns, geometry=shapes, crs=_CRS)
    said = pandas.DataFrame(notes, columns=["name", "text"], dtype=str)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "made.gpkg")
        title = dict(notes).get("title", name)
        pyogrio.write_dataframe(placed, path, layer=name, layer_options={"DESCRIPTION": title})
        pyogrio.write_dataframe(said, path, layer=NOTES, append=True)
        return path.read_bytes()


def _instant(moment: str) -> str:
    at = dt.datetime.fromisoformat(moment).astimezone(dt.UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _column(cells: Sequence[str | int | float | None]) -> pandas.Series:
    """Text stays text and a whole number whole; no number is an empty field, never zero."""
    kinds = {type(cell) for cell in cells}
    kind = "string" if str in kinds else "Float64" if float in kinds else "Int64"
    return pandas.Series(cells, dtype=kind)
