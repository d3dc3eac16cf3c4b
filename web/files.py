"""A sheet as a file: CSV for people and spreadsheets, JSON for programs. Same filters, same cells.

A cell without a number has an empty value *and* a status; a header says what the file is, of which
release, by which rule, and how to cite it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Release
from core.bulletin.figures import Figure, Shown, Withheld, number
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.questions import Format

LICENCE = "CC BY 4.0"


def as_file(sheet: Sheet, release: Release, kind: Format, tongue: Tongue) -> Response:
    """The download of a sheet."""
    head = _head(sheet, release, tongue)
    if kind is Format.JSON:
        body, media = _json(sheet, head), "application/json"
    else:
        body, media = _csv(sheet, head), "text/csv; charset=utf-8"
    return _sent(body, media, f"yanapay-{sheet.name}-{release.id}.{kind.value}")


def as_lines(
    sheet: Sheet, release: Release, features: Sequence[Mapping[str, Any]], tongue: Tongue
) -> Response:
    """A sheet as lines on a map: a GeoJSON collection (RFC 7946) with the head of every file."""
    told = {"type": "FeatureCollection", **_head(sheet, release, tongue), "features": features}
    body = json.dumps(told, ensure_ascii=False)
    return _sent(body, "application/geo+json", f"yanapay-{sheet.name}-{release.id}.geojson")


def _sent(body: str, media: str, name: str) -> Response:
    response = Response(body, media_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Vary"] = "Cookie"
    return response


def _head(sheet: Sheet, release: Release, tongue: Tongue) -> dict[str, str]:
    cited = tongue.say(
        "Yanapay, edición %(release)s, consulta %(query)s", release=release.id, query=sheet.query_id
    )
    head = {
        "title": sheet.title,
        "filters": sheet.filters,
        "source": sheet.source,
        "provenance": sheet.provenance.value,
        "release": release.id,
        "edition": release.edition.value,
        "cut": release.cut.isoformat(),
        "rule_version": release.rule_version,
        "query_id": sheet.query_id,
        "licence": LICENCE,
        "citation": cited,
    }
    if sheet.synthetic:
        head["warning"] = tongue.say("Datos sintéticos: no describen hechos ni personas reales.")
    return head


def _csv(sheet: Sheet, head: dict[str, str]) -> str:
    out = io.StringIO()
    for name, text in head.items():
        out.write(f"# {name}: {text}\n")
    writer = csv.writer(out, lineterminator="\n")
    figures = [part for name in sheet.columns for part in (name, f"{name}_status")]
    labels = [f"{name}_label" for name in sheet.stub]
    writer.writerow([*sheet.stub, *labels, *figures])
    for line in _lines(sheet):
        cells = [part for figure in line.figures for part in (number(figure), figure.status.value)]
        writer.writerow([*map(harmless, (*line.codes, *line.labels)), *cells])
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _json(sheet: Sheet, head: dict[str, str]) -> str:
    rows = [
        {
            **dict(zip(sheet.stub, line.codes, strict=True)),
            **{f"{n}_label": v for n, v in zip(sheet.stub, line.labels, strict=True)},
            **{n: _cell(f) for n, f in zip(sheet.columns, line.figures, strict=True)},
        }
        for line in _lines(sheet)
    ]
    return json.dumps({**head, "rows": rows}, ensure_ascii=False, indent=1)


def _lines(sheet: Sheet) -> Iterator[Line]:
    yield from sheet.lines
    if sheet.total is not None:
        yield sheet.total


def _cell(figure: Figure) -> dict[str, Any]:
    cell: dict[str, Any] = {"value": number(figure), "status": figure.status.value}
    if isinstance(figure, Withheld):
        cell["reason"] = figure.reason.value
    if isinstance(figure, Shown):
        cell["bound"] = figure.bound.value
        cell["provisional"] = figure.provisional
        cell["unstable"] = figure.unstable
        cell["withheld_parts"] = figure.withheld_parts
    return cell
