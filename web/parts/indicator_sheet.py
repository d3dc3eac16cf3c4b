"""What the page of one indicator says: its sheet, its readings, its lineage and its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Missing, NotApplicable
from core.filters import DOMAINS, Dimension, question
from core.periods import Span
from core.plan.counting import question_of, span_of
from core.plan.counts import RECORDS, unit_of
from core.plan.definition import Indicator, Part, Plan
from core.plan.ledger import Ledger, Line
from core.plan.periods import Frequency, Period
from core.plan.readings import NOTHING, Reading, figure_of
from core.plan.status import target_of
from core.vocabulary import Provenance
from web import plan_words as words
from web.dictionary import words_of
from web.i18n import Tongue
from web.parts.sheet import Line as SheetLine
from web.parts.sheet import Sheet
from web.spelling import Spelled, spell


@dataclass(frozen=True, slots=True)
class Row:
    """One reading as the table writes it."""

    period: str
    parts: str
    value: Spelled
    target: str


@dataclass(frozen=True, slots=True)
class Split:
    """The numerator by one dimension."""

    title: str
    rows: tuple[tuple[str, Spelled], ...]


def periods_shown(ledger: Ledger, indicator: Indicator) -> list[Period]:
    """Every year, each after its semesters where those are told."""
    found: list[Period] = []
    for year in ledger.plan.years:
        if indicator.frequency is Frequency.SEMESTER:
            found += Period.of_year(year, Frequency.SEMESTER)
        found.append(Period(year))
    return found


def rows(ledger: Ledger, indicator: Indicator, tongue: Tongue) -> list[Row]:
    """The readings, period by period; a semester nothing is told of is left out."""
    told = ledger.of(indicator)
    return [
        Row(
            at.code,
            words.parts(told.get(at, NOTHING), tongue),
            words.value(told.get(at, NOTHING).figure, indicator.unit, tongue),
            words.amount(target_of(indicator, at), indicator.unit, tongue),
        )
        for at in periods_shown(ledger, indicator)
        if not at.half or not isinstance(told.get(at, NOTHING).figure, Missing)
    ]


def readings_sheet(
    ledger: Ledger, indicator: Indicator, bulletin: Bulletin, tongue: Tongue
) -> Sheet:
    """The readings as a file gives them."""
    told, plan = ledger.of(indicator), ledger.plan
    return Sheet(
        "lecturas",
        f"{indicator.code} {indicator.name.label(tongue.code)}",
        ("period",),
        ("value", "numerator", "denominator", "target"),
        tuple(
            _sheet_line(told.get(at, NOTHING), indicator, at)
            for at in periods_shown(ledger, indicator)
        ),
        bulletin.query_id(f"plan|{plan.code}|{indicator.code}"),
        words.responsible(indicator, tongue),
        tongue.say(words.UNITS[indicator.unit]),
        provenance=Provenance.SYNTHETIC if ledger.synthetic else bulletin.release.provenance,
    )


def _sheet_line(reading: Reading, indicator: Indicator, at: Period) -> SheetLine:
    target = target_of(indicator, at)
    return SheetLine(
        (at.code,),
        (at.code,),
        (
            reading.figure,
            reading.numerator or NotApplicable(),
            reading.denominator or NotApplicable(),
            NotApplicable() if target is None else figure_of(target),
        ),
    )


def sheet_rows(plan: Plan, indicator: Indicator, tongue: Tongue) -> list[tuple[str, str]]:
    """The sheet in the order CEPLAN has it."""
    say = tongue.say
    breaks = [f"{b.period.code}: {b.words.label(tongue.code)}" for b in indicator.breaks]
    return [
        *_what_it_is(plan, indicator, tongue),
        *_where_it_starts(indicator, tongue),
        *_how_it_is_told(indicator, tongue),
        *([(say("Rupturas de la serie"), "; ".join(breaks))] if breaks else []),
    ]


def _what_it_is(plan: Plan, indicator: Indicator, tongue: Tongue) -> list[tuple[str, str]]:
    """Where it belongs, what it says, and what its values may be."""
    say, code = tongue.say, tongue.code
    above = [f"{node.code} {node.name.label(code)}" for node in plan.path(indicator.attached_to)]
    unit, way = words.UNITS[indicator.unit], words.DIRECTIONS[indicator.direction]
    level, adds = words.LEVELS[indicator.level], words.ACCUMULATIONS[indicator.accumulation]
    return [
        (say("Dónde está"), " › ".join(above)),
        (say("Definición"), indicator.definition.label(code)),
        (say("Justificación"), indicator.justification.label(code)),
        (say("Fórmula"), indicator.method.label(code)),
        (say("Unidad y sentido"), _joined(tongue, unit, way)),
        (say("Tipo y acumulación"), _joined(tongue, level, adds)),
        (say("Nivel territorial"), say(words.TERRITORIES[indicator.territory])),
        (say("Valores posibles"), words.bounds(indicator, tongue)),
    ]


def _where_it_starts(indicator: Indicator, tongue: Tongue) -> list[tuple[str, str]]:
    """Baseline, who answers for it, and by when."""
    say, base = tongue.say, indicator.baseline
    due = say(
        "%(frequency)s; hasta %(days)s días después del corte",
        frequency=say(words.FREQUENCIES[indicator.frequency]),
        days=indicator.deadline_days,
    )
    start = (
        f"{words.amount(base.value, indicator.unit, tongue)} ({base.period.code})" if base else "–"
    )
    return [
        (say("Línea de base"), start),
        (say("Responsable"), words.responsible(indicator, tongue)),
        (say("Registro de origen"), say(words.REGISTERS[indicator.register])),
        (say("Frecuencia y plazo"), due),
    ]


def _how_it_is_told(indicator: Indicator, tongue: Tongue) -> list[tuple[str, str]]:
    """How it is split, what stands behind it, and what it cannot say."""
    say = tongue.say
    split = ", ".join(words_of(d.value, tongue).lower() for d in indicator.disaggregations)
    needed = say("obligatoria") if indicator.evidence_required else say("el propio recuento")
    return [
        (say("Desagregación"), split or "–"),
        (say("Evidencia"), needed),
        (say("Limitaciones"), indicator.limitations.label(tongue.code)),
        (say("Próxima revisión de la ficha"), tongue.date(indicator.next_review)),
    ]


def _joined(tongue: Tongue, *texts: str) -> str:
    return " · ".join(tongue.say(text) for text in texts)


def lineage(line: Line, ledger: Ledger, tongue: Tongue) -> list[tuple[str, str]]:
    """From the value down to the questions behind it."""
    indicator, reading = line.indicator, line.reading
    value = words.value(reading.figure, indicator.unit, tongue).text
    found = [(f"{indicator.code} = {value}", words.period_words(line.period, tongue))]
    if indicator.formula is None:
        found.append(
            (
                words.responsible(indicator, tongue),
                tongue.say(
                    "informado por la institución, revisado por la OIM; revisión %(revision)s",
                    revision=reading.revision,
                ),
            )
        )
        if reading.source:
            found.append((tongue.say("Lo que lo respalda"), reading.source))
        return found
    span = span_of(indicator, line.period, ledger.plan.first_year)
    for part, figure in (
        (indicator.formula.numerator, reading.numerator),
        (indicator.formula.denominator, reading.denominator),
    ):
        if part is not None and figure is not None:
            asked = (
                question_of(part, span).normal_form
                if part.count in RECORDS and span
                else part.count
            )
            head = f"{spell(figure, tongue).text} {part.words.label(tongue.code)}"
            found.append((head, asked))
    found += [(tongue.say("Consulta"), query) for query in reading.queries]
    return found


def splits(
    ledger: Ledger, indicator: Indicator, at: Period, bulletin: Bulletin, tongue: Tongue
) -> list[Split]:
    """The numerator by each dimension of the sheet, as the public edition tells it."""
    span = span_of(indicator, at, ledger.plan.first_year)
    if indicator.formula is None or span is None:
        return []
    part = indicator.formula.numerator
    return [
        Split(words_of(by.value, tongue), tuple(_split(part, by, span, bulletin, tongue)))
        for by in indicator.disaggregations
    ]


def _split(
    part: Part, by: Dimension, span: Span, bulletin: Bulletin, tongue: Tongue
) -> Iterator[tuple[str, Spelled]]:
    asked = question(unit_of(part.count), by=[by], where=dict(part.where), span=span)
    for cell in bulletin.figures(asked):
        yield DOMAINS[by][cell.key[0]].label(tongue.code), spell(cell.figure, tongue)
