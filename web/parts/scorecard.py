"""The scorecard as a page and a file spell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2.environment import TemplateModule

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Missing, NotApplicable, Shown
from core.plan.definition import Node
from core.plan.ledger import Ledger, Line, tally
from core.plan.periods import Frequency, Period
from core.plan.readings import figure_of
from core.vocabulary import Provenance
from web import plan_words as words
from web.i18n import Tongue
from web.parts.plan_charts import Spark, Sparks, sparks
from web.parts.sheet import Line as SheetLine
from web.parts.sheet import Sheet
from web.plan_questions import PlanQuestion
from web.screen import templates
from web.spelling import Spelled


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as the table writes it."""

    code: str
    name: str
    address: str
    spark: Spark
    value: Spelled
    target: str
    share: str
    progress: tuple[str, str, str]
    rule: str
    report: tuple[str, bool]


@dataclass(frozen=True, slots=True)
class AxisCount:
    """How many indicators of an axis stand where: (shape, word, class, how many)."""

    axis: Node
    counts: tuple[tuple[str, str, str, int], ...]
    said: str


def chosen_lines(ledger: Ledger, at: Period, asked: PlanQuestion) -> tuple[Line, ...]:
    """The lines of a question."""
    return tuple(
        line
        for line in ledger.scorecard(at)
        if asked.axis in ("", line.axis.code) and asked.progress in (None, line.standing.progress)
    )


def table(ledger: Ledger, at: Period, asked: PlanQuestion, tongue: Tongue) -> TemplateModule:
    """The body of the table, written once for each question and language."""
    key = "table", asked.root, at, asked.axis, asked.progress, asked.held_by, tongue.code
    return ledger.remembered(key, lambda: _table(ledger, at, asked, tongue))


def _table(ledger: Ledger, at: Period, asked: PlanQuestion, tongue: Tongue) -> TemplateModule:
    lines, rows = chosen_lines(ledger, at, asked), _rows(ledger, at, asked, tongue)
    groups = [
        (axis, [rows[line.indicator.code] for line in lines if line.axis is axis])
        for axis in ledger.plan.axes
    ]
    facts = {"groups": [g for g in groups if g[1]], "tongue": tongue, "say": tongue.say}
    return templates().get_template("parts/scorecard.html").make_module(facts)


def _rows(ledger: Ledger, at: Period, asked: PlanQuestion, tongue: Tongue) -> Mapping[str, str]:
    """The rows of a period as they are written, whatever of them is asked for.

    Whoever asks first has those of all years written: a page that nobody asked for before is put
    together of them.
    """

    def written(period: Period) -> Mapping[str, str]:
        return _written(ledger, replace(asked, period=period), tongue)

    years = ledger.plan.periods(Frequency.YEAR)
    key = "rows", asked.root, asked.held_by, tongue.code
    every = ledger.remembered(key, lambda: {year: written(year) for year in years})
    if at not in every:
        every[at] = written(at)
    return every[at]


def _written(ledger: Ledger, asked: PlanQuestion, tongue: Tongue) -> Mapping[str, str]:
    assert asked.period is not None
    template = templates().get_template("parts/scorecard_row.html")
    write: Callable[[Row], str] = vars(template.make_module({"say": tongue.say}))["row"]
    page = PlanQuestion(asked.period, held_by=asked.held_by, root=asked.root)
    address, lines = page.address("/indicadores/{}"), _lines(ledger)
    return {
        line.indicator.code: write(_row(line, lines, address, tongue))
        for line in ledger.scorecard(asked.period)
    }


def _lines(ledger: Ledger) -> Mapping[str, Sparks]:
    """The small lines of every indicator."""
    plan = ledger.plan
    return ledger.remembered(
        "sparks", lambda: {i.code: sparks(i, ledger.of(i), plan.years) for i in plan.indicators}
    )


def _row(line: Line, lines: Mapping[str, Sparks], page: str, tongue: Tongue) -> Row:
    indicator = line.indicator
    return Row(
        indicator.code,
        indicator.name.label(tongue.code),
        page.replace("{}", indicator.code),
        lines[indicator.code].until(line.period.year),
        words.value(line.reading.figure, indicator.unit, tongue),
        words.amount(line.standing.target, indicator.unit, tongue),
        words.share(line, tongue),
        words.progress(line.standing.progress, tongue),
        line.rule.value,
        words.report(line, tongue),
    )


def by_axis(lines: tuple[Line, ...], axes: tuple[Node, ...], tongue: Tongue) -> list[AxisCount]:
    """How many indicators stand where, axis by axis."""
    found = []
    for axis in axes:
        held = tally(tuple(line for line in lines if line.axis is axis))
        counts = tuple((*words.progress(stands, tongue), n) for stands, n in held.items())
        said = ", ".join(f"{n} {word}" for _, word, _, n in counts)
        found.append(AxisCount(axis, counts, f"{axis.name.label(tongue.code)}: {said}"))
    return found


def scorecard_sheet(
    ledger: Ledger, at: Period, asked: PlanQuestion, bulletin: Bulletin, tongue: Tongue
) -> Sheet:
    """The scorecard as a sheet: value, target and share of every indicator."""
    lines = tuple(_sheet_line(line, tongue) for line in chosen_lines(ledger, at, asked))
    return replace(sheet_head(ledger, at, asked, bulletin, tongue), lines=lines)


def sheet_head(
    ledger: Ledger, at: Period, asked: PlanQuestion, bulletin: Bulletin, tongue: Tongue
) -> Sheet:
    """The same sheet without its lines: what a page says of it."""
    plan = ledger.plan
    return Sheet(
        "plan",
        tongue.say("Indicadores del plan %(plan)s, %(period)s", plan=plan.code, period=at.code),
        ("indicator", "axis", "unit", "rule", "progress", "reporting", "responsible"),
        ("value", "target", "share"),
        (),
        bulletin.query_id(f"plan|{plan.code}|{at.code}|{asked.axis}|{asked.progress}"),
        tongue.say("Registro nacional e informes de las instituciones; indicadores ilustrativos"),
        words.period_words(at, tongue),
        provenance=Provenance.SYNTHETIC if ledger.synthetic else bulletin.release.provenance,
    )


def _sheet_line(line: Line, tongue: Tongue) -> SheetLine:
    indicator, stands = line.indicator, line.standing
    codes = (
        *(indicator.code, line.axis.code, indicator.unit.value, line.rule.value),
        *(stands.progress.value, line.reporting.value, indicator.responsible),
    )
    labels = (
        *(indicator.name.label(tongue.code), line.axis.name.label(tongue.code)),
        *(tongue.say(words.UNITS[indicator.unit]), indicator.thresholds.version),
        *(words.progress(stands.progress, tongue)[1], words.report(line, tongue)[0]),
        indicator.responsible,
    )
    target = NotApplicable() if stands.target is None else figure_of(stands.target)
    share = Missing() if stands.share is None else Shown(round(stands.share * 100, 1))
    return SheetLine(codes, labels, (line.reading.figure, target, share))


def facts_of(ledger: Ledger, at: Period, asked: PlanQuestion, tongue: Tongue) -> dict[str, Any]:
    """What the page says around the table."""
    lines = ledger.scorecard(at)
    return {
        "axes": by_axis(lines, ledger.plan.axes, tongue),
        "tally": [
            (*words.progress(stands, tongue), n, asked.address(progreso=stands.value))
            for stands, n in tally(lines).items()
        ],
        "shown": len(chosen_lines(ledger, at, asked)),
        "total": len(lines),
    }
