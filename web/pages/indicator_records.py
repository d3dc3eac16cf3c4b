"""``/plan/indicadores/{codigo}/registros``: the records behind a count, for who may read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlencode

from starlette.responses import Response

from core.desk.plan_lineage import Side, Traced, records_behind
from core.desk.plan_readings import indicator_called
from core.desk.records import Record
from core.errors import BadQuestion, Code
from core.filters import DOMAINS, Dimension
from web import plan_words as words
from web.dictionary import words_of
from web.i18n import Tongue, marked
from web.ids import uuid_of
from web.plan_questions import of_plan
from web.screen import Screen

PATH = "/plan/indicadores/{codigo}/registros"

SIDES: Mapping[str, Side] = MappingProxyType(
    {"numerador": Side.NUMERATOR, "denominador": Side.DENOMINATOR}
)

#: What is shown of each kind of record, after its key.
_SHOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "call": ("received_on", "department", "call_type", "effective", "form"),
        "case": ("code", "opened_on", "department", "status", "industry"),
        "victim": ("sex", "age_min", "age_max", "trafficking_status"),
        "referral": ("sent_at", "institution", "outcome"),
        "training": ("held_on", "topic", "participants"),
        "campaign": ("starts_on", "name", "reach"),
    }
)
_HEADS: Mapping[str, str] = MappingProxyType(
    {
        "received_on": marked("Día"),
        "opened_on": marked("Día"),
        "sent_at": marked("Día"),
        "held_on": marked("Día"),
        "starts_on": marked("Día"),
        "code": marked("Código"),
        "age_min": marked("Edad, desde"),
        "age_max": marked("Edad, hasta"),
        "trafficking_status": marked("Condición"),
        "institution": marked("Institución"),
        "outcome": marked("Resultado"),
        "topic": marked("Tema"),
        "name": marked("Nombre"),
        "participants": marked("Participantes"),
        "reach": marked("Personas alcanzadas"),
    }
)


def records_page(screen: Screen) -> Response:
    """A page of records; the next one lies behind a link.

    :raises Refused: for whoever may not read records of the kind.
    :raises BadQuestion: for what the address has and the plan has not.
    """
    assert screen.visit is not None
    planning, tongue = screen.planning(), screen.tongue
    indicator = indicator_called(planning.plan, screen.request.path_params["codigo"])
    given = screen.request.query_params
    at = given.get("periodo")
    period = of_plan(at, planning.plan) if at else planning.public().last_closed
    side, after = given.get("parte", "numerador"), given.get("despues")
    if side not in SIDES:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="parte", value=side)
    start = uuid_of(after, "despues") if after else None
    traced = Traced(indicator.code, period, SIDES[side], start)
    found = records_behind(planning, screen.visit.records(), traced)
    onwards = {"periodo": period.code, "parte": side, "despues": str(found.after)}
    facts = {
        "plan": planning.plan,
        "indicator": indicator,
        "period": period,
        "period_words": words.period_words(period, tongue),
        "side": side,
        "heads": [_head(name, tongue) for name in _SHOWN[found.kind.name]],
        "rows": [_row(record, tongue) for record in found.records],
        "onwards": urlencode(onwards) if found.after else "",
    }
    return screen.page("indicator_records", facts)


def _head(name: str, tongue: Tongue) -> str:
    return tongue.say(_HEADS[name]) if name in _HEADS else words_of(name, tongue)


def _row(record: Record, tongue: Tongue) -> list[str]:
    return [_said(name, record[name], tongue) for name in _SHOWN[record.kind.name]]


def _said(name: str, value: object, tongue: Tongue) -> str:
    if value is None:
        return "–"
    if isinstance(value, dt.datetime):
        return tongue.date(value.date())
    if isinstance(value, dt.date):
        return tongue.date(value)
    if name in set(Dimension):
        return DOMAINS[Dimension(name)][str(value)].label(tongue.code)
    return str(value)
