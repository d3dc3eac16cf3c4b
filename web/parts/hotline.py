"""The hotline's published cumulative counts, drawn as readings and never as a smooth course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import PublishedFact
from core.bulletin.figures import Bound, Shown
from core.vocabulary import Provenance
from web.as_graphql import Series
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.spelling import spell

WIDTH, HEIGHT = 460, 172
_FLOOR, _CEILING = 140.0, 40.0
_START, _END = dt.date(2006, 1, 1), dt.date(2008, 12, 31)
_OPENED = dt.date(2006, 3, 1)

#: When each reading was taken: what the source says, as a day of the drawing. Readings whose date
#: the sources leave open ("2009 or 2010") are in the table alone.
_READ_ON = {
    "2006-03/2007-03": dt.date(2007, 3, 1),
    "2006-03/2007-07": dt.date(2007, 7, 31),
    "2006-03/2008-09": dt.date(2008, 9, 30),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: a point, its label, and where the label stands."""

    x: float
    y: float
    label: str
    at_least: bool
    above: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class CumulativeChart:
    """Readings joined by a dashed line from the day the line opened."""

    title: str
    readings: tuple[Reading, ...]
    line: str
    years: tuple[tuple[float, str], ...]
    no_data_until: float


def hotline_sheet(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """Every published reading, by series, period and source."""
    facts = _facts(bulletin)
    names = {
        "hotline_calls": tongue.say("Llamadas acumuladas"),
        "hotline_referred": tongue.say("Casos remitidos a la Policía, acumulados"),
    }
    return Sheet(
        "linea-0800",
        tongue.say("Llamadas al 0800-2-3232 y casos remitidos a la Policía, acumulados"),
        ("series", "period", "source"),
        ("value",),
        tuple(
            Line((f.series, f.period, f.source), (names[f.series], f.period, f.source), (f.figure,))
            for f in facts
        ),
        bulletin.query_id("published|hotline|-"),
        tongue.say("Notas de la OIM y del Ministerio del Interior, 2007 – 2010"),
        "",
        provenance=Provenance.PUBLISHED,
        asks=tuple(Series(name) for name in names),
    )


def hotline_charts(bulletin: Bulletin, tongue: Tongue) -> tuple[CumulativeChart, ...]:
    """Calls, and cases passed to the police: two drawings, never one axis for both."""
    return tuple(
        _chart(
            [f for f in _facts(bulletin) if f.series == series and f.period in _READ_ON],
            title,
            tongue,
        )
        for series, title in (
            ("hotline_calls", tongue.say("Llamadas acumuladas")),
            ("hotline_referred", tongue.say("Casos remitidos a la Policía, acumulados")),
        )
    )


def last_readings(charts: Sequence[CumulativeChart], tongue: Tongue) -> str:
    """A sentence for the drawings: the last reading of each."""
    last = ", ".join(f"{c.title.lower()}: {c.readings[-1].label}" for c in charts if c.readings)
    return tongue.say("Última lectura dibujada, %(readings)s.", readings=last)


def _facts(bulletin: Bulletin) -> tuple[PublishedFact, ...]:
    return (*bulletin.facts.series("hotline_calls"), *bulletin.facts.series("hotline_referred"))


def _chart(facts: Sequence[PublishedFact], title: str, tongue: Tongue) -> CumulativeChart:
    largest = max((fact.value for fact in facts), default=1.0)
    readings: list[Reading] = []
    for place, fact in enumerate(facts):
        figure = fact.figure
        assert isinstance(figure, Shown)
        x = _x(_READ_ON[fact.period])
        y = round(_FLOOR - (_FLOOR - _CEILING) * fact.value / largest, 1)
        label = spell(figure, tongue).text
        bound = figure.bound is Bound.AT_LEAST
        last, first = place == len(facts) - 1, place == 0
        readings.append(Reading(x, y, label, bound, first or last, "end" if first or last else ""))
    points = [(_x(_OPENED), _FLOOR), *((r.x, r.y) for r in readings)]
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    years = tuple((_x(dt.date(year, 1, 1)), str(year)) for year in (2006, 2007, 2008))
    return CumulativeChart(title, tuple(readings), line, years, _x(_OPENED))


def _x(day: dt.date) -> float:
    return round(WIDTH * (day - _START).days / (_END - _START).days, 1)
