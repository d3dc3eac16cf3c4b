"""The sheet of one indicator, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from core.errors import BadQuestion
from core.filters import Dimension, check_code, question
from core.plan.counts import NAMED, POPULATION, RECORDS, unit_of
from core.plan.definition import (
    Accumulation,
    Baseline,
    Break,
    Direction,
    Formula,
    Indicator,
    Level,
    Measure,
    Node,
    Part,
    RuleName,
    Territory,
    Thresholds,
)
from core.plan.entries import Entry
from core.plan.periods import Frequency, Period, period
from core.sentences import sentence

_PER = {Measure.PERCENTAGE: 100}
_MOST = {Measure.PERCENTAGE: 100.0}
_LONGEST_DEADLINE = 366


class Source(StrEnum):
    """Where the numbers of an indicator are kept."""

    HOTLINE = "hotline"
    ALL = "all"
    TRAINING = "training"
    OUTREACH = "outreach"
    KNOWLEDGE = "knowledge"
    SECTOR_REPORT = "sector_report"
    SURVEY = "survey"


def indicator_of(
    entry: Entry,
    nodes: Mapping[str, Node],
    thresholds: Mapping[str, Thresholds],
    years: tuple[int, int],
) -> Indicator:
    """The indicator of a file. ``nodes``: what it may be attached to; ``years``: of the plan.

    :raises WrongDefinition: naming the file and the line.
    """
    code = entry.text_of("code")
    formula = _formula(entry)
    made = Indicator(
        code=code,
        attached_to=_known(entry, "attached_to", nodes),
        illustrative=entry.yes("illustrative"),
        formula=formula,
        disaggregations=_disaggregations(entry, formula),
        baseline=_baseline(entry),
        targets=_targets(entry, years),
        thresholds=thresholds[_known(entry, "thresholds", thresholds)],
        breaks=tuple(_breaks(entry)),
        **_said(entry, code),
        **_kind(entry),
        **_reporting(entry),
    )
    entry.finish()
    _check(entry, made)
    return made


def _said(entry: Entry, code: str) -> dict[str, Any]:
    """What the sheet says in words."""
    texts = ("definition", "justification", "method", "limitations")
    return {"name": entry.words("name", code), **{key: entry.words(key) for key in texts}}


def _kind(entry: Entry) -> dict[str, Any]:
    """What sort of number it is, and within which bounds."""
    unit = entry.choice("unit", Measure)
    bounded = entry.has("most") or unit in _MOST
    return {
        "unit": unit,
        "direction": entry.choice("direction", Direction),
        "level": entry.choice("level", Level),
        "accumulation": entry.choice("accumulation", Accumulation),
        "territory": entry.choice("territory", Territory),
        "decimals": entry.whole("decimals", 0),
        "least": entry.number("least", 0.0),
        "most": entry.number("most", _MOST.get(unit)) if bounded else None,
    }


def _reporting(entry: Entry) -> dict[str, Any]:
    """Who tells it, from which register, how often and by when."""
    return {
        "responsible": entry.text_of("responsible"),
        "co_responsible": entry.texts("co_responsible"),
        "register": entry.choice("register", Source).value,
        "frequency": entry.choice("frequency", Frequency),
        "deadline_days": entry.whole("deadline_days"),
        "evidence_required": entry.yes("evidence_required"),
        "next_review": entry.day("next_review"),
    }


def _known(entry: Entry, key: str, known: Mapping[str, object]) -> str:
    value = entry.text_of(key)
    if value not in known:
        raise entry.wrong(key, f"there is no {key} “{value}”")
    return value


def _formula(entry: Entry) -> Formula | None:
    """What is counted; ``None`` where an institution reports the value."""
    if not entry.has("numerator"):
        return None
    below = _part(entry.inner("denominator")) if entry.has("denominator") else None
    usual = _PER.get(entry.choice("unit", Measure), 1)
    return Formula(_part(entry.inner("numerator")), below, entry.whole("per", usual, 1))


def _part(entry: Entry) -> Part:
    count = entry.text_of("count")
    if count not in NAMED:
        raise entry.wrong("count", f"unknown count “{count}”; one of: {', '.join(NAMED)}")
    where = tuple(_where(entry)) if entry.has("where") else ()
    spread = entry.choice("spread", Dimension) if entry.has("spread") else None
    if (where or spread) and count not in RECORDS:
        raise entry.wrong("count", f"“{count}” cannot be narrowed or spread")
    if count in RECORDS:
        try:
            question(unit_of(count), by=[spread] if spread else [], where=dict(where))
        except BadQuestion as bad:
            raise entry.wrong("count", sentence(bad, "en")) from bad
    made = Part(count, entry.words("words"), where, spread)
    entry.finish()
    return made


def _where(entry: Entry) -> Iterable[tuple[Dimension, tuple[str, ...]]]:
    inner = entry.inner("where")
    for key in inner.keys():  # noqa: SIM118 (an Entry is no dictionary)
        dimension, codes = inner.one_of(key, key, Dimension), inner.texts(key)
        for code in codes:
            try:
                check_code(dimension, code)
            except BadQuestion as bad:
                raise inner.wrong(key, sentence(bad, "en")) from bad
        yield dimension, codes


def _disaggregations(entry: Entry, formula: Formula | None) -> tuple[Dimension, ...]:
    """How its values are split: by what its numerator is counted by."""
    key = "disaggregations"
    found = tuple(entry.one_of(key, text, Dimension) for text in entry.texts(key))
    if found and (formula is None or formula.numerator.count not in RECORDS):
        raise entry.wrong(key, "only what is counted in records can be split")
    for dimension in found:
        assert formula is not None
        _splits(entry, formula.numerator, dimension)
    return found


def _splits(entry: Entry, part: Part, dimension: Dimension) -> None:
    try:
        question(unit_of(part.count), by=[dimension], where=dict(part.where))
    except BadQuestion as bad:
        raise entry.wrong("disaggregations", sentence(bad, "en")) from bad


def _baseline(entry: Entry) -> Baseline | None:
    if not entry.has("baseline"):
        return None
    inner = entry.inner("baseline")
    made = Baseline(inner.number("value"), _period(inner, "period"), inner.text_of("source"))
    inner.finish()
    return made


def _period(entry: Entry, key: str) -> Period:
    try:
        return period(entry.text_of(key))
    except BadQuestion as bad:
        raise entry.wrong(key, sentence(bad, "en")) from bad


def _targets(entry: Entry, years: tuple[int, int]) -> dict[int, float]:
    if not entry.has("targets"):
        return {}
    inner, found = entry.inner("targets"), {}
    for key in inner.keys():  # noqa: SIM118 (an Entry is no dictionary)
        if not (key.isascii() and key.isdecimal() and years[0] <= int(key) <= years[1]):
            raise inner.wrong(key, f"“{key}” is no year of the plan")
        found[int(key)] = inner.number(key)
    return dict(sorted(found.items()))


def _breaks(entry: Entry) -> Iterable[Break]:
    for inner in entry.each("breaks"):
        yield Break(_period(inner, "period"), inner.words("words"))
        inner.finish()


def _check(entry: Entry, made: Indicator) -> None:
    """What no key alone can tell.

    :raises WrongDefinition: see the sentences.
    """
    if made.most is not None and made.most < made.least:
        raise entry.wrong("most", "“most” is below “least”")
    if made.deadline_days > _LONGEST_DEADLINE:
        raise entry.wrong("deadline_days", f"a deadline is {_LONGEST_DEADLINE} days or sooner")
    if made.formula is not None and made.share != (made.formula.denominator is not None):
        raise entry.wrong("unit", f"a {made.unit} has {'a' if made.share else 'no'} denominator")
    if made.formula is not None and made.formula.numerator.count == POPULATION:
        raise entry.wrong("numerator", "nobody is counted in it")
    for value in (*made.targets.values(), *([made.baseline.value] if made.baseline else [])):
        if value < made.least or (made.most is not None and value > made.most):
            raise entry.wrong("targets", f"{value:g} is beyond what the indicator can be")
    _check_rule(entry, made)


def _check_rule(entry: Entry, made: Indicator) -> None:
    rule, steps = made.thresholds.rule, list(made.targets.values())
    if rule is RuleName.NONE:
        if steps:
            raise entry.wrong("targets", "rule C knows no targets")
        return
    if not steps or made.direction is Direction.NONE:
        raise entry.wrong("thresholds", f"rule {rule} needs targets and a direction")
    if rule is RuleName.TRAJECTORY and made.baseline is None:
        raise entry.wrong("baseline", "rule B needs a baseline")
    falling = made.direction is Direction.DESCENDING
    if steps != sorted(steps, reverse=falling):
        raise entry.wrong("targets", f"the targets of a {made.direction} indicator do not run so")
