"""``/auditoria``: who did what to how many records, for administrators; also as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from starlette.responses import Response

from core.access.roles import Action
from core.desk.reading import Event
from core.errors import BadQuestion, Code
from web.files import harmless
from web.screen import Screen

PATH = "/auditoria"
MOST = 500
_COLUMNS = ("number", "at", "actor", "role", "action", "subject", "records", "allowed")

Rows = Sequence[tuple[int, Event]]


def audit_page(screen: Screen) -> Response:
    """The newest events, of one action or of all.

    :raises BadQuestion: for an action or a format that does not exist.
    """
    assert screen.visit is not None
    wanted = screen.request.query_params.get("accion", "")
    kind = screen.request.query_params.get("formato", "html")
    if kind not in ("html", "csv"):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="formato", value=kind)
    rows = screen.visit.records().audit_trail(MOST, _action(wanted))
    if kind == "csv":
        return _file(rows)
    facts = {
        "rows": rows,
        "actions": [action.value for action in Action],
        "wanted": wanted,
        "csv": f"{PATH}?formato=csv" + (f"&accion={wanted}" if wanted else ""),
    }
    return screen.page("audit", facts)


def _action(text: str) -> Action | None:
    if not text:
        return None
    try:
        return Action(text)
    except ValueError:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="accion", value=text) from None


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
