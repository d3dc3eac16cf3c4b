"""The plan's words as GraphQL knows them, each value with its meaning."""

from __future__ import annotations

from api.types.enums import described
from core.desk.plan_readings import Verdict
from core.plan.definition import Accumulation, Direction, Level, Measure, RuleName
from core.plan.ledger import State
from core.plan.periods import Frequency
from core.plan.readings import Origin
from core.plan.status import Progress, Reporting

__all__ = [
    "Accumulation",
    "Direction",
    "Frequency",
    "Level",
    "Measure",
    "Origin",
    "Progress",
    "Reporting",
    "RuleName",
    "State",
    "Verdict",
]

described(
    "CEPLAN's seven units of an indicator.",
    name="IndicatorUnit",
    QUANTITY="An amount of something.",
    NUMBER="A number of things.",
    PERCENTAGE="Per hundred.",
    RATIO="One number over another.",
    RATE="Per so many inhabitants.",
    INDEX="Against a year that stands for 100.",
    RATE_OF_CHANGE="Growth since the period before.",
)(Measure)
described(
    "Whether more or less is better.",
    name="IndicatorDirection",
    ASCENDING="More is better.",
    DESCENDING="Less is better.",
    NONE="Neither.",
)(Direction)
described(
    "What an indicator tells of.",
    name="IndicatorLevel",
    INPUT="Means.",
    OUTPUT="What was done.",
    OUTCOME="What came of it.",
)(Level)
described(
    "How values add up over time.",
    name="Accumulation",
    FLOW="What happened in the period.",
    STOCK="What there is at its end.",
    CUMULATIVE="All since the plan began.",
)(Accumulation)
described(
    "How progress is told.",
    name="StatusRule",
    TARGET="A: against the target of the period.",
    TRAJECTORY="B: growth observed over growth required since the baseline.",
    NONE="C: no judgment, because no target is set.",
)(RuleName)
described(
    "How often an indicator is told.",
    name="IndicatorFrequency",
    YEAR="Every year.",
    SEMESTER="Twice a year.",
)(Frequency)
described(
    "Where an indicator stands by its rule.",
    name="Progress",
    ON_TRACK="Enough was reached.",
    AT_RISK="Nearly enough; rule A.",
    OFF_TRACK="Too little; rule A.",
    NEEDS_ACCELERATION="Too slow; rule B.",
    LIMITED="Far too slow; rule B.",
    DETERIORATION="It went the wrong way; rule B.",
    NO_DATA="No value for the period; never a zero.",
    NOT_ENOUGH_DATA="Too few values, or a bound that proves nothing.",
    NO_TARGET="No target was set.",
)(Progress)
described(
    "Whether the value of a period came in time; apart from progress.",
    name="Reporting",
    REPORTED="It came.",
    DUE="Its day has not come.",
    LATE="Its day is over.",
    IN_REVIEW="It came and waits for its review.",
)(Reporting)
described(
    "Where a value comes from.",
    name="ReadingOrigin",
    COUNTED="Counted by the house.",
    REPORTED="Reported by an institution and accepted by IOM.",
)(Origin)
described(
    "Where a period of the plan is.",
    name="PeriodState",
    OPEN="Values may still come.",
    CLOSED="Frozen.",
    PUBLISHED="Frozen and told to everybody.",
)(State)
described(
    "What IOM says to a value that was reported.",
    name="ReadingVerdict",
    ACCEPT="It counts from now on.",
    RETURN="It goes back to whoever reported it, with a note.",
)(Verdict)
