"""The plan at the desk: for those who report and review, each institution what concerns it."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.policy import Declared, Stands, guarded
from api.queries.arguments import Info
from api.queries.plan import OfPlan
from api.types.plan_desk import IndicatorComment, PlanStep, ReportedReading
from core.access.roles import Action
from core.desk.plan_readings import comments_on, indicator_called


@strawberry.type
class PlanDeskQueries:
    """What can be asked at the desk of the plan."""

    @guarded(
        Declared(Stands.LIST, "reading", Action.READ_READINGS),
        "Values that were reported, the waiting and returned ones too, by indicator and period, "
        "the oldest revision first; institutions read what they report. Audited.",
    )
    def reported_readings(
        self,
        info: Info,
        *,
        plan: OfPlan = None,
        indicator: Annotated[
            str | None, strawberry.argument(description="Of one indicator alone.")
        ] = None,
        period: Annotated[
            str | None, strawberry.argument(description="Of one period alone: 2009 or 2009-S1.")
        ] = None,
        waiting: Annotated[
            bool, strawberry.argument(description="Only what waits for its review.")
        ] = False,
    ) -> list[ReportedReading] | None:
        """The values."""
        planning, asker = info.context.visit.plan(plan), info.context.visit.asker
        if indicator is not None:
            indicator_called(planning.plan, indicator)
        return [
            ReportedReading.of(dict(row), asker.name)
            for row in planning.entered(indicator)
            if period in (None, row["period"]) and not (waiting and row["verdict"])
        ]

    @guarded(
        Declared(Stands.LIST, "comment", Action.COMMENT_INDICATOR),
        "The comments on an indicator, the newest first; for those who report and review. Audited.",
    )
    def indicator_comments(
        self,
        info: Info,
        *,
        indicator: Annotated[str, strawberry.argument(description="Such as C-07.")],
        plan: OfPlan = None,
    ) -> list[IndicatorComment] | None:
        """The comments."""
        planning = info.context.visit.plan(plan)
        found = comments_on(planning, indicator_called(planning.plan, indicator))
        return [IndicatorComment.of(dict(row)) for row in found]

    @guarded(
        Declared(Stands.LIST, "step", Action.READ_READINGS),
        "Every step of every period: closed, published, opened again, by period, the oldest first; "
        "for those who report and review. Audited.",
    )
    def plan_steps(self, info: Info, *, plan: OfPlan = None) -> list[PlanStep] | None:
        """The steps."""
        return [PlanStep.of(dict(row)) for row in info.context.visit.plan(plan).steps()]
