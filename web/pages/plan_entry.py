"""``/plan/registro/{codigo}``: entering one value; ``/plan/registro/libro``: many from a workbook.

What was typed is kept whatever happens: refused, it comes back with the reason and stays a draft.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace

from starlette.responses import RedirectResponse, Response

from core.access.roles import Action, allowed
from core.desk.plan_drafts import draft, keep_draft
from core.desk.plan_evidence import File, add_evidence
from core.desk.plan_readings import indicator_called, record_reading
from core.desk.planning import Planning
from core.errors import BadQuestion, Code
from core.plan.definition import Measure
from web import plan_words as words
from web.i18n import Tongue
from web.pages.plan_desk import PATH
from web.parts.reading_form import BOUNDS, COLUMNS, FIELDS, refusal, reported
from web.screen import Screen
from web.sign_in import check_form
from web.uploads import Sent
from web.workbooks import MOST_ROWS, rows_of

BULK = f"{PATH}/libro"


def entry_page(screen: Screen) -> Response:
    """The form, with what was typed before.

    :raises BadQuestion: ``NOT_FOUND`` for an unknown indicator.
    """
    code = screen.request.path_params["codigo"]
    period = screen.request.query_params.get("periodo", "")
    typed = draft(screen.planning(), code, period)
    return _form(screen, code, {**typed, "periodo": period})


def _form(
    screen: Screen, code: str, typed: dict[str, str], problem: str = "", status: int = 200
) -> Response:
    assert screen.visit is not None
    planning, tongue = screen.planning(), screen.tongue
    indicator = indicator_called(planning.plan, code)
    periods = planning.plan.periods(indicator.frequency)
    reads = allowed(screen.visit.asker, Action.READ_READINGS)
    entered = planning.entered(code) if reads else ()
    earlier = [row for row in entered if row["period"] == typed.get("periodo")]
    facts = {
        "plan": planning.plan,
        "indicator": indicator,
        "typed": {name: typed.get(name, "") for name in ("periodo", *FIELDS)},
        "key": typed.get("clave") or planning.recording().new_id().hex,
        "periods": [(at.code, words.period_words(at, tongue)) for at in periods],
        "units": [(unit.value, tongue.say(words.UNITS[unit])) for unit in Measure],
        "bounds": [(name, tongue.say(name)) for name in BOUNDS],
        "possible": words.bounds(indicator, tongue),
        "earlier": [
            {
                **row,
                "told": words.amount(row["value"], indicator.unit, tongue),
                "state": words.verdict(row["verdict"], tongue),
            }
            for row in earlier
        ],
        "problem": problem,
    }
    return screen.page("plan_entry", facts, status)


def enter(screen: Screen, sent: Sent) -> Response:
    """Keep a draft, or the reading; the form again with the reason where it is refused.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    check_form(screen.request, sent.texts)
    planning, code = screen.planning(), screen.request.path_params["codigo"]
    typed = {name: sent.texts.get(name, "") for name in ("periodo", *FIELDS)}
    keep_draft(planning, code, typed["periodo"], {n: typed[n] for n in FIELDS})
    if "guardar" in sent.texts:
        return RedirectResponse(
            f"{screen.plan_root}/registro/{code}?periodo={typed['periodo']}", 303
        )
    key = sent.texts.get("clave", "")
    try:
        _record(planning, {**typed, "indicador": code}, sent, key)
    except BadQuestion as wrong:
        said = refusal(wrong, screen.tongue)
        return _form(screen, code, {**typed, "clave": key}, said, 400)
    return RedirectResponse(f"{screen.plan_root}/registro", 303)


def _record(planning: Planning, typed: dict[str, str], sent: Sent, key: str) -> None:
    """The evidence first, under a key made of the act's, then the reading that names it."""
    told = reported(typed, planning.plan)
    evidence = _evidence(planning, sent, key)
    record_reading(planning, key=key, reported=replace(told, evidence=evidence))


def _evidence(planning: Planning, sent: Sent, key: str) -> uuid.UUID | None:
    given = sent.files.get("evidencia")
    if given is None:
        return None
    name, content = given
    of_file = hashlib.sha256(f"evidence {key}".encode()).hexdigest()
    return add_evidence(planning, key=of_file, file=File(name=name, content=content)).record


@dataclass(frozen=True, slots=True)
class RowSaid:
    """What became of one row of a workbook."""

    number: int
    indicator: str
    period: str
    done: bool
    said: str


def enter_many(screen: Screen, sent: Sent) -> Response:
    """Keep every row of a workbook that can be kept, and say of each other one why not.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    check_form(screen.request, sent.texts)
    planning, tongue = screen.planning(), screen.tongue
    key = sent.texts.get("clave", "")
    try:
        name, content = sent.files.get("libro", ("", b""))
        table = _table(rows_of(content, name))
        evidence = _evidence(planning, sent, key)
    except BadQuestion as wrong:
        said = refusal(wrong, tongue)
        return screen.page("plan_bulk", {"rows": (), "problem": said}, 400)
    told = [_one(planning, _Row(n, row, key), evidence, tongue) for n, row in enumerate(table, 2)]
    status = 200 if all(row.done for row in told) else 400
    return screen.page("plan_bulk", {"rows": told, "problem": ""}, status)


def _table(rows: list[list[str]]) -> list[dict[str, str]]:
    """The rows under a head that names our columns.

    :raises BadQuestion: ``UNKNOWN_FILTER`` for a column that is not ours; ``NEEDED`` for one that
        must be there; ``PAGE_TOO_LARGE`` for too many rows.
    """
    head = [name.lower() for name in rows[0]] if rows else []
    for name in head:
        if name and name not in COLUMNS:
            raise BadQuestion(Code.UNKNOWN_FILTER, field=name)
    for name in ("indicador", "periodo", "valor"):
        if name not in head:
            raise BadQuestion(Code.NEEDED, field=name)
    if len(rows) - 1 > MOST_ROWS:
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST_ROWS))
    return [dict(zip(head, row, strict=False)) for row in rows[1:]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a workbook: its number, its cells, and the key of the form that brought it."""

    number: int
    cells: dict[str, str]
    key: str

    @property
    def own_key(self) -> str:
        """A key made of the form's and the number: sent again, a row is not kept twice."""
        return hashlib.sha256(f"{self.key} {self.number}".encode()).hexdigest()


def _one(planning: Planning, row: _Row, evidence: uuid.UUID | None, tongue: Tongue) -> RowSaid:
    """Keep one row, or say why not."""
    place = row.cells.get("indicador", ""), row.cells.get("periodo", "")
    try:
        told = reported(row.cells, planning.plan, evidence)
        record_reading(planning, key=row.own_key, reported=told)
    except BadQuestion as wrong:
        said = refusal(wrong, tongue)
        return RowSaid(row.number, *place, done=False, said=said)
    return RowSaid(row.number, *place, done=True, said=tongue.say("recibido, en revisión"))
