"""The national plan: its structure, its indicators with their sheets, and how they stand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import strawberry

from api.policy import reference, told
from api.types.languages import Language, Spoken
from api.types.plan_readings import IndicatorReading
from api.types.plan_words import (
    Accumulation,
    Direction,
    Frequency,
    Level,
    Measure,
    Progress,
    Reporting,
    RuleName,
    State,
)
from core.plan.definition import Node, Plan
from core.plan.ledger import Closing, Line
from core.plan.periods import Period
from core.vocabulary import Term


@strawberry.type(description="An axis, objective, goal or activity of the plan.")
class PlanNode:
    code: str = reference("Its code.")
    above: str | None = reference("The code of what it belongs to; null for an axis.")
    illustrative: bool = reference("True where the plan's text is not public and this is ours.")
    words: strawberry.Private[Term]

    @reference("Its name.")
    def name(self, language: Spoken = Language.ES) -> str:
        """The name in a language."""
        return self.words.label(language.value)

    @staticmethod
    def of(node: Node) -> PlanNode:
        """The node as GraphQL spells it."""
        return PlanNode(
            code=node.code,
            above=node.above or None,
            illustrative=node.illustrative,
            words=node.name,
        )


@strawberry.type(description="What an indicator should reach in a year.")
class Target:
    year: int = reference("One of the years of the plan.")
    value: float = reference("In the unit of the indicator; illustrative.")


@strawberry.type(description="How an indicator stands in a period, by which rule.")
class IndicatorStatus:
    period: str = told("2009 or 2009-S1.")
    progress: Progress = told("By the indicator's rule; a missing value is never a zero.")
    share: float | None = told("Share of what was required, 1.0 for all of it.")
    target: float | None = told("The target of the period, in the unit of the indicator.")
    rule: RuleName = told("The rule that told it.")
    thresholds: str = told("The version of its limits.")
    limits: list[float] = told("Shares from the best class down.")
    reporting: Reporting = told("Whether the value came; apart from progress.")
    days_late: int = told("Days since it was due.")

    @staticmethod
    def of(line: Line) -> IndicatorStatus:
        """The status as GraphQL spells it."""
        limits = line.indicator.thresholds
        return IndicatorStatus(
            period=line.period.code,
            progress=line.standing.progress,
            share=line.standing.share,
            target=line.standing.target,
            rule=limits.rule,
            thresholds=limits.version,
            limits=list(limits.limits),
            reporting=line.reporting,
            days_late=line.days,
        )


@strawberry.type(name="Indicator", description="The sheet of an indicator, and its values.")
class IndicatorSheet:
    line: strawberry.Private[Line]
    code: str = reference("Its code.")
    plan: str = reference("Code of the plan it belongs to.")
    attached_to: str = reference("The objective, goal or activity it measures.")
    axis: PlanNode = reference("The axis it belongs to.")
    illustrative: bool = reference("True where the plan's text is not public and this is ours.")
    computed: bool = reference("True where the house counts it itself.")
    unit: Measure = reference("What its values are.")
    direction: Direction = reference("Whether more or less is better.")
    level: Level = reference("Input, output or outcome.")
    accumulation: Accumulation = reference("How its values add up over time.")
    frequency: Frequency = reference("How often it is told.")
    deadline_days: int = reference("Days after the end of a period until it is due.")
    responsible: str = reference("Acronym of the institution that reports it.")
    co_responsible: list[str] = reference("Acronyms of those that report it with it.")
    baseline: float | None = reference("Where it stood before the plan, in its unit; illustrative.")
    targets: list[Target] = reference("By year.")
    next_review: dt.date = reference("When the sheet is looked at again.")

    @reference("Its name.")
    def name(self, language: Spoken = Language.ES) -> str:
        """The name in a language."""
        return self.line.indicator.name.label(language.value)

    @reference("What it is.")
    def definition(self, language: Spoken = Language.ES) -> str:
        """The definition in a language."""
        return self.line.indicator.definition.label(language.value)

    @reference("How it is come by.")
    def method(self, language: Spoken = Language.ES) -> str:
        """The method in a language."""
        return self.line.indicator.method.label(language.value)

    @reference("What it cannot tell.")
    def limitations(self, language: Spoken = Language.ES) -> str:
        """The limitations in a language."""
        return self.line.indicator.limitations.label(language.value)

    @told("How it stands in the period asked for.")
    def status(self) -> IndicatorStatus:
        """The status."""
        return IndicatorStatus.of(self.line)

    @told("Its value in the period asked for.")
    def reading(self) -> IndicatorReading:
        """The reading of the period."""
        return IndicatorReading.of(self.line.indicator, self.line.period, self.line.reading)

    @told("Every value, oldest period first.")
    def readings(self) -> list[IndicatorReading]:
        """Every reading."""
        told_at = sorted(self.line.readings.items(), key=lambda each: (each[0].last_day, each[0]))
        return [IndicatorReading.of(self.line.indicator, at, each) for at, each in told_at]

    @staticmethod
    def of(line: Line) -> IndicatorSheet:
        """The sheet as GraphQL spells it."""
        sheet = line.indicator
        same = ("code", "attached_to", "illustrative", "computed", "unit", "direction", "level")
        more = ("accumulation", "frequency", "deadline_days", "responsible", "next_review")
        plain: dict[str, Any] = {name: getattr(sheet, name) for name in (*same, *more)}
        return IndicatorSheet(
            line=line,
            plan=line.plan,
            axis=PlanNode.of(line.axis),
            co_responsible=list(sheet.co_responsible),
            baseline=sheet.baseline.value if sheet.baseline else None,
            targets=[Target(year=year, value=value) for year, value in sheet.targets.items()],
            **plain,
        )


@strawberry.type(description="A period of the plan: where it is, and the digest of its cut.")
class PlanPeriod:
    period: str = told("2009 or 2009-S1.")
    state: State = told("Open, closed or published.")
    revision: int = told("Number of cuts that were made of it.")
    sha256: str | None = told("SHA-256 of its newest cut; its report prints it.")
    since: dt.date | None = told("The day it came to this state.")

    @staticmethod
    def of(at: Period, closing: Closing) -> PlanPeriod:
        """The period as GraphQL spells it."""
        return PlanPeriod(
            period=at.code,
            state=closing.state,
            revision=closing.revision,
            sha256=closing.sha256 or None,
            since=closing.on,
        )


@strawberry.type(name="Plan", description="The national plan of action, as far as it is public.")
class PlanInfo:
    plan: strawberry.Private[Plan]
    closed: strawberry.Private[dict[Period, Closing]]
    code: str = reference("Its years.")
    in_force: bool = reference("True for the plan that is followed now; another was added.")
    source: str = reference("What is public of it.")
    objectives_reported: int = reference("Number of objectives IOM reported; not all are named.")
    goals_reported: int = reference("Number of goals IOM reported.")
    activities_reported: int = reference("Number of activities IOM reported.")
    indicators_reported: int = reference("Number of indicators IOM reported.")
    axes: list[PlanNode] = reference("Its axes.")
    objectives: list[PlanNode] = reference("The objectives that are named.")
    goals: list[PlanNode] = reference("Illustrative goals.")
    activities: list[PlanNode] = reference("Illustrative activities.")

    @reference("Its name.")
    def name(self, language: Spoken = Language.ES) -> str:
        """The name in a language."""
        return self.plan.name.label(language.value)

    @reference("What is real of it and what is illustrative.")
    def note(self, language: Spoken = Language.ES) -> str:
        """The note in a language."""
        return self.plan.note.label(language.value)

    @told("Its years, and the semesters that were closed.")
    def periods(self) -> list[PlanPeriod]:
        """Every year, and closed semesters."""
        years = self.plan.periods(Frequency.YEAR)
        every = sorted({*years, *self.closed}, key=lambda at: (at.last_day, at))
        return [PlanPeriod.of(at, self.closed.get(at, Closing())) for at in every]

    @staticmethod
    def of(plan: Plan, closed: dict[Period, Closing], *, in_force: bool) -> PlanInfo:
        """The plan as GraphQL spells it."""
        return PlanInfo(
            plan=plan,
            closed=closed,
            code=plan.code,
            in_force=in_force,
            source=plan.source,
            objectives_reported=plan.sizes.objectives,
            goals_reported=plan.sizes.goals,
            activities_reported=plan.sizes.activities,
            indicators_reported=plan.sizes.indicators,
            axes=[PlanNode.of(node) for node in plan.axes],
            objectives=[PlanNode.of(node) for node in plan.objectives],
            goals=[PlanNode.of(node) for node in plan.goals],
            activities=[PlanNode.of(node) for node in plan.activities],
        )
