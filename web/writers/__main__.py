"""Write one file: ``python -m web.writers``, the order as JSON on the way in, its bytes out."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from web.writers.paper import paper_of


def main() -> None:
    """An order has a ``kind``: xlsx, pdf, png or gpkg; only the library of that kind is loaded."""
    sys.stdout.buffer.write(_made(json.load(sys.stdin.buffer)))


def _made(order: Mapping[str, Any]) -> bytes:
    match order["kind"]:
        case "xlsx":
            from web.writers.workbook import workbook  # noqa: PLC0415

            return workbook(paper_of(order["paper"]))
        case "gpkg":
            return _geopackage(order)
    from web.writers.typesetting import document, picture  # noqa: PLC0415

    if order["kind"] == "pdf":
        return document(paper_of(order["paper"]))
    return picture(order["svg"], tuple(map(tuple, order["notes"])))


def _geopackage(order: Mapping[str, Any]) -> bytes:
    paper = paper_of(order["paper"])
    (table,) = paper.tables
    # By name: nothing that serves may import it, and GeoPandas with it.
    written: bytes = import_module("geo.geopackage").geopackage(
        order["name"],
        table.head,
        table.rows,
        order["geometries"],
        notes=paper.notes,
        moment=paper.moment,
    )
    return written


if __name__ == "__main__":
    main()
