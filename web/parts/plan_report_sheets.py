"""Parts of a report on the plan: what came, what was done, and a sheet for each indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from core.bulletin.figures import Status, number
from core.plan.as_json import figure_from_json
from core.plan.definition import Level, Measure
from core.plan.readings import Origin
from core.plan.status import Reporting
from web import plan_words as words
from web.i18n import Tongue, marked
from web.writers.paper import Table

Told = Mapping[str, Any]

_HEAD = (
    *("indicator", "name", "unit", "baseline", "baseline_period", "numerator", "denominator"),
    *("method", "register", "responsible", "limitations"),
)

#: Whether a value came, in the words of a report.
_REPORTS: Mapping[str, str] = {
    Origin.COUNTED.value: marked("calculados"),
    Reporting.REPORTED.value: marked("informados"),
    Reporting.IN_REVIEW.value: marked("en revisión"),
    Reporting.LATE.value: marked("atrasados"),
    Reporting.DUE.value: marked("todavía no vencidos"),
}


def said_in(text: Told, tongue: Tongue) -> str:
    """A text of a cut in a language."""
    return str(text.get(tongue.code, text["es"]))


def reports(lines: list[Told], tongue: Tongue) -> str:
    """How many values came, and how: apart from how they stand."""
    counted = Origin.COUNTED.value
    came = (counted if line["origin"] == counted else line["reporting"] for line in lines)
    found = Counter(came)
    told = [f"{found[s]} {tongue.say(text)}" for s, text in _REPORTS.items() if found[s]]
    return tongue.say("De %(all)s valores: %(told)s.", all=len(lines), told=", ".join(told))


def measures(lines: list[Told], tongue: Tongue) -> str:
    """What was done: the indicators of means and of deeds that have a value."""
    done = [
        f"{line['code']} {said_in(line['name'], tongue)}: {_value(line, 'figure', tongue)}"
        for line in lines
        if line.get("level") in (Level.INPUT.value, Level.OUTPUT.value)
        and number(figure_from_json(line["figure"])) is not None
    ]
    return "; ".join(done) + "." if done else tongue.say("Nada que se pueda decir.")


def sheets(lines: list[Told], tongue: Tongue) -> Table:
    """A sheet for each indicator: how it is come by, where it stood, what it cannot tell."""
    say = tongue.say
    return Table(
        say("Fichas"),
        say("Fichas de los indicadores"),
        _HEAD,
        tuple(_row(line, tongue) for line in lines),
        (say("Indicador"), say("Ficha")),
        tuple(
            (f"{line['code']} {said_in(line['name'], tongue)}", " ".join(_told(line, tongue)))
            for line in lines
        ),
    )


def _row(line: Told, tongue: Tongue) -> tuple[Any, ...]:
    base = line["baseline"] or {"value": None, "period": ""}
    parts = [line[part] and number(figure_from_json(line[part])) for part in _PARTS]
    return (
        *(line["code"], said_in(line["name"], tongue), line["unit"]),
        *(base["value"], base["period"], *parts, said_in(line["method"], tongue)),
        *(line["register"], line["responsible"], said_in(line["limitations"], tongue)),
    )


_PARTS = ("numerator", "denominator")
_NONE = Status.NOT_APPLICABLE.value


def _told(line: Told, tongue: Tongue) -> Iterator[str]:
    unit, base = Measure(line["unit"]), line["baseline"]
    yield f"{said_in(line['method'], tongue)} ({tongue.say(words.UNITS[unit])})."
    if base:
        amount = words.amount(base["value"], unit, tongue)
        yield f"{tongue.say('Línea de base')}: {amount} ({base['period']})."
    told = [line[part] for part in _PARTS if line[part]]
    if len(told) == len(_PARTS) and all(part["status"] != _NONE for part in told):
        yield " ÷ ".join(_value(line, part, tongue) for part in _PARTS) + "."
    yield said_in(line["limitations"], tongue)


def _value(line: Told, part: str, tongue: Tongue) -> str:
    unit = Measure(line["unit"]) if part == "figure" else Measure.NUMBER
    return words.value(figure_from_json(line[part]), unit, tongue).text
