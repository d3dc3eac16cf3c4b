"""The plan: its structure, its indicators, and how they stand. For everybody, like the bulletin."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.policy import Stands
from api.queries.arguments import Info, Which, figure
from api.types.plan import IndicatorSheet, PlanInfo
from api.types.plan_words import Progress
from core.bulletin.bulletin import Edition
from core.desk.plan_readings import indicator_called
from core.desk.planning import Planning
from core.errors import BadQuestion, Code
from core.plan.ledger import Ledger
from core.plan.periods import Period, period

When = Annotated[
    str | None,
    strawberry.argument(
        name="period", description="2009 or 2009-S1; the last closed year if nothing is said."
    ),
]


OfPlan = Annotated[
    str | None,
    strawberry.argument(
        name="plan", description="Code of a plan; the one in force if nothing is said."
    ),
]


def _ledger(info: Info, plan: str | None, edition: Edition) -> Ledger:
    """The published readings, or the live ones.

    :raises BadQuestion: ``NOT_FOUND`` for an unknown plan; for the edition of partners: the plan
        is the same for them as for all.
    :raises Refused: where the asker may not see the internal edition.
    """
    planning = info.context.visit.plan(plan)
    if edition is Edition.PARTNER:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="edition", value=edition.value)
    return planning.live() if edition is Edition.INTERNAL else planning.public()


def at_of(ledger: Ledger, text: str | None) -> Period:
    """The period of a code, or the last closed year.

    :raises BadQuestion: for a code that is none, or of a year the plan has not.
    """
    if text is None:
        return ledger.last_closed
    at = period(text)
    if at.year not in ledger.plan.years:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="period", value=text)
    return at


def _told(planning: Planning) -> PlanInfo:
    ledger = planning.public()
    in_force = ledger.plan.code == planning.plans[0].code
    return PlanInfo.of(ledger.plan, dict(ledger.closings), in_force=in_force)


@strawberry.type
class PlanQueries:
    """What can be asked of the plan."""

    @figure("plan", "A national plan that is measured: the one in force, or another.", Stands.PLAN)
    def plan(
        self,
        info: Info,
        *,
        code: Annotated[
            str | None,
            strawberry.argument(description="Such as 2007-2013; the one in force without it."),
        ] = None,
    ) -> PlanInfo:
        """The plan."""
        return _told(info.context.visit.plan(code))

    @figure("plans", "Every plan that is measured, the one in force first.", Stands.PLAN)
    def plans(self, info: Info) -> list[PlanInfo]:
        """The plans."""
        planning = info.context.visit.plan()
        return [_told(planning.called(plan.code)) for plan in planning.plans]

    @figure("indicators", "Every indicator told in a period, by axis and code.", Stands.PLAN)
    def indicators(
        self,
        info: Info,
        *,
        plan: OfPlan = None,
        period: When = None,
        axis: Annotated[str | None, strawberry.argument(description="Of one axis alone.")] = None,
        progress: Annotated[
            Progress | None, strawberry.argument(description="Of one class alone.")
        ] = None,
        edition: Which = Edition.PUBLIC,
    ) -> list[IndicatorSheet] | None:
        """The scorecard."""
        ledger = _ledger(info, plan, edition)
        if axis is not None and axis not in {node.code for node in ledger.plan.axes}:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="axis", value=axis)
        return [
            IndicatorSheet.of(line)
            for line in ledger.scorecard(at_of(ledger, period))
            if axis in (None, line.axis.code) and progress in (None, line.standing.progress)
        ]

    @figure("indicator", "One indicator, by its code.", Stands.PLAN)
    def indicator(
        self,
        info: Info,
        *,
        code: Annotated[str, strawberry.argument(description="Such as C-07.")],
        plan: OfPlan = None,
        period: When = None,
        edition: Which = Edition.PUBLIC,
    ) -> IndicatorSheet | None:
        """The indicator."""
        ledger = _ledger(info, plan, edition)
        found = indicator_called(ledger.plan, code)
        return IndicatorSheet.of(ledger.line(found, at_of(ledger, period)))
