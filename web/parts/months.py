"""A measure by month: a bar for each of 94 months, with the campaigns that were held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import Facts
from core.bulletin.figures import Status, number
from core.filters import question
from core.periods import FIRST_MONTH, LAST_MONTH, MONTHS, Grain, month_code, parse
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue, marked
from web.parts.sheet import Line, Sheet
from web.spelling import spell

WIDTH, HEIGHT = 940, 220
FLOOR, CEILING = 188, 26
_STEP = WIDTH / MONTHS
_YEARS = range(FIRST_MONTH[0], LAST_MONTH[0] + 1)


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month: its place, height and state."""

    x: float
    top: float
    height: float
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A campaign on the axis of months."""

    x: float
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class MonthChart:
    """``ticks``: (y, text) of the scale; ``years``: (x, text) of each January."""

    bars: tuple[MonthBar, ...]
    years: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    marks: tuple[Mark, ...]
    width: float
    description: str


def month_sheet(bulletin: Bulletin, measure: Measure, tongue: Tongue) -> Sheet:
    """The measure by month over the whole series."""
    asked = question(measure.unit, grain=Grain.MONTH)
    answer = bulletin.figures(asked)
    return Sheet(
        "meses",
        tongue.say("%(column)s por mes", column=measures.column(measure, tongue)),
        ("month",),
        (measure.unit.value,),
        tuple(
            Line(cell.key, cell.key, (cell.figure,), cell_question(asked, cell.key))
            for cell in answer
        ),
        answer.query_id,
        measures.register(measure, bulletin.release, tongue),
        tongue.say("marzo de 2006 a diciembre de 2013"),
        provenance=bulletin.release.provenance,
        asks=(Counted(asked),),
    )


#: Campaigns as their sources call them in English, and in our words.
_CAMPAIGNS = {
    "premiere of the play The Prison of Angels": marked(
        "estreno de la obra «La prisión de los ángeles»"
    ),
    "photo exhibit on child labour, visitors": marked(
        "exposición fotográfica sobre el trabajo infantil, visitantes"
    ),
    "audience of the play": marked("público de la obra"),
}


def campaign_months(facts: Facts, tongue: Tongue) -> list[tuple[str, str]]:
    """(first month ``2008-01``, name) of each campaign of the series that says when it began."""
    return [
        (held.starts_on[:7], tongue.say(_CAMPAIGNS.get(held.name, held.name)))
        for held in facts.campaigns
        if held.starts_on and held.starts_on[:7] >= month_code(0)
    ]


def month_chart(sheet: Sheet, campaigns: Sequence[tuple[str, str]], tongue: Tongue) -> MonthChart:
    """The drawing. ``campaigns``: see :func:`campaign_months`."""
    values = [number(line.figures[0]) or 0 for line in sheet.lines]
    top = _round_up(max(values, default=0))
    bars = tuple(_bar(place, line, top, tongue) for place, line in enumerate(sheet.lines))
    marks = tuple(
        Mark(_x(month), at, f"{month}: {name}") for at, (month, name) in enumerate(campaigns, 1)
    )
    years = tuple((_x(f"{year}-01"), str(year)) for year in _YEARS[1:])
    return MonthChart(bars, years, _ticks(top, tongue), marks, _STEP - 1.5, _said(sheet, tongue))


def _bar(place: int, line: Line, top: float, tongue: Tongue) -> MonthBar:
    figure = line.figures[0]
    value = number(figure)
    height = (FLOOR - CEILING) * value / top if value and top else 0.0
    state = "shown"
    if value is None:
        state, height = figure.status.value, 24.0
    title = f"{line.labels[0]}: {spell(figure, tongue).text}"
    return MonthBar(
        round(place * _STEP, 1), round(FLOOR - height, 1), round(height, 1), state, title
    )


def _x(month: str) -> float:
    return round(parse(month).first * _STEP, 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 ... that is not smaller."""
    step = 1.0
    while True:
        for factor in (1, 2, 5):
            if factor * step >= value:
                return factor * step
        step *= 10


def _ticks(top: float, tongue: Tongue) -> tuple[tuple[float, str], ...]:
    halves = (0.5, 1.0) if top > 1 else (1.0,)
    return tuple(
        (round(FLOOR - (FLOOR - CEILING) * share, 1), tongue.number(int(top * share)))
        for share in halves
    )


def highest_month(sheet: Sheet, tongue: Tongue) -> str:
    """``Llamadas: el mes más alto fue feb 2007, con 675``; the plain title where none is shown."""
    shown = _shown(sheet)
    if not shown:
        return sheet.title
    highest = max(shown, key=lambda line: number(line.figures[0]) or 0)
    return tongue.say(
        "%(title)s: el más alto fue %(month)s, con %(value)s",
        title=sheet.title,
        month=tongue.month(dt.date.fromisoformat(f"{highest.codes[0]}-01")),
        value=spell(highest.figures[0], tongue).text,
    )


def _said(sheet: Sheet, tongue: Tongue) -> str:
    shown = _shown(sheet)
    if not shown:
        return tongue.say("Ninguna celda puede mostrarse sin señalar a alguien.")
    highest = max(shown, key=lambda line: number(line.figures[0]) or 0)
    return tongue.count(
        len(sheet.lines) - len(shown),
        "El mes más alto es %(month)s: %(value)s. De %(cells)s meses, %(count)s está reservado.",
        "El mes más alto es %(month)s: %(value)s. De %(cells)s meses, %(count)s están reservados.",
        month=highest.codes[0],
        value=spell(highest.figures[0], tongue).text,
        cells=len(sheet.lines),
    )


def _shown(sheet: Sheet) -> list[Line]:
    return [line for line in sheet.lines if line.figures[0].status is Status.SHOWN]


def by_year(sheet: Sheet) -> list[tuple[str, list[Line | None]]]:
    """(year, its twelve months) for the table; ``None`` before the line opened."""
    found = {line.codes[0]: line for line in sheet.lines}
    return [
        (str(year), [found.get(f"{year}-{month:02}") for month in range(1, 13)]) for year in _YEARS
    ]
