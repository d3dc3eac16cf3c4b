"""The report of a period of the plan, made of its cut and nothing else.

The same cut in the same language gives the same paper, so the same page, document and workbook. Its
skeleton is that of Peru's own progress reports: key results, context, state, measures axis by axis,
evaluation axis by axis, commitments; a sheet for each indicator; then what was revised and how much
is withheld.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from core.bulletin.figures import Figure, Status, number
from core.plan.as_json import figure_from_json
from core.plan.cuts import Cut
from core.plan.definition import Measure
from core.plan.status import Progress
from web import plan_words as words
from web.i18n import Tongue
from web.parts.plan_report_sheets import Told, measures, reports, sheets
from web.parts.plan_report_sheets import said_in as _in
from web.writers.paper import Block, Heading, Paper, Table, Text

_HEAD = (
    *("indicator", "name", "value", "status", "bound", "revised", "target", "share"),
    *("progress", "rule", "thresholds", "responsible", "source"),
)
_NEEDS_MEASURES = (
    *(Progress.OFF_TRACK, Progress.AT_RISK, Progress.NEEDS_ACCELERATION),
    *(Progress.LIMITED, Progress.DETERIORATION),
)


@lru_cache(maxsize=32)
def report_of(cut: Cut, language: str) -> Paper:
    """The report in a language, composed once."""
    return report(cut, Tongue(language))


def report(cut: Cut, tongue: Tongue) -> Paper:
    """The report.

    :raises ValueError: where the cut is not the one that was made.
    """
    told = cut.told
    period = words.period_words(cut.period, tongue)
    return Paper(
        tongue.say("Informe del plan %(plan)s, %(period)s", plan=cut.plan, period=period),
        tongue.code,
        told["closed_at"],
        tongue.say("Notas"),
        tuple(_notes(cut, told, tongue)),
        tuple(_blocks(told, tongue)),
    )


def _blocks(told: Told, tongue: Tongue) -> Iterator[Block]:
    say, lines = tongue.say, told["indicators"]
    yield Heading(say("Resultados principales"))
    yield Text(_counts(lines, tongue))
    yield Heading(say("Contexto"))
    yield Text(_in(told["plan"]["note"], tongue))
    yield Text(say("Casos conocidos, no prevalencia. Un período sin informe no vale cero."))
    yield Heading(say("Estado"))
    yield Text(reports(lines, tongue))
    yield Heading(say("Medidas por eje"))
    for _, name, held in _by_axis(told, tongue):
        yield Text(f"{name}: {measures(held, tongue)}")
    yield Heading(say("Evaluación del cumplimiento por eje"))
    for code, name, held in _by_axis(told, tongue):
        yield Text(f"{name}: {_counts(held, tongue)}")
        yield _table(code, name, held, tongue)
    yield Heading(say("Compromisos"))
    yield Text(_commitments(lines, tongue))
    yield Heading(say("Una ficha por indicador"))
    yield sheets(lines, tongue)
    yield Heading(say("Revisiones desde el corte anterior"))
    yield Text(_revisions(told, tongue))
    yield Heading(say("Celdas reservadas"))
    hidden = sum(line["figure"]["status"] == Status.WITHHELD.value for line in lines)
    yield Text(
        say("%(number)s de %(all)s valores están reservados.", number=hidden, all=len(lines))
    )


def _by_axis(told: Told, tongue: Tongue) -> Iterator[tuple[str, str, list[Told]]]:
    """Every axis: its code, what it is called, and its indicators."""
    for axis in told["plan"]["axes"]:
        held = [line for line in told["indicators"] if line["axis"] == axis["code"]]
        yield axis["code"], f"{tongue.say('Eje')} {axis['code']}. {_in(axis['name'], tongue)}", held


def _counts(lines: list[Told], tongue: Tongue) -> str:
    found = Counter(Progress(line["progress"]) for line in lines)
    told = [f"{found[p]} {words.progress(p, tongue)[1].lower()}" for p in Progress if found[p]]
    return ", ".join(told) + "."


def _table(name: str, caption: str, lines: list[Told], tongue: Tongue) -> Table:
    say = tongue.say
    head = (say("Indicador"), say("Valor"), say("Meta"), say("Avance"), say("Progreso"))
    return Table(
        f"{say('Eje')} {name}",
        caption,
        _HEAD,
        tuple(_row(line, tongue) for line in lines),
        (*head, say("Responsable")),
        tuple(_spoken(line, tongue) for line in lines),
    )


def _row(line: Told, tongue: Tongue) -> tuple[Any, ...]:
    figure = figure_from_json(line["figure"])
    share = None if line["share"] is None else round(line["share"] * 100, 1)
    return (
        *(line["code"], _in(line["name"], tongue), number(figure), figure.status.value),
        *(line["figure"]["bound"], "r" if line["figure"]["revised"] else "", line["target"]),
        *(share, line["progress"], line["rule"], line["thresholds"]),
        *(line["responsible"], line["source"] or " ".join(line["queries"])),
    )


def _spoken(line: Told, tongue: Tongue) -> tuple[str, ...]:
    unit = Measure(line["unit"])
    _, word, _ = words.progress(Progress(line["progress"]), tongue)
    share = "–" if line["share"] is None else tongue.percent(round(line["share"] * 100))
    return (
        f"{line['code']} {_in(line['name'], tongue)}",
        _value(figure_from_json(line["figure"]), unit, tongue),
        words.amount(line["target"], unit, tongue),
        share,
        f"{word} ({line['rule']})",
        line["responsible"],
    )


def _value(figure: Figure, unit: Measure, tongue: Tongue) -> str:
    return words.value(figure, unit, tongue).text


def _commitments(lines: list[Told], tongue: Tongue) -> str:
    """Who must do something about which indicators."""
    owed: dict[str, list[str]] = {}
    for line in lines:
        late = line["reporting"] == "late" and line["origin"] == "reported"
        if late or Progress(line["progress"]) in _NEEDS_MEASURES:
            owed.setdefault(line["responsible"], []).append(line["code"])
    if not owed:
        return tongue.say("Ningún indicador pide medidas.")
    named = "; ".join(f"{whose}: {', '.join(codes)}" for whose, codes in sorted(owed.items()))
    return tongue.say("Piden medidas, o un informe que falta: %(named)s.", named=named)


def _revisions(told: Told, tongue: Tongue) -> str:
    if not told["revisions"]:
        return tongue.say("Ninguna.")
    units = {line["code"]: Measure(line["unit"]) for line in told["indicators"]}
    now = {line["code"]: line["figure"] for line in told["indicators"]}
    changes = [
        tongue.say(
            "%(code)s: antes %(before)s, ahora %(now)s",
            code=each["code"],
            before=_value(figure_from_json(each["before"]), units[each["code"]], tongue),
            now=_value(figure_from_json(now[each["code"]]), units[each["code"]], tongue),
        )
        for each in told["revisions"]
    ]
    return f"{told['reason']}. {'; '.join(changes)}." if told["reason"] else "; ".join(changes)


def _notes(cut: Cut, told: Told, tongue: Tongue) -> Iterator[tuple[str, str]]:
    say = tongue.say
    yield "plan", _in(told["plan"]["name"], tongue)
    yield "period", cut.period.code
    yield "cut", told["cut"]
    yield "revision", str(cut.revision)
    yield "sha256", cut.sha256
    yield "release", told["release"]
    yield "licence", "CC BY 4.0"
    if told["synthetic"]:
        yield "warning", say("Datos sintéticos: no describen hechos ni personas reales.")
    yield "illustrative", say("Los indicadores, sus metas y sus líneas de base son ilustrativos.")
