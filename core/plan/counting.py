"""Counted readings: an indicator's formula asked of a bulletin, or of what the register counts.

Under the public edition every number is one that the bulletin publishes: a formula can tell nothing
a reader could not ask for. What single referrals tell is for cleared staff alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from core.bulletin.bulletin import Bulletin, Edition
from core.bulletin.figures import Bound, Figure, Missing, NotApplicable, Shown, Withheld, Zero
from core.disclosure import Reason
from core.filters import Dimension, Question, question
from core.periods import WHOLE, Span
from core.places import national_population
from core.plan.counts import COURSES, POPULATION, RECORDS, unit_of
from core.plan.definition import Accumulation, Formula, Indicator, Part, Plan
from core.plan.periods import Period
from core.plan.readings import Origin, Reading
from core.vocabulary import Unit

#: What the register itself counted, by the name of the count and the span it was counted over.
Recorded = Mapping[tuple[str, Span], Figure]


@dataclass(frozen=True, slots=True)
class Counter:
    """What counts for one plan: an edition, and what the register counted besides."""

    bulletin: Bulletin
    first_year: int
    recorded: Recorded = field(default_factory=dict)

    def reading(self, indicator: Indicator, period: Period) -> Reading:
        """The reading of a counted indicator."""
        formula, span = indicator.formula, span_of(indicator, period, self.first_year)
        assert formula is not None
        if span is None:
            return Reading(Missing(), Origin.COUNTED)
        queries: list[str] = []
        above = self._part(formula.numerator, span, queries)
        if formula.denominator is None:
            return Reading(_rounded(above, indicator), Origin.COUNTED, above, None, tuple(queries))
        below = self._part(formula.denominator, span, queries)
        figure = _quotient(above, below, formula, indicator.decimals)
        return Reading(figure, Origin.COUNTED, above, below, tuple(queries))

    def _part(self, part: Part, span: Span, queries: list[str]) -> Figure:
        if part.count == POPULATION:
            return Shown(national_population())
        if part.count in RECORDS:
            asked = question_of(part, span)
            answer = self.bulletin.figures(asked)
            queries.append(answer.query_id)
            if part.spread is not None:
                return _spread([cell.figure for cell in answer])
            return answer.cells[0].figure
        if part.count in COURSES and self.bulletin.release.edition is not Edition.INTERNAL:
            return NotApplicable()
        return self.recorded.get((part.count, span), Missing())


def question_of(part: Part, span: Span) -> Question:
    """The question of the bulletin behind a count of records."""
    by = [part.spread] if part.spread is not None else []
    return question(unit_of(part.count), by=by, where=dict(part.where), span=span)


def asked_of(*plans: Plan) -> tuple[tuple[Unit, tuple[Dimension, ...]], ...]:
    """The tables of the bulletin that the formulas of these plans read, each once."""
    questions = [
        question_of(part, WHOLE)
        for plan in plans
        for indicator in plan.indicators
        if (formula := indicator.formula) is not None
        for part in (formula.numerator, formula.denominator)
        if part is not None and part.count in RECORDS
    ]
    return tuple(dict.fromkeys((asked.unit, asked.dimensions) for asked in questions))


def span_of(indicator: Indicator, period: Period, first_year: int) -> Span | None:
    """The months counted: those of the period, or all since the plan began."""
    if indicator.accumulation is not Accumulation.CUMULATIVE:
        return period.span
    first = Period(first_year).span
    last = period.span
    return Span(first.first, last.last) if first and last else None


def recorded_counts(indicator: Indicator) -> tuple[str, ...]:
    """The counts of an indicator that the register must be asked for."""
    formula = indicator.formula
    parts = (formula.numerator, formula.denominator) if formula else ()
    return tuple(p.count for p in parts if p and p.count not in (*RECORDS, POPULATION))


def _spread(figures: list[Figure]) -> Figure:
    """How many of the cells hold something; a lower bound where one is withheld."""
    some = sum(isinstance(figure, Shown) for figure in figures)
    hidden = [figure for figure in figures if isinstance(figure, Withheld)]
    if some:
        return Shown(some, Bound.AT_LEAST if hidden else Bound.EXACT)
    return hidden[0] if hidden else Zero()


def _rounded(figure: Figure, indicator: Indicator) -> Figure:
    if isinstance(figure, Shown) and isinstance(figure.value, float):
        return replace(figure, value=round(figure.value, indicator.decimals))
    return figure


def _quotient(above: Figure, below: Figure, formula: Formula, decimals: int) -> Figure:
    """Numerator over denominator; whichever of them has no number says why there is none."""
    for part in (below, above):
        if not isinstance(part, Shown | Zero):
            return part
    if isinstance(below, Zero):
        return NotApplicable()
    if isinstance(above, Zero):
        return above
    assert isinstance(above, Shown)
    assert isinstance(below, Shown)
    if below.withheld_parts:
        return Withheld(Reason.SMALL)  # of too small a whole any share would be too large
    value = round(above.value * formula.per / below.value, decimals)
    provisional = above.provisional or below.provisional
    hidden = above.withheld_parts
    return Shown(value, _bound(above, below), provisional=provisional, withheld_parts=hidden)


def _bound(above: Shown, below: Shown) -> Bound:
    """What is left out of the numerator alone makes a lower bound; anything else, about."""
    if below.bound is not Bound.EXACT or above.bound is Bound.ABOUT:
        return Bound.ABOUT
    if above.withheld_parts or above.bound is Bound.AT_LEAST:
        return Bound.AT_LEAST
    return Bound.EXACT
