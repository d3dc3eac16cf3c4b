"""Calls by hour of the day and weekday, as a table whose cells are shaded."""

from __future__ import annotations

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, number
from core.filters import DOMAINS, Dimension, question
from core.periods import Span
from core.vocabulary import Unit
from geo.classes import CLASSES, doubling_limits
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.parts.matrix import MatrixCell, shaded
from web.parts.sheet import Line, Sheet
from web.parts.why import told
from web.periods import span_words

_SHADES = range(CLASSES + 1)


def hour_sheet(bulletin: Bulletin, span: Span, tongue: Tongue) -> Sheet:
    """A row an hour, a column a weekday; hours are Lima's."""
    asked = question(Unit.CALLS, by=(Dimension.HOUR, Dimension.WEEKDAY), span=span)
    answer = bulletin.figures(asked)
    by_hour = question(Unit.CALLS, by=(Dimension.HOUR,), span=span)
    cells: dict[tuple[str, ...], Figure] = {cell.key: cell.figure for cell in answer}
    hours, weekdays = DOMAINS[Dimension.HOUR], DOMAINS[Dimension.WEEKDAY]
    return Sheet(
        "horas",
        tongue.say("Llamadas según hora y día de la semana"),
        ("hour",),
        tuple(f"weekday_{code}" for code in weekdays.codes),
        tuple(
            Line(
                (hour,),
                (hours[hour].label(tongue.code),),
                tuple(cells[hour, day] for day in weekdays.codes),
                cell_question(by_hour, (hour,)),
            )
            for hour in hours.codes
        ),
        answer.query_id,
        measures.register(Measure.CALLS, bulletin.release, tongue),
        span_words(span, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(asked),),
    )


def hour_rows(sheet: Sheet, tongue: Tongue) -> list[tuple[str, list[MatrixCell]]]:
    """(hour, its cells by weekday) with a shade for every number."""
    inner = [n for line in sheet.lines for f in line.figures if (n := number(f)) is not None]
    limits = doubling_limits(inner)
    return [
        (
            line.labels[0],
            [
                shaded(told(line, at, name, tongue), figure, limits, _SHADES)
                for at, (name, figure) in enumerate(zip(sheet.columns, line.figures, strict=True))
            ],
        )
        for line in sheet.lines
    ]


def busiest(sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for the table: the hour of the week with most calls, and what is withheld."""
    days = weekdays(tongue)
    cells = [
        (number(figure), line.labels[0], days[at])
        for line in sheet.lines
        for at, figure in enumerate(line.figures)
    ]
    shown = [(value, hour, day) for value, hour, day in cells if value is not None]
    if not shown:
        return tongue.say("Ninguna celda puede mostrarse sin señalar a alguien.")
    value, hour, day = max(shown, key=lambda cell: cell[0])
    return tongue.say(
        "La hora con más llamadas: %(day)s, %(hour)s, con %(value)s. "
        "De %(cells)s celdas, reservadas: %(hidden)s.",
        day=day,
        hour=hour,
        value=tongue.number(value),
        cells=len(cells),
        hidden=len(cells) - len(shown),
    )


def weekdays(tongue: Tongue) -> list[str]:
    """The heads of the columns."""
    return [term.label(tongue.code) for term in DOMAINS[Dimension.WEEKDAY].terms]
