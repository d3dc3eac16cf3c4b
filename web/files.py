"""A sheet as a file. Same filters, same cells, whatever the format.

A cell without a number has an empty value *and* a status; every file says what it is, of which
release, by which rule, and how to cite it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from core.bulletin.bulletin import Bulletin, Release
from core.bulletin.figures import Figure, Shown, Withheld, number
from core.errors import BadQuestion, Code
from web.as_graphql import as_graphql
from web.dictionary import tags_of
from web.formats import Format, formats_of
from web.geojson import features, geometry_of
from web.i18n import Tongue
from web.papers import paper
from web.parts.choropleth import Drawing
from web.parts.pictures import body_of, picture
from web.parts.sheet import Sheet
from web.writers.process import document_of, geopackage_of, picture_of, workbook_of

LICENCE = "CC BY 4.0"

#: By this first letter spreadsheets know a text as UTF-8.
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class File:
    """What a file holds: a sheet, where its figures are from, and the map its page draws of it."""

    sheet: Sheet
    bulletin: Bulletin
    drawing: Drawing | None = None


def as_file(file: File, kind: Format, tongue: Tongue) -> Response:
    """The download of a sheet; or, as GraphQL, the way to where its question is asked.

    :raises BadQuestion: ``UNKNOWN_VALUE`` for a format that the sheet has not.
    :raises Refused: where too many files are being written already.
    """
    sheet, release = file.sheet, file.bulletin.release
    if kind is Format.GRAPHQL and sheet.asks:
        return RedirectResponse(as_graphql(sheet.asks, tongue.code, release.edition).address, 303)
    if kind not in formats_of(sheet):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="formato", value=kind.value)
    name = f"yanapay-{sheet.name}-{release.id}.{kind.extension}"
    return attached(_written(file, kind, tongue), kind.media, name)


def attached(body: str | bytes, media: str, name: str) -> Response:
    """The answer that a browser saves under a name."""
    response = Response(body, media_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Vary"] = "Cookie"
    return response


def _written(file: File, kind: Format, tongue: Tongue) -> str | bytes:
    notes = notes_of(file.sheet, file.bulletin.release, tongue)
    if kind in (Format.SVG, Format.PNG, Format.PDF):
        return _drawn(file, kind, notes, tongue)
    match kind:
        case Format.XLSX | Format.XLSX_HXL:
            return workbook_of(paper(file.sheet, file.bulletin, notes, tongue, hxl=kind.tagged))
        case Format.GPKG:
            places = [geometry_of(file.sheet, line) for line in file.sheet.every_line]
            table = paper(file.sheet, file.bulletin, notes, tongue)
            return geopackage_of(file.sheet.name, table, places)
    return _spelled(file.sheet, kind, notes)


def _spelled(sheet: Sheet, kind: Format, notes: Mapping[str, str]) -> str:
    """A file that is text."""
    match kind:
        case Format.GEOJSON:
            return json.dumps(features(sheet, notes, cell), ensure_ascii=False)
        case Format.JSON:
            return _json(sheet, notes)
        case Format.CSV_SEMICOLON:
            return _MARK + _csv(sheet, notes, delimiter=";")
    return _csv(sheet, notes, hxl=kind.tagged)


def _drawn(file: File, kind: Format, notes: Mapping[str, str], tongue: Tongue) -> str | bytes:
    body = body_of(file.sheet, file.bulletin, file.drawing, tongue)
    if kind is Format.PDF:
        return document_of(paper(file.sheet, file.bulletin, notes, tongue, body=body))
    drawn = picture(file.sheet, body, notes, tongue)
    return drawn if kind is Format.SVG else picture_of(drawn, tuple(notes.items()))


def notes_of(sheet: Sheet, release: Release, tongue: Tongue) -> dict[str, str]:
    """What a file says of itself, in this order."""
    cited = tongue.say(
        "Yanapay, edición %(release)s, consulta %(query)s", release=release.id, query=sheet.query_id
    )
    notes = {
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
        notes["warning"] = tongue.say("Datos sintéticos: no describen hechos ni personas reales.")
    return notes


def _csv(sheet: Sheet, notes: Mapping[str, str], *, delimiter: str = ",", hxl: bool = False) -> str:
    out = io.StringIO()
    for name, text in notes.items():
        out.write(f"# {name}: {text}\n")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(sheet.file_head)
    if hxl:
        writer.writerow(tags_of(sheet))
    for line in sheet.every_line:
        cells = [part for figure in line.figures for part in (number(figure), figure.status.value)]
        writer.writerow([*map(harmless, (*line.codes, *line.labels)), *cells])
    return out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _json(sheet: Sheet, notes: Mapping[str, str]) -> str:
    rows = [
        {
            **dict(zip(sheet.stub, line.codes, strict=True)),
            **{f"{n}_label": v for n, v in zip(sheet.stub, line.labels, strict=True)},
            **{n: cell(f) for n, f in zip(sheet.columns, line.figures, strict=True)},
        }
        for line in sheet.every_line
    ]
    return json.dumps({**notes, "rows": rows}, ensure_ascii=False, indent=1)


def cell(figure: Figure) -> dict[str, Any]:
    """A figure as programs read it: number and status, and what qualifies them."""
    told: dict[str, Any] = {"value": number(figure), "status": figure.status.value}
    if isinstance(figure, Withheld):
        told["reason"] = figure.reason.value
    if isinstance(figure, Shown):
        told["bound"] = figure.bound.value
        told["provisional"] = figure.provisional
        told["unstable"] = figure.unstable
        told["withheld_parts"] = figure.withheld_parts
    return told
