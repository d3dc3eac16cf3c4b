"""Figures over time: series, and comparisons with the period before."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.queries.arguments import From, GroupBy, Info, To, Where, Which, Width, figure
from api.types.counts import checked
from api.types.over_time import ComparisonAnswer, SeriesAnswer, told_comparison, told_series
from core.bulletin.bulletin import Edition
from core.bulletin.comparisons import Before
from core.periods import Grain
from core.vocabulary import Unit

Counted = Annotated[
    Unit,
    strawberry.argument(
        description="CALLS, CASES or VICTIMS; COMPLAINTS are not counted here: see complaints."
    ),
]
Bands = Annotated[
    Grain,
    strawberry.argument(description="Width of the bands; too fine ones are answered as withheld."),
]
Back = Annotated[Before, strawberry.argument(description="What to compare the period with.")]


@strawberry.type
class OverTimeQueries:
    """Series and comparisons: the cells of ordinary counts, put beside each other."""

    @figure("series", "Counts and rates in time order: one series for every group.")
    def series(
        self,
        info: Info,
        *,
        unit: Counted,
        where: Where = None,
        group_by: GroupBy = None,
        grain: Bands = Grain.YEAR,
        from_: From = None,
        to: To = None,
        edition: Which = Edition.PUBLIC,
    ) -> SeriesAnswer | None:
        """Series."""
        asked = checked(unit, where, group_by, grain, (from_, to))
        return told_series(*info.context.visit.figures(asked, edition))

    @figure(
        "comparison",
        "Counts beside the same counts one year, or one span, before. Two questions: both are "
        "checked and, where audited, audited.",
    )
    def compare_previous(
        self,
        info: Info,
        *,
        unit: Counted,
        where: Where = None,
        group_by: GroupBy = None,
        grain: Width = None,
        from_: From = None,
        to: To = None,
        before: Back = Before.YEAR,
        edition: Which = Edition.PUBLIC,
    ) -> ComparisonAnswer | None:
        """A comparison."""
        asked = checked(unit, where, group_by, grain, (from_, to))
        return told_comparison(*info.context.visit.comparison(asked, before, edition))
