"""Routes as a table somebody filled in: a row for each stop, read from CSV, XLSX or typed text.

What a cell may hold is a code of our lists or its label in any language of the house; what neither
is stays as it was written, so that the refusal can say it.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.desk.routes import NewRoute, Source
from core.errors import BadQuestion, Code
from core.evidence import SOURCE_TYPES
from core.places import countries, departments, provinces
from core.stops import PERU, Stop
from core.vocabulary import FORMS, MODES, STOP_ROLES, UNKNOWN, Term
from web.workbooks import MOST_ROWS, rows_of

#: The columns a table may have, in the order of ours; ``ruta`` must be there.
COLUMNS = (
    *("ruta", "papel", "pais", "departamento", "provincia", "localidad", "modo", "explotacion"),
    *("visto_desde", "visto_hasta", "forma", "tipo_fuente", "editor", "fuente", "fecha_fuente"),
    "nota",
)

#: What the desk's errors call a field, and what the table calls it.
SPANISH = {
    "role": "papel",
    "country": "pais",
    "department": "departamento",
    "province": "provincia",
    "town": "localidad",
    "mode": "modo",
    "firstSeen": "visto_desde",
    "lastSeen": "visto_hasta",
    "form": "forma",
    "sourceType": "tipo_fuente",
    "publisher": "editor",
    "source": "fuente",
    "dated": "fecha_fuente",
    "note": "nota",
    "stops": "paradas",
    "evidence": "fuentes",
}

_YES, _NO = ("sí", "si", "yes", "oui", "1"), ("no", "non", "0")
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Typed:
    """The rows of one route; ``numbers``: where each stands in the table."""

    name: str
    numbers: tuple[int, ...]
    rows: tuple[Mapping[str, str], ...]

    @property
    def key(self) -> str:
        """The same rows are the same act: a file that is sent twice is not kept twice."""
        cells = [
            sorted((name, text) for name, text in row.items() if text and name != "ruta")
            for row in self.rows
        ]
        return hashlib.sha256(f"route {cells!r}".encode("utf-8", "surrogatepass")).hexdigest()


def table_of(name: str, content: bytes) -> list[list[str]]:
    """The rows of a file: a workbook, or CSV in UTF-8.

    :raises BadQuestion: ``UNSUITABLE_FILE``.
    """
    if content.startswith(b"PK"):
        return rows_of(content, name)
    try:
        return text_rows(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> BadQuestion:
    facts = {"name": name, "allowed": "csv (UTF-8), xlsx", "most": "5"}
    return BadQuestion(Code.UNSUITABLE_FILE, field="archivo", **facts)


def text_rows(text: str, name: str = "texto") -> list[list[str]]:
    """The rows of a text, its cells apart by what its head has most of: tab, ``;`` or ``,``.

    :raises BadQuestion: ``UNSUITABLE_FILE`` for what is no table of cells.
    """
    head = text.partition("\n")[0]
    apart = max("\t;,", key=head.count)
    try:
        return [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=apart) if any(row)
        ]
    except csv.Error as error:
        raise _unreadable(name) from error


def as_text(routes: Iterable[Typed]) -> str:
    """Routes as a text that can be mended and sent again; nothing for none."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, "", "ignore", delimiter=";", lineterminator="\n")
    kept = list(routes)
    if kept:
        writer.writeheader()
    for route in kept:
        writer.writerows({**row, "ruta": route.name} for row in route.rows)
    return out.getvalue()


