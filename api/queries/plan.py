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
from core.errors import BadQuestion, Code
from core.plan.ledger import Ledger
from core.plan.periods import Period, period

When = Annotated[
    str | None,
    strawberry.argument(
        name="period", description="2009 or 2009-S1; the last closed year if nothing is said."
    ),
]


def _ledger(info: Info, edition: Edition) -> Ledger:
    """The published readings, or the live ones.

    :raises BadQuestion: for the edition of partners: the plan is the same for them as for all.
    :raises Refused: where the asker may not see the internal edition.
    """
    planning = info.context.visit.plan()
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


@strawberry.type
class PlanQueries:
    """What can be asked of the plan."""

    @figure("plan", "The national plan that is measured.", Stands.PLAN)
    def plan(self, info: Info) -> PlanInfo:
        """The plan."""
        ledger = info.context.visit.plan().public()
        return PlanInfo.of(ledger.plan, dict(ledger.closings))

    @figure("indicators", "Every indicator told in a period, by axis and code.", Stands.PLAN)
    def indicators(
        self,
        info: Info,
        *,
        period: When = None,
        axis: Annotated[str | None, strawberry.argument(description="Of one axis alone.")] = None,
        progress: Annotated[
            Progress | None, strawberry.argument(description="Of one class alone.")
        ] = None,
        edition: Which = Edition.PUBLIC,
    ) -> list[IndicatorSheet] | None:
        """The scorecard."""
        ledger = _ledger(info, edition)
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
        period: When = None,
        edition: Which = Edition.PUBLIC,
    ) -> IndicatorSheet | None:
        """The indicator."""
        ledger = _ledger(info, edition)
        found = indicator_called(ledger.plan, code)
        return IndicatorSheet.of(ledger.line(found, at_of(ledger, period)))
