"""``/plan/matriz``: the implementation and monitoring matrix as one table, for paper."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from core.plan.definition import Node, Plan
from core.plan.ledger import Ledger
from core.plan.periods import Period
from core.plan.readings import NOTHING
from core.sentences import sentence
from web import plan_words as words
from web.files import File, as_file
from web.formats import Format
from web.i18n import Tongue
from web.pages.plan import closing_words, ledger_of
from web.parts.matrix_sheet import in_order, matrix_sheet
from web.plan_questions import plan_question
from web.screen import Screen
from web.spelling import Spelled

_BAD = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator over the years: (value, target) of each."""

    code: str
    name: str
    responsible: str
    baseline: str
    years: tuple[tuple[Spelled, str], ...]
    progress: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """The indicators of one node, under everything it belongs to."""

    path: tuple[Node, ...]
    rows: tuple[Row, ...]


def matrix_page(screen: Screen) -> Response:
    """The page, or the matrix as a file."""
    assert screen.visit is not None
    planning, tongue = screen.planning(), screen.tongue
    asked = plan_question(screen)
    ledger, bulletin = ledger_of(planning, asked), screen.visit.bulletin
    at = asked.period or ledger.last_closed
    sheet = matrix_sheet(ledger, at, asked.axis, bulletin, tongue)
    if asked.format is not Format.PAGE and not asked.problems:
        return as_file(File(sheet, bulletin), asked.format, tongue)

    def path_of(_path: str, **changes: str) -> str:
        return asked.address("/matriz", **changes)

    key = "matrix", at, asked.axis, tongue.code
    facts = {
        "plan": planning.plan,
        "groups": ledger.remembered(key, lambda: groups(ledger, at, asked.axis, tongue)),
        "closing": closing_words(ledger, at, tongue),
        "period_words": words.period_words(at, tongue),
        "sheet": sheet,
        "asked": asked,
        "path_of": path_of,
        "edition": asked.held_by.edition,
        "problems": [sentence(problem, tongue.code) for problem in asked.problems],
    }
    return screen.page("plan_matrix", facts, _BAD if asked.problems else 200)


def groups(ledger: Ledger, at: Period, axis: str, tongue: Tongue) -> list[Group]:
    """Nodes that have indicators, in the plan's order."""
    plan, found = ledger.plan, []
    for node in in_order(ledger):
        path = plan.path(node.code)
        held = [i for i in plan.indicators if i.attached_to == node.code]
        if held and axis in ("", path[0].code):
            rows = tuple(_row(ledger, plan, indicator.code, at, tongue) for indicator in held)
            found.append(Group(path, rows))
    return found


def _row(ledger: Ledger, plan: Plan, code: str, at: Period, tongue: Tongue) -> Row:
    indicator = plan.by_code[code]
    told, base = ledger.of(indicator), indicator.baseline
    unit = indicator.unit
    return Row(
        code,
        indicator.name.label(tongue.code),
        words.responsible(indicator, tongue),
        words.amount(base.value if base else None, unit, tongue),
        tuple(
            (
                words.value(told.get(Period(year), NOTHING).figure, unit, tongue),
                words.amount(indicator.targets.get(year), unit, tongue),
            )
            for year in plan.years
        ),
        words.progress(ledger.line(indicator, at).standing.progress, tongue),
    )
