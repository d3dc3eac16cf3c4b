"""The matrix as a file: each indicator with its baseline, and value and target of every year."""

from __future__ import annotations

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, NotApplicable
from core.plan.definition import Indicator, Node
from core.plan.ledger import Ledger
from core.plan.periods import Period
from core.plan.readings import NOTHING, figure_of
from core.vocabulary import Provenance
from web import plan_words as words
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet

_STUB = ("indicator", "axis", "attached_to", "unit", "progress", "responsible")


def matrix_sheet(
    ledger: Ledger, at: Period, axis: str, bulletin: Bulletin, tongue: Tongue
) -> Sheet:
    """The matrix, in the plan's order; its progress is that of a period."""
    plan = ledger.plan
    by_year = [f"{what}_{year}" for year in plan.years for what in ("value", "target")]
    held = [
        (node, indicator)
        for node in in_order(ledger)
        for indicator in plan.indicators
        if indicator.attached_to == node.code and axis in ("", plan.axis_of(indicator).code)
    ]
    return Sheet(
        "matriz",
        tongue.say("Matriz del plan %(plan)s, %(period)s", plan=plan.code, period=at.code),
        _STUB,
        ("baseline", *by_year),
        tuple(_line(ledger, node, indicator, at, tongue) for node, indicator in held),
        bulletin.query_id(f"matrix|{plan.code}|{at.code}|{axis}"),
        tongue.say("Registro nacional e informes de las instituciones; indicadores ilustrativos"),
        words.period_words(at, tongue),
        provenance=Provenance.SYNTHETIC if ledger.synthetic else bulletin.release.provenance,
    )


def in_order(ledger: Ledger) -> list[Node]:
    """What indicators may be attached to, each under what it belongs to."""
    plan = ledger.plan
    nodes = (*plan.objectives, *plan.goals, *plan.activities)
    return sorted(nodes, key=lambda node: [each.code for each in plan.path(node.code)])


def _line(ledger: Ledger, node: Node, indicator: Indicator, at: Period, tongue: Tongue) -> Line:
    line, told = ledger.line(indicator, at), ledger.of(indicator)
    stands = line.standing.progress
    figures: list[Figure] = [_set(indicator.baseline.value if indicator.baseline else None)]
    for year in ledger.plan.years:
        figures += told.get(Period(year), NOTHING).figure, _set(indicator.targets.get(year))
    return Line(
        (
            *(indicator.code, line.axis.code, node.code, indicator.unit.value),
            *(stands.value, indicator.responsible),
        ),
        (
            *(indicator.name.label(tongue.code), line.axis.name.label(tongue.code)),
            *(node.name.label(tongue.code), tongue.say(words.UNITS[indicator.unit])),
            *(words.progress(stands, tongue)[1], words.responsible(indicator, tongue)),
        ),
        tuple(figures),
    )


def _set(value: float | None) -> Figure:
    """A baseline or a target; not applicable where the plan sets none."""
    return NotApplicable() if value is None else figure_of(value)
