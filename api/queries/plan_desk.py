"""The plan at the desk: for those who report and review, each institution what concerns it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Annotated, TypeVar

import strawberry

from api.policy import Declared, Stands, guarded
from api.queries.arguments import Info
from api.queries.plan import OfPlan
from api.types.plan_desk import IndicatorComment, PlanStep, ReportedReading
from core.access.roles import Action
from core.desk.plan_readings import comments_on, indicator_called
from core.errors import BadQuestion, Code

Row = TypeVar("Row")

#: Values or steps that are told at once.
MOST = 200

First = Annotated[
    int, strawberry.argument(description=f"How many, 1 to {MOST}: number of records.")
]


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
        first: First = MOST,
        after: Annotated[
            str | None, strawberry.argument(description="`id` of the last one of the page before.")
        ] = None,
    ) -> list[ReportedReading] | None:
        """The values."""
        planning, asker = info.context.visit.plan(plan), info.context.visit.asker
        if indicator is not None:
            indicator_called(planning.plan, indicator)
        told = [
            row
            for row in planning.entered(indicator)
            if period in (None, row["period"]) and not (waiting and row["verdict"])
        ]
        page = _page({str(row["id"]): row for row in told}, first, after)
        return [ReportedReading.of(dict(row), asker.name) for row in page]

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
    def plan_steps(
        self,
        info: Info,
        *,
        plan: OfPlan = None,
        first: First = MOST,
        after: Annotated[
            str | None,
            strawberry.argument(
                description="Period and number of the last one of the page before: `2009-S1 3`."
            ),
        ] = None,
    ) -> list[PlanStep] | None:
        """The steps."""
        told = info.context.visit.plan(plan).steps()
        page = _page({f"{row['period']} {row['number']}": row for row in told}, first, after)
        return [PlanStep.of(dict(row)) for row in page]


def _page(told: Mapping[str, Row], first: int, after: str | None) -> list[Row]:
    """So many rows after one of them, by what names it.

    :raises BadQuestion: ``PAGE_TOO_LARGE``, ``MALFORMED_CURSOR``.
    """
    if not 1 <= first <= MOST:
        raise BadQuestion(Code.PAGE_TOO_LARGE, most=str(MOST))
    if after is not None and after not in told:
        raise BadQuestion(Code.MALFORMED_CURSOR, field="after")
    start = 0 if after is None else list(told).index(after) + 1
    return list(islice(told.values(), start, start + first))