def typed_routes(table: Sequence[Sequence[str]]) -> list[Typed]:
    """The routes of a table with a head, in the order they begin; without a name, a row belongs to
    the route above it.

    :raises BadQuestion: ``UNKNOWN_VALUE`` for a column that is not ours, ``NEEDED`` for one that
        must be there, or for a table without rows; ``PAGE_TOO_LARGE`` for too many rows.
    """
    head = [name.strip().lower() for name in table[0]] if table else []
    for name in head:
        if name and name not in COLUMNS:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="columna", value=name)
    if "ruta" not in head or len(table) == 1:
        raise BadQuestion(Code.NEEDED, field="ruta")
    if len(table) - 1 > MOST_ROWS:
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST_ROWS))
    found: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    name = ""
    for number, cells in enumerate(table[1:], start=2):
        row = dict(zip(head, (cell.strip() for cell in cells), strict=False))
        name = row.get("ruta") or name
        found.setdefault(name, []).append((number, row))
    return [
        Typed(name, tuple(n for n, _ in rows), tuple(row for _, row in rows))
        for name, rows in found.items()
    ]


def new_route(typed: Typed) -> NewRoute:
    """The route of some rows. Without roles, the first stop is the origin and the last the
    destination; each row may bring one source; the form and the note stand in any one of them.

    :raises BadQuestion: ``UNKNOWN_VALUE`` for what is no day, and no yes or no.
    """
    stops = tuple(_stop(row, at, len(typed.rows)) for at, row in enumerate(typed.rows, start=1))
    return NewRoute(
        stops=stops,
        form=_code(FORMS.terms, _first(typed, "forma")) or UNKNOWN,
        evidence=tuple(_sources(typed)),
        note=_first(typed, "nota"),
    )


def _first(typed: Typed, column: str) -> str:
    return next((row[column] for row in typed.rows if row.get(column)), "")


def _stop(row: Mapping[str, str], number: int, count: int) -> Stop:
    ends = {1: "origin", count: "destination"}
    role = _code(STOP_ROLES.terms, row.get("papel", "")) or ends.get(number, "transit")
    places = [Term(d.ubigeo, d.name, d.name, d.name) for d in departments().values()]
    inside = [Term(p.ubigeo, p.name, p.name, p.name) for p in provinces().values()]
    return Stop(
        role=role,
        country=_code(countries().values(), row.get("pais", "")) or PERU,
        department=_code(places, _filled(row.get("departamento", ""), 2)) or None,
        province=_code(inside, _filled(row.get("provincia", ""), 4)) or None,
        town=row.get("localidad") or None,
        mode=_code(MODES.terms, row.get("modo", "")) or UNKNOWN,
        exploited_here=_whether(row.get("explotacion", ""), number),
        first_seen=_day("visto_desde", row, number),
        last_seen=_day("visto_hasta", row, number),
    )


def _sources(typed: Typed) -> Iterable[Source]:
    columns = ("tipo_fuente", "editor", "fuente", "fecha_fuente")
    for row in typed.rows:
        kind, publisher, source, dated = (row.get(name, "") for name in columns)
        if kind or publisher or source:
            yield Source(
                source_type=_code(SOURCE_TYPES.terms, kind),
                publisher=publisher,
                source=source,
                dated=dated,
            )


def _code(terms: Iterable[Term], text: str) -> str:
    """The code that is meant by a code or a label; a text that is neither stays as it is."""
    meant = text.casefold()
    for term in terms:
        if meant in (label.casefold() for label in (term.code, term.es, term.en, term.fr)):
            return term.code
    return text


def _filled(text: str, digits: int) -> str:
    """Spreadsheets take the zeros from the front of codes."""
    return text.zfill(digits) if text.isdecimal() else text


def _whether(text: str, number: int) -> bool | None:
    meant = text.casefold()
    if meant in (*_YES, *_NO, ""):
        return None if not meant else meant in _YES
    raise BadQuestion(Code.UNKNOWN_VALUE, field="explotacion", value=text, stop=str(number))


def _day(column: str, row: Mapping[str, str], number: int) -> dt.date | None:
    """``2011-05-02``, or the number a workbook keeps a day as."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        if text.isdecimal() and len(text) == 5:
            return _EXCEL_DAY_ZERO + dt.timedelta(days=int(text))
        return dt.date.fromisoformat(text)
    except ValueError:
        facts = {"value": text, "stop": str(number)}
        raise BadQuestion(Code.UNKNOWN_VALUE, field=column, **facts) from None
