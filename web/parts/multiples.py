"""Small multiples: the map of rates once for every year, all in the same classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.rates import rates
from core.filters import DOMAINS, Dimension
from core.periods import Grain, bands
from core.places import departments
from web import measures
from web.as_graphql import Counted
from web.i18n import Tongue
from web.parts.choropleth import limits_for, styles_of
from web.parts.filter_words import filters_in_force
from web.parts.sheet import Line, Sheet
from web.periods import year_words
from web.questions import PanelQuestion
from web.spelling import spell


@dataclass(frozen=True, slots=True)
class YearMap:
    """One year: the style of each department, and where the panel shows that year."""

    year: str
    words: str
    styles: tuple[tuple[str, str], ...]
    shown: int
    asked: PanelQuestion


def year_maps(
    bulletin: Bulletin, asked: PanelQuestion, limits: Sequence[float], tongue: Tongue
) -> tuple[YearMap, ...]:
    """A map for each year. ``limits``: rates of one year, so that years compare."""
    return tuple(
        _year_map(bulletin, replace(asked, start=band.code, end=band.code), limits, tongue)
        for band in bands(Grain.YEAR)
    )


def years_said(maps: Sequence[YearMap], tongue: Tongue) -> str:
    """A sentence for the maps: the year that shows most departments."""
    fullest = max(maps, key=lambda each: each.shown)
    if not fullest.shown:
        return tongue.say("Ninguna celda puede mostrarse sin señalar a alguien.")
    return tongue.say(
        "El año que más muestra: %(year)s, %(shown)s de 25.", year=fullest.year, shown=fullest.shown
    )


def _year_map(
    bulletin: Bulletin, asked: PanelQuestion, limits: Sequence[float], tongue: Tongue
) -> YearMap:
    known = bulletin.rates(asked.ask(Dimension.DEPARTMENT))
    styles = styles_of({code: known[code] for code in departments()}, limits)
    shown = sum(style.removeprefix("class-").isdigit() for style in styles.values())
    return YearMap(
        asked.start, year_words(asked.start, tongue), tuple(styles.items()), shown, asked
    )


def years_sheet(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    """The count and the rate of every department in every year: what the maps are drawn of."""
    question = asked.whole.ask(Dimension.DEPARTMENT, grain=Grain.YEAR)
    answer = bulletin.figures(question)
    names = DOMAINS[Dimension.DEPARTMENT]
    lines = tuple(
        Line(
            (code, year),
            (names[code].label(tongue.code), year_words(year, tongue)),
            (cell.figure, rate.figure),
            cell_question(question, cell.key),
        )
        for cell, rate in zip(answer, rates(answer), strict=True)
        for year, code in (cell.key,)
    )
    return Sheet(
        "departamentos-por-ano",
        tongue.say(
            "%(column)s según departamento y año", column=measures.column(asked.measure, tongue)
        ),
        ("department", "year"),
        (asked.measure.unit.value, "rate_per_100000"),
        lines,
        answer.query_id,
        measures.register(asked.measure, bulletin.release, tongue),
        filters_in_force(asked.whole, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(question, rates=True),),
    )


@dataclass(frozen=True, slots=True)
class DrawnYear:
    """One small map of a picture: where it stands and its year.

    ``regions``: (UBIGEO, style, title with count and rate) of each department.
    """

    x: int
    y: int
    words: str
    regions: tuple[tuple[str, str, str], ...]


def drawn_years(sheet: Sheet, tongue: Tongue) -> tuple[tuple[DrawnYear, ...], tuple[float, ...]]:
    """(the maps of :func:`years_sheet`, four in a row; the limits of their classes)."""
    limits = limits_for({"/".join(line.codes): line.figures[1] for line in sheet.lines})
    years = dict.fromkeys(line.codes[1] for line in sheet.lines)
    maps = []
    for at, year in enumerate(years):
        found = {line.codes[0]: line for line in sheet.lines if line.codes[1] == year}
        styles = styles_of({code: found[code].figures[1] for code in departments()}, limits)
        regions = tuple((c, style, _titled(found[c], tongue)) for c, style in styles.items())
        words = next(iter(found.values())).labels[1]
        maps.append(DrawnYear(at % 4 * 180, at // 4 * 240, words, regions))
    return tuple(maps), limits


def _titled(line: Line, tongue: Tongue) -> str:
    count, rate = (spell(figure, tongue).text for figure in line.figures)
    return f"{line.labels[0]}: {count} · {rate}"
