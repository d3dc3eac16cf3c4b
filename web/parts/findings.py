"""The title of the panel is its finding, as a sentence; the lead gives the context."""

from __future__ import annotations

from dataclasses import dataclass

from core.bulletin.figures import Figure, Shown, Status
from core.bulletin.ranking import ranked
from core.places import departments
from web import measures
from web.choices import Measure, Shape
from web.i18n import Tongue
from web.parts.by_department import COUNT, RATE
from web.parts.sheet import Sheet
from web.questions import PanelQuestion
from web.spelling import spell


@dataclass(frozen=True, slots=True)
class Finding:
    """Headline and lead of the panel."""

    headline: str
    lead: str


def finding(sheet: Sheet, asked: PanelQuestion, tongue: Tongue) -> Finding:
    """What the sheet shows first."""
    return Finding(_headline(sheet, asked, tongue), _lead(sheet, asked, tongue))


def _top(sheet: Sheet, column: int) -> tuple[str, Figure] | None:
    """(department, figure) of the highest value in a column; ``None`` where none is shown."""
    inside = {
        line.codes[0]: line.figures[column]
        for line in sheet.lines
        if line.codes[0] in departments()
    }
    first = ranked(inside)[0]
    return (first, inside[first]) if isinstance(inside[first], Shown) else None


def _headline(sheet: Sheet, asked: PanelQuestion, tongue: Tongue) -> str:
    column = RATE if asked.shape is Shape.RATE else COUNT
    top = _top(sheet, column)
    if top is None:
        return tongue.say(
            "Con estos filtros ningún departamento puede mostrarse sin señalar a alguien"
        )
    facts = {
        "place": departments()[top[0]].name,
        "value": spell(top[1], tongue).text,
        "unit": measures.unit(asked.measure, tongue),
    }
    if asked.shape is Shape.RATE:
        return tongue.say(
            "%(place)s concentra la tasa más alta: %(value)s %(unit)s por cada 100 000 habitantes",
            **facts,
        )
    return tongue.say("%(place)s reúne el mayor número: %(value)s %(unit)s", **facts)


def _lead(sheet: Sheet, asked: PanelQuestion, tongue: Tongue) -> str:
    assert sheet.total is not None
    count, rate = (spell(figure, tongue).text for figure in sheet.total.figures)
    if asked.measure is Measure.COMPLAINTS:
        return _published_lead(sheet, count, rate, tongue)
    hidden = sum(line.figures[COUNT].status is Status.WITHHELD for line in sheet.lines)
    told = tongue.say(
        "El registro cuenta %(count)s %(unit)s, %(rate)s por cada 100 000 habitantes.",
        count=count,
        rate=rate,
        unit=measures.unit(asked.measure, tongue),
    )
    told += " " + tongue.count(
        hidden,
        "De %(cells)s celdas, %(count)s está reservada.",
        "De %(cells)s celdas, %(count)s están reservadas.",
        cells=len(sheet.lines),
    )
    if not sheet.synthetic:
        return told
    warning = tongue.say(
        "Son datos sintéticos, calibrados a totales publicados: no describen hechos."
    )
    return f"{told} {warning}"


def _published_lead(sheet: Sheet, count: str, rate: str, tongue: Tongue) -> str:
    top = _top(sheet, COUNT)
    assert top is not None
    line = next(line for line in sheet.lines if line.codes[0] == top[0])
    return tongue.say(
        "Las fiscalías conocieron %(count)s denuncias en el país, %(rate)s por cada 100 000 "
        "habitantes. %(place)s reúne el mayor número (%(most)s), con una tasa de %(its_rate)s. "
        "Son casos conocidos, no prevalencia.",
        count=count,
        rate=rate,
        place=departments()[top[0]].name,
        most=spell(line.figures[COUNT], tongue).text,
        its_rate=spell(line.figures[RATE], tongue).text,
    )
