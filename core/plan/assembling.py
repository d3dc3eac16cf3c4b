"""Assembling a ledger from what was reported, what a bulletin counts, and what was closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from core.bulletin.bulletin import Bulletin
from core.periods import Span
from core.plan.counting import Counter, Recorded, recorded_counts, span_of
from core.plan.cuts import Cut, cut_of
from core.plan.definition import Indicator, Plan
from core.plan.ledger import Closing, Ledger, State
from core.plan.periods import Frequency, Period, period
from core.plan.readings import Reading, with_years

#: Readings that were reported, by indicator and period of its own frequency.
Reported = Mapping[str, Mapping[Period, Reading]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the bulletin. ``recorded``: counts of the register; ``waiting``:
    readings to be reviewed; ``synthetic``: one of the reported values was generated."""

    reported: Reported = field(default_factory=dict)
    recorded: Recorded = field(default_factory=dict)
    closings: Mapping[Period, Closing] = field(default_factory=dict)
    waiting: frozenset[tuple[str, Period]] = frozenset()
    synthetic: bool = False


def ledger_of(
    plan: Plan, bulletin: Bulletin, today: dt.date, known: Known, until: Period | None = None
) -> Ledger:
    """The ledger as it stands: counts of this bulletin, and what was reported and accepted.

    ``until``: count no later periods than this one, and none of another length.
    """
    counter = Counter(bulletin, plan.first_year, known.recorded)
    readings = {
        indicator.code: _counted(plan, indicator, counter, until)
        if indicator.computed
        else with_years(indicator, known.reported.get(indicator.code, {}))
        for indicator in plan.indicators
    }
    release = bulletin.release
    return Ledger(
        plan=plan,
        edition=release.edition,
        today=today,
        readings=readings,
        waiting=known.waiting,
        closings=known.closings,
        release=release.id,
        synthetic=release.synthetic or known.synthetic,
    )


def public_ledger(plan: Plan, bulletin: Bulletin, today: dt.date) -> Ledger:
    """What everybody may read: periods that were published as they were frozen; of any other
    period what the bulletin counts now."""
    cuts = {cut.period: cut for cut in published_cuts(plan, bulletin)}
    live = ledger_of(plan, bulletin, today, Known(closings=_closings(plan, bulletin)))
    frozen = {at: cut.readings for at, cut in cuts.items()}
    readings = {
        code: {
            **told,
            **{at: held[code] for at, held in frozen.items() if code in held},
        }
        for code, told in live.readings.items()
    }
    return Ledger(
        plan=plan,
        edition=live.edition,
        today=today,
        readings=readings,
        closings=live.closings,
        release=live.release,
        synthetic=live.synthetic or any(_synthetic(cut) for cut in cuts.values()),
    )


def published_cuts(plan: Plan, bulletin: Bulletin) -> list[Cut]:
    """The newest published cut of each period, as the bulletin carries them."""
    return [cut_of(asdict(fact)) for fact in bulletin.facts.plan if fact.plan == plan.code]


def _synthetic(cut: Cut) -> bool:
    return bool(cut.told["synthetic"])


def _closings(plan: Plan, bulletin: Bulletin) -> dict[Period, Closing]:
    return {
        period(fact.period): Closing(
            State.PUBLISHED,
            fact.revision,
            fact.sha256,
            dt.date.fromisoformat(fact.published_on),
        )
        for fact in bulletin.facts.plan
        if fact.plan == plan.code
    }


def _counted(
    plan: Plan, indicator: Indicator, counter: Counter, until: Period | None
) -> dict[Period, Reading]:
    return {at: counter.reading(indicator, at) for at in periods_of(plan, indicator, until)}


def periods_of(plan: Plan, indicator: Indicator, until: Period | None = None) -> tuple[Period, ...]:
    """The years of the plan, and its semesters where the indicator is told by semester."""
    found = plan.periods(Frequency.YEAR)
    if indicator.frequency is Frequency.SEMESTER:
        found = (*found, *plan.periods(Frequency.SEMESTER))
    if until is None:
        return found
    return tuple(at for at in found if at.frequency is until.frequency and at <= until)


def wanted_counts(plan: Plan, until: Period | None = None) -> Iterable[tuple[str, Span]]:
    """Every count the register must be asked for, with its months."""
    return dict.fromkeys(
        (name, span)
        for indicator in plan.indicators
        for name in recorded_counts(indicator)
        for at in periods_of(plan, indicator, until)
        if (span := span_of(indicator, at, plan.first_year)) is not None
    )
