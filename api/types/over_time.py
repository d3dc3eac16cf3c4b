"""Figures over time: series of one question, and a question beside the period before."""

from __future__ import annotations

import strawberry

from api.policy import told
from api.types.counts import CellKey, NearestView, cell_keys, nearest_views
from api.types.figures import Change, Count, Difference, Rate, ReleaseInfo
from core.bulletin.answers import Answer
from core.bulletin.bulletin import Bulletin
from core.bulletin.comparisons import Before, Compared, Comparison
from core.bulletin.series import Point, series
from core.filters import Question
from core.periods import Grain
from core.vocabulary import Provenance, Unit


@strawberry.type(description="One time band of a series. A gap is a point too, with its status.")
class SeriesPoint:
    period: str = told("The band: 2008, 2008-S1, 2008-Q1 or 2008-03.")
    complete: bool = told("False where the series began within the band (2006, 2006-S1, 2006-Q1).")
    count: Count = told("How many, in the unit counted.")
    rate: Rate = told("Per 100,000 inhabitants of where the group lies, over the band.")

    @staticmethod
    def of(point: Point) -> SeriesPoint:
        """The point as GraphQL spells it."""
        return SeriesPoint(
            period=point.band.code,
            complete=point.band.complete,
            count=Count.of(point.figure),
            rate=Rate.of(point.rate),
        )


@strawberry.type(description="The series of one group.")
class CountSeries:
    keys: list[CellKey] = told("The group, in the order of groupBy; empty where nothing is split.")
    points: list[SeriesPoint] = told("Every band that lies wholly in the period, in time order.")


@strawberry.type(description="One series for every group of a question.")
class SeriesAnswer:
    unit: Unit = told("What was counted.")
    period: str = told("First and last month, ISO 8601 interval.")
    grain: Grain = told("Width of the bands.")
    query_id: str = told("Cite the figures by it: that of the same counts with this grain.")
    release: ReleaseInfo = told("The release behind the figures.")
    provenance: Provenance = told("SYNTHETIC: generated records.")
    series: list[CountSeries] = told("Every group, those withheld throughout included.")
    withheld: int = told("Number of points that are withheld.")
    nearest: list[NearestView] = told(
        "Views that can be shown where this one withholds; empty otherwise."
    )


@strawberry.type(description="One cell now and before.")
class ComparedCell:
    period: str | None = told("The time band, where a grain was asked for.")
    previous_period: str = told("What it is compared with: a band, or an ISO 8601 interval.")
    keys: list[CellKey] = told("Coordinates, in the order of groupBy.")
    current: Count = told("How many in the period asked for.")
    previous: Count = told("How many before; MISSING where that lies outside the series.")
    difference: Difference = told("Current minus previous, in the unit counted.")
    change: Change = told("The difference in percent of previous.")


@strawberry.type(description="A question beside the same question about the period before.")
class ComparisonAnswer:
    unit: Unit = told("What was counted.")
    before: Before = told("What was compared with.")
    period: str = told("First and last month, ISO 8601 interval.")
    previous_period: str = told("The months before, ISO 8601 interval, in the series or not.")
    query_id: str = told("Release, rule and both questions: cite a comparison by it.")
    current_query_id: str = told("The question about the period alone: cite its counts by it.")
    previous_query_id: str | None = told(
        "The question about what lies in the series of the period before; null where nothing does."
    )
    release: ReleaseInfo = told("The release behind both sides.")
    provenance: Provenance = told("SYNTHETIC: generated records.")
    cells: list[ComparedCell] = told("Every cell, withheld ones included.")
    withheld: int = told("Number of differences that are withheld because a side is.")


def told_series(bulletin: Bulletin, answer: Answer) -> SeriesAnswer:
    """The series of an answer to a question with a grain, spelled."""
    asked = answer.question
    assert asked.grain is not None
    return SeriesAnswer(
        unit=asked.unit,
        period=asked.span.code,
        grain=asked.grain,
        query_id=answer.query_id,
        release=ReleaseInfo.of(bulletin.release),
        provenance=bulletin.release.provenance,
        series=[
            CountSeries(
                keys=cell_keys(asked, one.key),
                points=[SeriesPoint.of(point) for point in one.points],
            )
            for one in series(answer)
        ],
        withheld=answer.withheld,
        nearest=nearest_views(bulletin, answer),
    )


def told_comparison(bulletin: Bulletin, made: Comparison) -> ComparisonAnswer:
    """A comparison, spelled."""
    asked = made.current.question
    return ComparisonAnswer(
        unit=asked.unit,
        before=made.before,
        period=asked.span.code,
        previous_period=made.earlier.code,
        query_id=made.query_id,
        current_query_id=made.current.query_id,
        previous_query_id=made.previous.query_id if made.previous else None,
        release=ReleaseInfo.of(bulletin.release),
        provenance=bulletin.release.provenance,
        cells=[_compared(asked, cell) for cell in made.cells],
        withheld=made.withheld,
    )


def _compared(asked: Question, cell: Compared) -> ComparedCell:
    return ComparedCell(
        period=None if asked.grain is None else cell.key[0],
        previous_period=cell.earlier,
        keys=cell_keys(asked, cell.key if asked.grain is None else cell.key[1:]),
        current=Count.of(cell.current),
        previous=Count.of(cell.previous),
        difference=Difference.of(cell.difference),
        change=Change.of(cell.change),
    )
