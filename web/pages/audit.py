"""``/auditoria``: who did what to how many records, for administrators; also as a CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from core.access.roles import Action
from core.desk.reading import Event, Sought
from core.errors import BadQuestion, Code
from web.files import harmless
from web.screen import Screen

PATH = "/auditoria"
MOST = 500
_COLUMNS = ("number", "at", "actor", "role", "action", "subject", "records", "allowed")

_FILTERS = ("accion", "quien", "desde", "hasta", "resultado")
_OUTCOMES = {"permitido": True, "negado": False}

Rows = Sequence[tuple[int, Event]]


def audit_page(screen: Screen) -> Response:
    """The newest events that are looked for.

    :raises BadQuestion: for a filter or a format that does not exist, or a value it cannot have.
    """
    assert screen.visit is not None
    asked = {name: text for name, text in screen.request.query_params.items() if text}
    kind = asked.pop("formato", "html")
    if kind not in ("html", "csv"):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="formato", value=kind)
    asked.pop("lang", None)
    rows = screen.visit.at_desk().audit_trail(MOST, _sought(asked))
    if kind == "csv":
        return _file(rows)
    facts = {
        "rows": rows,
        "most": MOST,
        "actions": [action.value for action in Action],
        "wanted": {name: asked.get(name, "") for name in _FILTERS},
        "csv": f"{PATH}?{urlencode({**asked, 'formato': 'csv'})}",
    }
    return screen.page("audit", facts)


def _sought(asked: Mapping[str, str]) -> Sought:
    for name in asked:
        if name not in _FILTERS:
            raise BadQuestion(Code.UNKNOWN_FILTER, field=name)
    first, last = _day(asked, "desde"), _day(asked, "hasta")
    if first and last and first > last:
        raise BadQuestion(Code.REVERSED_RANGE, first=asked["desde"], last=asked["hasta"])
    outcome = _one_of(asked, "resultado", tuple(_OUTCOMES))
    return Sought(
        _one_of(asked, "accion", tuple(Action)),
        asked.get("quien"),
        first,
        last,
        _OUTCOMES[outcome] if outcome else None,
    )


def _one_of(asked: Mapping[str, str], name: str, known: Sequence[str]) -> str | None:
    text = asked.get(name)
    if text is not None and text not in known:
        raise BadQuestion(Code.UNKNOWN_VALUE, field=name, value=text)
    return text


def _day(asked: Mapping[str, str], name: str) -> dt.date | None:
    text = asked.get(name)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise BadQuestion(Code.UNKNOWN_VALUE, field=name, value=text or "") from None


def _file(rows: Rows) -> Response:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for number, event in rows:
        told = (event.actor, event.role, event.action, event.subject)
        texts = [harmless(text) for text in told]
        writer.writerow([number, event.at.isoformat(), *texts, event.records, event.allowed])
    headers = {
        "Content-Disposition": 'attachment; filename="yanapay-auditoria.csv"',
        "Cache-Control": "no-store",
    }
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
